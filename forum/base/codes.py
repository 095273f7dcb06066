"""Addresses as codes that every phone camera reads, black on white."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segno import QRCode

MASK = 3
"""One pattern instead of trying all eight: every camera reads it, and it takes a quarter."""


def as_image(address: str) -> str:
    """A QR code as the address of an image that lies in the page itself, with white around it."""
    return str(_made(address).svg_data_uri(scale=4, border=4, dark="#000", light="#fff"))


def as_drawing(address: str) -> str:
    """A QR code as SVG for a sheet of paper, whose white is around it already."""
    drawn = io.BytesIO()
    _made(address).save(drawn, kind="svg", xmldecl=False, border=0, omitsize=True, nl=False)
    return drawn.getvalue().decode()


def _made(address: str) -> QRCode:
    import segno  # only few pages show a code

    return segno.make_qr(address, error="m", mask=MASK)
