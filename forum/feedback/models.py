import enum

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.base.database import Base, choice


class QuestionKind(enum.StrEnum):
    """How a question is answered: a sentence agreed to in four steps, or freely in words."""

    SCALE = "scale"
    WORDS = "words"


class Choice(enum.StrEnum):
    """How far somebody agrees to a sentence."""

    FULLY = "fully"
    RATHER = "rather"
    RATHER_NOT = "rather_not"
    NOT = "not"


class FeedbackRound(Base):
    """The feedback on a forum: how many people answered, and how many of these answers are shown.

    Neither here nor in any other table of feedback stands a time or anything about a person.
    """

    __tablename__ = "feedback_round"
    __table_args__ = (CheckConstraint("answers >= shown AND shown >= 0", name="shown_of_all"),)

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    answers: Mapped[int] = mapped_column(default=0)
    shown: Mapped[int] = mapped_column(default=0)


class FeedbackQuestion(Base):
    """A question as organisers chose it; the database holds no more than three for a forum."""

    __tablename__ = "feedback_question"
    __table_args__ = (
        CheckConstraint("position BETWEEN 1 AND 3", name="three_questions"),
        CheckConstraint("text != ''", name="says_something"),
    )

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[QuestionKind] = mapped_column(choice(QuestionKind))
    text: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text, default="")


class FeedbackCount(Base):
    """How often a choice was made: only counted, so that no answer of anybody lies anywhere. Of
    `number`, organisers see `shown`."""

    __tablename__ = "feedback_count"
    __table_args__ = (CheckConstraint("number >= shown AND shown >= 0", name="shown_of_all"),)

    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    said: Mapped[Choice] = mapped_column(choice(Choice), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    shown: Mapped[int] = mapped_column(default=0)


class FeedbackWords(Base):
    """What somebody wrote to one question. The random key gives no order, and nothing ties it to
    what the same person said to other questions."""

    __tablename__ = "feedback_words"
    __table_args__ = ({"sqlite_with_rowid": False},)  # rows lie by key, not as they came in

    key: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    is_shown: Mapped[bool] = mapped_column(default=False)


class SpentLink(Base):
    """A link to the questions was used: a hash of it, so that sending twice counts once. It says
    that somebody answered, never what; deleted when nobody can answer any more."""

    __tablename__ = "spent_feedback_link"
    __table_args__ = ({"sqlite_with_rowid": False},)

    mark: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
