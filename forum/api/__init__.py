"""Addresses for machines."""

from flask import Flask


def init_app(app: Flask) -> None:
    from forum.api import views

    app.register_blueprint(views.bp)
