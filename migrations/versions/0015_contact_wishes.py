"""contact wishes"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TASKS = (
    "tell",
    "late_need",
    "call_me",
    "same_person",
    "change_request",
    "cancel_request",
    "bounced",
)
OPEN = sa.text("slot IS NOT NULL")
TABLES = (
    "acquaintance",
    "contact_match",
    "contact_wish",
    "directory_line",
    "directory_entry",
)


def upgrade() -> None:
    _add_directory()
    _add_wishes()
    _add_matches()
    _allow((*TASKS, "broker"))


def downgrade() -> None:
    op.execute("DELETE FROM task WHERE kind = 'broker'")
    op.execute("DELETE FROM message WHERE kind IN ('contact-wishes', 'contact-match')")
    _allow(TASKS)
    for table in TABLES:
        op.drop_table(table)


def _allow(kinds: tuple[str, ...]) -> None:
    words = ", ".join(repr(kind) for kind in kinds)
    with op.batch_alter_table("task") as task:
        task.drop_constraint(op.f("ck_task_taskkind"), type_="check")
        task.create_check_constraint(op.f("ck_task_taskkind"), f"kind IN ({words})")


def _moment(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _to(table: str, column: str, other: str, *, ondelete: str | None = "CASCADE"):
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete
    )


def _check(table: str, name: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(words, name=op.f(f"ck_{table}_{name}"))


def _add_directory() -> None:
    op.create_table(
        "directory_entry",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        _moment("agreed_at", nullable=False),
        _moment("left_at"),
        _moment("told_at"),
        _to("directory_entry", "registration_id", "registration"),
        _to("directory_entry", "text_id", "consent_text", ondelete=None),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_directory_entry")),
    )
    op.create_table(
        "directory_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("is_of_organisation", sa.Boolean(), nullable=False),
        sa.Column("side", sa.String(32), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(120), nullable=False),
        _check("directory_line", "side", "side IN ('offers', 'seeks')"),
        _check("directory_line", "three_ranks", "rank BETWEEN 1 AND 3"),
        _check("directory_line", "short", "length(text) BETWEEN 1 AND 120"),
        _to("directory_line", "registration_id", "registration"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_line")),
        sa.UniqueConstraint(
            "registration_id",
            "is_of_organisation",
            "side",
            "rank",
            name=op.f("uq_directory_line_registration_id_is_of_organisation_side_rank"),
        ),
    )


STATES = "state IN ('open', 'matched', 'withdrawn', 'expired', 'ended')"
WISH_CHECKS = {
    "wishstate": STATES,
    "most_open": "slot BETWEEN 1 AND 10",
    "open_has_slot": "(state = 'open') = (slot IS NOT NULL)",
    "over_has_end": "(state = 'open') = (ended_at IS NULL)",
    "two_people": "sender_id != receiver_id",
    "has_term": "expires_at > made_at",
    "short": "length(reason) <= 200",
    "open_has_people": "state != 'open' OR (sender_id IS NOT NULL AND receiver_id IS NOT NULL)",
}


def _add_wishes() -> None:
    op.create_table(
        "contact_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("sender_id", sa.Integer(), nullable=True),
        sa.Column("receiver_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("may_help", sa.Boolean(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        _moment("made_at", nullable=False),
        _moment("expires_at", nullable=False),
        _moment("refused_at"),
        _moment("told_at"),
        _moment("passed_on_at"),
        _moment("ended_at"),
        *(_check("contact_wish", name, words) for name, words in WISH_CHECKS.items()),
        _to("contact_wish", "event_id", "event"),
        _to("contact_wish", "sender_id", "registration"),
        _to("contact_wish", "receiver_id", "registration"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_wish")),
    )
    op.create_index(op.f("ix_contact_wish_sender_id"), "contact_wish", ["sender_id"])
    op.create_index("ix_contact_wish_receiver", "contact_wish", ["receiver_id", "state"])
    op.create_index("ix_contact_wish_event", "contact_wish", ["event_id", "state"])
    for name, columns, unique in (
        ("uq_contact_wish_slot", ["sender_id", "slot"], True),
        ("uq_contact_wish_pair", ["sender_id", "receiver_id"], True),
        ("ix_contact_wish_due", ["expires_at"], False),
    ):
        op.create_index(
            name, "contact_wish", columns, unique=unique, sqlite_where=OPEN, postgresql_where=OPEN
        )


def _add_matches() -> None:
    op.create_table(
        "contact_match",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("one_fields", sa.JSON(), nullable=False),
        sa.Column("other_fields", sa.JSON(), nullable=False),
        _moment("asked_at", nullable=False),
        _moment("made_at", nullable=False),
        _moment("ended_at"),
        _check("contact_match", "in_order", "one_id < other_id"),
        _to("contact_match", "event_id", "event"),
        _to("contact_match", "one_id", "registration"),
        _to("contact_match", "other_id", "registration"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_match")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_contact_match_one_id_other_id")),
    )
    op.create_index(op.f("ix_contact_match_event_id"), "contact_match", ["event_id"])
    op.create_index(op.f("ix_contact_match_other_id"), "contact_match", ["other_id"])
    op.create_table(
        "acquaintance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        _check("acquaintance", "two_people", "registration_id != other_id"),
        _to("acquaintance", "registration_id", "registration"),
        _to("acquaintance", "other_id", "registration"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acquaintance")),
        sa.UniqueConstraint(
            "registration_id", "other_id", name=op.f("uq_acquaintance_registration_id_other_id")
        ),
    )
    op.create_index(op.f("ix_acquaintance_other_id"), "acquaintance", ["other_id"])
