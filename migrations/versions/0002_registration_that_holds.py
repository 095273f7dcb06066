"""Registration that holds: offers, limits, needs, protection, tasks, a log, counts."""

# ruff: noqa: S608 - the words put together here are constants of this file

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NOT_ENDED = sa.text("state NOT IN ('cancelled', 'expired')")
FOR_LISTS: dict[str, tuple[str, list[str], str]] = {
    "ix_registration_by_name": ("registration", ["event_id", "sort_key", "id"], ""),
    "ix_registration_by_sector": ("registration", ["event_id", "sector", "id"], ""),
    "ix_registration_by_state": ("registration", ["event_id", "state", "id"], ""),
    "ix_registration_untold": (
        "registration",
        ["event_id", "state"],
        "told_at IS NULL AND email IS NOT NULL",
    ),
    "ix_registration_unreachable": ("registration", ["event_id", "state"], "email_key IS NULL"),
    "ix_person_damaged": ("person", ["id"], "first_name LIKE '%?%' OR last_name LIKE '%?%'"),
    "ix_task_open": ("task", ["event_id", "kind", "id"], "done_at IS NULL"),
}
"""What keeps lists and counts of organisers equally quick: table, columns, and of which rows."""
OLD_ACTIVE = sa.text("state IN ('held', 'confirmed', 'waiting')")
WORDS = {
    "registration": {
        "state": (
            "held",
            "confirmed",
            "waiting",
            "offered",
            "cancelled",
            "expired",
            "checked_in",
            "absent",
        ),
        "channel": ("web", "list", "phone", "paper", "desk"),
        "sector": (
            "administration",
            "welfare",
            "migrant",
            "company",
            "education",
            "health",
            "justice",
            "other",
        ),
    },
    "consent": {
        "purpose": (
            "contact_list",
            "photos_documentation",
            "photos_web",
            "photos_press",
            "mailing_list",
            "follow_up",
            "access_needs",
        ),
        "decision": ("asked", "granted", "refused", "withdrawn", "lapsed"),
        "channel": ("web", "list", "phone", "paper", "desk"),
    },
    "consent_text": {
        "purpose": (
            "contact_list",
            "photos_documentation",
            "photos_web",
            "photos_press",
            "mailing_list",
            "follow_up",
            "access_needs",
        ),
    },
}
OLD_WORDS = {
    "registration": {
        "state": ("held", "confirmed", "waiting", "cancelled", "expired"),
        "channel": ("web", "list", "phone"),
        "sector": WORDS["registration"]["sector"],
    },
    "consent": {
        "purpose": ("contact_list", "photos", "invitations"),
        "decision": ("granted", "refused", "withdrawn"),
        "channel": ("web", "list", "phone"),
    },
    "consent_text": {"purpose": ("contact_list", "photos", "invitations")},
}
EVENT_CHECKS = {
    "ends_after_start": "ends_at > starts_at",
    "capacity_positive": "capacity >= 1",
    "door_places_within": "door_places BETWEEN 0 AND capacity",
    "terms_positive": "hold_hours >= 1 AND offer_hours >= 1",
    "reminder_within": "reminder_days BETWEEN 0 AND 60",
}
OLD_EVENT_CHECKS = ("ends_after_start", "capacity_positive")
REGISTRATION_CHECKS = {
    "offer_has_term": "state != 'offered' OR answer_by IS NOT NULL",
    "hold_has_term": "state != 'held' OR held_until IS NOT NULL",
    "question_takes_no_place": "same_as_id IS NULL OR state IN ('waiting', 'cancelled', 'expired')",
}
COLUMNS = ("event_id", "state", "sector", "affiliation_id")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _checks(table: str, words: dict, more: dict) -> list:
    """The checks of a table: the words its columns may hold, and what else must be true."""
    listed = {
        name: f"{name} IN ({', '.join(repr(word) for word in allowed)})"
        for name, allowed in words.get(table, {}).items()
    }
    return [
        sa.CheckConstraint(text, name=op.f(f"ck_{table}_{name}"))
        for name, text in {**listed, **more}.items()
    ]


def _drop_checks(batch, table: str, names) -> None:
    for name in names:
        batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")


def _add_checks(batch, checks) -> None:
    for check in checks:
        batch.create_check_constraint(check.name, check.sqltext.text)


