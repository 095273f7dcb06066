"""what islands found and who takes it on"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "documentation_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prepared_by", sa.Integer(), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "released_by IS NULL OR prepared_by IS NULL OR released_by != prepared_by",
            name=op.f("ck_documentation_release_two_people"),
        ),
        sa.CheckConstraint("version >= 0", name=op.f("ck_documentation_release_version_counts")),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_documentation_release_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by"],
            ["account.id"],
            name=op.f("fk_documentation_release_prepared_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["released_by"],
            ["account.id"],
            name=op.f("fk_documentation_release_released_by_account"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documentation_release")),
        sa.UniqueConstraint(
            "event_id", "version", name=op.f("uq_documentation_release_event_id_version")
        ),
    )
    with op.batch_alter_table("documentation_release", schema=None) as batch_op:
        batch_op.create_index(
            "uq_documentation_release_open",
            ["event_id"],
            unique=True,
            sqlite_where=sa.text("released_at IS NULL"),
            postgresql_where=sa.text("released_at IS NULL"),
        )

    op.create_table(
        "card_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("island_id", sa.Integer(), nullable=False),
        sa.Column(
            "sheet_column",
            sa.Enum(
                "good_practice",
                "need_for_action",
                "challenge",
                "next_step",
                name="cardcolumn",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("hands", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("hands IS NULL OR hands >= 0", name=op.f("ck_card_group_hands_counted")),
        sa.ForeignKeyConstraint(
            ["island_id"],
            ["island.id"],
            name=op.f("fk_card_group_island_id_island"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_group")),
        sa.UniqueConstraint("key", name=op.f("uq_card_group_key")),
    )
    with op.batch_alter_table("card_group", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_card_group_island_id"), ["island_id"], unique=False)

    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "good_practice",
                "need_for_action",
                "challenge",
                "next_step",
                "demand",
                name="findingkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raw_text", sa.Text(), nullable=True),
        sa.Column("released_text", sa.Text(), nullable=True),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR withdrawn_reason != ''", name=op.f("ck_finding_withdrawn_why")
        ),
        sa.CheckConstraint(
            "(year IS NULL) = (number IS NULL)", name=op.f("ck_finding_numbered_whole")
        ),
        sa.CheckConstraint("merged_into_id != id", name=op.f("ck_finding_into_another")),
        sa.CheckConstraint(
            "released_text IS NULL OR number IS NOT NULL", name=op.f("ck_finding_released_numbered")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["card_group.id"],
            name=op.f("fk_finding_group_id_card_group"),
            ondelete="SET NULL",
        ),
        sa.UniqueConstraint("group_id", name=op.f("uq_finding_group_id")),
        sa.ForeignKeyConstraint(
            ["changed_by"],
            ["account.id"],
            name=op.f("fk_finding_changed_by_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_finding_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"],
            ["finding.id"],
            name=op.f("fk_finding_merged_into_id_finding"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_finding_year_number")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_finding_merged_into_id"), ["merged_into_id"], unique=False
        )

    op.create_table(
        "commitment",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("first_action", sa.Text(), nullable=False),
        sa.Column("first_place", sa.String(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["finding.id"],
            name=op.f("fk_commitment_finding_id_finding"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_commitment")),
    )
    op.create_table(
        "demand",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column(
            "addressee",
            sa.Enum(
                "city",
                "district",
                "state",
                "federation",
                "provider",
                "other",
                name="addressee",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("addressee_name", sa.String(), nullable=False),
        sa.Column("handed_over_on", sa.Date(), nullable=True),
        sa.Column("ask_again_on", sa.Date(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "raised",
                "handed_over",
                "answered",
                "accepted",
                "rejected",
                "realised",
                name="demandstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("addressee_name != ''", name=op.f("ck_demand_addressed")),
        sa.CheckConstraint(
            "status = 'raised' OR handed_over_on IS NOT NULL", name=op.f("ck_demand_handed_over")
        ),
        sa.CheckConstraint(
            "status IN ('raised', 'handed_over') OR answer != ''", name=op.f("ck_demand_answered")
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["finding.id"],
            name=op.f("fk_demand_finding_id_finding"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_demand")),
    )
    op.create_table(
        "commitment_party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("shows_person", sa.Boolean(), nullable=False),
        sa.Column("link_id", sa.String(), nullable=False),
        sa.Column("link_revision", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "progress",
            sa.Enum(
                "open",
                "runs",
                "done",
                "rests",
                "dropped",
                name="progress",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "registration_id IS NOT NULL OR NOT shows_person OR name != ''",
            name=op.f("ck_commitment_party_who"),
        ),
        sa.CheckConstraint(
            "confirmed_at IS NULL OR declined_at IS NULL",
            name=op.f("ck_commitment_party_one_answer"),
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitment.finding_id"],
            name=op.f("fk_commitment_party_commitment_id_commitment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_commitment_party_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_commitment_party_registration_id_registration"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_party")),
        sa.UniqueConstraint(
            "commitment_id",
            "organisation_id",
            name=op.f("uq_commitment_party_commitment_id_organisation_id"),
        ),
        sa.UniqueConstraint("link_id", name=op.f("uq_commitment_party_link_id")),
    )
    with op.batch_alter_table("commitment_party", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_commitment_party_commitment_id"), ["commitment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_commitment_party_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_commitment_party_registration_id"), ["registration_id"], unique=False
        )
        batch_op.create_index(
            "uq_commitment_party_lead",
            ["commitment_id"],
            unique=True,
            sqlite_where=sa.text("is_lead"),
            postgresql_where=sa.text("is_lead"),
        )

    op.create_table(
        "outcome_follower",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["finding.id"],
            name=op.f("fk_outcome_follower_finding_id_finding"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_outcome_follower_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("finding_id", "registration_id", name=op.f("pk_outcome_follower")),
    )
    with op.batch_alter_table("outcome_follower", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outcome_follower_registration_id"), ["registration_id"], unique=False
        )

    op.create_table(
        "card_vote",
        sa.Column("voter", sa.String(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("dots", sa.Integer(), nullable=False),
        sa.CheckConstraint("dots BETWEEN 1 AND 3", name=op.f("ck_card_vote_dots_within")),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["card_group.id"],
            name=op.f("fk_card_vote_group_id_card_group"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("voter", "group_id", name=op.f("pk_card_vote")),
    )
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint("finding_id IS NULL OR text != ''", name=op.f("ck_objection_says_why")),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["finding.id"],
            name=op.f("fk_objection_finding_id_finding"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["host_id"],
            ["island_host.id"],
            name=op.f("fk_objection_host_id_island_host"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["release_id"],
            ["documentation_release.id"],
            name=op.f("fk_objection_release_id_documentation_release"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
    )
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objection_finding_id"), ["finding_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_objection_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_objection_release_id"), ["release_id"], unique=False)

    op.create_table(
        "result_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("island_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column(
            "sheet_column",
            sa.Enum(
                "good_practice",
                "need_for_action",
                "challenge",
                "next_step",
                name="cardcolumn",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("other_text", sa.Text(), nullable=True),
        sa.Column("raw_text", sa.Text(), nullable=True),
        sa.Column(
            "source",
            sa.Enum(
                "host",
                "table",
                "paper",
                "file",
                name="cardsource",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_result_card_number_counts")),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["card_group.id"],
            name=op.f("fk_result_card_group_id_card_group"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["island_id"],
            ["island.id"],
            name=op.f("fk_result_card_island_id_island"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["round.id"],
            name=op.f("fk_result_card_round_id_round"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_card")),
        sa.UniqueConstraint("island_id", "number", name=op.f("uq_result_card_island_id_number")),
        sa.UniqueConstraint("key", name=op.f("uq_result_card_key")),
    )
    with op.batch_alter_table("result_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_result_card_group_id"), ["group_id"], unique=False)

    op.create_table(
        "finding_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("island_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["card_id"],
            ["result_card.id"],
            name=op.f("fk_finding_source_card_id_result_card"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["finding_id"],
            ["finding.id"],
            name=op.f("fk_finding_source_finding_id_finding"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["island_id"],
            ["island.id"],
            name=op.f("fk_finding_source_island_id_island"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_source")),
        sa.UniqueConstraint(
            "finding_id", "card_id", name=op.f("uq_finding_source_finding_id_card_id")
        ),
    )
    with op.batch_alter_table("finding_source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_source_card_id"), ["card_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_finding_source_finding_id"), ["finding_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_finding_source_island_id"), ["island_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("finding_source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_source_island_id"))
        batch_op.drop_index(batch_op.f("ix_finding_source_finding_id"))
        batch_op.drop_index(batch_op.f("ix_finding_source_card_id"))

    op.drop_table("finding_source")
    with op.batch_alter_table("result_card", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_result_card_group_id"))

    op.drop_table("result_card")
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_objection_release_id"))
        batch_op.drop_index(batch_op.f("ix_objection_host_id"))
        batch_op.drop_index(batch_op.f("ix_objection_finding_id"))

    op.drop_table("objection")
    op.drop_table("card_vote")
    with op.batch_alter_table("outcome_follower", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outcome_follower_registration_id"))

    op.drop_table("outcome_follower")
    with op.batch_alter_table("commitment_party", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_commitment_party_lead",
            sqlite_where=sa.text("is_lead"),
            postgresql_where=sa.text("is_lead"),
        )
        batch_op.drop_index(batch_op.f("ix_commitment_party_registration_id"))
        batch_op.drop_index(batch_op.f("ix_commitment_party_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_commitment_party_commitment_id"))

    op.drop_table("commitment_party")
    op.drop_table("demand")
    op.drop_table("commitment")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_finding_event_id"))

    op.drop_table("finding")
    with op.batch_alter_table("documentation_release", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_documentation_release_open",
            sqlite_where=sa.text("released_at IS NULL"),
            postgresql_where=sa.text("released_at IS NULL"),
        )

    op.drop_table("documentation_release")
    with op.batch_alter_table("card_group", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_card_group_island_id"))

    op.drop_table("card_group")
