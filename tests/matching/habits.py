"""How people in the field write the names of organisations, and what stands near them."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from tests.matching import noise

Pair = tuple[str, str, bool]
Kind = Callable[[], tuple[list[str], list[str]]]
"""Spellings of one body, and names of others near it."""


class Maker:
    """Makes pairs of names from words."""

    def __init__(self, words: dict[str, Any], rng: random.Random) -> None:
        self.words, self.rng = words, rng
        self.in_places: list[Kind] = [
            self.welfare,
            self.administration,
            self.agency,
            self.house,
            self.topic,
            self.migrant,
            self.church,
            self.numbered,
        ]
        self.kinds: list[Kind] = [*self.in_places, self.company, self.brand, self.form]

    def pair(self, *, same: bool) -> Pair:
        """A pair of one kind: two spellings of one body, or of two that are near each other."""
        spellings, others = self.rng.choice(self.kinds)()
        first = self.rng.choice(spellings)
        if not same:
            return first, self.noisy(self.rng.choice(others), spare=noise.without_form), False
        others = [text for text in spellings if text != first] or spellings
        return first, self.noisy(self.rng.choice(others)), True

    def noisy(self, text: str, spare: noise.Change | None = None) -> str:
        for change in noise.CHANGES:
            if self.rng.random() < 0.12 and change is not spare:
                text = change(text, self.rng)
        return text

    def one(self, name: str) -> Any:
        return self.rng.choice(self.words[name])

    def two(self, name: str) -> list[Any]:
        return self.rng.sample(self.words[name], 2)

    def places(self) -> tuple[str, str]:
        """A place and another, often one that is written nearly alike."""
        near = self.rng.random() < 0.4
        pair = self.one("near_places") if near else self.two("places")
        return pair[0], pair[1]

    def welfare(self) -> tuple[list[str], list[str]]:
        (full, short), (other, _other_short) = self.two("bodies")
        (level, cut), (second, _cut) = self.two("levels")
        place, elsewhere = self.places()
        unit = self.one("units")
        if self.rng.random() < 0.5:
            same = [f"{short} {place}", f"{full} {place} e.V.", f"{full} {place}"]
            same += [f"{full} ({short}) {place}", f"{short} {place} e. V.", f"{short}, {place}"]
            apart = [f"{short} {elsewhere}", f"{other} {place}", f"{short} {place} {unit} gGmbH"]
            return same, [*apart, f"{short} {place} {unit}", f"Förderverein {short} {place}"]
        same = [f"{short} {level} {place}", f"{full} {cut} {place}", f"{short}-{level} {place}"]
        same += [f"{full} - {level} {place} e.V.", f"{full} {level} {place} e. V."]
        apart = [f"{short} {second} {place}", f"{other} {level} {place}"]
        return same, [*apart, f"{full} {level} {elsewhere} e.V.", f"{full} e.V."]

    def administration(self) -> tuple[list[str], list[str]]:
        (office, cut), (other, _cut) = self.two("departments")
        place, elsewhere = self.places()
        body = self.rng.choice(("Stadt", "Landkreis", "Gemeinde"))
        of = {"Stadt": "der Stadt", "Landkreis": "des Landkreises", "Gemeinde": "der Gemeinde"}[
            body
        ]
        ruled = {
            "Stadt": "Stadtverwaltung",
            "Landkreis": "Landratsamt",
            "Gemeinde": "Gemeindeverwaltung",
        }
        against = {"Stadt": "Landkreis", "Landkreis": "Stadt", "Gemeinde": "Landkreis"}[body]
        if self.rng.random() < 0.3:
            same = [f"{body} {place}", f"{ruled[body]} {place}", f"{ruled[body]} {of} {place}"]
            return same[:2], [
                f"{against} {place}",
                f"{body} {place}, {office}",
                f"{body} {elsewhere}",
            ]
        same = [
            f"{body} {place}, {office}",
            f"{office} {of} {place}",
            f"{ruled[body]} {place} - {cut}",
        ]
        same += [f"{cut} {of} {place}", f"{body} {place} {cut}", f"{office}, {body} {place}"]
        apart = [f"{body} {place}, {other}", f"{body} {place}", f"{office} {of} {elsewhere}"]
        return same, [*apart, f"{against} {place}, {office}"]

    def agency(self) -> tuple[list[str], list[str]]:
        (full, short), (other, _short) = self.two("agencies")
        place, elsewhere = self.places()
        same = [f"{full} {place}", f"{short} {place}", f"{full} ({short}) {place}"]
        return same, [
            f"{other} {place}",
            f"{full} {elsewhere}",
            f"Förderverein {full} {place} e.V.",
        ]

    def house(self) -> tuple[list[str], list[str]]:
        kind, other = self.two("houses")
        name, second = self.two("house_names")
        place, elsewhere = self.places()
        same = [f"{kind} {name} {place}", f"{kind} „{name}“, {place}", f"{place}: {kind} {name}"]
        same += [f"{noise.of_place(place)} {kind} {name}", f"{kind} {name} in {place}"]
        apart = [
            f"{kind} {second} {place}",
            f"{other} {name} {place}",
            f"{kind} {name} {elsewhere}",
        ]
        return same, [*apart, f"Freunde {kind} {name} {place} e.V."]

    def topic(self) -> tuple[list[str], list[str]]:
        first, second = self.two("topics")
        third = next(
            t for t in self.rng.sample(self.words["topics"], 3) if t not in (first, second)
        )
        place, elsewhere = self.places()
        frame = self.rng.choice(
            ("Verein für", "Netzwerk", "Stiftung für", "Arbeitskreis", "Bündnis für")
        )
        legal = " e.V." if frame.startswith("Verein") else ""
        same = [
            f"{frame} {first} und {second} {place}{legal}",
            f"{frame} {first} & {second} {place}",
        ]
        same += [
            f"{frame.replace('für', 'f.')} {first} u. {second} {place}",
            f"{frame} {first} und {second} in {place}",
        ]
        return same, [
            f"{frame} {first} und {third} {place}{legal}",
            f"{frame} {first} und {second} {elsewhere}{legal}",
            f"{frame} {third} {place}",
        ]

    def migrant(self) -> tuple[list[str], list[str]]:
        place, elsewhere = self.places()
        if self.rng.random() < 0.25:
            (name, german), (other, _german) = self.two("foreign")
            same = [
                f"{name} ({german}) e.V. {place}",
                f"{german} - {name} {place}",
                f"{name} – {german}, {place}",
            ]
            return same, [f"{other} {place}", f"{german} ({other}) {place}"]
        nation, other = self.two("nations")
        club, second = self.two("clubs")
        apart = club.removesuffix("verein") + "-Verein"
        same = [
            f"{nation}er {club} {place} e.V.",
            f"{nation}er {apart} {place}",
            f"{nation}er {club} in {place}",
        ]
        same += [f"{noise.of_place(place)} {nation}er {club}"]
        different = [f"{other}er {club} {place}", f"{nation}er {second} {place}"]
        return same, [*different, f"{nation}er {club} {elsewhere} e.V."]

    def company(self) -> tuple[list[str], list[str]]:
        name, other = self.one("near_people") if self.rng.random() < 0.4 else self.two("people")
        trade, second = self.two("trades")
        form = self.rng.choice((" GmbH", " GmbH & Co. KG", " e.K.", " KG", ""))
        same = [
            f"{trade} {name}{form}",
            f"{trade} {name}",
            f"{name} {trade}{form}",
            f"Firma {trade} {name}",
        ]
        different = [f"{trade} {other}{form}", f"{second} {name}{form}"]
        return same, different

    def brand(self) -> tuple[list[str], list[str]]:
        brand, other = self.two("brands")
        name, kind = brand.split()
        form = self.rng.choice((" GmbH", " AG", " SE"))
        long = {
            " GmbH": " Gesellschaft mit beschränkter Haftung",
            " AG": " Aktiengesellschaft",
            " SE": " SE",
        }
        same = [f"{brand}{form}", brand, f"{brand}{long[form]}", f"{brand} Deutschland{form}"]
        return same, [
            f"{other}{form}",
            f"{name} {other.split()[1]}{form}",
            f"{other.split()[0]} {kind}{form}",
        ]

    def form(self) -> tuple[list[str], list[str]]:
        """Bodies whose names differ in nothing but the legal form."""
        forms = {
            "e.V.": "eingetragener Verein",
            "gGmbH": "gemeinnützige GmbH",
            "AG": "Aktiengesellschaft",
            "eG": "eingetragene Genossenschaft",
            "GmbH & Co. KG": "GmbH und Co. KG",
        }
        form, against = self.rng.sample(list(forms), 2)
        name = self.rng.choice(
            (self.one("brands"), f"{self.one('houses')} {self.one('house_names')}")
        )
        same = [f"{name} {form}", f"{name} {forms[form]}", f"{name}, {form}"]
        return same, [f"{name} {against}", f"{name} {forms[against]}"]

    def church(self) -> tuple[list[str], list[str]]:
        place, elsewhere = self.places()
        saint, other = self.rng.sample(("Marien", "Josef", "Lukas", "Petri", "Elisabeth"), 2)
        faith, cut, against = self.rng.choice(
            (("Evangelische", "Ev.", "Katholische"), ("Katholische", "Kath.", "Evangelische"))
        )
        same = [
            f"{faith} Kirchengemeinde St. {saint} {place}",
            f"{cut} Kirchengemeinde Sankt {saint} {place}",
            f"{cut} Kirchengemeinde St. {saint}, {place}",
        ]
        return same, [
            f"{against} Kirchengemeinde St. {saint} {place}",
            f"{cut} Kirchengemeinde St. {other} {place}",
            f"{cut} Kirchengemeinde St. {saint} {elsewhere}",
        ]

    def numbered(self) -> tuple[list[str], list[str]]:
        place, elsewhere = self.places()
        kind = self.one("houses")
        number, other = self.rng.sample(range(1, 9), 2)
        side, against = self.rng.sample(("Nord", "Süd", "Ost", "West", "Mitte"), 2)
        if self.rng.random() < 0.5:
            return [
                f"{kind} {number} {place}",
                f"{number}. {kind} {place}",
                f"{kind} {place} {number}",
            ], [f"{kind} {other} {place}", f"{kind} {number} {elsewhere}"]
        return [f"{kind} {place}-{side}", f"{kind} {place} {side}", f"{kind} {side} {place}"], [
            f"{kind} {place} {against}",
            f"{kind} {elsewhere} {side}",
        ]
