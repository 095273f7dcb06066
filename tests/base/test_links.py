"""Personal links: derived, revocable, never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.base import links

KEY = "a key"
ID = "0123456789abcdef01234567"


def test_a_token_opens_what_it_was_made_for():
    token = links.token(KEY, "my", ID, 0)
    assert len(token) == 36
    assert links.link_id_of(token) == ID
    assert links.opens(token, KEY, "my", ID, 0)


@pytest.mark.parametrize(
    ("key", "purpose", "link_id", "revision"),
    [
        ("another key", "my", ID, 0),
        (KEY, "islands", ID, 0),
        (KEY, "my", ID[::-1], 0),
        (KEY, "my", ID, 1),
    ],
)
def test_and_nothing_else(key, purpose, link_id, revision):
    assert not links.opens(links.token(KEY, "my", ID, 0), key, purpose, link_id, revision)


@given(st.text())
def test_any_text_is_a_token_or_not_but_never_an_error(text):
    found = links.link_id_of(text)
    assert found is None or len(found) == 24
    assert not links.opens(text, KEY, "my", ID, 0)


def test_ids_are_new_each_time():
    assert len({links.new_id() for _ in range(1000)}) == 1000
