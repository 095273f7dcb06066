"""A PDF as its readers meet it: pages, words, and the structure that screen readers follow."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader

MILLIMETRE = 72 / 25.4


@dataclass(frozen=True)
class Tag:
    """An element of the structure: its role, and what is read out in place of a picture."""

    role: str
    alt: str
    kids: tuple[Tag, ...]

    def all(self, role: str) -> Iterator[Tag]:
        """Every element below with this role, in reading order."""
        for kid in self.kids:
            if kid.role == role:
                yield kid
            yield from kid.all(role)


class Pdf:
    """A PDF that is looked at."""

    def __init__(self, content: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(content), strict=True)
        self.root: Any = self.reader.trailer["/Root"]

    @property
    def pages(self) -> list[str]:
        """The words of each page, on one line."""
        return [" ".join(page.extract_text().split()) for page in self.reader.pages]

    @property
    def text(self) -> str:
        return " ".join(self.pages)

    @property
    def sizes(self) -> set[tuple[int, int]]:
        """Width and height of the pages, in whole millimetres."""
        boxes = [page.mediabox for page in self.reader.pages]
        return {
            (round(float(b.width) / MILLIMETRE), round(float(b.height) / MILLIMETRE)) for b in boxes
        }

    @property
    def title(self) -> str:
        return str(self.reader.metadata.title) if self.reader.metadata else ""

    @property
    def language(self) -> str:
        return str(self.root["/Lang"])

    @property
    def shows_title(self) -> bool:
        """Whether a window shows the title, not the name of the file."""
        return bool(self.root["/ViewerPreferences"]["/DisplayDocTitle"])

    @property
    def is_tagged(self) -> bool:
        return bool(self.root["/MarkInfo"]["/Marked"]) and "/StructTreeRoot" in self.root

    @property
    def claims(self) -> set[str]:
        """The standards that the file says it keeps."""
        told = self.root["/Metadata"].get_data()
        known = {"ua-1": b"<pdfuaid:part>1<", "a-2": b"<pdfaid:part>2<"}
        return {name for name, words in known.items() if words in told}

    @property
    def structure(self) -> Tag:
        return Tag("Root", "", tuple(_kids(self.root["/StructTreeRoot"])))

    @property
    def fonts(self) -> set[str]:
        """The families of the fonts that lie in the file."""
        found = set()
        for page in self.reader.pages:
            for font in page["/Resources"].get("/Font", {}).values():
                name = str(font.get_object()["/BaseFont"]).partition("+")[2]
                found.add(name.partition("-")[0])
        return found


def _kids(node: Any) -> Iterator[Tag]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        found = kid.get_object()
        if isinstance(found, dict) and "/S" in found:
            yield Tag(found["/S"][1:], str(found.get("/Alt", "")), tuple(_kids(found)))


def squeezed(text: str) -> str:
    """Without any space or soft hyphen, because a line may end anywhere."""
    return "".join(text.split()).replace("\xad", "")
