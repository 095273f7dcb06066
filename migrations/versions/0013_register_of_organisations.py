"""the register of organisations: details, ties, what looks alike, merging, contact persons"""

# ruff: noqa: S608 - the words put together here are constants of this file

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WORDS = ("sort_key", "short_name", "legal_form", "place", "website", "email")
STATUSES = "'proposed', 'confirmed', 'merged'"
LEVELS = "'local', 'district', 'region', 'state', 'federal'"
CHECKS = {
    "status": f"status IN ({STATUSES})",
    "level": f"level IN ({LEVELS})",
    "merged_names": "(status = 'merged') = (merged_into_id IS NOT NULL)",
    "into_another": "merged_into_id != id",
    "valid_forwards": "valid_to >= valid_from",
}
INDEXES = {
    "ix_organisation_status": ["status", "id"],
    "ix_organisation_by_name": ["sort_key", "id"],
    "ix_organisation_merged_into_id": ["merged_into_id"],
    "ix_organisation_changed_at": ["changed_at"],
}
IS_FLAT = """NEW.merged_into_id IS NOT NULL AND (
    EXISTS (SELECT 1 FROM organisation AS one
      WHERE one.id = NEW.merged_into_id AND one.merged_into_id IS NOT NULL)
    OR EXISTS (SELECT 1 FROM organisation AS led WHERE led.merged_into_id = NEW.id))"""
WHEN = ("INSERT", "UPDATE")


def upgrade() -> None:
    _extend_organisations()
    with op.batch_alter_table("organisation_alias") as alias:
        alias.add_column(
            sa.Column("source", sa.String(length=32), server_default="typed", nullable=False)
        )
        alias.create_check_constraint(
            op.f("ck_organisation_alias_source"), "source IN ('typed', 'chosen', 'organiser')"
        )
    op.add_column(
        "registration",
        sa.Column("organisation_typed", sa.String(), server_default="", nullable=False),
    )
    _add_ties()
    _add_pairs()
    _add_merges()
    op.create_table(
        "organisation_term",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("short", "key", "meaning")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_term")),
        sa.UniqueConstraint("key", name=op.f("uq_organisation_term_key")),
    )
    _add_contacts()
    _keep_flat()


def _extend_organisations() -> None:
    with op.batch_alter_table("organisation") as table:
        for name in WORDS:
            table.add_column(sa.Column(name, sa.String(), server_default="", nullable=False))
        table.add_column(sa.Column("level", sa.String(length=32), nullable=True))
        table.add_column(
            sa.Column("status", sa.String(length=32), server_default="proposed", nullable=False)
        )
        table.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        for name in ("valid_from", "valid_to"):
            table.add_column(sa.Column(name, sa.Date(), nullable=True))
        table.add_column(
            sa.Column("former_names", sa.JSON(), server_default=sa.text("'[]'"), nullable=False)
        )
        for name in ("changed_at", "compared_at"):
            table.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key(
            op.f("fk_organisation_merged_into_id_organisation"),
            "organisation",
            ["merged_into_id"],
            ["id"],
        )
    op.execute("UPDATE organisation SET changed_at = created_at")
    connection = op.get_bind()
    for number, name in connection.execute(sa.text("SELECT id, name FROM organisation")).all():
        connection.execute(
            sa.text("UPDATE organisation SET sort_key = :key WHERE id = :id"),
            {"key": _comparable(name), "id": number},
        )
    with op.batch_alter_table("organisation") as table:
        table.alter_column("changed_at", nullable=False)
        for name, condition in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_organisation_{name}"), condition)
        for name, columns in INDEXES.items():
            table.create_index(name, columns)


