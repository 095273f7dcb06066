"""whoever needs a hearing loop says so, and comes only to rooms that have one"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BEFORE = (
    "step_free",
    "sign_language",
    "speech_to_text",
    "language_mediation",
    "diet",
    "other",
    "call_me",
)


def _allow(*kinds: str) -> None:
    check = op.f("ck_access_need_need")
    with op.batch_alter_table("access_need") as need:
        need.drop_constraint(check, type_="check")
        need.create_check_constraint(check, sa.column("kind").in_([sa.literal(k) for k in kinds]))


def upgrade() -> None:
    _allow(*BEFORE, "hearing_loop")


def downgrade() -> None:
    """Whoever needs a hearing loop has it among the other needs."""
    op.execute(
        "UPDATE access_need SET note = note || ' (Höranlage)' WHERE kind = 'other'"
        " AND registration_id IN"
        " (SELECT registration_id FROM access_need WHERE kind = 'hearing_loop')"
    )
    op.execute(
        "DELETE FROM access_need WHERE kind = 'hearing_loop' AND registration_id IN"
        " (SELECT registration_id FROM access_need WHERE kind = 'other')"
    )
    op.execute(
        "UPDATE access_need SET kind = 'other', note = 'Höranlage' WHERE kind = 'hearing_loop'"
    )
    _allow(*BEFORE)
