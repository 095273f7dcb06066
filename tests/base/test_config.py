"""Settings: safe where nothing is given, one sentence where something cannot be."""

from __future__ import annotations

import stat

import pytest

from forum import config
from forum.config import BadSetting, MailServer


def read(tmp_path, **env: str) -> config.Settings:
    return config.from_environment({"FORUM_INSTANCE_PATH": str(tmp_path), **env})


def test_defaults(tmp_path):
    settings = read(tmp_path)
    assert settings.base_url == "http://127.0.0.1:8000"
    assert settings.database_url == f"sqlite:///{tmp_path}/praxisforum.sqlite"
    assert settings.queue_url == f"sqlite:///{tmp_path}/queue.sqlite"
    assert settings.mail_server is None
    assert (settings.is_embedded, settings.is_https, settings.trusted_proxies) == (True, False, 0)
    assert settings.given == {"FORUM_INSTANCE_PATH"}


def test_it_is_quiet_at_night_where_people_use_the_site(tmp_path):
    assert read(tmp_path).quiet_hours is None
    site = "https://forum.stadt.example"
    assert read(tmp_path, FORUM_BASE_URL=site).quiet_hours == (22, 6)
    assert read(tmp_path, FORUM_BASE_URL=site, FORUM_QUIET_HOURS="off").quiet_hours is None
    assert read(tmp_path, FORUM_QUIET_HOURS=" 20 - 7").quiet_hours == (20, 7)


@pytest.mark.parametrize("text", ["night", "22", "22-24", "7-7", "-1-5", "22:00-6:00"])
def test_hours_that_cannot_be_are_named(tmp_path, text):
    with pytest.raises(BadSetting, match="FORUM_QUIET_HOURS must be two hours in Berlin"):
        read(tmp_path, FORUM_QUIET_HOURS=text)


def test_the_key_is_made_once_and_kept_to_oneself(tmp_path):
    first, second = read(tmp_path), read(tmp_path)
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) == 64
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_secrets_are_not_shown(tmp_path):
    settings = read(
        tmp_path,
        FORUM_SECRET_KEY="geheim-1",  # noqa: S106
        FORUM_DATABASE_URL="postgresql://forum:geheim-2@db/forum",
        FORUM_MAIL_URL="smtp://forum:geheim-3@mail.example",
    )
    assert "geheim" not in repr(settings)


@pytest.mark.parametrize(
    ("url", "database", "queue"),
    [
        ("postgres://a:b@c/d", "postgresql+psycopg://a:b@c/d", "postgresql://a:b@c/d"),
        ("postgresql://a@c/d", "postgresql+psycopg://a@c/d", "postgresql://a@c/d"),
        ("postgresql+psycopg://a@c/d", "postgresql+psycopg://a@c/d", "postgresql://a@c/d"),
    ],
)
def test_postgresql(tmp_path, url, database, queue):
    settings = read(tmp_path, FORUM_DATABASE_URL=url)
    assert (settings.database_url, settings.queue_url) == (database, queue)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", ("mail.example", 25, None, None, "none")),
        ("smtp://a:b%40c@mail.example?tls=starttls", ("mail.example", 587, "a", "b@c", "starttls")),
        ("smtps://mail.example", ("mail.example", 465, None, None, "tls")),
        ("smtp://mail.example:2525?tls=tls", ("mail.example", 2525, None, None, "tls")),
    ],
)
def test_mail_servers(url, server):
    made = MailServer.from_url(url)
    assert (made.host, made.port, made.username, made.password, made.security) == server


@pytest.mark.parametrize(
    "env",
    [
        {"FORUM_BASE_URL": "forum.stadt.example"},
        {"FORUM_BASE_URL": "ftp://forum.stadt.example"},
        {"FORUM_BASE_URL": "http://[forum"},
        {"FORUM_DATABASE_URL": "mysql://a/b"},
        {"FORUM_MAIL_URL": "mail.example"},
        {"FORUM_MAIL_URL": "smtp://mail.example?tls=perhaps"},
        {"FORUM_MAIL_URL": "smtp://mail.example:port"},
        {"FORUM_TRUSTED_PROXIES": "-1"},
        {"FORUM_TRUSTED_PROXIES": "one"},
        {"FORUM_QUEUE_URL": "carrier-pigeon://"},
    ],
)
def test_one_sentence_names_the_setting(tmp_path, env):
    (name,) = env
    with pytest.raises(BadSetting) as refusal:
        read(tmp_path, **env)
    assert name in str(refusal.value)
