"""addresses whose mails come back"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BEFORE = ("tell", "late_need", "call_me", "same_person", "change_request", "cancel_request")


def upgrade() -> None:
    op.add_column(
        "registration", sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True)
    )
    _allow((*BEFORE, "bounced"))


def downgrade() -> None:
    op.execute("DELETE FROM task WHERE kind = 'bounced'")
    _allow(BEFORE)
    op.drop_column("registration", "bounced_at")


def _allow(kinds: tuple[str, ...]) -> None:
    words = ", ".join(repr(kind) for kind in kinds)
    with op.batch_alter_table("task") as task:
        task.drop_constraint(op.f("ck_task_taskkind"), type_="check")
        task.create_check_constraint(op.f("ck_task_taskkind"), f"kind IN ({words})")
