"""What every command that works with the data needs: the site, and tables that are up to date."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import click

P = ParamSpec("P")
R = TypeVar("R")


def with_app(run: Callable[P, R]) -> Callable[P, R]:
    """Runs a command inside the site, once the database is known to have its tables."""

    @functools.wraps(run)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        from forum.app import create_app
        from forum.commands.serving import put_away

        app = create_app()
        try:
            with app.app_context():
                require_tables()
                return run(*args, **kwargs)
        finally:
            put_away(app)

    return inside


def require_tables() -> None:
    """Ends the command in one line where the database cannot be worked with.

    Raises:
        click.ClickException: it does not answer, or migrations are pending.
    """
    from forum.commands import schema

    current = revision()
    if current is None:
        raise click.ClickException("the database has no tables yet: run forum db upgrade")
    if current != schema.newest():
        raise click.ClickException("the database needs to be upgraded: run forum db upgrade")


def revision() -> str | None:
    """The revision of the database, None where it is empty.

    Raises:
        click.ClickException: it does not answer.
    """
    from forum.commands import schema

    try:
        return schema.current()
    except schema.Unreachable as trouble:
        raise click.ClickException(
            f"the database cannot be reached, see FORUM_DATABASE_URL: {trouble}"
        ) from None
