"""contact lists with versions, codes, an end and audiences"""

# ruff: noqa: S608 - the words put together here are constants of this file

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KIND = "ck_contact_list_access_accesskind"
OLD_KINDS = "'page', 'csv', 'vcard'"
NEW_KINDS = "'xlsx', 'pdf', 'print'"


def upgrade() -> None:
    op.create_table(
        "contact_list_version",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_contact_list_version_counted_from_one")),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_contact_list_version_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "number", name=op.f("pk_contact_list_version")),
    )
    op.create_table(
        "contact_organisation",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by"],
            ["account.id"],
            name=op.f("fk_contact_organisation_added_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_contact_organisation_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_contact_organisation_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "event_id", "organisation_id", name=op.f("pk_contact_organisation")
        ),
    )
    with op.batch_alter_table("contact_organisation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contact_organisation_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "contact_code",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_contact_code_tries_not_negative")),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_contact_code_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_contact_code")),
    )
    op.create_table(
        "contact_list_leaving",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_contact_list_leaving_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_contact_list_leaving")),
    )
    op.create_table(
        "contact_list_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "(registration_id IS NULL) != (account_id IS NULL)",
            name=op.f("ck_contact_list_notice_one_recipient"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_contact_list_notice_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_contact_list_notice_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_contact_list_notice_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_list_notice")),
        sa.UniqueConstraint(
            "event_id",
            "account_id",
            "day",
            name=op.f("uq_contact_list_notice_event_id_account_id_day"),
        ),
        sa.UniqueConstraint(
            "event_id",
            "registration_id",
            "day",
            name=op.f("uq_contact_list_notice_event_id_registration_id_day"),
        ),
    )
    with op.batch_alter_table("contact_list_notice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contact_list_notice_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_contact_list_notice_registration_id"), ["registration_id"], unique=False
        )

    op.create_table(
        "contact_list_reminder",
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consent_id"],
            ["consent.id"],
            name=op.f("fk_contact_list_reminder_consent_id_consent"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("consent_id", name=op.f("pk_contact_list_reminder")),
    )
    op.add_column(
        "consent",
        sa.Column("public_fields", sa.JSON(), server_default=sa.text("'[]'"), nullable=False),
    )
    op.add_column("consent", sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("contact_list_access", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(KIND), type_="check")
        batch_op.create_check_constraint(op.f(KIND), f"kind IN ({OLD_KINDS}, {NEW_KINDS})")
        batch_op.add_column(sa.Column("subject_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("entries", sa.JSON(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_contact_list_access_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_contact_list_access_registration_id"), ["registration_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_contact_list_access_subject_id"), ["subject_id"], unique=False
        )
        batch_op.create_index(
            "uq_contact_list_access_account",
            ["event_id", "version", "account_id", "kind"],
            unique=True,
            sqlite_where=sa.text("account_id IS NOT NULL"),
            postgresql_where=sa.text("account_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_contact_list_access_one",
            ["version", "registration_id", "subject_id"],
            unique=True,
            sqlite_where=sa.text("subject_id IS NOT NULL"),
            postgresql_where=sa.text("subject_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_contact_list_access_participant",
            ["event_id", "version", "registration_id", "kind"],
            unique=True,
            sqlite_where=sa.text("registration_id IS NOT NULL AND subject_id IS NULL"),
            postgresql_where=sa.text("registration_id IS NOT NULL AND subject_id IS NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_contact_list_access_subject_id_registration"),
            "registration",
            ["subject_id"],
            ["id"],
            ondelete="CASCADE",
        )


def downgrade() -> None:
    op.execute(f"DELETE FROM contact_list_access WHERE kind IN ({NEW_KINDS})")
    op.drop_table("contact_list_reminder")
    with op.batch_alter_table("contact_list_access", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_contact_list_access_subject_id_registration"), type_="foreignkey"
        )
        batch_op.drop_index(
            "uq_contact_list_access_participant",
            sqlite_where=sa.text("registration_id IS NOT NULL AND subject_id IS NULL"),
            postgresql_where=sa.text("registration_id IS NOT NULL AND subject_id IS NULL"),
        )
        batch_op.drop_index(
            "uq_contact_list_access_one",
            sqlite_where=sa.text("subject_id IS NOT NULL"),
            postgresql_where=sa.text("subject_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_contact_list_access_account",
            sqlite_where=sa.text("account_id IS NOT NULL"),
            postgresql_where=sa.text("account_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_contact_list_access_subject_id"))
        batch_op.drop_index(batch_op.f("ix_contact_list_access_registration_id"))
        batch_op.drop_index(batch_op.f("ix_contact_list_access_account_id"))
        batch_op.drop_constraint(op.f(KIND), type_="check")
        batch_op.create_check_constraint(op.f(KIND), f"kind IN ({OLD_KINDS})")
        batch_op.drop_column("entries")
        batch_op.drop_column("version")
        batch_op.drop_column("subject_id")

    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_column("ends_at")
        batch_op.drop_column("public_fields")

    with op.batch_alter_table("contact_list_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_list_notice_registration_id"))
        batch_op.drop_index(batch_op.f("ix_contact_list_notice_account_id"))

    op.drop_table("contact_list_notice")
    op.drop_table("contact_list_leaving")
    op.drop_table("contact_code")
    with op.batch_alter_table("contact_organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_organisation_organisation_id"))

    op.drop_table("contact_organisation")
    op.drop_table("contact_list_version")
