"""The acceptance scenarios of the field that concern organisations."""

from __future__ import annotations

from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from forum.accounts import queries as account_queries
from forum.accounts import service as accounts
from forum.base import clock
from forum.base.database import db
from forum.commands import work
from forum.contacts import queries as contacts
from forum.organisations import merging, pairing, queries
from forum.organisations.models import Organisation, Status
from forum.people import contact_persons
from forum.people import service as people
from forum.registration import queries as registrations
from forum.registration.models import Registration, State
from tests import factories
from tests.acceptance.people import event, person
from tests.support.browser import Live
from tests.support.clients import Client, submit
from tests.support.populated import everything
from tests.support.registering import find, register

FIVE = ("Caritasverband Hagen e. V.", "Caritas Hagen", "CV Hagen", "caritas-hagen", "Caritas")
OTHERS = ("Diakonie Mark-Ruhr", "Diakonie Hagen")
BESIDE = {"account", "message", "sign_in_link", "organisation_merge", "organisation_pair"}
OLD, NEW = "alma@awo.example", "alma@stadt.example"


def _written(ctx: Flask, address: str) -> int:
    """How many messages have been handed over for an address."""
    kept = (ctx.config["FORUM"].instance_path / "mailbox").glob("*.eml")
    return sum(f"To: {address}" in one.read_text(encoding="utf-8") for one in kept)


def test_scenario_2_the_employer_changes(ctx: Flask, organiser_client: Client) -> None:
    """The past stays with the AWO, what is to come shows the city, the old address is silent."""
    awo = factories.organisation("AWO Hagen")
    alma = factories.person("Alma", "Anders", email_key=OLD)
    colleague = factories.person("Berta", "Busch")
    over = factories.event(day=factories.in_weeks(-16), slug="vorbei")
    ahead = factories.event(slug="kommt")
    then = factories.registration(over, who=alma, where=awo, state=State.CHECKED_IN)
    factories.consent(then)
    before = then.affiliation_id
    soon = factories.registration(ahead, who=alma, where=awo)
    stays = factories.registration(over, who=colleague, where=awo)
    assert before is not None
    assert stays.affiliation_id is not None
    contact_persons.name(before)
    page = submit(
        organiser_client,
        f"/workspace/events/vorbei/registrations/{then.id}/employer",
        {
            "organisation": "Stadt Hagen",
            "sector": "administration",
            "role": "Koordination",
            "since": clock.in_berlin(clock.now()).date().isoformat(),
            "email": NEW,
        },
    )
    assert "Die neue Organisation ist vermerkt" in page.text
    db.session.expire_all()
    assert (then.affiliation_id, registrations.organisation_of(then)) == (before, "AWO Hagen")
    assert registrations.organisation_of(soon) == "Stadt Hagen"
    now = [one.organisation.name for one in people.open_affiliations(db.session(), alma.id)]
    assert now.count("Stadt Hagen") == 1
    assert before not in [one.id for one in people.open_affiliations(db.session(), alma.id)]
    page = organiser_client.page(f"/workspace/organisations/{awo.id}")
    assert "Die Ansprechperson ist nicht mehr da. Wer folgt nach?" in page.text
    contact_persons.name(stays.affiliation_id)
    page = organiser_client.page(f"/workspace/organisations/{awo.id}")
    assert "Wer folgt nach?" not in page.text
    work.deliver()
    later = factories.event(slug="neu")
    register(later, NEW, "Anders", first_name="Alma", organisation="Stadt Hagen")
    assert find(later, NEW).person_id == alma.id
    work.deliver()
    assert (_written(ctx, OLD), _written(ctx, NEW)) == (0, 2)
    assert [entry.organisation for entry in contacts.entries(over.id)] == []


def test_scenario_3_five_spellings(kim: Live, page: Page) -> None:
    """One suggestion with its reason, a person decides by keys, undoing brings all of it back."""
    with kim.app.app_context():
        for number, spelling in enumerate([*FIVE, *OTHERS]):
            register(event(), f"p{number}@post.example", f"Muster {number}", organisation=spelling)
        pairing.find()
        typed = {one.organisation_typed for one in db.session.scalars(select(Registration))}
        assert typed == {*FIVE, *OTHERS}
        link = accounts.make_link("ordner@stadt.example", name="Oda Ordner")
        address = account_queries.address_of(link)
        before = everything(but=BESIDE)
    who = person(kim, page)
    who.looked_at = None
    who.opens(address)
    page.locator("main button").first.click()
    who.looked_at = set()
    who.opens("/workspace/organisations/inbox")
    expect(page.get_by_text("Was dafür spricht:")).to_be_visible()
    answered = 0
    while page.locator("form#pair").count():
        names = page.locator("form#pair h2").all_inner_texts()
        is_one = all(name in FIVE for name in names)
        page.keyboard.press("1" if is_one else "3")
        answered += 1
        expect(page.locator("main [role=status]").first).to_be_visible()
        page.wait_for_load_state()
        with kim.app.app_context():
            pairing.find()
        page.reload()
    who.looks()
    with kim.app.app_context():
        merged = select(Organisation).where(Organisation.status == Status.MERGED)
        led = db.session.scalars(merged).all()
        (leading,) = {one.merged_into_id for one in led}
        assert leading is not None
        names = {queries.get(leading).name, *(one.name for one in led)}
        assert names == {FIVE[0], FIVE[1], FIVE[2], FIVE[4]}
        assert registrations.organisation_of(find(event(), "p4@post.example")) == (
            queries.get(leading).name
        )
        assert registrations.organisation_of(find(event(), "p5@post.example")) == OTHERS[0]
    while page.get_by_role("button", name="Rückgängig machen").count():
        page.get_by_role("button", name="Rückgängig machen").first.click()
        expect(page.get_by_text("Die Zusammenführung ist rückgängig gemacht.")).to_be_visible()
    with kim.app.app_context():
        after = everything(but=BESIDE)
        assert {name: rows for name, rows in after.items() if rows != before[name]} == {}
    assert answered <= 12


def test_check_8_documents_and_counts_follow_a_merge_and_come_back(ctx: Flask) -> None:
    """Two spellings are colleagues while they are one, and what was registered is not touched."""
    by = factories.account().id
    forum = factories.event(capacity=50)
    register(forum, "a@post.example", "A", organisation="Jobcenter Talbrück")
    register(forum, "b@post.example", "B", organisation="JC Talbrück")
    one, other = db.session.scalars(select(Organisation).order_by(Organisation.id))
    before = everything(but={"organisation_merge"})
    made = merging.merge(one.id, other.id, by=by)
    db.session.expire_all()
    assert registrations.organisation_of(find(forum, "b@post.example")) == "Jobcenter Talbrück"
    assert find(forum, "b@post.example").organisation_typed == "JC Talbrück"
    merging.undo(made, by=by)
    assert everything(but={"organisation_merge"}) == before
