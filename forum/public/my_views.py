"""A participant's own page: do I have a place, when and where, my route, what can I do."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.attendance import certificates
from forum.base import answers, clock, codes, languages
from forum.base.forms import Form
from forum.base.refusal import NotFound
from forum.base.text import _
from forum.contacts import queries as contacts
from forum.contacts import wish_meetings
from forum.cooperation import followers
from forum.events import rules as event_rules
from forum.invitations import queries as invitations
from forum.islands import explaining, papers, room_queries
from forum.islands import queries as islands
from forum.people import queries as people
from forum.public.views import calendar_file
from forum.registration import (
    consents,
    entrance,
    identities,
    needs,
    queries,
    questions,
    rules,
    words,
)
from forum.registration.models import Purpose, Registration
from forum.results import queries as results

bp = Blueprint("my", __name__, url_prefix="/my")


@bp.get("/<token:token>")
def page(token: str) -> ResponseReturnValue:
    registration = _own(token)
    is_hidden = queries.came_on_paper(token, registration)
    is_nameless = is_hidden and registration.is_protected
    card = islands.find_route_card(registration)
    return render_template(
        "public/my.html",
        registration=registration,
        event=registration.event,
        token=token,
        organisation=queries.organisation_of(registration),
        is_contact_person=people.is_contact_person(registration.affiliation_id),
        sector=words.SECTORS[registration.sector],
        position=queries.waiting_position(registration),
        is_active=registration.state in rules.ACTIVE,
        has_place=registration.state in rules.TAKING_PART,
        gives_back_at=invitations.gives_back_at(registration),
        asked_address=questions.masked_address_of(registration),
        address="" if is_nameless else identities.recipient_of(registration),
        needs={} if is_hidden else needs.of(registration.id),
        is_hidden=is_hidden,
        needs_deleted_on=registration.event.ends_at + needs.KEPT_FOR,
        need_words=words.NEEDS,
        channels=words.CHANNELS,
        naming=consents.NAMING,
        asked_for_invitations=consents.is_asked(registration.consents, Purpose.MAILING_LIST),
        phase=event_rules.phase(registration.event, clock.now()),
        card=card,
        told_of_wishes=explaining.wishes_of(registration, card) if card else (),
        has_certificate=not is_nameless and certificates.name_of(registration) is not None,
        moved_at=room_queries.moved_at(card),
        entrance_code=codes.as_image(entrance.address_of(registration))
        if registration.state in rules.TAKING_PART
        else "",
        decisions=consents.latest(registration.consents),
        consent_words=consents.WORDS,
        consent_fields=consents.FIELDS,
        **_afterwards(registration),
        form=Form(),
    )


@bp.get("/<token:token>/calendar.ics")
def calendar(token: str) -> ResponseReturnValue:
    registration = _own(token)
    return calendar_file(invitations.personal_file(registration), registration.event.slug)


@bp.get("/<token:token>/route-card.pdf")
def route_card(token: str) -> ResponseReturnValue:
    registration = _own(token)
    card = islands.find_route_card(registration)
    if card is None or registration.state not in rules.TAKING_PART:
        raise NotFound(_("There is no route card for you yet."))
    plan = islands.get_plan(registration.event_id, card.plan_number)
    printed = papers.write_own(registration, plan, language=languages.current())
    return answers.pdf(printed.pdf, registration.event.slug)


@bp.get("/<token:token>/certificate.pdf")
def certificate(token: str) -> ResponseReturnValue:
    registration = _own(token)
    if queries.came_on_paper(token, registration) and registration.is_protected:
        raise NotFound(certificates.NOT_ON_PAPER)
    printed = certificates.write_own(registration, language=languages.current())
    return answers.pdf(printed.pdf, f"{registration.event.slug}-{languages.current()}")


def _afterwards(registration: Registration) -> dict[str, Any]:
    """What the page says about contacts and results; with how many people somebody sat, once the
    forum is over."""
    is_over = clock.now() >= registration.event.ends_at
    return {
        "sees_contacts": contacts.may_see(registration),
        "renews_contacts": contacts.is_to_renew(registration),
        "has_results": (has_results := is_over and bool(results.releases(registration.event_id))),
        "follows_outcomes": has_results and followers.may_follow(registration),
        "reach": wish_meetings.reach_of(registration) if is_over else None,
    }


def _own(token: str) -> Registration:
    registration = queries.get_by_token(token)
    languages.speak(registration.language)
    return registration
