"""Showing a forum to everybody, and taking it back."""

from __future__ import annotations

from forum.registration.models import State
from tests import factories
from tests.support.clients import Client, submit


def test_a_draft_is_published_after_being_asked(ctx, client: Client, organiser_client: Client):
    factories.event(slug="kim", published=False)
    assert client.get("/events/kim").status_code == 404
    page = organiser_client.page("/workspace/events/kim/publish")
    assert "Es steht nirgends, was mit den Ergebnissen geschieht." in page.text
    page = submit(organiser_client, "/workspace/events/kim/publish")
    assert page.url == "/workspace/events/kim/"
    assert client.get("/events/kim").status_code == 200


def test_it_becomes_a_draft_again_while_nobody_has_registered(
    ctx, client: Client, organiser_client: Client
):
    event = factories.event(slug="kim")
    who = factories.registration(event, state=State.CANCELLED)
    submit(organiser_client, "/workspace/events/kim/unpublish")
    assert client.get("/events/kim").status_code == 404
    submit(organiser_client, "/workspace/events/kim/publish")
    factories.registration(event, who=who.person, state=State.WAITING)
    page = submit(organiser_client, "/workspace/events/kim/unpublish")
    assert "Für dieses Forum hat sich schon jemand angemeldet." in page.text
    assert client.get("/events/kim").status_code == 200


def test_who_may_only_look_publishes_nothing(ctx, client: Client, reader_client: Client):
    factories.event(slug="kim", published=False)
    page = submit(reader_client, "/workspace/events/kim/publish")
    assert page.status in {403, 409}
    assert client.get("/events/kim").status_code == 404
