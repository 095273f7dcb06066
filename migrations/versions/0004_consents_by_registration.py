"""consents are found by their registration"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_consent_registration_id", "consent", ["registration_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_consent_registration_id", table_name="consent")
