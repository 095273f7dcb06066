"""what an island agreed on stands beside the sentence it answers, and teams are told by phone"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

# What nobody at the desk has touched and nobody reads yet: the sentence of its group comes back.
PART = (
    "UPDATE finding SET agreed_group_id = group_id, group_id = NULL"
    " WHERE kind IN ('next_step', 'demand') AND number IS NULL AND changed_by IS NULL"
    " AND group_id IN (SELECT id FROM card_group WHERE sheet_column != 'next_step')"
)
KEEP = (
    "UPDATE finding SET agreed_group_id = group_id"
    " WHERE kind IN ('next_step', 'demand') AND agreed_group_id IS NULL"
)
BACK = (
    "UPDATE finding SET group_id = agreed_group_id"
    " WHERE group_id IS NULL AND agreed_group_id IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM finding AS own WHERE own.group_id = finding.agreed_group_id)"
)


def upgrade() -> None:
    with op.batch_alter_table("finding") as finding:
        finding.add_column(sa.Column("agreed_group_id", sa.Integer(), nullable=True))
        finding.create_foreign_key(
            op.f("fk_finding_agreed_group_id_card_group"),
            "card_group",
            ["agreed_group_id"],
            ["id"],
            ondelete="SET NULL",
        )
        finding.create_unique_constraint(op.f("uq_finding_agreed_group_id"), ["agreed_group_id"])
    op.execute(PART)
    op.execute(KEEP)
    op.create_table(
        "draft_told",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"],
            ["documentation_release.id"],
            name=op.f("fk_draft_told_release_id_documentation_release"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["host_id"],
            ["island_host.id"],
            name=op.f("fk_draft_told_host_id_island_host"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("release_id", "host_id", name=op.f("pk_draft_told")),
    )
    op.create_index(op.f("ix_draft_told_host_id"), "draft_told", ["host_id"])


def downgrade() -> None:
    op.drop_table("draft_told")
    op.execute(BACK)
    with op.batch_alter_table("finding") as finding:
        finding.drop_constraint(op.f("uq_finding_agreed_group_id"), type_="unique")
        finding.drop_constraint(op.f("fk_finding_agreed_group_id_card_group"), type_="foreignkey")
        finding.drop_column("agreed_group_id")
