"""What is said to organisers about signing in."""

from __future__ import annotations

from forum.accounts import queries, rules
from forum.accounts.models import SignInLink
from forum.base import clock
from forum.base.database import db
from forum.base.text import _
from forum.mail.letters import Action, Letter, Paragraph


def _letter(link_id: int, *, invited: bool) -> Letter | None:
    link = db.session.get(SignInLink, link_id)
    if link is None or not rules.link_is_usable(link.created_at, link.used_at, clock.now()):
        return None
    opening = (
        _("You have been invited to organise practice forums here.")
        if invited
        else _("You asked for a link to sign in.")
    )
    return Letter(
        recipient=link.account.email,
        language=link.account.language,
        subject=_("Your invitation to organise") if invited else _("Your link to sign in"),
        greeting=_("Good day, %(name)s,", name=link.account.name),
        blocks=[
            Paragraph(opening),
            Action(_("Sign in"), queries.address_of(link)),
            Paragraph(
                _(
                    "The link works once and for 15 minutes. If it has expired, ask for a new one "
                    "on the sign-in page."
                )
            ),
            Paragraph(_("If you did not expect this message, you need not do anything.")),
        ],
        sender_name="Praxisforum",
    )


def invitation(link_id: int) -> Letter | None:
    return _letter(link_id, invited=True)


def sign_in(link_id: int) -> Letter | None:
    return _letter(link_id, invited=False)


KINDS = {"account-invitation": invitation, "account-sign-in": sign_in}
