"""Whatever is typed into an organiser's form: shown as typed or refused in words, never lost."""

from __future__ import annotations

import pytest

from tests import factories
from tests.support.clients import Client, submit
from tests.support.pages import Form, Page

HOSTILE = "<script>alert(1)</script>\x00\x07 مرحبا 🙂 %(num)s {{ 7*7 }}"
KEPT = "<script>alert(1)</script> مرحبا 🙂 %(num)s {{ 7*7 }}"
EXTRA = {"day": "2026-12-03", "deadline": "2026-11-03", "capacity": "9"}
TIMES = {"starts": "18:00", "ends": "18:30"}
PAGES = {
    "/workspace/new": {**EXTRA, **TIMES, "slug": "neu"},
    "/workspace/site": {"sign_language_url": "https://stadt.example/dgs"},
    "/workspace/events/kim/settings": {},
    "/workspace/events/kim/programme/items/new": TIMES,
    "/workspace/events/kim/rooms/new": {},
    "/workspace/events/kim/islands/new": {},
    "/workspace/events/kim/islands/{island}/hosts/new": {},
}
ADDRESSES = ("email", "contact_email", "accessibility_contact", "sign_language_url", "slug")

ON_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def island(ctx) -> int:
    return factories.event(slug="kim").islands[0].id


def texts_of(form: Form) -> list[str]:
    """The fields of a form that take any text."""
    fields = [*form.node.all("input", type="text"), *form.node.all("textarea")]
    names = [field.attributes["name"] for field in fields]
    numbers = {"capacity", "minimum", "maximum", "table_places"}
    return [name for name in names if name not in numbers.union(ADDRESSES)]


def test_any_text_is_kept_and_shown_literally(island: int, organiser_client: Client):
    for path, needed in PAGES.items():
        url = path.format(island=island)
        texts = texts_of(organiser_client.page(url).form(action=""))
        page = submit(organiser_client, url, {**needed, **dict.fromkeys(texts, HOSTILE)})
        assert (path, page.status, page.errors) == (path, 200, {})
        assert "<script>alert" not in page.html
        assert "49 }}" not in page.html


@ON_ONE
@pytest.mark.parametrize("path", PAGES)
def test_one_text_too_long_is_refused_and_no_other_lost(
    island: int, organiser_client: Client, path: str
):
    url = path.format(island=island)
    form = organiser_client.page(url).form(action="")
    texts = texts_of(form)
    for name in texts:
        typed = {**dict.fromkeys(texts, HOSTILE), name: "ä" * 20_001}
        answer = organiser_client.post(url, data=form.filled_in({**PAGES[path], **typed}))
        page = Page(answer)
        assert (page.status, list(page.errors)) == (200, [name])
        kept = page.form(action="").values
        assert {other: kept[other] for other in texts} == {
            **{other: [KEPT] for other in texts},
            name: ["ä" * 20_001],
        }
        assert "<script>alert" not in page.html


@ON_ONE
def test_no_address_takes_just_anything(island: int, organiser_client: Client):
    for path, needed in PAGES.items():
        url = path.format(island=island)
        form = organiser_client.page(url).form(action="")
        for name in set(form.values).intersection(ADDRESSES) - {"slug"}:
            for typed in ("name", HOSTILE, "javascript:alert(1)", "a@b", "http://x.example"):
                page = submit(organiser_client, url, {**needed, name: typed})
                assert name in page.errors
                assert page.form(action="").values[name] == [typed.replace("\x00\x07", "")]
