"""Reading lists: what offices send, and what nobody should."""

from __future__ import annotations

import contextlib
import io
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.base.refusal import Refused
from forum.lists import cells, naming, reading
from tests.support.lists import DEMO, csv, xlsx

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def names(content: bytes) -> list[tuple[int, str, str]]:
    return [(row.number, row["first_name"], row["last_name"]) for row in reading.read(content).rows]


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        reading.read(content)
    assert refused.value.field == "file"
    return refused.value.sentence.sentence


def test_demo_list_is_read_as_it_lies() -> None:
    read = reading.read(DEMO)
    assert [column.field for column in read.columns] == [
        "received",
        "first_name",
        "last_name",
        "organisation",
        "sector",
        "role",
        "email",
        "phone",
        "wish1",
        "wish2",
        "wish3",
        "need",
        "contact_list",
        "photos",
    ]
    assert [row.number for row in read.rows] == list(range(2, 88))
    assert read.rows[2]["last_name"] == "Schäfer"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_common_writing_is_read(encoding: str, delimiter: str) -> None:
    text = f"Vorname{delimiter}Nachname\r\nZoë{delimiter}Müller\r\n"
    assert names(text.encode(encoding)) == [(2, "Zoë", "Müller")]


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    content = csv('Lena;"Weber\nKurz"', "", ";;", "Jan;Kurz", heading="Vorname;Nachname")
    assert names(content) == [(2, "Lena", "Weber Kurz"), (5, "Jan", "Kurz")]
    table = [["Vorname", "Nachname"], [], ["Lena", "Weber"]]
    assert names(xlsx(table)) == [(3, "Lena", "Weber")]


def test_title_above_the_heading_and_the_separator_line_of_excel() -> None:
    assert names(b"sep=;\r\nVorname;Nachname\r\nA;B") == [(2, "A", "B")]
    assert names(b"Unsere Liste;\r\n\r\nVorname;Nachname\r\nA;B") == [(4, "A", "B")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Lena Weber", ("Lena", "Weber")),
        ("Weber, Lena", ("Lena", "Weber")),
        ("Lena von der Heide", ("Lena", "von der Heide")),
        ("Weber", ("", "Weber")),
    ],
)
def test_one_column_for_the_whole_name(name: str, expected: tuple[str, str]) -> None:
    assert names(f'Name;Ort\n"{name}";X'.encode()) == [(2, *expected)]


def test_quotation_marks_inside_names_are_letters() -> None:
    content = csv('Lena;"Brücke" e.V.', heading="Vorname;Nachname")
    assert names(content) == [(2, "Lena", "Brücke e.V.")]


def test_the_sign_before_a_formula_is_taken_off() -> None:
    read = reading.read(csv("'+49 221 1;''=x;'t Hooft", heading="Telefon;Vorname;Nachname"))
    row = read.rows[0]
    assert (row["phone"], row["first_name"], row["last_name"]) == ("+49 221 1", "'=x", "'t Hooft")


EMPTY = "This file is empty. Please choose the file with your list."
STRANGE = "This file cannot be read as a list. Please save it as CSV or XLSX and try again."
LARGE = "This list is too large: at most 5,000 rows, 60 columns and 5 MB can be taken in."
NAMELESS = (
    "No column with names was found. The first row must hold headings, for example “Vorname” and "
    "“Nachname”."
)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", EMPTY),
        (b"\xef\xbb\xbf\r\n\r\n", EMPTY),
        (b"\x00" * 200, EMPTY),
        (b"a;b\r\n1;2\r\n", NAMELESS),
        (
            b"Vorname;Nachname\r\n;\r\n",
            "This list holds headings only. Please choose a file with people in it.",
        ),
        (bytes(range(256)) * 20, STRANGE),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", STRANGE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512, STRANGE),
        (b"Vorname;Nachname\r\nA;B\x00C\r\n", STRANGE),
        (b"Vorname\xff\x81;Nachname\r\nA;B", STRANGE),
        (b"PK\x03\x04 and nothing more", STRANGE),
        (b"Vorname;Nachname\r\n" + b"A;B\r\n" * 5001, LARGE),
        (b"Vorname;" * 61 + b"Nachname\r\nA;B", LARGE),
        (b"Vorname;Nachname\r\n" + b"x" * 5 * 1024 * 1024, LARGE),
        (
            b'Vorname;Nachname\r\n"A;B\r\nC;D\r\n',
            "A quotation mark in this list is never closed. Please check the file.",
        ),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence(content: bytes, sentence: str) -> None:
    assert refusal(content) == sentence


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    "{}</sheetData></worksheet>"
)
SHARED = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</sst>'


