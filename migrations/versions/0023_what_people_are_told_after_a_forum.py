"""what people are told after a forum"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message_pace",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column(
            "pace",
            sa.Enum(
                "usual",
                "fewer",
                "none",
                name="pace",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_message_pace")),
    )
    op.create_table(
        "yearly_message",
        sa.Column("address", sa.String(), nullable=False),
        sa.Column(
            "lane",
            sa.Enum(
                "news", "owner", name="lane", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("slot", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "slot >= 1 AND slot <= CASE lane WHEN 'news' THEN 9 ELSE 6 END",
            name=op.f("ck_yearly_message_most_in_a_year"),
        ),
        sa.PrimaryKeyConstraint("address", "lane", "slot", name=op.f("pk_yearly_message")),
    )
    op.create_table(
        "feedback_count",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "said",
            sa.Enum(
                "fully",
                "rather",
                "rather_not",
                "not",
                name="choice",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "number >= shown AND shown >= 0", name=op.f("ck_feedback_count_shown_of_all")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_feedback_count_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "position", "said", name=op.f("pk_feedback_count")),
    )
    op.create_table(
        "feedback_question",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "scale",
                "words",
                name="questionkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.CheckConstraint("text != ''", name=op.f("ck_feedback_question_says_something")),
        sa.CheckConstraint(
            "position BETWEEN 1 AND 3", name=op.f("ck_feedback_question_three_questions")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_feedback_question_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "position", name=op.f("pk_feedback_question")),
    )
    op.create_table(
        "feedback_round",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "answers >= shown AND shown >= 0", name=op.f("ck_feedback_round_shown_of_all")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_feedback_round_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_feedback_round")),
    )
    op.create_table(
        "feedback_words",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_feedback_words_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_feedback_words")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("feedback_words", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_words_event_id"), ["event_id"], unique=False)

    op.create_table(
        "spent_feedback_link",
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_spent_feedback_link_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_spent_feedback_link")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("spent_feedback_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_spent_feedback_link_event_id"), ["event_id"], unique=False
        )

    op.create_table(
        "told_after",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("documentation_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("news_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_told_after_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_told_after")),
    )
    with op.batch_alter_table("outcome_follower", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("state", sa.String(), nullable=False, server_default="nobody")
        )
        batch_op.add_column(sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("outcome_follower", schema=None) as batch_op:
        batch_op.alter_column("state", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("outcome_follower", schema=None) as batch_op:
        batch_op.drop_column("told_at")
        batch_op.drop_column("state")

    op.drop_table("told_after")
    with op.batch_alter_table("spent_feedback_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_spent_feedback_link_event_id"))

    op.drop_table("spent_feedback_link")
    with op.batch_alter_table("feedback_words", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_words_event_id"))

    op.drop_table("feedback_words")
    op.drop_table("feedback_round")
    op.drop_table("feedback_question")
    op.drop_table("feedback_count")
    op.drop_table("yearly_message")
    op.drop_table("message_pace")
