"""Decisions about addresses that somebody typed or sent."""

from urllib.parse import urlsplit


def own_path(text: str, *, otherwise: str) -> str:
    """The path on this very site that `text` names; anything that could lead elsewhere is not one.

    Browsers drop control characters from addresses and read backslashes as slashes.
    """
    is_own = (
        text.startswith("/")
        and not text.startswith("//")
        and "\\" not in text
        and all(" " < character != "\x7f" for character in text)
    )
    return text if is_own else otherwise


def is_secure_address(text: str) -> bool:
    """Whether `text` is the full https address of a page."""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - raises where it is no number
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and " " not in text
