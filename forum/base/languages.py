"""Which language a page speaks: the switch, else the registration's, else the browser's."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations
from typing import Any

from babel.support import Translations
from flask import Flask, g, has_app_context, has_request_context, request, session
from flask_babel import Babel, force_locale, refresh
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from forum.base import paths

LANGUAGES = {"de": "Deutsch", "en": "English"}
DEFAULT = "de"


def current() -> str:
    """The language code of what is being written now."""
    if not has_app_context():
        return DEFAULT
    spoken: str | None = g.get("spoken")
    if spoken is None:
        spoken = g.spoken = _choose()
    return spoken


def gettext(sentence: str) -> str:
    """The sentence in the language being spoken; as it is where no site is running."""
    return _catalogue(current()).gettext(sentence) if has_app_context() else sentence


def ngettext(singular: str, plural: str, number: Any) -> str:
    """The form of the sentence that belongs to the number."""
    catalogue = _catalogue(current()) if has_app_context() else NullTranslations()
    return catalogue.ngettext(singular, plural, number)


@functools.cache
def _catalogue(language: str) -> NullTranslations:
    return Translations.load(paths.TRANSLATIONS, [language])


def speak(language: str) -> None:
    """From here on this request speaks the language of the registration, unless switched."""
    g.language = language
    _forget_chosen()


def switch(language: str) -> None:
    """Keeps the person's own choice in the session."""
    if language in LANGUAGES:
        session["language"] = language
        _forget_chosen()


def is_switching() -> bool:
    """Whether somebody who fills in a form asked for another language in the middle of it."""
    return request.method == "POST" and request.form.get("speak", "") in LANGUAGES


def _switch_within_form() -> None:
    if is_switching():
        switch(request.form["speak"])


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """A context in which texts are written in `language`, whatever the reader's."""
    code = language if language in LANGUAGES else DEFAULT
    before = g.get("spoken")
    g.spoken = code
    try:
        with force_locale(code):
            yield
    finally:
        g.spoken = before
        if before is None:
            g.pop("spoken")


def _forget_chosen() -> None:
    g.pop("spoken", None)
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
    app.before_request(_switch_within_form)
    Babel(app, locale_selector=_choose, default_locale=DEFAULT)
    # a page asks for some hundred sentences: called directly, they cost a fifth
    app.jinja_env.globals.update(_=_sentence, gettext=_sentence, ngettext=_counted)


@functools.lru_cache(maxsize=4096)
def _marked(language: str, sentence: str) -> Markup:
    """The catalogue's sentence, which is HTML already."""
    return Markup(_catalogue(language).gettext(sentence))  # noqa: S704 - our own catalogue


@pass_eval_context
def _sentence(context: EvalContext, sentence: str, /, **values: Any) -> str:
    text = _marked(current(), sentence) if context.autoescape else gettext(sentence)
    return text % values if values else text


@pass_eval_context
def _counted(
    context: EvalContext, singular: str, plural: str, number: Any, /, **values: Any
) -> str:
    text = ngettext(singular, plural, number)
    marked = Markup(text) if context.autoescape else text  # noqa: S704 - our own catalogue
    return marked % {"num": number, **values}
