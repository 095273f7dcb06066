"""`forum check`: tells what is wrong or unsafe in the settings, and what to do about it."""

from __future__ import annotations

import contextlib
import smtplib
import sys
import tempfile
from collections.abc import Iterator
from urllib.parse import urlsplit

import click
from flask import Flask

from forum import config
from forum.config import BadSetting, MailServer, Settings

LOCAL = {"localhost", "127.0.0.1", "::1"}
KEY_LENGTH = 32


@click.command(help="Tells what is wrong or unsafe in the settings; exit 1 if anything is.")
def check() -> None:
    try:
        found = list(problems(config.from_environment()))
    except BadSetting as wrong:
        found = [str(wrong)]
    for problem in found:
        print(problem)
    if found:
        sys.exit(1)
    print("Everything is in order.")


def problems(settings: Settings) -> Iterator[str]:
    """One line for each thing that is wrong or unsafe, with what to do."""
    folder = _folder(settings)
    if folder:
        yield folder
        return
    yield from _addresses(settings)
    yield from _keys(settings)
    yield from _mail(settings)
    yield from _inbox(settings)
    yield from _data(settings)


def _folder(settings: Settings) -> str | None:
    with contextlib.suppress(OSError), tempfile.TemporaryFile(dir=settings.instance_path):
        return None
    return (
        f"FORUM_INSTANCE_PATH: {settings.instance_path} cannot be written to. "
        "Give the folder to the user who runs this program."
    )


def _addresses(settings: Settings) -> Iterator[str]:
    if "FORUM_BASE_URL" not in settings.given:
        yield "FORUM_BASE_URL is not set. Set it to the public address of the site."
    elif not settings.is_https:
        yield "FORUM_BASE_URL does not begin with https. Personal links must travel encrypted."
    elif settings.trusted_proxies == 0:
        yield (
            "FORUM_TRUSTED_PROXIES is 0, but https needs a proxy in front. "
            "Set it to the number of proxies, usually 1."
        )


def _keys(settings: Settings) -> Iterator[str]:
    if "FORUM_SECRET_KEY" not in settings.given:
        yield (
            "FORUM_SECRET_KEY is not set; the key in secret.key of the instance folder is used. "
            "Set it, so that personal links survive a move to another machine."
        )
    elif len(settings.secret_key) < KEY_LENGTH:
        yield f"FORUM_SECRET_KEY is short. Use at least {KEY_LENGTH} random characters."


def _mail(settings: Settings) -> Iterator[str]:
    domain = settings.mail_sender.rpartition("@")[2]
    if domain in LOCAL or "." not in domain or domain.replace(".", "").isdigit():
        yield (
            f"FORUM_MAIL_SENDER: nobody can answer to {settings.mail_sender}. "
            "Set an address of your own domain."
        )
    if settings.mail_server is None:
        yield (
            "FORUM_MAIL_URL is not set: messages are only kept as files. "
            "Set it to your mail server."
        )
        return
    yield from _mail_server(settings.mail_server)


def _mail_server(server: MailServer) -> Iterator[str]:
    from forum.mail import transport

    if server.security == "none" and server.host not in LOCAL:
        yield "FORUM_MAIL_URL: messages would travel unencrypted. Add ?tls=starttls or ?tls=tls."
    try:
        transport.connect(server).quit()
    except smtplib.SMTPAuthenticationError:
        yield "FORUM_MAIL_URL: the mail server does not accept this user and password."
    except (OSError, smtplib.SMTPException) as trouble:
        yield (
            f"FORUM_MAIL_URL: the mail server at {server.host}:{server.port} cannot be used "
            f"({trouble}). Check host, port and tls."
        )


def _inbox(settings: Settings) -> Iterator[str]:
    from forum.mail import inbox

    if "FORUM_INBOX_URL" not in settings.given:
        yield (
            "FORUM_INBOX_URL is not set: answers from calendars and mails that come back do not "
            "arrive. Set it to the mailbox of FORUM_MAIL_SENDER, or to pipe."
        )
    elif settings.inbox is not None:
        try:
            with inbox.opened(settings.inbox):
                pass
        except inbox.TROUBLES as trouble:
            yield (
                f"FORUM_INBOX_URL: the mailbox at {settings.inbox.host}:{settings.inbox.port} "
                f"cannot be used ({trouble}). Check user, password, host and folder."
            )


def _data(settings: Settings) -> Iterator[str]:
    from forum.app import create_app
    from forum.commands.serving import put_away

    app = create_app(settings)
    try:
        with app.app_context():
            yield from _database(settings)
            yield from _queue(app)
    finally:
        put_away(app)


def _database(settings: Settings) -> Iterator[str]:
    from forum.commands import schema
    from forum.site import queries as site

    try:
        current = schema.current()
    except schema.Unreachable as trouble:
        yield f"FORUM_DATABASE_URL: the database cannot be reached: {trouble}"
        return
    if current != schema.newest():
        yield "The database is not up to date. Run: forum db upgrade"
    elif site.is_demo() and urlsplit(settings.base_url).hostname not in LOCAL:
        yield (
            "This instance holds the demo. Use another FORUM_INSTANCE_PATH or "
            "FORUM_DATABASE_URL for real forums."
        )


def _queue(app: Flask) -> Iterator[str]:
    from forum.base import jobs

    if "FORUM_QUEUE_URL" not in app.config["FORUM"].given:
        return  # it lies beside the database, about which all has been said
    try:
        jobs.set_up_queue(app.extensions["huey"])
    except Exception as trouble:  # noqa: BLE001 - each queue has errors of its own
        yield f"FORUM_QUEUE_URL: the queue cannot be reached: {trouble}"


def add_to(group: click.Group) -> None:
    """Adds the command to the script."""
    group.add_command(check)
