"""What people type: cleaned at the boundary, compared without its accidents."""

import contextlib
import re
import unicodedata

_KEPT = "\n\t\u200c\u200d"
"""Line breaks and tabs; and the joiners that Persian names and emoji are written with."""
_CONTROLS = {"Cc", "Cf", "Cs"}

_UMLAUTS = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue"}


def clean_line(text: str | None) -> str:
    """One line as meant: no control or invisible characters, single spaces, NFC."""
    return re.sub(r"\s+", " ", clean_lines(text)).strip()


def clean_lines(text: str | None) -> str:
    """Several lines as meant: line breaks stay (as \\n), other control characters go, NFC."""
    text = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    if text.isprintable():  # then it has none of them
        return unicodedata.normalize("NFC", text).strip()
    kept = "".join(
        character
        for character in text
        if character in _KEPT or unicodedata.category(character) not in _CONTROLS
    )
    return unicodedata.normalize("NFC", kept).strip()


def comparable(text: str) -> str:
    """For comparing names: casefolded, without accents and punctuation, ß as ss."""
    letters = text.casefold()
    if not letters.isascii():
        decomposed = unicodedata.normalize("NFKD", letters)
        letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", letters))


def slug(text: str) -> str:
    """A kebab-case word for addresses: „Übergänge 2027“ becomes "uebergaenge-2027"."""
    umlauts = text.casefold().translate(_UMLAUTS)
    ascii_only = "".join(c for c in comparable(umlauts) if c.isascii())
    return "-".join(ascii_only.split())[:60].strip("-")


def address_key(address: str) -> str:
    """The address as it is compared: case and an international domain's spelling do not count."""
    local, _at, domain = address.strip().rpartition("@")
    with contextlib.suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local}@{domain}".casefold()
