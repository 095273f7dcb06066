"""Headers that every answer carries."""

import pytest

from tests.support.populated import Populated
from tests.support.sites import settings_for

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

STRICT = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


def test_everywhere(ctx, client):
    for path in ("/", "/imprint", "/workspace/sign-in", "/nowhere", "/health/live"):
        headers = client.get(path).headers
        assert set(headers["Content-Security-Policy"].split("; ")) == STRICT
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Strict-Transport-Security" not in headers


def test_personal_pages_are_not_kept_or_found(ctx, client, populated: Populated):
    for path in (f"/my/{populated.tokens['my']}", f"/islands/{populated.tokens['islands']}"):
        headers = client.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"


def test_static_files_may_be_kept(ctx, client):
    page = client.page("/")
    sheets = [n.attributes["href"] for n in page.root.all("link", rel="stylesheet")]
    assert len(sheets) == 3
    for address in sheets:
        answer = client.get(address)
        assert (answer.status_code, answer.mimetype) == (200, "text/css")
        assert "max-age=31536000" in answer.headers["Cache-Control"]


class TestOverHttps:
    """What is added once the site is public."""

    @pytest.fixture
    def settings(self, database_url, tmp_path):
        return settings_for(tmp_path, database_url, base_url="https://forum.stadt.example")

    def test_cookie_and_transport(self, ctx, client):
        answer = client.get("/workspace/sign-in", base_url="https://forum.stadt.example")
        assert answer.headers["Strict-Transport-Security"] == ("max-age=31536000")
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-session=")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
