"""Decisions about one row of a list: what it says, what is wrong with it, who it may be."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import email_validator

from forum.base import clock, typed
from forum.base.text import Text, _, _n
from forum.base.typed import address_key
from forum.lists import columns, naming, reading
from forum.organisations import rules as organisation_rules
from forum.organisations.models import Sector

_SECTOR_WORDS: Mapping[Sector, str] = {
    Sector.ADMINISTRATION: "verwaltung|offentliche verwaltung|kommunalverwaltung|kommune|behorde"
    "|public administration",
    Sector.WELFARE: "freie wohlfahrtspflege|freie wohlfahrt|wohlfahrtspflege|wohlfahrt"
    "|wohlfahrtsverband|independent welfare",
    Sector.MIGRANT: "migrantenselbstorganisation|migrantenorganisation|mso|migrant organisation"
    "|migrant organization",
    Sector.COMPANY: "unternehmen|wirtschaft|betrieb|firma|business",
    Sector.EDUCATION: "bildung|schule|hochschule",
    Sector.HEALTH: "gesundheit|gesundheitswesen",
    Sector.JUSTICE: "justiz|polizei|justiz polizei|justiz und polizei|police|justice and police"
    "|justice police",
    Sector.OTHER: "sonstige|sonstiges|andere|anderes|anderer bereich|ein anderer bereich"
    "|anderes feld|another field",
}
_SECTOR_OF = {word: one for one, words in _SECTOR_WORDS.items() for word in words.split("|")} | {
    one.value: one for one in Sector
}
_YES = {"ja", "j", "yes", "y", "x", "1", "true", "wahr", "✓", "✔", "☑"}
_NO = {"nein", "n", "no", "0", "false", "falsch"}
_NOT_ASKED = {"", "nicht gefragt", "not asked"}
_DAYS = ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%d/%m/%Y")
OLDEST = 2000
UNCHECKED = {"need", "received"}
_FREE_MAIL_DOMAINS = (
    "gmail.com googlemail.com gmx.de gmx.net gmx.at web.de t-online.de outlook.com outlook.de "
    "hotmail.com hotmail.de live.de live.com yahoo.de yahoo.com icloud.com me.com freenet.de "
    "posteo.de mailbox.org aol.com arcor.de proton.me protonmail.com mail.de email.de 1und1.de "
    "online.de vodafone.de ukr.net mail.ru abv.bg"
)
FREE_MAIL = frozenset(_FREE_MAIL_DOMAINS.split())


@dataclass(frozen=True)
class Entry:
    """A row that can be taken in. `values` holds its filled cells as they would be kept."""

    row: int
    values: Mapping[str, Any]
    unknown_sector: str = ""
    unknown_wishes: Mapping[str, str] | None = None
    received_at: datetime | None = None
    has_need: bool = False
    on_contact_list: bool | None = None
    in_photos: bool | None = None
    unclear_consent: str = ""

    @property
    def name(self) -> str:
        return f"{self.values.get('first_name', '')} {self.values.get('last_name', '')}".strip()

    @property
    def domain(self) -> str:
        """The domain of its address, unless everybody can have one there."""
        domain = key_of("email", self.values.get("email", "")).rpartition("@")[2]
        return "" if domain in FREE_MAIL else domain


def problem(row: reading.Row) -> Text | None:
    """Why the row cannot be taken in, if it cannot."""
    if row.has_surplus:
        return _(
            "This row has more cells than the heading. A separator inside a cell may have moved "
            "them."
        )
    for field, label in columns.FIELDS.items():
        if field not in UNCHECKED and len(row[field]) > reading.LONGEST:
            return _n(
                "The cell “%(field)s” is too long: at most %(num)s character fits.",
                "The cell “%(field)s” is too long: at most %(num)s characters fit.",
                reading.LONGEST,
                field=label,
            )
    if not naming.name_key(f"{row['first_name']} {row['last_name']}"):
        return _("This row has no name. Please enter a first or last name, or delete the row.")
    if row["email"] and _address(row["email"]) is None:
        return _(
            "The e-mail address is not complete. Please correct it, for example name@stadt.de, or "
            "leave it empty."
        )
    return None


def entry(row: reading.Row, islands: Mapping[str, int], now: datetime) -> Entry:
    """What the row says. `islands` gives the id for each word that names an island."""
    texts = ("first_name", "last_name", "role", "phone")
    values: dict[str, Any] = {field: row[field] for field in texts if row[field]}
    if key_of("organisation", row["organisation"]):
        values["organisation"] = row["organisation"]
    if row["email"]:
        values["email"] = _address(row["email"])
    sector = _SECTOR_OF.get(typed.comparable(row["sector"]))
    if sector:
        values["sector"] = sector
    wishes = {field: row[field] for field in ("wish1", "wish2", "wish3") if row[field]}
    found = {field: islands.get(typed.comparable(word)) for field, word in wishes.items()}
    ids = tuple(dict.fromkeys(island for island in found.values() if island is not None))
    if ids:
        values["wishes"] = ids
    return Entry(
        row.number,
        values,
        unknown_sector="" if sector else row["sector"],
        unknown_wishes={field: wishes[field] for field in wishes if found[field] is None},
        received_at=received(row["received"], now),
        has_need=_answer(row["need"]) is not False and bool(row["need"]),
        on_contact_list=_answer(row["contact_list"]),
        in_photos=_answer(row["photos"]),
        unclear_consent=row["contact_list"] if _is_unclear(row["contact_list"]) else "",
    )


def key_of(field: str, value: Any) -> str:
    """The value as it is compared and remembered; empty for an empty one."""
    match field:
        case "organisation":
            return _organisation_key(value) if value else ""
        case "email":
            return address_key(value) if value else ""
        case "phone":
            return re.sub(r"^(\+|00)49(0?)", "0", re.sub(r"[^\d+]", "", value))
        case "wishes":
            return ",".join(map(str, value))
        case _:
            return str(value).casefold()


_organisation_key = functools.lru_cache(maxsize=20_000)(organisation_rules.key)


def identity(one: Entry) -> str:
    """Who a row is about, in words that stay the same when the list comes again."""
    parts = [naming.name_key(one.name), key_of("email", one.values.get("email", ""))]
    if not parts[1]:
        parts += [key_of(name, one.values.get(name, "")) for name in ("organisation", "phone")]
    return "|".join(parts)


def fingerprint(*words: object) -> str:
    """What is remembered of something a list said: enough to know it again, not to read it."""
    return hashlib.sha256("\x1f".join(map(str, words)).encode()).hexdigest()


def received(text: str, now: datetime) -> datetime:
    """Noon in Germany on the day a list says; now for another format or a day to come."""
    for form in _DAYS:
        try:
            day = datetime.strptime(text.partition(" ")[0].rstrip(","), form).date()  # noqa: DTZ007
        except ValueError:
            continue
        noon = clock.from_berlin(datetime.combine(day, time(12)))
        return min(now, noon) if noon.year >= OLDEST else now
    return now


@functools.lru_cache(maxsize=8)  # a row asks twice
def _address(text: str) -> str | None:
    try:
        checked = email_validator.validate_email(
            text, check_deliverability=False, allow_smtputf8=False, test_environment=True
        )
    except email_validator.EmailNotValidError:
        return None
    return checked.normalized


def _answer(text: str) -> bool | None:
    word = text.casefold().rstrip(".! ")
    return True if word in _YES else False if word in _NO else None


def _is_unclear(text: str) -> bool:
    return _answer(text) is None and text.casefold() not in _NOT_ASKED
