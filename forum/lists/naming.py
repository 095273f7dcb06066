"""Names as offices keep them: how they are compared, and what earlier programs did to them."""

from __future__ import annotations

import functools
import re

from forum.base import typed

_LOST = re.compile("[?\ufffd]")
_ANY = "ꙮ"
"""A letter that no name holds, in the place of one that was lost."""
MOST_LOST = 3
"""With more letters lost a name could be almost anybody's."""
LONGEST = 60


@functools.lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """The name as it is compared; a lost letter stays marked."""
    return typed.comparable(_LOST.sub(_ANY, name))


def is_damaged(text: str) -> bool:
    """Whether an earlier program has lost letters of it."""
    return bool(_LOST.search(text)) or bool(repaired(text))


def repaired(text: str) -> str:
    """The text as it was before UTF-8 was read as cp1252; empty where that did not happen."""
    try:
        meant = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""
    return meant if meant != text else ""


def spelling_in(address: str, name: str) -> str:
    """How an address spells a damaged name, e.g. „yildiz“ for „Y?ld?z“; empty where it does not."""
    if len(_LOST.findall(name)) > MOST_LOST or len(name) > LONGEST:
        return ""
    pattern = re.compile("".join(_letter(letter) for letter in name.casefold()))
    local = address.casefold().rpartition("@")[0]
    words = [re.sub(r"[^a-z]", "", word) for word in re.split(r"[._+\d]", local)]
    return next((word for word in words if pattern.fullmatch(word)), "")


def _letter(letter: str) -> str:
    if _LOST.match(letter):
        return "[a-z]{1,2}"
    plain = typed.comparable(letter)
    return f"(?:{plain}|{plain}e)" if letter in "äöü" else re.escape(plain)


def names_agree(one: str, other: str) -> bool:
    """Whether two names are the same but for letters that were lost."""
    first, second = name_key(one), name_key(other)
    return first == second or _fits(first, second) or _fits(second, first)


def _fits(damaged: str, whole: str) -> bool:
    return 0 < damaged.count(_ANY) <= MOST_LOST and _follows(damaged, whole)


def _follows(pattern: str, rest: str) -> bool:
    """Whether the text is the pattern, each lost letter standing for one or two."""
    known, lost, later = pattern.partition(_ANY)
    if not rest.startswith(known):
        return False
    rest = rest.removeprefix(known)
    if not lost:
        return not rest
    return any(
        _follows(later, rest[length:])
        for length in (1, 2)
        if len(rest) >= length and " " not in rest[:length]
    )


def may_share_address(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two (first, last) names behind one address can be one person: a first name agrees."""
    if not (one[0] and other[0]) or names_agree(" ".join(one), " ".join(other)):
        return True
    pairs = [(a, b) for a in name_key(one[0]).split() for b in name_key(other[0]).split()]
    swapped = set(name_key(" ".join(one)).split()) == set(name_key(" ".join(other)).split())
    return swapped or any(
        names_agree(a, b) or (1 in {len(a), len(b)} and a[0] == b[0]) for a, b in pairs
    )
