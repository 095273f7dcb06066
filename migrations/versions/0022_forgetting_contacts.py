"""contacts that are long over keep nobody, and a contact list knows when it was compared"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

PEOPLE = ("one_id", "other_id")
CHECKS = {
    "both_or_neither": "(one_id IS NULL) = (other_id IS NULL)",
    "over_before_forgotten": "one_id IS NOT NULL OR ended_at IS NOT NULL",
}


def upgrade() -> None:
    with op.batch_alter_table("contact_match") as match:
        for column in PEOPLE:
            match.alter_column(column, existing_type=sa.Integer(), nullable=True)
        for name, words in CHECKS.items():
            match.create_check_constraint(op.f(f"ck_contact_match_{name}"), words)
    op.create_table(
        "contact_list_check",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column("register_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merges", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_contact_list_check_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_contact_list_check")),
    )


def downgrade() -> None:
    op.drop_table("contact_list_check")
    op.execute("DELETE FROM contact_match WHERE one_id IS NULL")
    with op.batch_alter_table("contact_match") as match:
        for name in CHECKS:
            match.drop_constraint(op.f(f"ck_contact_match_{name}"), type_="check")
        for column in PEOPLE:
            match.alter_column(column, existing_type=sa.Integer(), nullable=False)
