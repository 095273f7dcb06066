"""What participants are told after a forum: that the results are there, and what has moved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy.orm import joinedload

from forum.base import addresses, languages, shown
from forum.base.database import db
from forum.base.text import Text, _
from forum.cooperation import documenting, followers, following, standing
from forum.feedback import queries as feedback
from forum.mail.letters import Action, Block, Facts, Letter, Paragraph
from forum.registration import correspondence
from forum.registration import queries as registrations
from forum.registration.models import Purpose, Registration
from forum.results import queries as results
from forum.results.outcome_models import Finding

Writer = Callable[[Registration], Letter | None]


def _documentation(registration: Registration) -> Letter | None:
    """That the results are there, in three sentences; None while none are published."""
    event = registration.event
    if not results.releases(event.id):
        return None
    token = registrations.token_of(registration)
    blocks: list[Block] = [
        Paragraph(
            _(
                "The results of the forum are published: what works, what is missing, which next "
                "steps were agreed and what others are asked to do."
            )
        ),
        Facts([(_("Forum"), shown.own(event, "title")), (_("Day"), shown.day(event.starts_at))]),
        Action(_("Read the results"), addresses.absolute("results.page", slug=event.slug)),
        Paragraph(
            _(
                "Next steps and demands always show how they stand. If you like, we tell you when "
                "one of them moves."
            )
        ),
        Action(_("Choose what I follow"), addresses.absolute("outcomes.index", token=token)),
        *_questions(registration),
    ]
    letter = correspondence.letter_to(registration, _("The results are there"), blocks)
    ended = addresses.absolute("consents.withdraw", token=token, purpose=Purpose.FOLLOW_UP.value)
    footer = [(_("Ask me no more after this forum"), ended), *_footer(token)]
    return replace(letter, footer=footer)


def _questions(registration: Registration) -> list[Block]:
    """The way to the questions, where any are asked and can still be answered."""
    if not feedback.is_open(registration.event):
        return []
    asks = _(
        "We have at most three questions about the day. Your answers are only counted: nobody can "
        "see what you said."
    )
    return [Paragraph(asks), Action(_("Answer the questions"), feedback.link_for(registration))]


def _news(registration: Registration) -> Letter | None:
    """What has moved of all that somebody follows; None where they follow none of it any more."""
    found = followers.newest_news_of(registration)
    if not found:
        return None
    token = registrations.token_of(registration)
    blocks: list[Block] = [
        Paragraph(_("Something has moved that you follow.")),
        *blocks_of(found),
        Action(
            _("Read the results"), addresses.absolute("results.page", slug=registration.event.slug)
        ),
    ]
    letter = correspondence.letter_to(registration, _("What has become of it"), blocks)
    return replace(
        letter,
        footer=_footer(token),
        unsubscribe=addresses.absolute("outcomes.end", token=token),
    )


def blocks_of(found: Sequence[Finding]) -> list[Block]:
    """How each outcome stands now, with the answer to a demand."""
    blocks: list[Block] = []
    for one in found:
        state = standing.of(one)
        is_gone = state == standing.WITHDRAWN
        words = one.withdrawn_reason if is_gone else one.released_text or ""
        rows: list[tuple[Text | str, Text | str]] = [
            (one.code, words),
            (_("State"), standing.in_words(state)),
        ]
        if one.demand is not None and one.demand.answer and not is_gone:
            rows.append((_("Answer"), one.demand.answer))
        blocks.append(Facts(rows))
    return blocks


def _footer(token: str) -> list[tuple[Text, str]]:
    return [
        (_("What I follow"), addresses.absolute("outcomes.index", token=token)),
        (_("Fewer messages, or none"), addresses.absolute("outcomes.pace", token=token)),
        (_("Privacy"), addresses.absolute("site.privacy")),
    ]


def _spoken(write: Writer) -> Writer:
    """The same letter with everything in it in the person's language, whoever asks for it."""

    def speak(registration: Registration) -> Letter | None:
        with languages.in_language(registration.language):
            return write(registration)

    return speak


def _by_id(write: Writer) -> Callable[[int], Letter | None]:
    """A writer that finds the registration itself; None without address."""

    def find_and_write(registration_id: int) -> Letter | None:
        registration = db.session.get(
            Registration,
            registration_id,
            options=[joinedload(Registration.event), joinedload(Registration.person)],
            populate_existing=True,
        )
        letter = write(registration) if registration else None
        return letter if letter and letter.recipient else None

    return find_and_write


WRITERS: dict[str, Writer] = {
    documenting.DOCUMENTATION: _spoken(_documentation),
    following.NEWS: _spoken(_news),
}
KINDS: dict[str, Callable[[int], Letter | None]] = {
    kind: _by_id(write) for kind, write in WRITERS.items()
}
