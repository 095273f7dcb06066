"""The kinds of words that stand in addresses."""

from collections.abc import Iterable
from urllib.parse import urljoin

from flask import Flask, current_app
from werkzeug.routing import BaseConverter, IntegerConverter, ValidationError

WITH_TOKEN = (
    "my",
    "arrive",
    "islands",
    "capture",
    "host",
    "table",
    "calendars",
    "sign-in",
    "next-steps",
    "team",
    "proposed",
    "feedback",
)
"""What stands before a token in addresses. Whoever holds the token may see what lies behind it, so
logs and shared caches must not."""
LARGEST = 2**31 - 1


class NumberConverter(IntegerConverter):
    """The number of a row; one that no database column holds names nothing."""

    def to_python(self, value: str) -> int:
        number: int = super().to_python(value)
        if number > LARGEST:
            raise ValidationError
        return number


class SlugConverter(BaseConverter):
    """A forum's kebab-case word."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"


class TokenConverter(BaseConverter):
    """A personal link's token, damaged ones too: their page says what to do."""

    regex = r"[^/]{8,200}?"


class PurposeConverter(BaseConverter):
    """What a consent is for, as a kebab-case word."""

    regex = "[a-z]+(?:-[a-z]+)*"

    def to_python(self, value: str) -> str:
        return value.replace("-", "_")

    def to_url(self, value: object) -> str:
        return str(value).replace("_", "-")


def one_of(words: Iterable[str], name: str) -> str:
    """The part of an address that is one of these words."""
    quoted = ",".join(f'"{word}"' for word in words)
    return f"<any({quoted}):{name}>"


def absolute(endpoint: str, **values: object) -> str:
    """The full address of a page, as it stands in mails, whoever asks."""
    path = current_app.url_map.bind("").build(endpoint, values)
    return urljoin(str(current_app.config["BASE_URL"]) + "/", path.lstrip("/"))


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = NumberConverter
    app.url_map.converters["slug"] = SlugConverter
    app.url_map.converters["purpose"] = PurposeConverter
    app.url_map.converters["token"] = TokenConverter