def upgrade() -> None:
    _add_tables()
    checks = _checks("event", {}, EVENT_CHECKS)
    with op.batch_alter_table("event") as batch_op:
        _drop_checks(batch_op, "event", OLD_EVENT_CHECKS)
        batch_op.add_column(sa.Column("changes_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("needs_deadline", sa.DateTime(timezone=True), nullable=True))
        for name, value in (
            ("door_places", "0"),
            ("hold_hours", "48"),
            ("offer_hours", "48"),
            ("reminder_days", "7"),
        ):
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default=value))
        batch_op.add_column(sa.Column("postponed_at", sa.DateTime(timezone=True), nullable=True))
        for name in ("off_reason", "off_reason_en"):
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        _add_checks(batch_op, checks)
    _change_registration()
    _change_consents(WORDS, OLD_WORDS, {"photos": "photos_web", "invitations": "mailing_list"})
    _count_places()
    for name, (table, columns, rows) in FOR_LISTS.items():
        where = sa.text(rows) if rows else None
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def _change_registration() -> None:
    op.drop_index("uq_registration_active_email", table_name="registration")
    op.drop_index("ix_registration_event_state", table_name="registration")
    op.add_column("registration", sa.Column("person_key", sa.String(), nullable=True))
    op.add_column(
        "registration", sa.Column("sort_key", sa.String(), nullable=False, server_default="")
    )
    op.execute(
        "UPDATE registration SET sort_key ="
        " (SELECT sort_key FROM person WHERE person.id = registration.person_id)"
    )
    op.execute(
        """
        UPDATE registration SET person_key = (
          SELECT CASE WHEN ranked.number = 1 THEN ranked.name_key
                 ELSE ranked.name_key || '#' || ranked.link_id END
          FROM (
            SELECT r.id, r.link_id, p.name_key, row_number() OVER (
              PARTITION BY r.event_id, p.name_key, r.state IN ('cancelled', 'expired')
              ORDER BY r.created_at, r.id) AS number
            FROM registration r JOIN person p ON p.id = r.person_id) AS ranked
          WHERE ranked.id = registration.id)
        """
    )
    op.execute(
        "UPDATE registration SET held_until = created_at"
        " WHERE held_until IS NULL AND state = 'held'"
    )
    checks = _checks("registration", WORDS, REGISTRATION_CHECKS)
    with op.batch_alter_table("registration") as batch_op:
        _drop_checks(batch_op, "registration", OLD_WORDS["registration"])
        batch_op.alter_column("person_key", existing_type=sa.String(), nullable=False)
        batch_op.add_column(sa.Column("same_as_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("is_protected", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        for name in ("answer_by", "present_from", "present_until", "reminded_at"):
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            "fk_registration_same_as_id_registration",
            "registration",
            ["same_as_id"],
            ["id"],
            ondelete="SET NULL",
        )
        _add_checks(batch_op, checks)
    op.create_index(
        "ix_registration_event_state", "registration", ["event_id", "state", "created_at", "id"]
    )
    op.create_index("ix_registration_same_as_id", "registration", ["same_as_id"])
    for name, column in (("email", "email_key"), ("person", "person_key")):
        op.create_index(
            f"uq_registration_active_{name}",
            "registration",
            ["event_id", column],
            unique=True,
            sqlite_where=NOT_ENDED,
            postgresql_where=NOT_ENDED,
        )


def _change_consents(words: dict, before: dict, renamed: dict[str, str]) -> None:
    """Lets go of the old words, renames the purposes, holds on to the new words."""
    for table in ("consent", "consent_text"):
        with op.batch_alter_table(table) as batch_op:
            _drop_checks(batch_op, table, before[table])
        for old, new in renamed.items():
            op.execute(f"UPDATE {table} SET purpose = '{new}' WHERE purpose = '{old}'")
        checks = _checks(table, words, {})
        with op.batch_alter_table(table) as batch_op:
            _add_checks(batch_op, checks)


def _count_places() -> None:
    op.execute(
        """
        INSERT INTO place_count (event_id, state, sector, organisation_id, number)
        SELECT r.event_id, r.state, r.sector, coalesce(a.organisation_id, 0), count(*)
        FROM registration r LEFT JOIN affiliation a ON a.id = r.affiliation_id
        GROUP BY r.event_id, r.state, r.sector, coalesce(a.organisation_id, 0)
        """
    )
    for statement in SQLITE_TRIGGERS if _is_sqlite() else POSTGRESQL_TRIGGERS:
        op.execute(statement)


def _more(row: str) -> str:
    return f"""
      INSERT INTO place_count (event_id, state, sector, organisation_id, number)
      VALUES ({row}.event_id, {row}.state, {row}.sector,
        coalesce((SELECT organisation_id FROM affiliation WHERE id = {row}.affiliation_id), 0), 1)
      ON CONFLICT (event_id, state, sector, organisation_id)
      DO UPDATE SET number = place_count.number + 1;"""


def _less(row: str) -> str:
    return f"""
      UPDATE place_count SET number = number - 1
      WHERE event_id = {row}.event_id AND state = {row}.state AND sector = {row}.sector
        AND organisation_id =
          coalesce((SELECT organisation_id FROM affiliation WHERE id = {row}.affiliation_id), 0);"""


SQLITE_TRIGGERS = (
    f"CREATE TRIGGER place_count_added AFTER INSERT ON registration BEGIN {_more('NEW')} END",
    f"CREATE TRIGGER place_count_removed AFTER DELETE ON registration BEGIN {_less('OLD')} END",
    (
        f"CREATE TRIGGER place_count_changed AFTER UPDATE OF {', '.join(COLUMNS)} ON registration "
        f"BEGIN {_less('OLD')} {_more('NEW')} END"
    ),
)
POSTGRESQL_TRIGGERS = (
    f"""
    CREATE FUNCTION keep_place_count() RETURNS trigger AS $$
    BEGIN
      IF TG_OP <> 'INSERT' THEN {_less("OLD")} END IF;
      IF TG_OP <> 'DELETE' THEN {_more("NEW")} END IF;
      RETURN NULL;
    END $$ LANGUAGE plpgsql
    """,
    (
        "CREATE TRIGGER place_count_counted AFTER INSERT OR DELETE ON registration "
        "FOR EACH ROW EXECUTE FUNCTION keep_place_count()"
    ),
    f"CREATE TRIGGER place_count_changed AFTER UPDATE OF {', '.join(COLUMNS)} ON registration "
    "FOR EACH ROW WHEN (" + " OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in COLUMNS) + ") "
    "EXECUTE FUNCTION keep_place_count()",
)


