"""A letter as data: one description, from which the plain and the HTML text are both written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import Flask, render_template

from forum.base.text import Text, _

Words = str | Text


@dataclass(frozen=True)
class Paragraph:
    text: Words


@dataclass(frozen=True)
class Facts:
    """Label and value pairs, such as when and where."""

    rows: Sequence[tuple[Words, Words]]


@dataclass(frozen=True)
class Action:
    """A link that is the point of the letter."""

    label: Words
    url: str


Block = Paragraph | Facts | Action


@dataclass(frozen=True)
class Letter:
    """What is said to one recipient, in one language."""

    recipient: str
    language: str
    subject: Words
    greeting: Words
    blocks: Sequence[Block]
    sender_name: Words
    reply_to: str = ""
    unsubscribe: str = ""
    """Where one click ends such letters; only for those that somebody subscribed to."""
    footer: Sequence[tuple[Words, str]] = field(default_factory=tuple)


@dataclass(frozen=True)
class Enclosure:
    """A calendar file that goes along with a letter, and its method as in RFC 5546."""

    method: str
    content: bytes


ENCLOSED = {
    "REQUEST": _(
        "The attached file is the entry for your calendar. Most programs add it by themselves."
    ),
    "CANCEL": _(
        "The attached file takes the entry out of your calendar. Most programs do so by themselves."
    ),
}
"""What is said about a calendar file, for programs that show it as a file."""


@dataclass(frozen=True)
class Rendered:
    """A letter written out, ready to be handed to a server."""

    recipient: str
    subject: str
    text: str
    html: str
    sender_name: str
    reply_to: str
    unsubscribe: str = ""
    enclosure: Enclosure | None = None


def render(letter: Letter, enclosure: Enclosure | None = None) -> Rendered:
    """Writes a letter in its language. The caller has made that language current."""
    import css_inline  # only the worker writes letters

    words = {"letter": letter, "enclosed": ENCLOSED[enclosure.method] if enclosure else ""}
    html = render_template("mails/letter.html", **words)
    inliner = css_inline.CSSInliner(
        keep_at_rules=True, keep_style_tags=True, load_remote_stylesheets=False
    )
    return Rendered(
        recipient=letter.recipient,
        subject=" ".join(str(letter.subject).split()),
        text=render_template("mails/letter.txt", **words).strip() + "\n",
        html=inliner.inline(html),
        sender_name=str(letter.sender_name),
        reply_to=letter.reply_to,
        unsubscribe=letter.unsubscribe,
        enclosure=enclosure,
    )


def init_app(app: Flask) -> None:
    """Teaches the templates to tell the blocks apart."""
    app.jinja_env.tests["paragraph"] = lambda block: isinstance(block, Paragraph)
    app.jinja_env.tests["facts"] = lambda block: isinstance(block, Facts)
