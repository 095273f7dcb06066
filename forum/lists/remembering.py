"""What people chose for the columns of earlier lists.

It is remembered for the whole instance: an office heads its columns alike for every forum, and a
heading says nothing about a forum's people. It is remembered when the choice is sent, not when the
list is taken in, because a list with refused rows comes again.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum.lists.models import RememberedColumn


def remembered(session: Session) -> dict[str, str]:
    """What columns are, by the marks of their headings; empty for one that is not used."""
    rows = session.execute(select(RememberedColumn.heading, RememberedColumn.field))
    return dict(rows.all())


def remember(session: Session, choices: Mapping[str, str | None]) -> None:
    """Keeps what was chosen, in the caller's transaction; None forgets it."""
    known = remembered(session)
    changed = {mark: name for mark, name in choices.items() if known.get(mark) != name}
    if changed:
        session.execute(
            delete(RememberedColumn).where(RememberedColumn.heading.in_(sorted(changed)))
        )
        rows = [{"heading": m, "field": n} for m, n in sorted(changed.items()) if n is not None]
        if rows:
            # somebody who chooses at the same moment is as right
            with contextlib.suppress(IntegrityError), session.begin_nested():
                session.execute(insert(RememberedColumn), rows)
