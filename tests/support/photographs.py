"""A small photograph, with what a phone writes into it beside what is seen."""

from __future__ import annotations

import base64

SECRET = b"GPS 51.3671 N 7.4633 E, telephone of Kim"
_SEEN = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwc"
    "KDcpLDAxNDQ0Hyc5PTgyPC4zNDL/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAA"
    "AAAAAAAAAAD/2gAIAQEAAD8AVN//2Q=="
)


def jpeg() -> bytes:
    """One grey dot, with a segment that tells where it was taken, a comment, and a second picture
    behind the first."""
    told = b"Exif\0\0" + SECRET
    more = b"".join(
        b"\xff" + mark + (len(words) + 2).to_bytes(2, "big") + words
        for mark, words in ((b"\xe1", told), (b"\xfe", SECRET))
    )
    return _SEEN[:2] + more + _SEEN[2:] + SECRET


def png() -> bytes:
    """A head, a text that tells something, and an end, as chunks."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + kind + content + b"\0" * 4

    parts = ((b"IHDR", b"\0" * 13), (b"tEXt", SECRET), (b"IDAT", b"seen"), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts) + SECRET
