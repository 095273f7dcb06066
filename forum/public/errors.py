"""Pages for when something does not work: they say what to do next."""

from __future__ import annotations

from flask import Flask, g, render_template
from flask.typing import ResponseReturnValue
from flask_login import AnonymousUserMixin
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import NoResultFound, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, InternalServerError

from forum.base.database import db
from forum.base.refusal import NotFound, Refused
from forum.base.text import Text, _
from forum.site import queries as sites

_TEXTS: dict[int, tuple[Text, Text]] = {
    400: (
        _("This could not be read"),
        _(
            "The page may have been open for a long time. Please go back, reload it and send "
            "it again."
        ),
    ),
    403: (_("This is not open to you"), _("Please ask the organisers if you think it should be.")),
    404: (
        _("There is nothing here"),
        _(
            "The address may be incomplete. Links in e-mails sometimes break over two lines: "
            "please copy the whole link."
        ),
    ),
    405: (_("This cannot be opened directly"), _("Please go back and use the button on the page.")),
    409: (_("This is not possible now"), _("Please go back and look at how things stand.")),
    413: (_("This is too large"), _("Please send a smaller file, at most 5 MB.")),
    429: (_("That was very often"), _("Please wait a few minutes and try again.")),
    500: (
        _("Something went wrong on our side"),
        _("Nothing was saved half-way. Please try again in a few minutes, or call the organisers."),
    ),
}


def _page(code: int, sentence: Text | None = None) -> tuple[str, int]:
    title, advice = _TEXTS.get(code, _TEXTS[500 if code >= 500 else 400])
    return render_template(
        "public/error.html", code=code, heading=title, advice=sentence or advice
    ), code


def _after_a_failure() -> ResponseReturnValue:
    """The page for 500, which also stands when the database is what has failed."""
    g.pop("site", None)
    try:
        db.session.rollback()
        return _page(500)
    except SQLAlchemyError:
        # Every page asks who runs the site and who is signed in: here nobody can be asked.
        g.site = sites.SiteInfo(None)
        g._login_user = AnonymousUserMixin()
        return _page(500)


def init_app(app: Flask) -> None:
    @app.errorhandler(NotFound)
    def not_found(refusal: NotFound) -> ResponseReturnValue:
        return _page(404, refusal.sentence)

    @app.errorhandler(Refused)
    def refused(refusal: Refused) -> ResponseReturnValue:
        return _page(refusal.status, refusal.sentence)

    @app.errorhandler(NoResultFound)
    def gone(_error: NoResultFound) -> ResponseReturnValue:
        return _page(404, _("This does not exist any more. Somebody may have deleted it."))

    @app.errorhandler(StaleDataError)
    def stale(_error: StaleDataError) -> ResponseReturnValue:
        return _page(
            409,
            _(
                "Somebody else has changed this in the meantime. Please look at it again before "
                "you change it."
            ),
        )

    @app.errorhandler(CSRFError)
    def form_too_old(_error: CSRFError) -> ResponseReturnValue:
        return _page(400)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.code < 400:
            return error
        if isinstance(error, InternalServerError):
            return _after_a_failure()
        return *_page(error.code), error.get_headers()
