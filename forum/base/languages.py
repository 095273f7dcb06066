"""Which language a page speaks: the switch, else the registration's, else the browser's."""

from contextlib import AbstractContextManager

from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, force_locale, get_locale

from forum.base import paths

LANGUAGES = {"de": "Deutsch", "en": "English"}
DEFAULT = "de"


def current() -> str:
    """The language code of what is being written now."""
    locale = get_locale()
    return locale.language if locale else DEFAULT


def speak(language: str) -> None:
    """From here on this request speaks the language of the registration, unless switched."""
    g.language = language
    _forget_chosen()


def switch(language: str) -> None:
    """Keeps the person's own choice in the session."""
    if language in LANGUAGES:
        session["language"] = language
        _forget_chosen()


def in_language(language: str) -> AbstractContextManager[None]:
    """A context in which texts are written in `language`, whatever the reader's."""
    context: AbstractContextManager[None] = force_locale(
        language if language in LANGUAGES else DEFAULT
    )
    return context


def _forget_chosen() -> None:
    from flask_babel import refresh

    refresh()


def _choose() -> str:
    if not has_request_context():
        return DEFAULT
    switched = session.get("language")
    if switched in LANGUAGES:
        return str(switched)
    if "language" in g:
        return str(g.language)
    return _of_browser()


def _of_browser() -> str:
    """The first language of ours in the browser's order; of "en-GB" only the "en" counts."""
    for accepted, quality in request.accept_languages:
        language = accepted.partition("-")[0].lower()
        if language in LANGUAGES and quality > 0:
            return language
    return DEFAULT


def init_app(app: Flask) -> None:
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Europe/Berlin"
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(paths.TRANSLATIONS)
    Babel(app, locale_selector=_choose, default_locale=DEFAULT)
