"""The settings: read from the environment once, handed to whoever needs them."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

QUEUES = (
    "memory://",
    "sqlite:///",
    "postgresql://",
    "postgresql+psycopg://",
    "redis://",
    "rediss://",
)
DEVELOPMENT_URL = "http://127.0.0.1:8000"
LAST_HOUR = 23
PIPE = "pipe"
"""What FORUM_INBOX_URL says where mails need not be fetched."""


class BadSetting(Exception):
    """A setting cannot be used; the text says which one and what to do."""


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over. `security` is "none", "starttls" or "tls"."""

    host: str
    port: int
    username: str | None
    password: str | None = field(repr=False)
    security: str

    @classmethod
    def from_url(cls, url: str) -> MailServer:
        """The server that an address like smtp://user:password@host:587?tls=starttls names.

        Raises:
            BadSetting: it cannot be read.
        """
        parts, port = _parts("FORUM_MAIL_URL", url)
        security = parse_qs(parts.query).get("tls", [""])[0] or (
            "tls" if parts.scheme == "smtps" else "none"
        )
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise BadSetting(
                "FORUM_MAIL_URL must look like smtp://user:password@host:587?tls=starttls"
            )
        if security not in {"none", "starttls", "tls"}:
            raise BadSetting("FORUM_MAIL_URL: tls must be none, starttls or tls.")
        return cls(
            parts.hostname,
            port or {"tls": 465, "starttls": 587, "none": 25}[security],
            unquote(parts.username) if parts.username else None,
            unquote(parts.password) if parts.password else None,
            security,
        )


@dataclass(frozen=True)
class Inbox:
    """Where answers arrive: a mailbox that is asked over IMAP, always encrypted."""

    host: str
    port: int
    username: str
    password: str = field(repr=False)
    folder: str

    @classmethod
    def from_url(cls, url: str) -> Inbox | None:
        """The mailbox that an address like imaps://user:password@host:993/INBOX names; None where
        the mail server hands mails over by itself.

        Raises:
            BadSetting: it cannot be read.
        """
        if url == PIPE:
            return None
        parts, port = _parts("FORUM_INBOX_URL", url)
        if parts.scheme != "imaps" or not (parts.hostname and parts.username and parts.password):
            raise BadSetting(
                "FORUM_INBOX_URL must look like imaps://user:password@host:993/INBOX, "
                f"or be {PIPE} where the mail server calls forum mail receive."
            )
        folder = unquote(parts.path.strip("/")) or "INBOX"
        if not folder.isprintable() or not folder.isascii():
            raise BadSetting("FORUM_INBOX_URL: write the folder in ASCII letters.")
        user, password = unquote(parts.username), unquote(parts.password)
        return cls(parts.hostname, port or 993, user, password, folder)


@dataclass(frozen=True)
class Settings:
    """Everything an instance can be told from outside."""

    base_url: str
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    queue_url: str = field(repr=False)
    mail_server: MailServer | None
    mail_sender: str
    instance_path: Path
    trusted_proxies: int
    given: frozenset[str]
    inbox: Inbox | None = None
    mail_authserv: str = ""
    """The name of our own mail server in Authentication-Results; empty: nobody checks senders."""
    quiet_hours: tuple[int, int] | None = None
    """From which hour to which, in Berlin, nothing leaves that can wait; None: never quiet."""

    @property
    def is_embedded(self) -> bool:
        """Whether the database is the SQLite file of this machine."""
        return self.database_url.startswith("sqlite")

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Reads the settings.

    Raises:
        BadSetting: one of them cannot be used.
    """
    env = os.environ if environment is None else environment
    instance = Path(env.get("FORUM_INSTANCE_PATH", "instance")).resolve()
    base_url = env.get("FORUM_BASE_URL", DEVELOPMENT_URL).rstrip("/")
    parts, _port = _parts("FORUM_BASE_URL", base_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BadSetting(
            "FORUM_BASE_URL must be the address of the site, e.g. https://forum.stadt.de"
        )
    database_url = env.get("FORUM_DATABASE_URL") or f"sqlite:///{instance / 'praxisforum.sqlite'}"
    mail_url = env.get("FORUM_MAIL_URL")
    inbox_url = env.get("FORUM_INBOX_URL")
    proxies = env.get("FORUM_TRUSTED_PROXIES", "0")
    if not proxies.isdigit():
        raise BadSetting("FORUM_TRUSTED_PROXIES must be the number of proxies in front, e.g. 1.")
    return Settings(
        base_url=base_url,
        secret_key=env.get("FORUM_SECRET_KEY") or _kept_key(instance),
        database_url=_with_driver(database_url),
        queue_url=_queue(env.get("FORUM_QUEUE_URL") or _queue_beside(database_url, instance)),
        mail_server=MailServer.from_url(mail_url) if mail_url else None,
        mail_sender=env.get("FORUM_MAIL_SENDER") or f"praxisforum@{parts.hostname}",
        instance_path=instance,
        trusted_proxies=int(proxies),
        inbox=Inbox.from_url(inbox_url) if inbox_url else None,
        mail_authserv=env.get("FORUM_MAIL_AUTHSERV", "").strip().lower(),
        quiet_hours=_hours(env.get("FORUM_QUIET_HOURS") or _usual_hours(parts.scheme)),
        given=frozenset(name for name in env if name.startswith("FORUM_") and env[name]),
    )


def _parts(name: str, url: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError as wrong:
        raise BadSetting(f"{name} is not an address: {wrong}") from None


def _usual_hours(scheme: str) -> str:
    """People sleep; a site that is only tried out on one machine shows everything at once."""
    return "22-6" if scheme == "https" else "off"


def _hours(text: str) -> tuple[int, int] | None:
    if text.strip().lower() == "off":
        return None
    found = re.fullmatch(r"\s*(\d{1,2})\s*-\s*(\d{1,2})\s*", text)
    hours = (int(found[1]), int(found[2])) if found else (0, 0)
    if hours[0] == hours[1] or max(hours) > LAST_HOUR:
        raise BadSetting("FORUM_QUIET_HOURS must be two hours in Berlin, e.g. 22-6, or off.")
    return hours


def _queue(url: str) -> str:
    if not url.startswith(QUEUES):
        raise BadSetting("FORUM_QUEUE_URL must begin with sqlite:///, postgresql:// or redis://")
    return url.replace("postgresql+psycopg://", "postgresql://")


def _with_driver(url: str) -> str:
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise BadSetting("FORUM_DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://")
    return url


def _queue_beside(database_url: str, instance: Path) -> str:
    if database_url.startswith("sqlite"):
        return f"sqlite:///{instance / 'queue.sqlite'}"
    return database_url.replace("postgres://", "postgresql://")


def _kept_key(instance: Path) -> str:
    """The key that an instance without FORUM_SECRET_KEY makes for itself, once."""
    instance.mkdir(parents=True, exist_ok=True)
    path = instance / "secret.key"
    if not path.exists():
        draft = instance / f"secret.key.{secrets.token_hex(4)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="ascii")
