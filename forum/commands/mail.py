"""`forum mail`: what a mail server hands over."""

from __future__ import annotations

import sys

import click

from forum.calendars import answers
from forum.commands import context

TRY_AGAIN = 75
"""What mail servers know as EX_TEMPFAIL: they keep the mail and come again."""


@click.group(help="Mail that comes from outside.")
def mail() -> None:
    pass


@mail.command(help="Takes in one mail from standard input; exit 75 where it has to come again.")
def receive() -> None:
    raw = sys.stdin.buffer.read(answers.LIMIT + 1)
    while sys.stdin.buffer.read(answers.LIMIT):  # a server that cannot write on calls it an error
        pass
    try:
        _receive(raw)
    except Exception as trouble:  # noqa: BLE001 - whatever it is, the mail must not be lost
        print(f"forum: not now, please come again: {type(trouble).__name__}", file=sys.stderr)
        sys.exit(TRY_AGAIN)


@context.with_app
def _receive(raw: bytes) -> None:
    from forum.invitations import answering

    answering.receive(raw)


def add_to(group: click.Group) -> None:
    """Adds the commands to the script."""
    group.add_command(mail)
