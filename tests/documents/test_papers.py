"""What stands on each paper, and that it can be read by everybody."""

from __future__ import annotations

import pytest

from forum.documents import labels, papers
from forum.documents.model import Island, Stop
from tests.documents import days
from tests.support.pdfs import Pdf, squeezed

NAMES = (
    "Ümit Großmann-Öztürk",
    "Олена Ґрицай",
    "Ελένη Παπαδοπούλου",
    "Nguyễn Thị Hồng",
    "Անի Սարգսյան",
    "ნინო ბერიძე",
    days.LONG,
    "#strong[x] $a$ \\u202e",
    "=SUMME(A1:A9)",
    "<b>& *x* _y_ `z` @w //",
)
ARABIC = "ليلى حداد"
FROM_THE_RIGHT = (ARABIC, "דנה לוי")


@pytest.fixture(scope="module", params=days.KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_it_says_what_it_is_in_which_language(kind: str) -> None:
    pdf = days.read(kind, [days.person()])
    assert (pdf.is_tagged, pdf.language, pdf.claims) == (True, "de", {"ua-1", "a-2"})
    assert pdf.shows_title
    assert pdf.title.endswith(f"Case-Management im Kommunalen Integrationsmanagement – {days.PLAN}")
    assert pdf.sizes == {days.KINDS[kind][0]}
    assert days.read(kind, [days.person()], language="en").language == "en"


def test_every_sheet_carries_the_plan(kind: str) -> None:
    people = [days.person(f"Person {number}") for number in range(1, 31)]
    pages = days.read(kind, people).pages
    assert len(pages) > 1
    assert [page for page in pages if squeezed(days.PLAN) not in squeezed(page)] == []


def test_equal_values_give_equal_bytes_with_our_fonts(kind: str) -> None:
    people = [days.person(), days.person(ARABIC)]
    made = days.printed(kind, people)
    assert made == days.printed(kind, people)
    families = (
        {"FiraSans"} if kind in {"door signs", "result sheets"} else {"FiraSans", "NotoSansArabic"}
    )
    assert Pdf(made.pdf).fonts == families


def test_what_is_not_set_up_yet_is_no_failure(kind: str) -> None:
    assert days.read(kind, []).is_tagged
    unplaced = [days.person(organisation="", stops=[])]
    for missing in ({"rounds": []}, {"islands": []}, {"venue": "", "address": "", "contact": ()}):
        assert days.read(kind, unplaced, programme=(), **missing).is_tagged


@pytest.mark.parametrize("kind", days.WITH_NAMES)
def test_names_come_back_as_they_are(kind: str) -> None:
    people = [days.person(name, organisation=f"Bei {name}") for name in (*NAMES, *FROM_THE_RIGHT)]
    text = squeezed(days.read(kind, people).text).replace("-", "")
    lost = [name for name in NAMES if squeezed(name).replace("-", "") not in text]
    # of what is written from right to left, a line comes back in the order of the eye
    lost += [word for name in FROM_THE_RIGHT for word in name.split() if word not in text]
    assert lost == []


@pytest.mark.parametrize("kind", days.WITH_NAMES)
def test_signs_that_turn_the_direction_turn_nothing(kind: str) -> None:
    pdf = days.read(kind, [days.person("Kim \u202eBeispiel\u2066\u0007\n")])
    assert "Kim Beispiel" in pdf.text


@pytest.mark.parametrize("kind", ["route cards", "route cards, A4", "badges", "badges, tall"])
def test_everybody_has_a_heading_and_their_signs_in_order(kind: str) -> None:
    structure = days.read(kind, [days.person(is_photographed=True), days.person()]).structure
    assert len(list(structure.all("H1"))) == 2
    alts = [figure.alt for figure in structure.all("Figure")]
    signs = ["Island sign B", "Island sign A", "Island sign D"]
    mark = [] if kind.startswith("route") else ["No photos"]
    assert alts == [*signs, *mark, *signs]


def test_a_route_card_says_where_to_go() -> None:
    address = "https://forum.example/my/" + "A" * 36
    pdf = days.read("route cards", [days.person(address=address)])
    for words in (
        "Ümit Muster",
        "Stadt Auenstadt",
        "Runde 1 10:00 bis 10:40 Uhr",
        "Island B – Arbeit",
        "Raum 202, 2. Obergeschoss",
        "Table 2",
    ):
        assert words in pdf.text
    assert len(list(pdf.structure.all("LI"))) == 3
    alts = [figure.alt for figure in pdf.structure.all("Figure")]
    assert alts[-1] == "QR code for the check-in at the entrance"


@pytest.mark.parametrize(("sheet", "pages"), [("a5", 5), ("a4", 3)])
def test_cards_lie_one_or_two_on_a_sheet(sheet: str, pages: int) -> None:
    people = [days.person(f"{days.LONG} {number}", days.LONG) for number in range(5)]
    assert len(Pdf(papers.route_cards(days.forum(), people, sheet=sheet).pdf).pages) == pages


@pytest.mark.parametrize("layout", labels.LAYOUTS)
def test_labels_lie_in_the_middle_of_the_sheet(layout: str) -> None:
    sheet = labels.LAYOUTS[layout]
    across = sheet.columns * sheet.width + (sheet.columns - 1) * sheet.gap_x
    down = sheet.rows * sheet.height + (sheet.rows - 1) * sheet.gap_y
    assert (2 * sheet.left + across, 2 * sheet.top + down) == (210, 297)
    whole = sheet.columns * sheet.rows
    for number in (whole, whole + 1):
        people = [days.person(f"{days.LONG} {n}", 3 * f"{days.LONG} ") for n in range(number)]
        pages = Pdf(papers.badges(days.forum(), people, layout=layout).pdf).pages
        assert len(pages) == 1 + (number > whole)
        assert pages[0].count("Runde 1") == whole


def test_a_door_sign_names_the_island_in_both_languages() -> None:
    pdf = days.read("door signs", [])
    assert len(pdf.pages) == 4
    assert "Island A Aufenthalt Residence" in pdf.pages[0]
    assert "Island B Arbeit Raum 202, 2. Obergeschoss" in pdf.pages[1]
    assert "Runde 1 10:00 bis 10:40 Uhr" in pdf.pages[1]
    assert "Ina Insel" in pdf.pages[1]
    assert next(pdf.structure.all("Figure")).alt == "Island sign A"


def test_a_door_sign_stays_one_sheet_however_much_it_says() -> None:
    much = f"{days.LONG} und noch einmal {days.LONG}"
    island = Island("H", much, room=much, hosts=(much,) * 4, other_theme=much, other_language="en")
    assert len(days.read("door signs", [], islands=[island]).pages) == 1


def test_lists_are_tables_whose_head_returns() -> None:
    many = [days.person(f"Person {number}", stops=[Stop(0, "B")]) for number in range(1, 41)]
    pdf = days.read("lists", many)
    tables = list(pdf.structure.all("Table"))
    assert len(tables) == 4 * 3
    assert [len(list(table.all("TH"))) for table in tables] == [4] * 12
    assert len(list(tables[3].all("TR"))) == 1 + 40 + 3
    assert [page for page in pdf.pages if "Signature" not in page] == []
    assert len(pdf.pages) > 12


def test_the_folder_holds_everything() -> None:
    pdf = days.read("folder", [days.person(), days.person("Kim Späth", stops=[])])
    cover = pdf.pages[0]
    assert days.PLAN in cover
    assert "Kim Beispiel, 0221 4710247" in cover
    parts = (
        "Programme",
        "Islands, rooms and door signs",
        "Check-in list",
        "Lists per island and round",
    )
    for part in (*parts, "All routes", "Attendance sheets to fill in", "Result sheets"):
        assert part in cover
        assert part in " ".join(pdf.pages[1:])
    assert "Begrüßung" in pdf.pages[1]
    assert "Kim Späth Stadt Auenstadt no island yet" in pdf.pages[2]
    assert len(list(pdf.structure.all("Table"))) == 1 + 1 + 12 + 1 + 3 + 1 + 4
    assert "Island B – Arbeit Raum 202, 2. Obergeschoss Ina Insel" in pdf.pages[-5]
    for sign, theme in zip(
        pdf.pages[-4:], ("Aufenthalt", "Arbeit", "Deutscherwerb", "Wohnen"), strict=True
    ):
        assert theme in sign
