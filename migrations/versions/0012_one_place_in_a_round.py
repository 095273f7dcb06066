"""a rule puts somebody on one island in a round"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PLACED = sa.text("kind IN ('serves', 'must')")


def upgrade() -> None:
    op.execute(
        "DELETE FROM plan_rule WHERE kind IN ('serves', 'must') AND id NOT IN ("
        "SELECT max(id) FROM plan_rule WHERE kind IN ('serves', 'must')"
        " GROUP BY registration_id, round_id)"
    )
    op.create_index(
        "uq_plan_rule_placed",
        "plan_rule",
        ["registration_id", "round_id"],
        unique=True,
        sqlite_where=PLACED,
        postgresql_where=PLACED,
    )


def downgrade() -> None:
    op.drop_index("uq_plan_rule_placed", table_name="plan_rule")
