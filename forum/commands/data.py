"""Commands for the tables of the database."""

from __future__ import annotations

import click

from forum.commands import context


@click.group("db", help="The tables of the database.")
def database() -> None:
    pass


@database.command(help="Brings the tables to the state that this program needs.")
def upgrade() -> None:
    _migrate(up=True)


@database.command(help="Takes back the latest step of `upgrade`.")
def downgrade() -> None:
    _migrate(up=False)


def _migrate(*, up: bool) -> None:
    import flask_migrate

    from forum.app import create_app
    from forum.commands.serving import put_away

    app = create_app()
    try:
        with app.app_context():
            before = context.revision()
            if up:
                flask_migrate.upgrade()
            elif before is not None:
                flask_migrate.downgrade()
            after = context.revision()
    finally:
        put_away(app)
    if before is None and not up:
        raise click.ClickException("there is nothing to take back: the database has no tables")
    if before == after:
        print(f"The database is up to date (revision {after}).")
    else:
        print(f"The database went from revision {before or 'none'} to {after or 'none'}.")


def add_to(group: click.Group) -> None:
    """Adds the commands to the script."""
    group.add_command(database)
