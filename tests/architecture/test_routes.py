"""Every address: its shape, its guard, and that nothing changes by looking or without a form."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from flask import Flask
from werkzeug.routing import Rule, UnicodeConverter

from forum.workspace import LOOKING
from tests.support.clients import Client
from tests.support.populated import NOTED_ON_GET, Populated, csrf_token, everything

KEBAB = re.compile(r"[a-z0-9/.-]*")

# Everything else hangs under the workspace's door. Think before you add a line.
PUBLIC = {
    "accounts.enter",
    "accounts.link_sent",
    "accounts.sign_in",
    "accounts.sign_out",
    "address.change",
    "address.confirm",
    "address.confirmed",
    "agreeing.demand",
    "agreeing.step",
    "api.live",
    "api.ready",
    "arrival.page",
    "calendars.feed",
    "calendars.forums",
    "calendars.keep",
    "calendars.of_event",
    "calendars.of_mine",
    "calendars.renew",
    "capture.add",
    "capture.change",
    "capture.door",
    "capture.go_on",
    "capture.group",
    "capture.hands",
    "capture.host",
    "capture.rename",
    "capture.renew_table",
    "capture.take_out",
    "consents.end_invitations",
    "consents.grant",
    "consents.join_mailing_list",
    "consents.withdraw",
    "contact_entry.page",
    "contact_entry.renew",
    "contact_entry.withdraw",
    "contacts.card",
    "contacts.enter",
    "contacts.group",
    "contacts.index",
    "contacts.send_code",
    "directory.entry",
    "directory.index",
    "directory.leave",
    "feedback.page",
    "feedback.thanks",
    "hall.page",
    "hall.times",
    "hosts.collect",
    "hosts.page",
    "mailbox.index",
    "mailbox.message",
    "my.calendar",
    "my.certificate",
    "my.page",
    "my.route_card",
    "own.accept",
    "own.answer",
    "own.ask",
    "own.cancel",
    "own.change",
    "own.correct_organisation",
    "own.employer",
    "own.change_needs",
    "own.confirm",
    "public.event",
    "public.event_calendar",
    "public.index",
    "public_contacts.index",
    "registration.link_sent",
    "registration.lost",
    "registration.received",
    "next_steps.decline",
    "next_steps.hand_over",
    "next_steps.pace",
    "next_steps.page",
    "outcomes.end",
    "outcomes.follow",
    "outcomes.index",
    "outcomes.pace",
    "outcomes.unfollow",
    "results.as_csv",
    "results.as_pdf",
    "results.before",
    "results.draft",
    "results.island",
    "results.object_to",
    "results.page",
    "registration.register",
    "sending.by_host",
    "sending.by_table",
    "sending.dots",
    "sending.host_worker",
    "sending.table_worker",
    "registration.suggest",
    "site.accessibility",
    "site.barrier_reported",
    "site.easy_language",
    "site.imprint",
    "site.privacy",
    "site.report_barrier",
    "site.switch_language",
    "static",
    "table.add",
    "table.page",
    "table.vote",
    "teams.lead",
    "teams.proposed",
    "teams.register",
    "teams.sent",
    "wishes.answer",
    "wishes.card",
    "wishes.end",
    "wishes.index",
    "wishes.make",
    "wishes.met",
    "wishes.note",
    "wishes.withdraw",
}


def rules(app: Flask, method: str = "GET") -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]


def test_every_parameter_has_a_type(app):
    untyped = [
        rule.rule
        for rule in app.url_map.iter_rules()
        for converter in rule._converters.values()
        if type(converter) is UnicodeConverter
    ]
    assert untyped == []


def test_no_address_leads_to_two_pages(app):
    """Of two views behind one address and method, one is never reached."""
    known = Counter(
        (re.sub(r"<[^>]+>", "<>", rule.rule), method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    )
    assert [one for one, number in known.items() if number > 1] == []


def test_every_path_is_kebab_case(app):
    paths = [re.sub(r"<[^>]+>", "", rule.rule) for rule in app.url_map.iter_rules()]
    assert [path for path in paths if not KEBAB.fullmatch(path)] == []


def test_every_address_is_public_on_purpose_or_guarded(app):
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {e for e in endpoints if not e.startswith("workspace.")} == PUBLIC


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_strangers_are_asked_to_sign_in(ctx, client: Client, populated: Populated):
    token = csrf_token(client)
    let_in = []
    for method in ("GET", "POST"):
        for rule in rules(ctx, method):
            if rule.endpoint.startswith("workspace."):
                data = {"csrf_token": token} if method == "POST" else None
                answer = client.open(populated.url(rule), method=method, data=data)
                if not answer.headers.get("Location", "").startswith("/workspace/sign-in"):
                    let_in.append(f"{method} {rule.rule}: {answer.status}")
    assert let_in == []


def test_looking_changes_nothing(ctx, organiser_client: Client, populated: Populated):
    before = everything(but=NOTED_ON_GET)
    broken = []
    for rule in rules(ctx):
        answer = organiser_client.get(populated.url(rule))
        if answer.status_code not in {200, 302}:
            broken.append(f"{rule.rule}: {answer.status}")
    assert broken == []
    assert everything(but=NOTED_ON_GET) == before


def test_without_its_token_no_form_changes_anything(
    ctx, organiser_client: Client, populated: Populated
):
    before = everything()
    answers = {
        rule.rule: organiser_client.post(populated.url(rule)).status_code
        for rule in rules(ctx, "POST")
    }
    assert {path: code for path, code in answers.items() if code != 400} == {}
    assert everything() == before


def test_who_only_looks_changes_nothing(ctx, reader_client: Client, populated: Populated):
    token = csrf_token(reader_client)
    before = everything()
    answers = {
        rule.rule: reader_client.post(populated.url(rule), data={"csrf_token": token}).status_code
        for rule in rules(ctx, "POST")
        if rule.endpoint.startswith("workspace.") and rule.endpoint not in LOOKING
    }
    assert {path: code for path, code in answers.items() if code not in {403, 409}} == {}
    assert everything() == before


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_damaged_links_lead_to_a_page_that_helps(ctx, client: Client, populated: Populated):
    answers = {}
    for rule in rules(ctx):
        if "token" in rule.arguments:
            url = populated.url(rule)
            token = next(t for t in populated.tokens.values() if t in url)
            for damaged in (
                token[:-1],
                token[:-1] + ("B" if token.endswith("A") else "A"),
                token + "A",
                "ä" * 20,
                "%00" * 10,
            ):
                answers[f"{rule.rule} {damaged}"] = client.get(url.replace(token, damaged))
    wrong = {path: a.status for path, a in answers.items() if a.status_code not in {302, 404}}
    assert wrong == {}
