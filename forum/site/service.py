"""What can be changed about this instance."""

from collections.abc import Mapping

from forum.base import clock, database
from forum.mail import service as mail
from forum.site import mails
from forum.site.models import BarrierReport, Site

ONE = 1
"""The number of the one row that says who runs this instance."""

TEXTS = tuple(
    column.name for column in Site.__table__.columns if column.name not in {"id", "is_demo"}
)


def update(values: Mapping[str, str], *, is_demo: bool | None = None) -> None:
    """Sets the given texts of the instance; others stay."""
    with database.transaction() as session:
        site = session.get(Site, ONE) or Site(id=ONE)
        session.add(site)
        for name, value in values.items():
            if name not in TEXTS:
                raise KeyError(name)
            setattr(site, name, value)
        if is_demo is not None:
            site.is_demo = is_demo


def report_barrier(*, text: str, page: str, answer_to: str) -> None:
    """Keeps what somebody reports, and tells the contact for accessibility."""
    with database.transaction() as session:
        session.add(
            BarrierReport(text=text, page=page, answer_to=answer_to, created_at=clock.now())
        )
        mail.queue(session, mails.REPORTED, ONE)
    mail.wake()


def delete_barrier_report(report_id: int) -> None:
    """Deletes a report that has been dealt with."""
    with database.transaction() as session:
        session.delete(session.get_one(BarrierReport, report_id))
