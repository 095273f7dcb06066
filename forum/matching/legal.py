"""Legal forms: found in a name, taken out of it, and compared."""

from __future__ import annotations

import re

from forum.matching import folding

# Longer forms first. The flag says whether the letters alone are clear anywhere in a name; what is
# not clear counts only at its end ("AG Asyl" is a working group, "Ev. Kirche" evangelical).
_LIMITED = r"gesellschaft\s+mit\s+beschr\w+nkter\s+haftung"
_ANYWHERE = {
    "GmbH & Co. KG": r"gg?mbh\s*(?:&|\+|und|u\.?)\s*co\.?\s*(?:kg\b)?(?:aa)?|gmbh\s*co\.?\s*kg\b",
    "gGmbH": rf"gem(?:\.|einn\w+tzige)\s*(?:gmbh\b|{_LIMITED})|g\s?gmbh\b",
    "GmbH": rf"gmbh\b|{_LIMITED}|\(?mbh\b\)?|g\.\s?m\.\s?b\.\s?h\.",
    "gUG": r"gug\b|gemeinn\w+tzige\s+(?:ug\b|unternehmergesellschaft)\s*(?:\(haftungs\w+\))?",
    "UG": r"unternehmergesellschaft(?:\s*\(haftungs\w+\))?|ug\s*\(?haftungsbeschr\w+\)?",
    "e.V.": r"e\.\s?v\.?(?!\w)|eingetragener\s+verein\b|(?-i:e ?V)\b",
    "eG": r"e\.\s?g\.?(?!\w)|eingetragene\s+genossenschaft\b|(?-i:eG)\b",
    "gAG": r"gemeinn\w+tzige\s+(?:ag\b|aktiengesellschaft)|(?-i:gAG)\b",
    "AG": r"aktiengesellschaft\b",
    "KdöR": r"k\.?\s?d\.?\s?(?:ö|oe)\.?\s?r\b\.?|k\w+rperschaft\s+des\s+\w+ffentlichen\s+rechts",
    "AöR": r"a\.?\s?(?:d\.?\s?)?(?:ö|oe)\.?\s?r\b\.?|anstalt\s+(?:des\s+)?\w+ffentlichen\s+rechts",
    "e.K.": r"e\.\s?k(?:fm|fr)?\.?(?!\w)|eingetragener?\s+kauf(?:mann|frau)",
    "PartG": r"part(?:nerschafts)?(?:g|gesellschaft)\s?(?:mbb)?\b|mbb\b",
    "GbR": r"gbr\b|gesellschaft\s+b\w+rgerlichen\s+rechts",
    "OHG": r"ohg\b|offene\s+handelsgesellschaft",
    "KG": r"kommanditgesellschaft\b",
    "VVaG": r"vvag\b|v\.?v\.?a\.?g\.",
}
_AT_END = {
    "e.V.": r"ev\.?",
    "eG": r"eg",
    "AG": r"ag",
    "KG": r"kg(?:aa)?",
    "SE": r"se",
    "UG": r"ug",
    "e.K.": r"ek",
    "AöR": r"aoer",
    "KdöR": r"kdoer",
}
_CLEAR = [(form, re.compile(rf"(?<!\w)(?:{p})", re.IGNORECASE)) for form, p in _ANYWHERE.items()]
_LAST = [
    (form, re.compile(rf"(?<=\w)[\s,(-]+{pattern}[\s)]*(?=$|,|\(|\s-)", re.IGNORECASE))
    for form, pattern in _AT_END.items()
]
_CHARITABLE = re.compile(r"\bgemeinn\w+tzige\b", re.IGNORECASE)
_FAITH = re.compile(r"\bev\.(?!\s?v\b)(?=[\s-]*\w)(?!\s*$)", re.IGNORECASE)

_NEAR = ({"GmbH", "gGmbH"}, {"UG", "gUG"}, {"AG", "gAG"})
"""What people confuse in typing: one is a kind of the other."""


def taken(text: str) -> tuple[str, frozenset[str]]:
    """The name without its legal forms, and these."""
    text = _FAITH.sub("evangelisch ", text)
    found = set()
    for form, pattern in (*_CLEAR, *_LAST):
        rest = pattern.sub(" ", text)
        if rest != text and any(letter.isalnum() for letter in rest):
            found.add(form)
            text = rest
    if "GmbH" in found and _CHARITABLE.search(text):
        found = found - {"GmbH"} | {"gGmbH"}
        text = _CHARITABLE.sub(" ", text)
    return text, frozenset(found)


def conflict(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both name a legal form and they cannot be one body's; one missing never matters."""
    return bool(one and other) and not one & other and not near(one, other)


def exclude(one: str, other: str) -> bool:
    """Whether two names say legal forms that no body can have both."""
    return conflict(taken(folding.tidy(one))[1], taken(folding.tidy(other))[1])


def near(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the forms differ as people confuse them: GmbH and gGmbH."""
    return not one & other and any(one & pair and other & pair for pair in _NEAR)
