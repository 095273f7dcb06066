"""Answers that are files."""

from __future__ import annotations

from flask import Response


def pdf(content: bytes, name: str) -> Response:
    """A paper to look at in the browser and to print."""
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
