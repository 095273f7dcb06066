"""Somebody at a browser without JavaScript: opens pages, fills in forms, follows links."""

from __future__ import annotations

import contextvars
from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forum.base.database import db
from tests.support.pages import Page


class Client(FlaskClient):
    """A test client whose requests know nothing of the context that the test stands in.

    The test's own session reads afresh after each request, so that it sees what was done.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        kwargs.setdefault("buffered", True)
        response = contextvars.Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session.rollback()
            db.session.expire_all()
        return response

    def page(self, url: str, **kwargs: Any) -> Page:
        """Opens an address, following redirects, and reads the page."""
        return Page(self.get(url, follow_redirects=True, **kwargs))


def submit(
    client: Client,
    url: str,
    data: dict[str, Any] | None = None,
    *,
    button: str | None = None,
    action: str | None = None,
    follow: bool = True,
    **kwargs: Any,
) -> Page:
    """Opens `url`, fills in its form like a browser would, sends it, and reads what comes back.

    What stands in the form is sent as it stands, changed by `data`; None leaves a field out.
    `button` (its label) or `action` say which form is meant where a page has several.
    """
    form = Page(client.get(url, follow_redirects=True)).form(button=button, action=action)
    values: dict[str, Any] = form.filled_in({**form.pressed(button), **(data or {})})
    response = client.post(form.target, data=values, follow_redirects=follow, **kwargs)
    return Page(response)
