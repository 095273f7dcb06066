"""lists remember columns"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "remembered_column",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remembered_column")),
        sa.UniqueConstraint("heading", name=op.f("uq_remembered_column_heading")),
    )
    with op.batch_alter_table("import_draft") as draft:
        draft.add_column(sa.Column("rows", sa.Integer(), nullable=False, server_default="0"))
        draft.add_column(sa.Column("columns", sa.JSON(), nullable=True))
        draft.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
        draft.add_column(sa.Column("outcome", sa.JSON(), nullable=True))
    with op.batch_alter_table("import_draft") as draft:
        draft.alter_column("rows", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("import_draft") as draft:
        for name in ("outcome", "asked_at", "columns", "rows"):
            draft.drop_column(name)
    op.drop_table("remembered_column")
