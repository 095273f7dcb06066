"""what stands in people's calendars, and what their answers came to"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ANSWERS = ("accepted", "tentative", "declined")
OUTCOMES = (
    "noted",
    "declined",
    "stale",
    "foreign",
    "unknown",
    "proposal",
    "bounced",
    "automatic",
    "unreadable",
    "letter",
)
OWNERS = ("calendar", "host-calendar", "organiser-calendar")
DECLINED = sa.text("gives_back_at IS NOT NULL")


def _one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


def _key(table: str, column: str, other: str, ondelete: str = "CASCADE"):
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete
    )


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "invitation",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("is_off", sa.Boolean(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("sent_at", moment, nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("seen_event", sa.Integer(), nullable=False),
        sa.Column("seen_plan", sa.Integer(), nullable=False),
        sa.Column("seen_at", moment, nullable=False),
        sa.Column("answer", sa.String(length=32), nullable=True),
        sa.Column("answered_at", moment, nullable=True),
        sa.Column("gives_back_at", moment, nullable=True),
        sa.CheckConstraint(_one_of("answer", ANSWERS), name=op.f("ck_invitation_answer")),
        _key("invitation", "registration_id", "registration"),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("uid", name=op.f("uq_invitation_uid")),
    )
    op.create_index(
        "ix_invitation_declined",
        "invitation",
        ["gives_back_at"],
        sqlite_where=DECLINED,
        postgresql_where=DECLINED,
    )
    op.create_table(
        "feed_revision",
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(_one_of("owner", OWNERS), name=op.f("ck_feed_revision_feedowner")),
        sa.PrimaryKeyConstraint("owner", "owner_id", name=op.f("pk_feed_revision")),
    )
    op.create_table(
        "invitation_arrival",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("arrived_at", moment, nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", moment, nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            _one_of("outcome", OUTCOMES), name=op.f("ck_invitation_arrival_outcome")
        ),
        _key("invitation_arrival", "registration_id", "registration"),
        _key("invitation_arrival", "event_id", "event"),
        _key("invitation_arrival", "settled_by", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_arrival")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitation_arrival_digest")),
    )
    op.create_index(
        "ix_invitation_arrival_registration_id", "invitation_arrival", ["registration_id"]
    )
    op.create_index("ix_invitation_arrival_open", "invitation_arrival", ["event_id", "settled_at"])


def downgrade() -> None:
    op.drop_table("invitation_arrival")
    op.drop_table("feed_revision")
    op.drop_table("invitation")
