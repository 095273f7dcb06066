"""planning jobs need no start of their own"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("planning_job") as job:
        job.drop_column("started_at")


def downgrade() -> None:
    with op.batch_alter_table("planning_job") as job:
        job.add_column(sa.Column("started_at", sa.DateTime(timezone=True), nullable=True))