def _add_tables() -> None:
    op.create_table(
        "rate_count",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_rate_count"),
    )
    op.create_index("ix_rate_count_expires_at", "rate_count", ["expires_at"], unique=False)

    op.create_table(
        "event_right",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "needs",
                "protection",
                name="right",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind != 'protection' OR position <= 2", name="ck_event_right_two_know_the_protected"
        ),
        sa.CheckConstraint("position >= 1", name="ck_event_right_position_counts"),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name="fk_event_right_account_id_account",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_event_right_event_id_event", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_event_right"),
        sa.UniqueConstraint(
            "event_id", "kind", "account_id", name="uq_event_right_event_id_kind_account_id"
        ),
        sa.UniqueConstraint(
            "event_id", "kind", "position", name="uq_event_right_event_id_kind_position"
        ),
    )
    op.create_index("ix_event_right_account_id", "event_right", ["account_id"], unique=False)

    op.create_table(
        "limit_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sector",
                "organisation",
                "reserved",
                name="limitkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "sector",
            sa.Enum(
                "administration",
                "welfare",
                "migrant",
                "company",
                "education",
                "health",
                "justice",
                "other",
                name="sector",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind != 'reserved' OR number <= 100", name="ck_limit_rule_percent"),
        sa.CheckConstraint(
            "kind = 'organisation' OR sector IS NOT NULL", name="ck_limit_rule_names_sector"
        ),
        sa.CheckConstraint("number >= 0", name="ck_limit_rule_number_not_negative"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_limit_rule_event_id_event", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_limit_rule"),
        sa.UniqueConstraint(
            "event_id", "kind", "sector", name="uq_limit_rule_event_id_kind_sector"
        ),
    )
    op.create_table(
        "place_count",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "held",
                "confirmed",
                "waiting",
                "offered",
                "cancelled",
                "expired",
                "checked_in",
                "absent",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "sector",
            sa.Enum(
                "administration",
                "welfare",
                "migrant",
                "company",
                "education",
                "health",
                "justice",
                "other",
                name="sector",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 0", name="ck_place_count_number_not_negative"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_place_count_event_id_event", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "event_id", "state", "sector", "organisation_id", name="pk_place_count"
        ),
    )
    op.create_table(
        "supplier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_supplier_event_id_event", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_supplier"),
    )
    op.create_index("ix_supplier_event_id", "supplier", ["event_id"], unique=False)

    op.create_table(
        "access_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "step_free",
                "sign_language",
                "speech_to_text",
                "language_mediation",
                "diet",
                "other",
                "call_me",
                name="need",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name="fk_access_need_registration_id_registration",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_access_need"),
        sa.UniqueConstraint("registration_id", "kind", name="uq_access_need_registration_id_kind"),
    )
    op.create_table(
        "address_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("old_link_id", sa.String(), nullable=False),
        sa.Column("new_link_id", sa.String(), nullable=False),
        sa.Column("old_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("new_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("expires_at > created_at", name="ck_address_change_has_term"),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name="fk_address_change_registration_id_registration",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_address_change"),
        sa.UniqueConstraint("new_link_id", name="uq_address_change_new_link_id"),
        sa.UniqueConstraint("old_link_id", name="uq_address_change_old_link_id"),
        sa.UniqueConstraint("registration_id", name="uq_address_change_registration_id"),
    )
    op.create_table(
        "log_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column(
            "actor",
            sa.Enum(
                "person",
                "organiser",
                "clock",
                name="actor",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name="fk_log_entry_account_id_account",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_log_entry_event_id_event", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name="fk_log_entry_registration_id_registration",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_log_entry"),
    )
    op.create_index("ix_log_entry_about", "log_entry", ["registration_id", "id"], unique=False)
    op.create_index("ix_log_entry_event", "log_entry", ["event_id", "id"], unique=False)

    op.create_table(
        "protected_identity",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name="fk_protected_identity_registration_id_registration",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name="pk_protected_identity"),
    )
    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "tell",
                "late_need",
                "call_me",
                "same_person",
                "change_request",
                "cancel_request",
                name="taskkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["done_by"], ["account.id"], name="fk_task_done_by_account", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name="fk_task_event_id_event", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name="fk_task_registration_id_registration",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_task"),
    )
    op.create_index("ix_task_event", "task", ["event_id", "done_at", "id"], unique=False)
    op.create_index(
        "uq_task_open",
        "task",
        ["registration_id", "kind", "message"],
        unique=True,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_index(
        "uq_limit_rule_any_sector",
        "limit_rule",
        ["event_id", "kind"],
        unique=True,
        sqlite_where=sa.text("sector IS NULL"),
        postgresql_where=sa.text("sector IS NULL"),
    )


def downgrade() -> None:
    """Back to the first version. What it has no word for becomes the nearest it has; consents it
    cannot hold are lost, and who is protected keeps the display name."""
    if _is_sqlite():
        for name in ("added", "removed", "changed"):
            op.execute(f"DROP TRIGGER place_count_{name}")
    else:
        for name in ("counted", "changed"):
            op.execute(f"DROP TRIGGER place_count_{name} ON registration")
        op.execute("DROP FUNCTION keep_place_count()")
    for old, new in (("offered", "waiting"), ("checked_in", "confirmed"), ("absent", "confirmed")):
        op.execute(f"UPDATE registration SET state = '{new}' WHERE state = '{old}'")
    kept = "('contact_list', 'photos_web', 'mailing_list')"
    op.execute(
        f"DELETE FROM consent WHERE purpose NOT IN {kept} OR decision IN ('asked', 'lapsed')"
    )
    op.execute(f"DELETE FROM consent_text WHERE purpose NOT IN {kept}")
    for table in ("registration", "consent"):
        op.execute(f"UPDATE {table} SET channel = 'phone' WHERE channel IN ('paper', 'desk')")
    _change_consents(OLD_WORDS, WORDS, {"photos_web": "photos", "mailing_list": "invitations"})
    for name, (table, _columns, _rows) in FOR_LISTS.items():
        op.drop_index(name, table_name=table)
    for name in (
        "uq_registration_active_email",
        "uq_registration_active_person",
        "ix_registration_event_state",
        "ix_registration_same_as_id",
    ):
        op.drop_index(name, table_name="registration")
    checks = _checks("registration", OLD_WORDS, {})
    with op.batch_alter_table("registration") as batch_op:
        _drop_checks(batch_op, "registration", (*WORDS["registration"], *REGISTRATION_CHECKS))
        batch_op.drop_constraint("fk_registration_same_as_id_registration", type_="foreignkey")
        for name in (
            "person_key",
            "sort_key",
            "same_as_id",
            "is_protected",
            "answer_by",
            "present_from",
            "present_until",
            "reminded_at",
        ):
            batch_op.drop_column(name)
        _add_checks(batch_op, checks)
    op.create_index("ix_registration_event_state", "registration", ["event_id", "state"])
    op.create_index(
        "uq_registration_active_email",
        "registration",
        ["event_id", "email_key"],
        unique=True,
        sqlite_where=OLD_ACTIVE,
        postgresql_where=OLD_ACTIVE,
    )
    checks = _checks("event", {}, {name: EVENT_CHECKS[name] for name in OLD_EVENT_CHECKS})
    with op.batch_alter_table("event") as batch_op:
        _drop_checks(batch_op, "event", EVENT_CHECKS)
        for name in (
            "changes_until",
            "needs_deadline",
            "door_places",
            "hold_hours",
            "offer_hours",
            "reminder_days",
            "postponed_at",
            "off_reason",
            "off_reason_en",
        ):
            batch_op.drop_column(name)
        _add_checks(batch_op, checks)
    _remove_tables()


def _remove_tables() -> None:
    for table in (
        "task",
        "protected_identity",
        "log_entry",
        "address_change",
        "access_need",
        "supplier",
        "place_count",
        "limit_rule",
        "event_right",
        "rate_count",
    ):
        op.drop_table(table)
