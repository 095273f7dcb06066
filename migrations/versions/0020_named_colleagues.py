"""whom somebody names for a forum, and what they answered"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

SECTORS = (
    "administration",
    "welfare",
    "migrant",
    "company",
    "education",
    "health",
    "justice",
    "other",
)


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _parent(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{parent}.id"], name=op.f(f"fk_{table}_{column}_{parent}"), ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "team_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("sector", _choice("sector", *SECTORS), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("link_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        _parent("team_proposal", "event_id", "event"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_proposal")),
        sa.UniqueConstraint("link_id", name=op.f("uq_team_proposal_link_id")),
    )
    op.create_index(op.f("ix_team_proposal_event_id"), "team_proposal", ["event_id"])
    op.create_table(
        "team_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("link_id", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", _choice("answer", "open", "yes", "no"), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "answer = 'open' OR (answered_at IS NOT NULL AND email IS NULL)",
            name=op.f("ck_team_member_address_goes_with_answer"),
        ),
        _parent("team_member", "proposal_id", "team_proposal"),
        _parent("team_member", "event_id", "event"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_member")),
        sa.UniqueConstraint("link_id", name=op.f("uq_team_member_link_id")),
        sa.UniqueConstraint(
            "proposal_id", "email_key", name=op.f("uq_team_member_proposal_id_email_key")
        ),
    )
    op.create_index(
        "uq_team_member_asked",
        "team_member",
        ["event_id", "email_key"],
        unique=True,
        sqlite_where=sa.text("asked_at IS NOT NULL"),
        postgresql_where=sa.text("asked_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_table("team_member")
    op.drop_table("team_proposal")
