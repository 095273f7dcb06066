"""plans with rules, tables, locked seats and planning behind the scenes"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

WANTED = sa.text("done_at IS NULL")
GUEST = sa.text("NOT is_duty")
ROLES = ("host", "note_taker", "deputy")
KINDS = ("serves", "must", "never", "together", "apart")
PAIRS = "kind IN ('together', 'apart')"


def _one_of(column: str, words: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


def _key(table: str, column: str, other: str, ondelete: str = "CASCADE"):
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"), ondelete=ondelete
    )


def upgrade() -> None:
    with op.batch_alter_table("room") as room:
        room.add_column(
            sa.Column("has_hearing_loop", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("island") as island:
        island.add_column(sa.Column("languages", sa.String(), nullable=False, server_default=""))
        island.add_column(
            sa.Column("table_places", sa.Integer(), nullable=False, server_default="8")
        )
        island.create_check_constraint("tables", "table_places >= 0")
    with op.batch_alter_table("island_host") as host:
        host.add_column(
            sa.Column("role", sa.String(length=32), nullable=False, server_default="host")
        )
        host.create_check_constraint(op.f("ck_island_host_teamrole"), _one_of("role", ROLES))
        host.add_column(sa.Column("away_at", sa.DateTime(timezone=True), nullable=True))
    _change_plans()
    _add_tables()


def _change_plans() -> None:
    with op.batch_alter_table("plan") as plan:
        plan.add_column(sa.Column("iterations", sa.Integer(), nullable=False, server_default="0"))
        plan.add_column(sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
        plan.add_column(sa.Column("checked_by", sa.String(), nullable=False, server_default=""))
        plan.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.execute(
        "UPDATE plan SET checked_at = published_at, checked_by = made_by"
        " WHERE published_at IS NOT NULL"
    )
    with op.batch_alter_table("plan") as plan:
        plan.create_check_constraint(
            "checked_first", "published_at IS NULL OR checked_at IS NOT NULL"
        )
    with op.batch_alter_table("assignment") as assignment:
        assignment.drop_constraint(
            "uq_assignment_plan_id_registration_id_island_id", type_="unique"
        )
        assignment.add_column(sa.Column("table_number", sa.Integer(), nullable=True))
        for name in ("is_locked", "is_duty"):
            assignment.add_column(
                sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
            )
    op.create_index(
        "uq_assignment_no_island_twice",
        "assignment",
        ["plan_id", "registration_id", "island_id"],
        unique=True,
        sqlite_where=GUEST,
        postgresql_where=GUEST,
    )


def _add_tables() -> None:
    op.create_table(
        "island_closure",
        sa.Column("island_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        _key("island_closure", "island_id", "island"),
        _key("island_closure", "round_id", "round"),
        sa.PrimaryKeyConstraint("island_id", "round_id", name=op.f("pk_island_closure")),
    )
    op.create_index("ix_island_closure_round_id", "island_closure", ["round_id"])
    op.create_table(
        "plan_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("island_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        _key("plan_rule", "event_id", "event"),
        _key("plan_rule", "registration_id", "registration"),
        _key("plan_rule", "other_id", "registration"),
        _key("plan_rule", "island_id", "island"),
        _key("plan_rule", "round_id", "round"),
        sa.CheckConstraint(_one_of("kind", KINDS), name=op.f("ck_plan_rule_rulekind")),
        sa.CheckConstraint(
            f"({PAIRS}) = (other_id IS NOT NULL)", name=op.f("ck_plan_rule_pairs_name_another")
        ),
        sa.CheckConstraint(
            f"({PAIRS}) = (island_id IS NULL)", name=op.f("ck_plan_rule_others_name_an_island")
        ),
        sa.CheckConstraint(
            "kind NOT IN ('serves', 'must') OR round_id IS NOT NULL",
            name=op.f("ck_plan_rule_in_a_round"),
        ),
        sa.CheckConstraint(
            "other_id IS NULL OR other_id != registration_id",
            name=op.f("ck_plan_rule_two_people"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_rule")),
    )
    for column in ("event_id", "registration_id", "other_id"):
        op.create_index(f"ix_plan_rule_{column}", "plan_rule", [column])
    op.create_table(
        "plan_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=True),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("moved_by", sa.String(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        _key("plan_move", "plan_id", "plan"),
        _key("plan_move", "registration_id", "registration"),
        _key("plan_move", "round_id", "round"),
        _key("plan_move", "from_id", "island"),
        _key("plan_move", "to_id", "island"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_move")),
    )
    op.create_index("ix_plan_move_plan_id", "plan_move", ["plan_id"])
    _add_jobs()


def _add_jobs() -> None:
    op.create_table(
        "planning_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("iterations", sa.Integer(), nullable=True),
        sa.Column("base_id", sa.Integer(), nullable=True),
        sa.Column("keeps_published", sa.Boolean(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("doing", sa.String(), nullable=False),
        sa.Column("share", sa.Float(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("problem", sa.JSON(), nullable=False),
        _key("planning_job", "event_id", "event"),
        _key("planning_job", "base_id", "plan", "SET NULL"),
        _key("planning_job", "plan_id", "plan", "SET NULL"),
        sa.CheckConstraint("share BETWEEN 0 AND 1", name=op.f("ck_planning_job_share")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planning_job")),
    )
    op.create_index("ix_planning_job_event_id", "planning_job", ["event_id"])
    op.create_index(
        "uq_planning_job_wanted",
        "planning_job",
        ["event_id"],
        unique=True,
        sqlite_where=WANTED,
        postgresql_where=WANTED,
    )


def downgrade() -> None:
    for table in ("planning_job", "plan_move", "plan_rule", "island_closure"):
        op.drop_table(table)
    op.execute(
        "DELETE FROM assignment WHERE id NOT IN (SELECT min(id) FROM assignment"
        " GROUP BY plan_id, registration_id, island_id)"
    )
    op.drop_index("uq_assignment_no_island_twice", table_name="assignment")
    with op.batch_alter_table("assignment") as assignment:
        assignment.drop_column("is_duty")
        assignment.drop_column("is_locked")
        assignment.drop_column("table_number")
        assignment.create_unique_constraint(
            "uq_assignment_plan_id_registration_id_island_id",
            ["plan_id", "registration_id", "island_id"],
        )
    with op.batch_alter_table("plan") as plan:
        plan.drop_constraint(op.f("ck_plan_checked_first"), type_="check")
        for name in ("version", "checked_by", "checked_at", "iterations"):
            plan.drop_column(name)
    with op.batch_alter_table("island_host") as host:
        host.drop_constraint(op.f("ck_island_host_teamrole"), type_="check")
        host.drop_column("away_at")
        host.drop_column("role")
    with op.batch_alter_table("island") as island:
        island.drop_constraint(op.f("ck_island_tables"), type_="check")
        island.drop_column("table_places")
        island.drop_column("languages")
    with op.batch_alter_table("room") as room:
        room.drop_column("has_hearing_loop")
