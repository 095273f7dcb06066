"""whom somebody asked what became of a next step"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

OCCASIONS = (
    "confirm",
    "confirm_again",
    "call_to_confirm",
    "before_due",
    "after_due",
    "months_3",
    "months_3_again",
    "months_6",
    "months_6_again",
    "months_12",
    "months_12_again",
)


def upgrade() -> None:
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column(
            "occasion",
            sa.Enum(
                *OCCASIONS, name="occasion", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_mailed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["commitment_party.id"],
            name=op.f("fk_follow_up_party_id_commitment_party"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint("party_id", "occasion", name=op.f("uq_follow_up_party_id_occasion")),
    )


def downgrade() -> None:
    op.drop_table("follow_up")
