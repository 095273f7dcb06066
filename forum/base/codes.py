"""Addresses as codes that every phone camera reads."""

from __future__ import annotations

MASK = 3
"""One pattern instead of trying all eight: every camera reads it, and it takes a quarter."""


def as_image(address: str) -> str:
    """A QR code as the address of an image that lies in the page itself, black on white."""
    import segno  # only few pages show a code

    code = segno.make_qr(address, error="m", mask=MASK)
    return str(code.svg_data_uri(scale=4, border=4, dark="#000", light="#fff"))
