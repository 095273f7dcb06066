"""A message in words, to be read out on the telephone or printed: the same as the mail says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, current_app

from forum.base import clock, languages, shown
from forum.base.text import _
from forum.mail.letters import Action, Block, Facts, Letter, Paragraph
from forum.registration import mails, queries
from forum.registration.models import Registration

WELCOME = "registration-entered"
"""What anybody may be handed at any time: when and where it is, and the personal link."""
Writer = Callable[[Registration], Letter | None]


def init_app(app: Flask, writers: Mapping[str, Writer]) -> None:
    """Learns the letters that other features write to participants."""
    app.extensions["letters_of_others"] = dict(writers)


@dataclass(frozen=True)
class Paper:
    """A letter with what stands around it on paper, all in the person's language."""

    letter: Letter
    day: str
    closing: str
    web: str


def write(registration: Registration, kind: str, *, is_open: bool = True) -> Paper | None:
    """The message written out in the person's language; None where nothing is left to say.

    `is_open`: with the personal links, which are for those who may change things. The page they
    open hides needs, and the address of who is protected.
    """
    others: dict[str, Writer] = current_app.extensions["letters_of_others"]
    if kind in mails.WRITERS:
        letter = mails.write(registration, kind)
    else:
        letter = others[kind](registration) if kind in others else None
    if letter is None:
        return None
    return lay_out(letter, _links_for_paper(registration) if is_open else None)


def lay_out(letter: Letter, for_paper: Callable[[str], str] | None = str) -> Paper:
    """A letter as it stands on a sheet. `for_paper` makes of each link the one that is printed;
    None leaves them out."""
    with languages.in_language(letter.language):
        written = Letter(
            recipient="",
            language=letter.language,
            subject=str(letter.subject),
            greeting=str(letter.greeting),
            blocks=_written(letter.blocks, for_paper),
            sender_name=str(letter.sender_name),
            reply_to=letter.reply_to,
            footer=[(str(label), for_paper(url)) for label, url in letter.footer if for_paper],
        )
        return Paper(
            written,
            day=shown.short_day(clock.now()),
            closing=str(_("Kind regards")),
            web=str(_("On the Internet:")),
        )


def _links_for_paper(registration: Registration) -> Callable[[str], str]:
    """What makes of a personal link the one that may pass through organisers' hands."""
    personal = queries.token_of(registration)
    printed = queries.token_of(registration, queries.ON_PAPER)
    return lambda url: url.replace(personal, printed)


def _written(blocks: Sequence[Block], for_paper: Callable[[str], str] | None) -> list[Block]:
    written: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            written.append(Paragraph(str(block.text)))
        elif isinstance(block, Facts):
            written.append(Facts([(str(label), str(value)) for label, value in block.rows]))
        elif for_paper is not None:
            written.append(Action(str(block.label), for_paper(block.url)))
    return written
