from datetime import datetime

from sqlalchemy import CheckConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.base.database import Base


class Site(Base):
    """The one row that says who runs this instance and fills its legal pages."""

    __tablename__ = "site"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    is_demo: Mapped[bool] = mapped_column(default=False)
    operator: Mapped[str] = mapped_column(default="")
    operator_line: Mapped[str] = mapped_column(default="")
    operator_line_en: Mapped[str] = mapped_column(default="")
    imprint: Mapped[str] = mapped_column(Text, default="")
    controller: Mapped[str] = mapped_column(Text, default="")
    data_protection_officer: Mapped[str] = mapped_column(Text, default="")
    supervisory_authority: Mapped[str] = mapped_column(Text, default="")
    legal_basis: Mapped[str] = mapped_column(Text, default="")
    accessibility_contact: Mapped[str] = mapped_column(default="")
    accessibility_limits: Mapped[str] = mapped_column(Text, default="")
    accessibility_checked: Mapped[str] = mapped_column(default="")
    ombuds_office: Mapped[str] = mapped_column(Text, default="")
    easy_language: Mapped[str] = mapped_column(Text, default="")
    sign_language_url: Mapped[str] = mapped_column(default="")


class BarrierReport(Base):
    """A barrier that somebody met on the site, kept until organisers have dealt with it."""

    __tablename__ = "barrier_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    page: Mapped[str] = mapped_column(default="")
    answer_to: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
