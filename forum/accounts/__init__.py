"""Who organises, and how they sign in."""

from flask import Flask
from flask_login import LoginManager


def init_app(app: Flask) -> None:
    from forum.accounts import queries

    manager = LoginManager()
    manager.login_view = "accounts.sign_in"
    manager.session_protection = None
    manager.login_message = None
    manager.init_app(app)
    manager.user_loader(queries.find_signed_in)
