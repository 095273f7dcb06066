"""Puts the house together: settings, extensions, blueprints; nothing else."""

from __future__ import annotations

from flask import Flask
from flask_mail import Mail
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from forum import config
from forum.base import (
    addresses,
    compression,
    database,
    jobs,
    languages,
    logs,
    pages,
    paths,
    security,
    static,
)
from forum.mail import letters

MEGABYTE = 1024 * 1024


def create_app(settings: config.Settings | None = None) -> Flask:
    """Makes the site, ready to be served or to run commands in its context.

    Raises:
        forum.config.BadSetting: a setting cannot be used.
    """
    settings = settings or config.from_environment()
    settings.instance_path.mkdir(parents=True, exist_ok=True)
    app = Flask(
        "forum",
        root_path=str(paths.PACKAGE),
        template_folder=str(paths.TEMPLATES),
        static_folder=str(paths.STATIC),
        instance_path=str(settings.instance_path),
    )
    _configure(app, settings)
    _extend(app, settings)
    _open_doors(app)
    return app


def _configure(app: Flask, settings: config.Settings) -> None:
    app.config.update(
        BASE_URL=settings.base_url,
        FORUM=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={} if settings.is_embedded else {"pool_pre_ping": True},
        MAX_CONTENT_LENGTH=6 * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=MEGABYTE,
        SESSION_COOKIE_NAME="__Host-session" if settings.is_https else "session",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=12 * 60 * 60,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        MAIL_SUPPRESS_SEND=False,
    )


def _extend(app: Flask, settings: config.Settings) -> None:
    from forum import accounts
    from forum.commands import work
    from forum.registration import paper

    addresses.init_app(app)
    compression.init_app(app)
    database.db.init_app(app)
    with app.app_context():
        database.prepare_engine(database.db.engine)
    Migrate(app, database.db, directory=str(paths.MIGRATIONS), render_as_batch=True)
    CSRFProtect(app)
    Mail(app)
    languages.init_app(app)
    letters.init_app(app)
    logs.init_app(app)
    pages.init_app(app)
    security.init_app(app, https=settings.is_https)
    accounts.init_app(app)
    jobs.init_app(app, settings, work.JOBS)
    paper.init_app(app, work.ON_PAPER)
    static.init_app(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def _open_doors(app: Flask) -> None:
    from forum import api, public, workspace

    public.init_app(app)
    workspace.init_app(app)
    api.init_app(app)
