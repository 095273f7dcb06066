"""Logs: one JSON object a line, no tokens, no values of people."""

import json
import logging
import sys

import pytest

from forum.base import logs
from forum.base.addresses import TokenConverter
from tests.support.populated import Populated


def line_of(**values) -> dict:
    record = logging.LogRecord("forum", logging.INFO, "x.py", 1, "something", None, None)
    record.__dict__.update(values)
    return json.loads(logs.JsonLines().format(record))


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/my/AbC-_=123456789012345", "/my/…"),
        ("/my/AbC-_=123456789012345/cancel", "/my/…/cancel"),
        ("/islands/AbC12345", "/islands/…"),
        ("/workspace/sign-in/AbC12345", "/workspace/sign-in/…"),
        ("/calendars/AbC12345.ics", "/calendars/…"),
        ("/events/kim-2026/register", "/events/kim-2026/register"),
        ("/", "/"),
    ],
)
def test_paths_without_tokens(path, shown):
    assert logs.without_tokens(path) == shown


def test_facts_stand_beside_the_sentence():
    line = line_of(facts={"status": 200})
    assert (line["what"], line["level"], line["status"]) == ("something", "info", 200)


def test_of_an_error_its_type_and_place_but_not_its_values():
    try:
        raise ValueError("ümit@post.example is wrong")
    except ValueError:
        line = line_of(exc_info=sys.exc_info())
    assert line["error"] == "ValueError"
    assert line["where"][-1].split(" ")[-1] == (
        "test_of_an_error_its_type_and_place_but_not_its_values"
    )
    assert "ümit" not in json.dumps(line, ensure_ascii=False)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_requests_are_logged_without_tokens(ctx, client, populated: Populated, caplog):
    caplog.set_level(logging.INFO, "forum.requests")
    token = populated.tokens["my"]
    client.get(f"/my/{token}")
    client.get(f"/islands/{populated.tokens['islands']}?x={token}")
    said = [logs.JsonLines().format(record) for record in caplog.records]
    assert [json.loads(line)["path"] for line in said] == ["/my/…", "/islands/…"]
    assert token not in "".join(said)


def test_a_failing_page_leaves_no_token_in_the_log():
    record = logging.LogRecord(
        "forum", logging.ERROR, "x.py", 1, "Exception on /my/AbCdEf0123456789 [GET]", (), None
    )
    assert json.loads(logs.JsonLines().format(record))["what"] == "Exception on /my/… [GET]"


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_no_address_with_a_token_keeps_it_in_the_log(ctx, populated: Populated):
    token = "AbCd-_" * 6
    kept = [
        rule.rule
        for rule in ctx.url_map.iter_rules()
        if isinstance(rule._converters.get("token"), TokenConverter)
        and token in logs.without_tokens(rule.rule.replace("<token:token>", token))
    ]
    assert kept == []