def _workbook(sheet: str, shared: str = "") -> bytes:
    """A spreadsheet whose parts somebody has written by hand."""
    changed = {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": SHARED.format(shared)}
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx([["a"]]))) as whole,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as hostile,
    ):
        for name in whole.namelist():
            hostile.writestr(name, changed.get(name, whole.read(name)))
    return made.getvalue()


def _cell(place: str, value: str, kind: str = "str") -> str:
    row = "".join(filter(str.isdigit, place))
    return f'<row r="{row}"><c r="{place}" t="{kind}"><v>{value}</v></c></row>'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (_workbook(SHEET.format(_cell("A1", "x") + _cell("XFD1048576", "x"))), LARGE),
        (_workbook(SHEET.format(_cell("A1", "x") + " " * 60_000_000)), LARGE),
        (
            _workbook(
                SHEET.format("".join(_cell(f"A{n}", "0", "s") for n in range(1, 5000))),
                f"<si><t>{'x' * 32_000}</t></si>",
            ),
            LARGE,
        ),
        (
            _workbook('<!DOCTYPE x [<!ENTITY a "aa">]>' + SHEET.format(_cell("A1", "&a;"))),
            STRANGE,
        ),
        (_workbook(SHEET.format(_cell("A1", "7", "s"))), STRANGE),
        (_workbook("<worksheet><sheetData>"), STRANGE),
        (xlsx([["Vorname", "Nachname"]])[:-60], STRANGE),
        (xlsx([]), NAMELESS),
    ],
)
def test_hostile_spreadsheets_are_refused_in_one_sentence(content: bytes, sentence: str) -> None:
    assert refusal(content) == sentence


@settings(deadline=None)
@given(content=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for whole in (
        content,
        b"Vorname;Nachname\r\n" + content,
        xlsx([["Name"], ["x"]])[:-1] + content,
    ):
        with contextlib.suppress(Refused):
            assert reading.read(whole).rows


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("01.09.2026", "2026-09-01T10:00:00+00:00"),
        ("2026-12-24", "2026-11-23T12:00:00+00:00"),
        ("1.11.26", "2026-11-01T11:00:00+00:00"),
        ("2026-09-01 08:15", "2026-09-01T10:00:00+00:00"),
        ("gestern", "2026-11-23T12:00:00+00:00"),
        ("01.01.0001", "2026-11-23T12:00:00+00:00"),
        ("", "2026-11-23T12:00:00+00:00"),
    ],
)
def test_day_of_receipt(said: str, meant: str) -> None:
    assert cells.received(said, NOW).isoformat() == meant


def test_names_that_lost_letters() -> None:
    assert naming.names_agree("Hanna Y?ld?z", "Hanna Yıldız")
    assert not naming.names_agree("Hanna Y?ld?z", "Hanna Yilmaz")
    assert naming.repaired("SchÃ¤fer") == "Schäfer"
    assert naming.repaired("Schäfer") == ""
    assert naming.spelling_in("k.mueller-huber@stadt.example", "Müll?r-Huber") == "muellerhuber"
    assert naming.spelling_in("info@stadt.example", "Y?ld?z") == ""


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("Lena", "Weber"), ("Lena", "Krüger"), True),
        (("L.", "Weber"), ("Lena", "Weber"), True),
        (("Weber", "Lena"), ("Lena", "Weber"), True),
        (("", "Weber"), ("Lena", "Weber"), True),
        (("Lena", "Weber"), ("Jan", "Weber"), False),
    ],
)
def test_who_may_share_an_address(
    one: tuple[str, str], other: tuple[str, str], *, expected: bool
) -> None:
    assert naming.may_share_address(one, other) is expected


@pytest.mark.parametrize("said", ["+49 (0)221 4710-247", "0049 221 4710247", "0221/4710247"])
def test_one_phone_number_in_many_writings(said: str) -> None:
    assert cells.key_of("phone", said) == "02214710247"


def test_many_lost_letters_cost_no_time() -> None:
    hopeless = "?" * 100 + "q"
    assert naming.spelling_in("a" * 150 + "@x.example", hopeless) == ""
    assert naming.names_agree(hopeless, "a" * 150) is False
    assert naming.names_agree("Y?ld?z", "Yıldız") is True
