"""who stands in for a host, tables that sit together, and what people were told of their route"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ROLES = "'host', 'note_taker', 'deputy'"
SELVES = ("stands_in_for_id", "lent_by_id")
CHECKS = {
    "stands_in_as_host": "stands_in_for_id IS NULL OR (role = 'host' AND role_before IS NOT NULL)",
    "for_another": "stands_in_for_id != id AND lent_by_id != id",
    "role_before": f"role_before IN ({ROLES})",
}


def _moment(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def upgrade() -> None:
    with op.batch_alter_table("island") as island:
        island.add_column(_moment("moved_at"))
        island.add_column(_moment("tables_joined_at"))
    with op.batch_alter_table("round") as round_:
        round_.add_column(_moment("moved_at"))
    with op.batch_alter_table("island_host") as host:
        host.add_column(sa.Column("role_before", sa.String(length=32), nullable=True))
        for column in SELVES:
            host.add_column(sa.Column(column, sa.Integer(), nullable=True))
            host.create_foreign_key(
                op.f(f"fk_island_host_{column}_island_host"),
                "island_host",
                [column],
                ["id"],
                ondelete="SET NULL",
            )
            host.create_unique_constraint(op.f(f"uq_island_host_{column}"), [column])
        for name, condition in CHECKS.items():
            host.create_check_constraint(op.f(f"ck_island_host_{name}"), condition)
    _add_told_stops()


def _add_told_stops() -> None:
    before = ("location_before", "starts_before", "ends_before")
    op.create_table(
        "told_stop",
        *(
            sa.Column(f"{name}_id", sa.Integer(), nullable=False)
            for name in ("registration", "round", "island")
        ),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("room_before", sa.String(), nullable=True),
        sa.Column("location_before", sa.String(), nullable=True),
        _moment("starts_before"),
        _moment("ends_before"),
        *(
            sa.ForeignKeyConstraint(
                [f"{name}_id"],
                [f"{name}.id"],
                name=op.f(f"fk_told_stop_{name}_id_{name}"),
                ondelete="CASCADE",
            )
            for name in ("registration", "round", "island")
        ),
        sa.CheckConstraint(
            " AND ".join(f"(room_before IS NULL) = ({name} IS NULL)" for name in before),
            name=op.f("ck_told_stop_before_is_whole"),
        ),
        sa.PrimaryKeyConstraint("registration_id", "round_id", name=op.f("pk_told_stop")),
    )
    for name in ("round", "island"):
        op.create_index(f"ix_told_stop_{name}_id", "told_stop", [f"{name}_id"])


def downgrade() -> None:
    op.drop_table("told_stop")
    # Whoever stands in goes back to their own team, whose hosts are known as before.
    op.execute(
        "UPDATE island_host SET away_at = NULL WHERE id IN"
        " (SELECT lent_by_id FROM island_host WHERE away_at IS NULL)"
    )
    op.execute("DELETE FROM island_host WHERE lent_by_id IS NOT NULL")
    op.execute(
        "UPDATE island_host SET role = role_before, stands_in_for_id = NULL"
        " WHERE role_before IS NOT NULL"
    )
    with op.batch_alter_table("island_host") as host:
        for name in CHECKS:
            host.drop_constraint(op.f(f"ck_island_host_{name}"), type_="check")
        for column in SELVES:
            host.drop_constraint(op.f(f"uq_island_host_{column}"), type_="unique")
            host.drop_constraint(op.f(f"fk_island_host_{column}_island_host"), type_="foreignkey")
            host.drop_column(column)
        host.drop_column("role_before")
    with op.batch_alter_table("round") as round_:
        round_.drop_column("moved_at")
    with op.batch_alter_table("island") as island:
        island.drop_column("tables_joined_at")
        island.drop_column("moved_at")
