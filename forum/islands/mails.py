"""What participants are told about their islands."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import joinedload

from forum.base import languages, shown
from forum.base.database import db
from forum.base.text import Text, _
from forum.events.models import Island, Round
from forum.islands import news, queries, room_queries
from forum.mail.letters import Action, Block, Facts, Letter, Paragraph
from forum.registration import correspondence
from forum.registration import queries as registrations
from forum.registration import rules as registration_rules
from forum.registration.models import Registration

Rows = list[tuple[Text | str, Text | str]]


def _route_card(registration: Registration) -> Letter | None:
    """The islands of a participant, as the published plan now has them."""
    card = queries.find_route_card(registration)
    if card is None or registration.state not in registration_rules.TAKING_PART:
        return None
    with languages.in_language(registration.language):
        rows: Rows = [(_times(stop.round), _stop(stop)) for stop in card.stops]
        blocks: list[Block] = [
            *_opening(news.changed_rounds(registration, card)),
            correspondence.facts(registration.event),
            Facts(rows),
            Action(_("Open my personal page"), registrations.address_of(registration)),
            Paragraph(
                _("There you can add your islands to your calendar and print your route card.")
            ),
        ]
        return correspondence.letter_to(registration, _("Your route card"), blocks)


def _opening(changed: list[Round]) -> list[Block]:
    if not changed:
        return [Paragraph(_("The islands are fixed. This is your personal route:"))]
    rounds = ", ".join(str(_("Round %(number)s", number=one.number)) for one in changed)
    return [
        Paragraph(_("Your route has changed. New in it: %(rounds)s.", rounds=rounds)),
        Paragraph(_("A route card that you have printed before no longer holds.")),
    ]


def _route_changed(registration: Registration) -> Letter | None:
    """What of somebody's route is elsewhere or at another time now; None where nothing is."""
    changes = room_queries.changes_for(registration)
    if registration.state not in registration_rules.TAKING_PART or not changes:
        return None
    if registration.event.cancelled_at is not None:
        return None
    with languages.in_language(registration.language):
        opening = _(
            "%(forum)s, %(day)s: your islands stay the same, but where or when you meet has "
            "changed.",
            forum=shown.own(registration.event, "title"),
            day=shown.short_day(registration.event.starts_at),
        )
        blocks: list[Block] = [
            Paragraph(opening),
            *(Facts(_changed(one)) for one in changes),
            Paragraph(_("A route card that you have printed before is out of date in this.")),
            Action(_("Open my personal page"), registrations.address_of(registration)),
        ]
        return correspondence.letter_to(registration, _("Your route has changed"), blocks)


def _changed(change: room_queries.Change) -> Rows:
    """One changed stop: which, where and when now, and what was said before."""
    where = ", ".join(_where(change.island)) or str(_("not fixed yet; please ask on site"))
    rows: Rows = [
        (_("Round %(number)s", number=change.round.number), _island(change.island)),
        (_("Where"), where),
    ]
    if change.has_other_room and change.told.room_before:
        rows.append((_("Not any more"), change.told.room_before))
    rows.append((_("When"), _times(change.round)))
    starts, ends = change.told.starts_before, change.told.ends_before
    if change.has_other_time and starts and ends:
        rows.append((_("Not any more"), str(shown.times(starts, ends))))
    return rows


def _find(registration_id: int) -> Registration | None:
    """Somebody who takes part, as they now stand."""
    registration = db.session.get(
        Registration,
        registration_id,
        options=[joinedload(Registration.event), joinedload(Registration.person)],
        populate_existing=True,
    )
    if registration is None or registration.state not in registration_rules.TAKING_PART:
        return None
    return registration


def _times(round_: Round) -> str:
    return str(shown.times(round_.starts_at, round_.ends_at))


def _island(island: Island) -> Text:
    theme = shown.own(island, "theme")
    return _("Island %(letter)s – %(theme)s", letter=island.letter, theme=theme)


def _where(island: Island) -> list[str]:
    """The room of an island and where it is; nothing where none is known."""
    room = island.room
    return [part for part in (room.name, shown.own(room, "location")) if part] if room else []


def _stop(stop: queries.Stop) -> str:
    """An island with its room and, where it has several that do not sit together, the table."""
    has_table = stop.table and not stop.island.tables_joined_at
    table = [str(_("Table %(number)s", number=stop.table))] if has_table else []
    return ", ".join((str(_island(stop.island)), *_where(stop.island), *table))


Writer = Callable[[Registration], Letter | None]


def _by_mail(write: Writer) -> Callable[[int], Letter | None]:
    def find_and_write(registration_id: int) -> Letter | None:
        registration = _find(registration_id)
        letter = write(registration) if registration else None
        return letter if letter and letter.recipient else None

    return find_and_write


WRITERS: dict[str, Writer] = {"route-card": _route_card, "route-changed": _route_changed}
"""What is read out or printed for those without an address."""
KINDS: dict[str, Callable[[int], Letter | None]] = {
    kind: _by_mail(write) for kind, write in WRITERS.items()
}
