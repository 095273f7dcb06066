"""Headers that every answer carries."""

from flask import Flask, Response, request

from forum.base import addresses

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PERSONAL = tuple(f"/{word}" for word in (*addresses.WITH_TOKEN, "workspace", "mailbox"))


def _is_personal() -> bool:
    return request.path.startswith(tuple(f"{prefix}/" for prefix in PERSONAL)) or (
        request.path in PERSONAL
    )


def init_app(app: Flask, *, https: bool) -> None:
    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if https:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        response.headers["Referrer-Policy"] = "no-referrer" if _is_personal() else "same-origin"
        if _is_personal():
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers.setdefault(
            "Cache-Control", "no-store" if _is_personal() else "private, no-cache"
        )
        return response
