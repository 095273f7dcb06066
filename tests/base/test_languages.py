"""Which language a page speaks: the switch, else the browser's, else German."""

import pytest

from tests.support.clients import submit

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "de"),
        ("de-DE,de;q=0.9,en;q=0.8", "de"),
        ("en-GB,en;q=0.9", "en"),
        ("uk,ar;q=0.9", "de"),
        ("fr,en;q=0.5", "en"),
        ("nonsense;;q=x", "de"),
    ],
)
def test_the_browser_decides(ctx, client, accepted, language):
    page = client.page("/", headers={"Accept-Language": accepted})
    assert page.root.first("html").attributes["lang"] == language


def test_the_switch_is_kept(ctx, client):
    page = submit(client, "/imprint", button="English", headers={"Accept-Language": "de"})
    assert page.url == "/imprint"
    assert page.root.first("html").attributes["lang"] == "en"
    again = client.page("/", headers={"Accept-Language": "de"})
    assert again.root.first("html").attributes["lang"] == "en"


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example/", "/\\e.example"]
)
def test_the_switch_leads_nowhere_else(ctx, client, back):
    page = submit(client, "/", {"back": back}, action="/language", button="English", follow=False)
    assert "elsewhere" not in page.response.headers["Location"]
