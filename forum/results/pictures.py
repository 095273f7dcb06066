"""Pictures without what they tell beside what is seen: place, device, owner, previews."""

from __future__ import annotations

import struct

from forum.base.refusal import Refused
from forum.base.text import _

LARGEST = 5 * 1024 * 1024
NOT_A_PICTURE = _(
    "Please choose a picture in JPEG or PNG, or leave it out and write down the words."
)
_JPEG, _PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
_SHOWN = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"gAMA", b"sRGB", b"cHRM"})
_SOS, _EOI, _APP0, _APP14 = 0xDA, 0xD9, 0xE0, 0xEE


def plain(content: bytes) -> tuple[bytes, str]:
    """The picture with only what is needed to show it, and its media type.

    Raises:
        Refused: it is no JPEG and no PNG, is damaged, or is too large.
    """
    if len(content) > LARGEST:
        raise Refused(_("The picture is larger than 5 MB. Please make it smaller."), field="image")
    try:
        if content.startswith(_JPEG):
            return _plain_jpeg(content), "image/jpeg"
        if content.startswith(_PNG):
            return _plain_png(content), "image/png"
    except (struct.error, IndexError):
        pass
    raise Refused(NOT_A_PICTURE, field="image")


def _plain_jpeg(content: bytes) -> bytes:
    """Without comments and application segments, all but those that say what the colours mean."""
    kept, place = [_JPEG], 2
    while True:
        mark, code = content[place], content[place + 1]
        if mark != 0xFF:
            raise IndexError
        (length,) = struct.unpack_from(">H", content, place + 2)
        segment = content[place : place + 2 + length]
        if len(segment) != length + 2:
            raise IndexError
        is_told = _APP0 <= code <= 0xEF or code == 0xFE
        if not is_told or (code == _APP0 and segment[4:8] == b"JFIF") or code == _APP14:
            # of JFIF only the head without the small preview behind it
            kept.append(segment if code != _APP0 else b"\xff\xe0\0\x10" + segment[4:16] + b"\0\0")
        place += 2 + length
        if code == _SOS:
            return b"".join(kept) + _scans(content[place:])


def _scans(content: bytes) -> bytes:
    """What is seen, up to the first end; a second picture behind it is none of it."""
    seen, _end, _behind = content.partition(bytes((0xFF, _EOI)))
    return seen + bytes((0xFF, _EOI))


def _plain_png(content: bytes) -> bytes:
    kept, place = [_PNG], len(_PNG)
    while True:
        (length,) = struct.unpack_from(">I", content, place)
        kind = content[place + 4 : place + 8]
        chunk = content[place : place + 12 + length]
        if len(chunk) != length + 12:
            raise IndexError
        if kind in _SHOWN:
            kept.append(chunk)
        place += 12 + length
        if kind == b"IEND":
            return b"".join(kept)
