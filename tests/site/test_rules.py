"""Addresses that somebody typed or sent."""

import pytest

from forum.site import rules


@pytest.mark.parametrize("path", ["/", "/events/kim", "/my/abc/contacts", "/a?b=c&d=/e"])
def test_a_path_of_this_site_is_taken(path: str):
    assert rules.own_path(path, otherwise="/start") == path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "events",
        "https://elsewhere.example/",
        "//elsewhere.example",
        "///elsewhere.example",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "/\t/elsewhere.example",
        "/\n/elsewhere.example",
        "/\x00/elsewhere.example",
        " //elsewhere.example",
        "javascript:alert(1)",
        "/a b",
        "/a\r\nSet-Cookie: x=y",
    ],
)
def test_what_could_lead_elsewhere_is_not(text: str):
    assert rules.own_path(text, otherwise="/start") == "/start"


@pytest.mark.parametrize(
    ("text", "secure"),
    [
        ("https://stadt.example/dgs.mp4", True),
        ("https://stadt.example:8443/", True),
        ("http://stadt.example/", False),
        ("https://", False),
        ("https:///dgs", False),
        ("https://stadt.example:port/", False),
        ("https://stadt.example/a b", False),
        ("https://[::1", False),
        ("javascript:alert(1)", False),
        ("stadt.example", False),
    ],
)
def test_a_video_is_linked_by_https_alone(text: str, secure: bool):
    assert rules.is_secure_address(text) is secure
