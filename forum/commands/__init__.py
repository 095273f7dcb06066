"""The console script `forum`: one line on what is wrong and exit 2, no traceback for bad input."""

from __future__ import annotations

import sys

import click

from forum.base.refusal import Refused
from forum.config import BadSetting


@click.group(help="Praxisforum: from the first invitation to twelve months after.")
@click.version_option(package_name="praxisforum", prog_name="Praxisforum")
def forum() -> None:
    pass


def main() -> None:
    """Runs the command and turns refusals into one line."""
    from forum.commands import (
        check,
        data,
        demo,
        events,
        islands,
        mail,
        operations,
        organisations,
        organisers,
        registrations,
        rotation,
    )

    people = (organisers, organisations, events, registrations, islands, rotation)
    for module in (demo, operations, check, data, mail, *people):
        module.add_to(forum)
    try:
        forum(standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        sys.exit(130)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        _end(error.format_message())
    except (Refused, BadSetting) as refusal:
        _end(_sentence(refusal))


def _end(sentence: str) -> None:
    print(f"forum: {sentence}", file=sys.stderr)
    sys.exit(2)


def _sentence(refusal: Exception) -> str:
    if isinstance(refusal, Refused):
        text = refusal.sentence
        sentence = text.plural if text.plural and text.number != 1 else text.sentence
        return sentence % {"num": text.number, **text.values}
    return str(refusal)
