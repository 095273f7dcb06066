"""questions about protected names, invitations, an address found in every forum"""

# ruff: noqa: S608 - the words put together here are constants of this file

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ACTIVE = "state NOT IN ('cancelled', 'expired')"
ABOUT_PROTECTED = (
    "same_as_id IS NOT NULL AND (is_protected OR EXISTS (SELECT 1 FROM registration AS kept"
    " WHERE kept.id = registration.same_as_id AND kept.is_protected))"
)


def upgrade() -> None:
    op.create_table(
        "protected_question",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                ["registration.id"],
                name=op.f(f"fk_protected_question_{column}_registration"),
                ondelete="CASCADE",
            )
            for column in ("registration_id", "kept_id")
        ),
        sa.PrimaryKeyConstraint("registration_id", "kept_id", name=op.f("pk_protected_question")),
    )
    op.create_index("ix_protected_question_kept_id", "protected_question", ["kept_id"])
    op.execute(
        "INSERT INTO protected_question (registration_id, kept_id, created_at)"
        f" SELECT id, same_as_id, created_at FROM registration WHERE {ABOUT_PROTECTED}"
    )
    op.execute(
        "DELETE FROM task WHERE kind = 'same_person' AND registration_id IN"
        " (SELECT registration_id FROM protected_question)"
    )
    op.execute(
        "UPDATE registration SET same_as_id = NULL WHERE id IN"
        " (SELECT registration_id FROM protected_question)"
    )
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [f"{table}_id"],
                [f"{table}.id"],
                name=op.f(f"fk_announcement_{table}_id_{table}"),
                ondelete="CASCADE",
            )
            for table in ("event", "registration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
        sa.UniqueConstraint(
            "event_id", "email_key", name=op.f("uq_announcement_event_id_email_key")
        ),
    )
    op.create_index("ix_announcement_registration_id", "announcement", ["registration_id"])
    op.create_index("ix_announcement_email_key", "announcement", ["email_key"])
    op.create_index(
        "ix_registration_active_email",
        "registration",
        ["email_key"],
        sqlite_where=sa.text(ACTIVE),
        postgresql_where=sa.text(ACTIVE),
    )


def downgrade() -> None:
    op.drop_index("ix_registration_active_email", table_name="registration")
    op.drop_table("announcement")
    op.drop_table("protected_question")
