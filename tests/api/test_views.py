"""Addresses for whoever watches over the site."""

from sqlalchemy import text

from forum.base import database


def test_live_and_ready(client):
    answers = [client.get(f"/health/{name}") for name in ("live", "ready")]
    assert [(a.status_code, a.json) for a in answers] == [(200, {"status": "ok"})] * 2


def test_without_its_tables_it_lives_and_is_not_ready(ctx, client):
    with database.transaction() as session:
        session.execute(text("DROP TABLE site"))
    assert client.get("/health/live").status_code == 200
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json) == (503, {"status": "no database"})
