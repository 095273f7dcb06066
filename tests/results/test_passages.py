"""Sentences from islands: what may be about a person is shown before anybody publishes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.results import passages
from forum.results.passages import Hint

PEOPLE = [("Selin", "Aydın"), ("Jan-Philipp", "Körner"), ("Amira", "al-Hadid"), ("Uwe", "Brandt")]
NAMES = passages.known_names(PEOPLE)

SEEDS = [
    "Herr A., 34, aus Hamm, Duldung seit 2019, findet keine Wohnung.",
    "Frau K. wartet seit acht Monaten auf den Bescheid.",
    "Bitte bei Familie Yılmaz nachfragen.",
    "Selin Aydın hat den Ablauf erklärt.",
    "Brandt, Uwe kann den Kontakt herstellen.",
    "Jan-Philipp Körner übernimmt die Liste.",
    "Amira al-Hadid kennt die Beratungsstelle.",
    "Rückfragen an s.aydin@stadt.example",
    "Kontakt: beratung (at) verein.example",
    "Telefon 02331 207-1234 ist immer besetzt.",
    "Mobil +49 171 5550123 anrufen.",
    "Nummer 0171/5550123 weitergeben.",
    "Unter (02331) 55 01 23 meldet sich niemand.",
    "Die Familie wohnt in der Auenstraße 14.",
    "Umzug in die Lange Str. 7b ist geplant.",
    "Sie lebt Am Kornmarkt 3.",
    "Adresse: 58095 Hagen",
    "Treffpunkt Platz der Einheit 5 bei der Mutter",
    "Eine junge Frau aus Syrien, schwanger, fand keinen Platz.",
    "Unser Klient ist 17 und kam 2023 allein.",
    "Der 19-jährige Mann aus Afghanistan bekam eine Absage.",
    "Ein Vater mit Duldung arbeitet seit Jahren ohne Vertrag.",
    "Maria S. hat das selbst erlebt.",
    "Klientin M. wurde dreimal weggeschickt.",
    "Geboren am 12.03.1998, seitdem vier Städte.",
    "geb. 1.1.2001 steht in jedem Ausweis",
    "Der Termin war für M. K., die nicht kam.",
    "Aktenzeichen 32-4711/23 liegt seit Mai.",
    "BG-Nummer: 35502//0012345 wurde verwechselt.",
    "Mein Mandant, 42 Jahre, alleinerziehend, verlor die Wohnung.",
    "Mrs. Osei was sent away twice.",
    "A client, 23 years old, from Eritrea, waits.",
    "Die Mutter aus Kabul ist traumatisiert.",
    "Der Junge, 12 Jahre, geht nicht zur Schule.",
    "Hr. Nowak vom Jobcenter hilft.",
    "Dr. Lindner schreibt die Gutachten.",
    "Prof. Dr. Weiß leitet die Studie.",
    "Wohnung in der Friedrich-Ebert-Straße 112 steht leer.",
    "Eine Klientin wurde misshandelt und findet keinen Platz im Frauenhaus.",
    "Am 14.02.2025 stand sie mit drei Kindern vor der Tür.",
]
HARMLESS = [
    "Eine feste Ansprechperson vom Mietangebot bis zum Einzug.",
    "Mietbescheinigungen brauchen zwei Wochen statt sechs.",
    "Große Familien finden kaum Wohnungen mit vier Zimmern.",
    "Umzugsmappe in neun Sprachen, mit Bildern.",
    "Gemeinsame Checkliste von Jobcenter und Wohnraumhilfe bis 30. April.",
    "Die Zuständigkeit wechselt mit dem Aufenthaltstitel.",
    "Frauen mit kleinen Kindern erreichen die Kurse am Nachmittag nicht.",
    "Menschen mit Duldung dürfen früher arbeiten.",
    "Mehr Sprachkurse mit Kinderbetreuung in allen 7 Stadtteilen.",
    "Beispiele aus der Praxis gehören auf eine Seite.",
    "Das Quartiersmanagement geht beim Einzug mit in die Wohnung.",
    "Die Stadt, das Jobcenter und 12 Träger treffen sich vierteljährlich.",
]


@pytest.mark.parametrize("text", SEEDS)
def test_what_may_be_about_a_person_is_shown(text: str) -> None:
    assert passages.find(text, NAMES) != ()


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_about_nobody_is_not(text: str) -> None:
    assert passages.find(text, NAMES) == ()


@pytest.mark.parametrize(
    ("text", "hint", "passage"),
    [
        ("Fragen an a.b@stadt.example.", Hint.EMAIL, "a.b@stadt.example"),
        ("Ruft 02331 207123 an.", Hint.PHONE, "02331 207123"),
        ("Hier: Auenstraße 14.", Hint.ADDRESS, "Auenstraße 14"),
        ("Danke, Selin Aydın!", Hint.NAME, "Selin Aydın"),
        ("geboren am 12.03.1998", Hint.CASE, "geboren am 12.03.1998"),
    ],
)
def test_where_it_stands_and_why(text: str, hint: Hint, passage: str) -> None:
    (found,) = passages.find(text, NAMES)
    assert (text[found.start : found.end], found.hint) == (passage, hint)


NAMED = st.sampled_from([NAMES, frozenset(), frozenset({"herr", "aus"})])


def test_a_known_name_alone_is_an_ordinary_word() -> None:
    assert passages.find("Der Brandt an der Schule war schlimm.", NAMES) == ()


WORDS = (
    "Herr",
    "A.",
    "Selin",
    "Aydın",
    "0171",
    "5550123",
    "17",
    "Jahre",
    "aus",
    "Ha",
    "12345",
    "@",
)


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=12).map(" ".join), NAMED)
def test_any_text_is_read_and_passages_lie_apart_in_order(text: str, names: frozenset[str]) -> None:
    found = passages.find(text, names)
    ends = [0, *(end for one in found for end in (one.start, one.end)), len(text)]
    assert ends == sorted(ends)
    assert all(one.start < one.end for one in found)
