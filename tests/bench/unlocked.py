"""`forum` without what keeps places exact, to show that the bench would notice.

`BENCH_WITHOUT=lock` reads the forum's row without locking it. `BENCH_WITHOUT=count` counts the
places before the transaction begins: SQLite lets only one transaction write at a time, lock or no
lock, so there only what was counted outside can be out of date.
"""

from __future__ import annotations

import os
from typing import Any

from sqlalchemy.orm import Session

from forum.base.database import db
from forum.commands import main
from forum.events.models import Event
from forum.registration import places, service


def _without_lock() -> None:
    def read(session: Session, event_id: int) -> Event:
        return session.get_one(Event, event_id)

    places.lock_event = read


def _with_early_count() -> None:
    count, register = places.limits_of, service.register

    def register_counted(event_id: int, *others: Any, **more: Any) -> None:
        session = db.session()
        session.info["counted"] = count(session, session.get_one(Event, event_id))
        try:
            register(event_id, *others, **more)
        finally:
            session.info.pop("counted")

    def counted(session: Session, event: Event) -> Any:
        return session.info.get("counted") or count(session, event)

    service.register, places.limits_of = register_counted, counted


if __name__ == "__main__":
    {"lock": _without_lock, "count": _with_early_count}[os.environ["BENCH_WITHOUT"]]()
    main()
