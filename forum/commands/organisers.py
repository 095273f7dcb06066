"""Commands for accounts of organisers."""

from __future__ import annotations

import click

from forum.commands.context import with_app


@click.group(help="Who may organise.")
def organiser() -> None:
    pass


@organiser.command(help="Makes an organiser, mails a sign-in link and prints it.")
@click.argument("email")
@click.option("--name", required=True, help="First and last name.")
@click.option(
    "--role",
    type=click.Choice(["organiser", "reader"]),
    default="organiser",
    show_default=True,
    help="A reader looks at everything and changes nothing.",
)
@with_app
def invite(email: str, name: str, role: str) -> None:
    import email_validator

    from forum.accounts import queries, service
    from forum.accounts.models import Role
    from forum.base import typed

    try:
        checked = email_validator.validate_email(
            email, check_deliverability=False, allow_smtputf8=False, test_environment=True
        )
    except email_validator.EmailNotValidError as error:
        raise click.ClickException(f"{email} is not an e-mail address: {error}") from None
    name = typed.clean_line(name)
    if not name or len(name) > 200:
        raise click.ClickException("--name must be a name of at most 200 characters")
    link = service.invite(checked.normalized, name=name, role=Role(role))
    print(f"{name} can sign in within 15 minutes, once, with this link:")
    print(queries.address_of(link))


def add_to(group: click.Group) -> None:
    """Adds the commands to the script."""
    group.add_command(organiser)
