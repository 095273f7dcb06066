"""`forum organisations match`: names compared two by two."""

from __future__ import annotations

import csv
import io

import pytest

from tests.support.programs import Program

PAIRS = "a;b\r\nStadt Öhlingen;Stadtverwaltung Oehlingen\r\nDRK KV Moor;DRK OV Moor\r\n"


def rows(printed: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(printed)))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_list_as_excel_writes_it(program: Program, encoding: str):
    file = program.instance.parent / "pairs.csv"
    file.write_bytes(PAIRS.encode(encoding))
    answer = program.run("organisations", "match", str(file))
    assert (answer.returncode, answer.stderr) == (0, "")
    assert rows(answer.stdout) == [
        ["a", "b", "verdict", "reason"],
        [
            "Stadt Öhlingen",
            "Stadtverwaltung Oehlingen",
            "same",
            "All words agree, whatever their order",
        ],
        ["DRK KV Moor", "DRK OV Moor", "different", "The levels differ: KV and OV"],
    ]


def test_quotes_other_columns_and_empty_lines(program: Program):
    file = program.instance.parent / "pairs.csv"
    file.write_text(
        'same,B,A\n1,Stadt Moor,"Stadt Moor, Sozialamt"\n,,\n0,Tafel\n', encoding="utf-8"
    )
    found = rows(program.run("organisations", "match", str(file)).stdout)
    assert [row[:3] for row in found[1:]] == [
        ["Stadt Moor, Sozialamt", "Stadt Moor", "part_of"],
        ["", "Tafel", "different"],
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"", "has no column a: its first line must name the columns a and b"),
        (b"a,c\nx,y\n", "has no column b: its first line must name the columns a and b"),
        (b'a,b\n"x' + b"y" * 200_000 + b'",z\n', "cannot be read as CSV, line 2: field larger"),
    ],
)
def test_what_is_wrong_is_one_line(program: Program, content: bytes | None, said: str):
    file = program.instance.parent / "pairs.csv"
    if content is not None:
        file.write_bytes(content)
    answer = program.run("organisations", "match", str(file))
    assert (answer.returncode, answer.stdout) == (2, "")
    assert len(answer.stderr.splitlines()) == 1
    assert said in answer.stderr