def _comparable(text: str) -> str:
    """A name as lists are sorted by it."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", letters))


def _organisation(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        ["organisation.id"],
        name=op.f(f"fk_{table}_{column}_organisation"),
        ondelete="CASCADE",
    )


def _account(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["account.id"], name=op.f(f"fk_{table}_{column}_account"), ondelete="SET NULL"
    )


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _add_ties() -> None:
    op.create_table(
        "organisation_tie",
        *(_number(name) for name in ("id", "child_id", "parent_id")),
        sa.Column("kind", sa.String(length=32), nullable=False),
        _moment("created_at"),
        *(_organisation("organisation_tie", name) for name in ("child_id", "parent_id")),
        sa.CheckConstraint(
            "kind IN ('part_of', 'member_of')", name=op.f("ck_organisation_tie_tiekind")
        ),
        sa.CheckConstraint(
            "child_id != parent_id", name=op.f("ck_organisation_tie_two_organisations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_tie")),
        sa.UniqueConstraint(
            "child_id",
            "parent_id",
            "kind",
            name=op.f("uq_organisation_tie_child_id_parent_id_kind"),
        ),
    )
    op.create_index("ix_organisation_tie_parent_id", "organisation_tie", ["parent_id"])
    is_part = sa.text("kind = 'part_of'")
    op.create_index(
        "uq_organisation_tie_one_whole",
        "organisation_tie",
        ["child_id"],
        unique=True,
        sqlite_where=is_part,
        postgresql_where=is_part,
    )


def _add_pairs() -> None:
    op.create_table(
        "organisation_pair",
        *(_number(name) for name in ("id", "first_id", "second_id")),
        sa.Column("decision", sa.String(length=32), nullable=True),
        _moment("decided_at", nullable=True),
        _number("decided_by", nullable=True),
        _moment("found_at"),
        *(_organisation("organisation_pair", name) for name in ("first_id", "second_id")),
        _account("organisation_pair", "decided_by"),
        sa.CheckConstraint(
            "decision IN ('same', 'part_of', 'different', 'later')",
            name=op.f("ck_organisation_pair_decision"),
        ),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_organisation_pair_in_order")),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_organisation_pair_decided_when"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_pair")),
        sa.UniqueConstraint(
            "first_id", "second_id", name=op.f("uq_organisation_pair_first_id_second_id")
        ),
    )
    op.create_index("ix_organisation_pair_second_id", "organisation_pair", ["second_id"])
    is_open = sa.text("decision IS NULL OR decision = 'later'")
    op.create_index(
        "ix_organisation_pair_open",
        "organisation_pair",
        ["id"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def _add_merges() -> None:
    op.create_table(
        "organisation_merge",
        *(_number(name) for name in ("id", "leading_id", "other_id")),
        sa.Column("before", sa.JSON(), nullable=False),
        _moment("merged_at"),
        _number("merged_by", nullable=True),
        _moment("undone_at", nullable=True),
        _number("undone_by", nullable=True),
        *(_organisation("organisation_merge", name) for name in ("leading_id", "other_id")),
        *(_account("organisation_merge", name) for name in ("merged_by", "undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_merge")),
    )
    for name in ("leading_id", "other_id", "merged_at"):
        op.create_index(f"ix_organisation_merge_{name}", "organisation_merge", [name])


def _add_contacts() -> None:
    op.create_table(
        "contact_role",
        *(_number(name) for name in ("id", "affiliation_id")),
        _moment("valid_from"),
        _moment("valid_to", nullable=True),
        sa.Column("needs_successor", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint(
            "valid_to IS NOT NULL OR NOT needs_successor",
            name=op.f("ck_contact_role_left_first"),
        ),
        sa.ForeignKeyConstraint(
            ["affiliation_id"],
            ["affiliation.id"],
            name=op.f("fk_contact_role_affiliation_id_affiliation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_role")),
    )
    op.create_index("ix_contact_role_affiliation_id", "contact_role", ["affiliation_id"])
    is_open, asks = sa.text("valid_to IS NULL"), sa.text("needs_successor")
    op.create_index(
        "uq_contact_role_open",
        "contact_role",
        ["affiliation_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_index(
        "ix_contact_role_successor",
        "contact_role",
        ["affiliation_id"],
        sqlite_where=asks,
        postgresql_where=asks,
    )


def _keep_flat() -> None:
    """No entry leads that is merged itself, so that reading follows one step only."""
    if op.get_bind().dialect.name == "sqlite":
        for word in WHEN:
            op.execute(
                f"CREATE TRIGGER organisation_merge_is_flat_{word.lower()} BEFORE {word}"
                f" ON organisation WHEN {IS_FLAT}"
                " BEGIN SELECT RAISE(ABORT, 'constraint: a merged entry leads none'); END"
            )
        return
    op.execute(
        f"""
        CREATE FUNCTION keep_organisation_merge_flat() RETURNS trigger AS $$
        BEGIN
          IF {IS_FLAT} THEN
            RAISE EXCEPTION 'constraint: a merged entry leads none' USING ERRCODE = '23514';
          END IF;
          RETURN NEW;
        END $$ LANGUAGE plpgsql
        """
    )
    op.execute(
        "CREATE TRIGGER organisation_merge_is_flat BEFORE INSERT OR UPDATE OF merged_into_id"
        " ON organisation FOR EACH ROW EXECUTE FUNCTION keep_organisation_merge_flat()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for word in WHEN:
            op.execute(f"DROP TRIGGER organisation_merge_is_flat_{word.lower()}")
    else:
        op.execute("DROP TRIGGER organisation_merge_is_flat ON organisation")
        op.execute("DROP FUNCTION keep_organisation_merge_flat()")
    # What was made one stays one: people and spellings go to the entry that led.
    for table in ("affiliation", "organisation_alias"):
        op.execute(
            f"UPDATE {table} SET organisation_id = (SELECT merged_into_id FROM organisation"
            f" WHERE organisation.id = {table}.organisation_id) WHERE organisation_id IN"
            " (SELECT id FROM organisation WHERE merged_into_id IS NOT NULL)"
        )
    op.execute("DELETE FROM place_count")
    op.execute(
        "INSERT INTO place_count (event_id, state, sector, organisation_id, number)"
        " SELECT r.event_id, r.state, r.sector, coalesce(a.organisation_id, 0), count(*)"
        " FROM registration r LEFT JOIN affiliation a ON a.id = r.affiliation_id"
        " GROUP BY r.event_id, r.state, r.sector, coalesce(a.organisation_id, 0)"
    )
    for table in ("contact_role", "organisation_term", "organisation_merge", "organisation_pair"):
        op.drop_table(table)
    op.drop_table("organisation_tie")
    op.drop_column("registration", "organisation_typed")
    with op.batch_alter_table("organisation_alias") as alias:
        alias.drop_constraint(op.f("ck_organisation_alias_source"), type_="check")
        alias.drop_column("source")
    op.execute("UPDATE organisation SET status = 'proposed', merged_into_id = NULL")
    with op.batch_alter_table("organisation") as table:
        for name in INDEXES:
            table.drop_index(name)
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_organisation_{name}"), type_="check")
        table.drop_constraint(
            op.f("fk_organisation_merged_into_id_organisation"), type_="foreignkey"
        )
        for name in (*WORDS, "level", "status", "merged_into_id", "valid_from", "valid_to"):
            table.drop_column(name)
        for name in ("former_names", "changed_at", "compared_at"):
            table.drop_column(name)
