"""Any list adds up, and coming again it changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.lists import service
from tests import factories
from tests.support.lists import WORDS, counts, csv, everybody

pytestmark = pytest.mark.usefixtures("ctx")


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_thousand_rows_pass(database_kind: str) -> None:
    event = factories.event(capacity=1000)
    lines = [f"Vor{n};Nach{n};Haus {n % 50};p{n}@stadt.example;0221 {n}" for n in range(1000)]
    content = csv(*lines)
    assert counts(service.take_in(event.id, content)) == (1000, 1000, 0, 0, 0)
    assert counts(service.take_in(event.id, content)) == (1000, 0, 0, 1000, 0)


_FIRST = st.sampled_from(["", "Lena", "Jan", "J?n", "L.", "=1+1"])
_LAST = st.sampled_from(["", "Weber", "W?ber", "WEBER", "Kurz", "<b>"])
_FROM = st.sampled_from(["", "AWO", "awo e.V.", "DRK", "---"])
_EMAIL = st.sampled_from(["", "a@stadt.example", "A@STADT.example", "b@stadt.example", "info"])
_PHONE = st.sampled_from(["", "0221 1", "+49 221 1", "0221 2", "abc"])
_WISH = st.sampled_from(["", "Arbeit", "B", "Wohnen", "Sport"])
_ANSWER = st.sampled_from(["", "ja", "nein", "vielleicht"])
_ROWS = st.lists(
    st.tuples(_FIRST, _LAST, _FROM, _EMAIL, _PHONE, _WISH, _ANSWER), min_size=1, max_size=12
)
_HEADING = "Vorname;Nachname;Organisation;E-Mail;Telefon;Wunsch;Kontaktliste"


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=_ROWS, text=st.sampled_from(["", WORDS]))
def test_any_list_adds_up_and_is_unchanged_the_second_time(
    rows: list[tuple[str, ...]], text: str
) -> None:
    if not any(any(row) for row in rows):
        return
    event = factories.event(capacity=3)
    content = csv(*(";".join(row) for row in rows), heading=_HEADING)
    expected = counts(service.preview(event.id, content, consent_text=text))
    done = counts(service.take_in(event.id, content, consent_text=text))
    assert done == expected
    assert len(everybody(event.id)) == (0 if done[4] else done[1])
    if not done[4]:
        again = counts(service.take_in(event.id, content, consent_text=text))
        assert again == (done[0], 0, 0, done[0], 0)
