"""The acceptance scenario of somebody who names their colleagues, in a browser with axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from forum.base import languages
from forum.base.database import db
from forum.mail.letters import render
from forum.mail.models import Message
from forum.registration import needs
from forum.registration.models import Registration, State
from forum.teams import mails, queries
from forum.teams.models import TeamMember
from tests.acceptance.people import person, registered
from tests.support.browser import Live

NAMES = ("Ada", "Ben", "Cem", "Dana", "Eva", "Finn")
ONLY_ONE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def link_of(name: str) -> str:
    db.session.rollback()
    query = select(TeamMember).where(TeamMember.first_name == name)
    return f"/proposed/{queries.token_of_member(db.session.scalars(query).one())}"


@ONLY_ONE
def test_scenario_9_a_team_lead_names_six(kim: Live, page: Page) -> None:
    """Needs and consents are theirs alone; each gets the notice of Article 14 and a link of their
    own, can say no; who named them sees yes or no."""
    who = person(kim, page)
    who.opens("/events/kim/register")
    who.follows("Team vorschlagen")
    assert page.locator("[name^=need_], [name^=photos_], [name^=contact_]").count() == 0
    who.fills(name="Pia Wald", email="p.wald@diakonie.example", organisation="Diakonie Mark")
    who.fills(sector="Freie Wohlfahrt")
    page.get_by_text("Weitere Personen").click()
    for number, name in enumerate(NAMES, start=1):
        who.fills(
            **{
                f"first_name_{number}": name,
                f"last_name_{number}": "Muster",
                f"email_{number}": f"{name.lower()}@diakonie.example",
            }
        )
    who.presses("Weiter")
    own = who.finds_in_letter("Bitte bestätigen: Wir fragen Ihr Team", "/team/")
    who.opens(own)
    who.presses("Ja, bitte fragen")
    with kim.app.app_context():
        asked = db.session.scalars(
            select(Message.about_id).where(Message.kind == "team-proposed")
        ).all()
        assert len(asked) == len(NAMES)
        letter = mails.KINDS["team-proposed"](asked[0])
        assert letter is not None
        with languages.in_language("de"):
            assert "haben wir von Pia Wald" in " ".join(render(letter).text.split())
        ada, ben = link_of("Ada"), link_of("Ben")
    who.opens(ada)
    who.sees("Woher wir Ihre Daten haben")
    who.presses("Ja, ich komme gern")
    who.sees("Sie haben zugesagt.")
    who.opens(ben)
    who.presses("Nein")
    who.sees("Ihre Adresse haben wir gelöscht.")
    who.opens(own)
    for name, said in (("Ada", "sagt zu"), ("Ben", "sagt ab"), ("Cem", "noch offen")):
        assert page.get_by_role("row", name=f"{name} Muster").inner_text().endswith(said)
    with kim.app.app_context():
        (one,) = db.session.scalars(select(Registration)).all()
        assert registered("ada@diakonie.example").id == one.id
        assert (one.state, list(one.consents), needs.of(one.id)) == (State.CONFIRMED, [], {})
        ben_now = db.session.scalars(select(TeamMember).where(TeamMember.first_name == "Ben")).one()
        assert ben_now.email is None
