"""Large pages travel compressed, so that a board of a hundred people opens on a phone too."""

import gzip

from flask import Flask, Response, request

LARGE = 32 * 1024
"""Smaller pages are quick as they are, and compressing each would cost more than it saves."""
LEVEL = 5


def init_app(app: Flask) -> None:
    @app.after_request
    def compress(response: Response) -> Response:
        if response.mimetype != "text/html" or response.is_streamed:
            return response
        response.vary.add("Accept-Encoding")
        length = response.content_length or 0
        if length >= LARGE and request.accept_encodings.quality("gzip") > 0:
            response.set_data(gzip.compress(response.get_data(), LEVEL))
            response.headers["Content-Encoding"] = "gzip"
        return response
