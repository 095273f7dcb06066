"""capture of results at the island"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# Nobody puts more than three dots, whatever happens at the same time.
_SUM = "(SELECT sum(dots) FROM card_vote WHERE voter = NEW.voter) > 3"
SQLITE_TRIGGERS = tuple(
    f"CREATE TRIGGER card_vote_budget_{name} AFTER {when} ON card_vote WHEN {_SUM} "
    "BEGIN SELECT RAISE(ABORT, 'more than three dots'); END"
    for name, when in (("added", "INSERT"), ("changed", "UPDATE"))
)
POSTGRESQL_TRIGGERS = (
    f"""
    CREATE FUNCTION keep_vote_budget() RETURNS trigger AS $$
    BEGIN
      IF {_SUM} THEN
        RAISE EXCEPTION 'more than three dots' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NULL;
    END $$ LANGUAGE plpgsql
    """,
    (
        "CREATE TRIGGER card_vote_budget AFTER INSERT OR UPDATE ON card_vote "
        "FOR EACH ROW EXECUTE FUNCTION keep_vote_budget()"
    ),
)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    _add_capture()
    _add_votes_and_photos()
    for statement in SQLITE_TRIGGERS if _is_sqlite() else POSTGRESQL_TRIGGERS:
        op.execute(statement)


def _add_capture() -> None:
    op.create_table(
        "island_capture",
        sa.Column("island_id", sa.Integer(), nullable=False),
        sa.Column(
            "phase",
            sa.Enum(
                "collect",
                "group",
                "weigh",
                "agree",
                "read_back",
                name="phase",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("link_id", sa.String(), nullable=False),
        sa.Column("link_revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["island_id"],
            ["island.id"],
            name=op.f("fk_island_capture_island_id_island"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("island_id", name=op.f("pk_island_capture")),
        sa.UniqueConstraint("link_id", name=op.f("uq_island_capture_link_id")),
    )
    op.create_table(
        "capture_device",
        sa.Column("island_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("is_host", sa.Boolean(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("waiting >= 0", name=op.f("ck_capture_device_waiting_counted")),
        sa.ForeignKeyConstraint(
            ["island_id"],
            ["island.id"],
            name=op.f("fk_capture_device_island_id_island"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("island_id", "key", name=op.f("pk_capture_device")),
    )


def _add_votes_and_photos() -> None:
    op.create_table(
        "vote_budget",
        sa.Column("voter", sa.String(), nullable=False),
        sa.Column("island_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["island_id"],
            ["island.id"],
            name=op.f("fk_vote_budget_island_id_island"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("voter", name=op.f("pk_vote_budget")),
    )
    with op.batch_alter_table("vote_budget", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_budget_island_id"), ["island_id"], unique=False)

    op.create_table(
        "sheet_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("island_id", sa.Integer(), nullable=False),
        sa.Column("transcription", sa.Text(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=True),
        sa.Column("media_type", sa.String(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("transcription != ''", name=op.f("ck_sheet_photo_transcribed")),
        sa.CheckConstraint(
            "(image IS NULL) = (media_type IS NULL)", name=op.f("ck_sheet_photo_image_whole")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["account.id"],
            name=op.f("fk_sheet_photo_created_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["island_id"],
            ["island.id"],
            name=op.f("fk_sheet_photo_island_id_island"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_photo")),
        sa.UniqueConstraint("island_id", "digest", name=op.f("uq_sheet_photo_island_id_digest")),
    )


def downgrade() -> None:
    if _is_sqlite():
        for name in ("added", "changed"):
            op.execute(f"DROP TRIGGER card_vote_budget_{name}")
    else:
        op.execute("DROP TRIGGER card_vote_budget ON card_vote")
        op.execute("DROP FUNCTION keep_vote_budget()")
    op.drop_table("sheet_photo")
    with op.batch_alter_table("vote_budget", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_budget_island_id"))

    op.drop_table("vote_budget")
    op.drop_table("capture_device")
    op.drop_table("island_capture")
