"""Fetching what has arrived in the mailbox, where the mail server does not hand it over itself."""

from __future__ import annotations

import logging

from flask import current_app

from forum.calendars import answers
from forum.invitations import answering
from forum.invitations.models import Outcome
from forum.mail import inbox

log = logging.getLogger(__name__)

AT_ONCE = 200
"""So many mails are read in a minute; the rest waits for the next one."""
DEALT_WITH = {
    Outcome.NOTED,
    Outcome.DECLINED,
    Outcome.STALE,
    Outcome.BOUNCED,
    Outcome.AUTOMATIC,
}
"""Whatever else comes is flagged in the mailbox: a person should read it."""


def fetch() -> None:
    """Takes in what is new in the mailbox, if there is one. A mail is marked as seen only once it
    has been dealt with; so it is safe to repeat, and to be stopped at any moment."""
    settings = current_app.config["FORUM"].inbox
    if settings is None:
        return
    try:
        with inbox.opened(settings) as box:
            _take_in(box)
    except inbox.TROUBLES as trouble:
        log.warning("The inbox cannot be read", extra={"facts": {"error": type(trouble).__name__}})


def _take_in(box: inbox.Box) -> None:
    for number in box.unseen(most=AT_ONCE):
        raw = box.read(number, most=answers.LIMIT + 1)
        if raw is not None:
            outcome = answering.receive(raw)
            box.settle(number, is_flagged=outcome not in DEALT_WITH)
