"""changes of cards by their ids, and what strangers read only after a release"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# What is published already goes on counting as it does: with what was put together with it.
FILL = (
    (
        "UPDATE commitment_party SET since ="
        " (SELECT created_at FROM finding WHERE finding.id = commitment_party.commitment_id)"
    ),
    (
        "UPDATE finding SET released_votes = votes + (SELECT coalesce(sum(other.votes), 0)"
        " FROM finding AS other WHERE other.merged_into_id = finding.id)"
        " WHERE released_text IS NOT NULL"
    ),
    (
        "INSERT INTO finding_island (finding_id, island_id)"
        " SELECT DISTINCT one.id, source.island_id FROM finding AS one"
        " JOIN finding AS part ON part.id = one.id OR part.merged_into_id = one.id"
        " JOIN finding_source AS source ON source.finding_id = part.id"
        " WHERE one.released_text IS NOT NULL"
    ),
)


def upgrade() -> None:
    op.create_table(
        "card_change",
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["card_id"],
            ["result_card.id"],
            name=op.f("fk_card_change_card_id_result_card"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("card_id", "key", name=op.f("pk_card_change")),
    )
    op.add_column(
        "island_capture",
        sa.Column("table_revision", sa.Integer(), server_default="0", nullable=False),
    )
    op.add_column("finding", sa.Column("released_votes", sa.Integer(), nullable=True))
    _add_release_tables()
    with op.batch_alter_table("commitment_party") as party:
        party.add_column(sa.Column("since", sa.DateTime(timezone=True), nullable=True))
        party.add_column(sa.Column("merged_from_id", sa.Integer(), nullable=True))
        party.add_column(
            sa.Column("led_before", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    for statement in FILL:
        op.execute(statement)
    with op.batch_alter_table("commitment_party") as party:
        party.alter_column("since", nullable=False)
        party.create_foreign_key(
            op.f("fk_commitment_party_merged_from_id_finding"),
            "finding",
            ["merged_from_id"],
            ["id"],
            ondelete="SET NULL",
        )
        party.create_index(op.f("ix_commitment_party_merged_from_id"), ["merged_from_id"])


def _add_release_tables() -> None:
    op.create_table(
        "finding_island",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("island_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["finding.id"],
            name=op.f("fk_finding_island_finding_id_finding"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["island_id"],
            ["island.id"],
            name=op.f("fk_finding_island_island_id_island"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("finding_id", "island_id", name=op.f("pk_finding_island")),
    )
    op.create_index(op.f("ix_finding_island_island_id"), "finding_island", ["island_id"])
    op.create_table(
        "island_attendance",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("island_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("people >= 0", name=op.f("ck_island_attendance_people_counted")),
        sa.ForeignKeyConstraint(
            ["release_id"],
            ["documentation_release.id"],
            name=op.f("fk_island_attendance_release_id_documentation_release"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["island_id"],
            ["island.id"],
            name=op.f("fk_island_attendance_island_id_island"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("release_id", "island_id", name=op.f("pk_island_attendance")),
    )
    op.create_index(op.f("ix_island_attendance_island_id"), "island_attendance", ["island_id"])


def downgrade() -> None:
    with op.batch_alter_table("commitment_party") as party:
        party.drop_index(op.f("ix_commitment_party_merged_from_id"))
        party.drop_constraint(
            op.f("fk_commitment_party_merged_from_id_finding"), type_="foreignkey"
        )
        for name in ("led_before", "merged_from_id", "since"):
            party.drop_column(name)
    op.drop_table("island_attendance")
    op.drop_table("finding_island")
    with op.batch_alter_table("finding") as finding:
        finding.drop_column("released_votes")
    with op.batch_alter_table("island_capture") as capture:
        capture.drop_column("table_revision")
    op.drop_table("card_change")
