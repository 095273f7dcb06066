"""Each rule by example, with its reason in words."""

from __future__ import annotations

import pytest

from forum import matching
from forum.matching import Kind, Verdict

SAME, MAYBE, PART_OF, DIFFERENT = Kind.SAME, Kind.MAYBE, Kind.PART_OF, Kind.DIFFERENT


def judge(one: str, other: str) -> Verdict:
    return matching.judge(one, other, matching.default())


def said(verdict: Verdict) -> str:
    return "; ".join(map(str, verdict.reasons))


@pytest.mark.parametrize(
    ("one", "other", "kind", "reason"),
    [
        ("Bürgerhaus Talbrück", "BUERGERHAUS  Talbrueck", SAME, "spelled alike"),
        ("Migrant:innenrat Südmark", "Migrantenrat Südmark", SAME, "spelled alike"),
        ("Rat der Bürgerinnen und Bürger", "Rat der Bürger*innen", SAME, "spelled alike"),
        ("Kulturladen e.V.", "Kulturladen", SAME, "Only one of them names its legal form (e.V.)"),
        ("Kulturladen e.V.", "Kulturladen gGmbH", DIFFERENT, "legal forms differ: e.V. and gGmbH"),
        ("Kulturladen GmbH", "Kulturladen gGmbH", MAYBE, "legal forms differ: GmbH and gGmbH"),
        ("Mertens GmbH", "Mertens GmbH & Co. KG", DIFFERENT, "legal forms differ"),
        ("Ev. Frauenhilfe Moor", "Evangelische Frauenhilfe Moor", SAME, "mean the same"),
        (
            "AWO Heidetal",
            "Arbeiterwohlfahrt Heidetal",
            SAME,
            "“AWO” stands for “Arbeiterwohlfahrt”",
        ),
        ("DRK KV Moor", "DRK OV Moor", DIFFERENT, "The levels differ: KV and OV"),
        ("Paritätischer Moor", "Paritätischer Landesverband Moor", SAME, "“Landesverband”"),
        (
            "Stadt Moor",
            "Landkreis Moor",
            DIFFERENT,
            "“Landkreis” and “Stadt” are two administrations",
        ),
        ("Stadt Moor", "Stadtverwaltung Moor", SAME, "All words agree"),
        ("Landkreis Moor", "Landratsamt Moor", SAME, "All words agree"),
        ("Stadt Moor", "Gemeinde Moor", MAYBE, "often used for each other"),
        ("Stadt Moor", "Caritas Moor", DIFFERENT, "“Caritas” is a body of its own"),
        ("Stadt Moor", "Moor", MAYBE, "Only one of them says “Stadt”"),
        (
            "Stadt Moor, Sozialamt",
            "Stadt Moor, Schulamt",
            DIFFERENT,
            "“Schulamt” is not “Sozialamt”",
        ),
        ("Stadtjugendamt Moor", "Jugendamt der Stadt Moor", SAME, "All words agree"),
        ("Amt für Statistik Moor", "Statistikamt Moor", SAME, "All words agree"),
        (
            "Jüdische Gemeinde Moor",
            "Jüdischer Verein Moor",
            DIFFERENT,
            "“Gemeinde” makes it another",
        ),
        ("Tafel Talbrück", "Talbrücker Tafel", SAME, "“Talbrück” and “Talbrücker” mean the same"),
        ("Jugend-Werkstatt Moor", "Jugendwerkstatt Moor", SAME, "“Jugend Werkstatt” is written"),
        ("Frauenzentrum Eichwalden", "Frauenzentrum Eichwaden", SAME, "one typing error"),
        ("Irakischer Verein Moor", "Iranischer Verein Moor", DIFFERENT, "“Irakischer” is not"),
        ("Bäckerei Möller", "Bäckerei Müller", DIFFERENT, "“Möller” is not “Müller”"),
        ("Klinik Altenburg", "Klinik Altenberg", DIFFERENT, "“Altenberg” is not “Altenburg”"),
        ("Grundschule 3 Moor", "Grundschule 4 Moor", DIFFERENT, "The numbers differ: 3 and 4"),
        ("SV Moor 1908", "SV Moor", MAYBE, "Only one of them has the number 1908"),
        ("Haus A Moor", "Haus B Moor", DIFFERENT, "The numbers differ: a and b"),
        (
            "Freunde des Museums Moor",
            "Museum Moor",
            DIFFERENT,
            "supports a body and is not the body",
        ),
        ("Förderverein Museum", "Freundeskreis Museum", MAYBE, "often used for each other"),
        ("AG Moor", "Amtsgericht Moor", MAYBE, "“AG” can mean: Amtsgericht / Arbeitsgemeinschaft"),
        ("Tafel Moor c/o Rathaus", "Tafel Moor", SAME, "spelled alike"),
        ("Heilpäd. Zentrum", "Heilpädagogisches Zentrum", SAME, "“Heilpäd.” stands for"),
        ("Rat der Heimat (RdH)", "RdH", SAME, "“RdH” stands for “Rat Heimat”"),
        ("Kita Moor", "Kindergarten Moor", MAYBE, "often used for each other"),
        ("Afghanischer Verein", "Afghanischer Frauenverein", DIFFERENT, "makes it another body"),
        ("Caritas Moor Altenpflege gGmbH", "Caritas Moor e.V.", DIFFERENT, "legal forms differ"),
        ("Tafel", "Tafel", SAME, "spelled alike"),
        ("...", "!!!", DIFFERENT, "There are no words to compare"),
    ],
)
def test_a_rule_and_its_reason(one: str, other: str, kind: Kind, reason: str):
    verdict = judge(one, other)
    assert (verdict.kind, reason in said(verdict)) == (kind, True), said(verdict)


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("Stadt Talbrück, Sozialamt", "Stadt Talbrück"),
        ("Caritas Hagen Migrationsdienst", "Caritasverband Hagen e.V."),
        ("ASB Kleinmoor Rettungsdienst gGmbH", "ASB Kleinmoor"),
        ("DRK KV Talbrück", "Deutsches Rotes Kreuz e.V."),
        ("Universität Moor, Institut für Sprachen", "Uni Moor"),
    ],
)
def test_a_part_belongs_to_the_whole(part: str, whole: str):
    assert (judge(part, whole).kind, judge(part, whole).part) == (PART_OF, 0)
    assert (judge(whole, part).kind, judge(whole, part).part) == (PART_OF, 1)


def test_five_spellings_lead_to_one_organisation():
    registered = "Caritasverband Hagen e. V."
    for spelling in ("Caritas Hagen", "CV Hagen", "caritas-hagen", "www.caritas-hagen.de"):
        assert judge(spelling, registered).kind is SAME
    alone = judge("Caritas", registered)
    assert (alone.kind, str(alone.reasons[0])) == (MAYBE, "Only one of them says “Hagen”")
    assert judge("Diakonie Mark-Ruhr", "Diakonie Hagen").kind is DIFFERENT


def test_nothing_follows_from_two_other_verdicts():
    here, bare, there = "Jobcenter Hagen", "Jobcenter", "Jobcenter Dortmund"
    assert judge(here, bare).kind is judge(bare, there).kind is MAYBE
    assert judge(here, there).kind is DIFFERENT


def test_no_reason_is_a_percentage():
    texts = [
        said(judge("AWO Moor", other)) for other in ("AWO", "Awo Mohr", "DRK Moor", "AWO e.V.")
    ]
    assert not any("%" in text for text in texts)
