"""What each column of a list is: guessed, corrected, remembered."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from forum.base import database
from forum.base.database import db
from forum.base.refusal import NotFound, Refused
from forum.lists import columns, drafts, reading, remembering, service
from forum.lists.columns import Choice
from forum.lists.models import ImportDraft, RememberedColumn
from tests import factories
from tests.support.lists import counts, csv, everybody, xlsx

pytestmark = pytest.mark.usefixtures("ctx")

STRANGE = csv("Lena;Weber;lena@stadt.example", "Jan;Kurz;", heading="Wer;Wie noch;Netz")
NAMED: tuple[str | None, ...] = ("first_name", "last_name", "email")


def keep(content: bytes, event_id: int | None = None) -> tuple[int, int, ImportDraft]:
    """An uploaded list: the forum's id, the account's id, and the list as it waits."""
    event_id = event_id or factories.event().id
    account_id = factories.account().id
    number = drafts.keep(
        event_id, account_id, file_name="liste.csv", content=content, consent_text=""
    )
    return event_id, account_id, drafts.get(event_id, account_id, number)


def guessed(*headings: str) -> tuple[str | None, ...]:
    return columns.guess(headings, {})


def test_a_list_without_known_headings_waits_for_a_choice() -> None:
    event_id, account_id, draft = keep(STRANGE)
    assert not drafts.is_ready(draft)
    drafts.choose(event_id, account_id, draft.id, Choice(1, NAMED))
    report = service.take_in_draft(event_id, account_id, draft.id)
    assert counts(report) == (2, 2, 0, 0, 0)
    assert [one.person.name for one in everybody(event_id)] == ["Lena Weber", "Jan Kurz"]


def test_what_was_chosen_counts_for_the_next_list_of_any_forum_and_at_the_shell() -> None:
    event_id, account_id, draft = keep(STRANGE)
    drafts.choose(event_id, account_id, draft.id, Choice(1, NAMED))
    again = keep(csv("x@stadt.example;Ute;Lang", heading="NETZ:;wer;Wie  noch"))[2]
    assert drafts.choice_of(again) == Choice(1, ("email", "first_name", "last_name"))
    assert counts(service.take_in(factories.event().id, STRANGE)) == (2, 2, 0, 0, 0)


def test_what_is_remembered_wins_over_the_guess_until_it_is_chosen_back() -> None:
    content = csv("Lena;Weber;Amt 50", heading="Vorname;Nachname;Firma")
    event_id, account_id, draft = keep(content)
    drafts.choose(event_id, account_id, draft.id, Choice(1, ("first_name", "last_name", "role")))
    assert drafts.choice_of(keep(content)[2]) == Choice(1, ("first_name", "last_name", "role"))
    event_id, account_id, draft = keep(content)
    drafts.choose(
        event_id, account_id, draft.id, Choice(1, ("first_name", "last_name", "organisation"))
    )
    assert remembering.remembered(db.session()) == {}


def test_a_column_that_is_left_out_stays_out() -> None:
    content = csv("Lena;Weber;0221 1", heading="Vorname;Nachname;Mobil")
    event_id, account_id, draft = keep(content)
    drafts.choose(event_id, account_id, draft.id, Choice(1, ("first_name", "last_name", None)))
    service.take_in(event_id, content)
    assert [one.phone for one in everybody(event_id)] == [""]


def test_a_name_that_is_a_last_name_only_beside_a_first_name_is_not_remembered_as_one() -> None:
    event_id, account_id, draft = keep(csv("Lena;Weber;x", heading="Vorname;Name;Netz"))
    drafts.choose(event_id, account_id, draft.id, Choice(1, NAMED))
    assert drafts.choice_of(keep(csv("Lena Weber;x", heading="Name;Ort"))[2]) == Choice(
        1, ("name", None)
    )


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        (("last_name", "last_name", None), "column1", "are both chosen"),
        ((None, None, "email"), "column0", "the column that holds the names"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    fields: tuple[str | None, ...], field: str, sentence: str
) -> None:
    event_id, account_id, draft = keep(STRANGE)
    before = draft.columns
    with pytest.raises(Refused) as refused:
        drafts.choose(event_id, account_id, draft.id, Choice(1, fields))
    assert refused.value.field == field
    assert sentence in refused.value.sentence.sentence
    assert drafts.get(event_id, account_id, draft.id).columns == before
    assert remembering.remembered(db.session()) == {}


def test_another_row_holds_the_headings_or_none_does() -> None:
    content = csv("Wer;Wie noch", "Lena;Weber", heading="Liste des Amtes;Stand heute")
    event_id, account_id, draft = keep(content)
    drafts.choose_heading(event_id, account_id, draft.id, 2)
    assert [c.heading for c in drafts.read(draft).columns] == ["Wer", "Wie noch"]
    drafts.choose_heading(event_id, account_id, draft.id, 0)
    read = drafts.read(draft)
    assert ([c.heading for c in read.columns], len(read.rows)) == (["", ""], 3)
    drafts.choose(event_id, account_id, draft.id, Choice(0, ("first_name", "last_name")))
    assert remembering.remembered(db.session()) == {}
    with pytest.raises(Refused):
        drafts.choose_heading(event_id, account_id, draft.id, 3)


@pytest.mark.parametrize(
    ("top", "heading"),
    [
        ([["Unsere Liste"], ["Wer", "Wo", "Was"], ["Lena", "Amt 50", "x"]], 2),
        ([["Stand", "heute", "x"], ["E-Mail", "Telefon"], ["a@b.example", "1"]], 2),
        ([["Wer", "Wo"], ["Lena Weber", "Amt 50"]], 1),
    ],
)
def test_where_the_headings_are_looked_for(top: list[list[str]], heading: int) -> None:
    assert drafts.read(keep(xlsx(top))[2]).choice.heading == heading


def test_the_guess_of_usual_headings() -> None:
    assert guessed("Vorname", "Name", "Träger") == ("first_name", "last_name", "organisation")
    assert guessed("Name", "Teilnehmende", "") == ("name", None, None)
    assert guessed("Wunsch", "Wunsch 1") == ("wish1", None)


def test_a_list_of_somebody_else_is_not_there() -> None:
    event_id, _account_id, draft = keep(STRANGE)
    with pytest.raises(NotFound):
        drafts.choose(event_id, factories.account().id, draft.id, Choice(1, NAMED))


def test_samples_are_few_and_short() -> None:
    rows = [f"{'x' * 80};Weber" if n == 1 else f"a{n % 5};Weber" for n in range(50)]
    column = reading.read(csv(*rows, heading="Vorname;Nachname")).columns[0]
    assert list(column.samples) == ["a0", f"{'x' * 60}…", "a2"]


PEOPLE: dict[str, tuple[str, str]] = {
    "first_name": ("Lena", "Jan"),
    "last_name": ("Weber", "Kurz"),
    "organisation": ("AWO", "DRK"),
    "sector": ("Bildung", "Justiz"),
    "role": ("Leitung", "Beratung"),
    "email": ("lena@stadt.example", "jan@stadt.example"),
    "phone": ("0221 1", "0221 2"),
    "wish1": ("Arbeit", "B"),
}
_WORDS = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=8).filter(
    lambda word: columns.marks([word])[0]
)


def _kept(event_id: int) -> list[tuple[Any, ...]]:
    return [
        (
            one.person.name,
            one.affiliation.organisation.name,
            one.sector,
            one.affiliation.role,
            one.email,
            one.phone,
            [wish.island.theme for wish in one.wishes],
        )
        for one in everybody(event_id)
    ]


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    order=st.permutations(list(PEOPLE)),
    headings=st.lists(_WORDS, min_size=8, max_size=8, unique_by=lambda w: columns.marks([w])[0]),
)
def test_any_order_and_any_headings_corrected_by_hand_are_the_same_list(
    order: list[str], headings: list[str]
) -> None:
    with database.transaction() as session:
        session.execute(delete(RememberedColumn))  # of the example before
    plain, strange = factories.event(), factories.event()
    lines = [";".join(PEOPLE[name][row] for name in PEOPLE) for row in (0, 1)]
    usual = "Vorname;Nachname;Träger;Bereich;Funktion;E-Mail;Telefon;1. Wunsch"
    service.take_in(plain.id, csv(*lines, heading=usual))
    moved = [";".join(PEOPLE[name][row] for name in order) for row in (0, 1)]
    content = csv(*moved, heading=";".join(headings))
    event_id, account_id, draft = keep(content, strange.id)
    drafts.choose_heading(event_id, account_id, draft.id, 1)
    drafts.choose(event_id, account_id, draft.id, Choice(1, tuple(order)))
    assert counts(service.take_in_draft(event_id, account_id, draft.id)) == (2, 2, 0, 0, 0)
    assert _kept(strange.id) == _kept(plain.id)
    assert drafts.choice_of(keep(content)[2]) == Choice(1, tuple(order))
    assert counts(service.take_in(strange.id, content)) == (2, 0, 0, 2, 0)
