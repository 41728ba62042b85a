"""The main tables of the archive.

The models say what each of them holds. Ids are opaque; content stands in `sealed_...` columns only.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes every table, those that are referred to first."""
    _holders()
    _members()
    _access()
    _cases()
    _records()
    _custody()
    _derived()


def downgrade() -> None:
    """Takes every table away, with its indexes; those that refer to others first."""
    for table in (
        "export_case",
        "export",
        "catalogue_snapshot",
        "setting",
        "log_state",
        "log_node",
        "log_entry",
        "file",
        "draft",
        "version",
        "record",
        "grant",
        "compartment",
        "case",
        "throttle",
        "session_opening",
        "session",
        "token",
        "invitation",
        "team_seed",
        "team",
        "member",
        "certificate",
        "holder",
    ):
        op.drop_table(table)


def _holders() -> None:
    op.create_table(
        "holder",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seal_public", sa.LargeBinary(), nullable=False),
        sa.Column("sign_public", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.String(64), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_holder"),
        sa.UniqueConstraint("key_id", name="uq_holder_key_id"),
    )
    op.create_table(
        "certificate",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("subject_id", sa.String(64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.String(64), nullable=False),
        sa.Column("issuer_key_id", sa.String(64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("revoked_sequence", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_certificate"),
    )
    op.create_index("ix_certificate_key_id", "certificate", ["key_id"])
    op.create_index("ix_certificate_subject_id", "certificate", ["subject_id"])


def _members() -> None:
    op.create_table(
        "member",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("login_hash", sa.String(64), nullable=False),
        sa.Column("kdf_salt", sa.LargeBinary(), nullable=False),
        sa.Column("kdf_memory_kib", sa.Integer(), nullable=False),
        sa.Column("kdf_iterations", sa.Integer(), nullable=False),
        sa.Column("auth_hash", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_seed", sa.LargeBinary(), nullable=False),
        sa.Column("recovery_id", sa.String(64), nullable=False),
        sa.Column("sealed_recovery_seed", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_name", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["holder.id"], name="fk_member_id_holder"),
        sa.PrimaryKeyConstraint("id", name="pk_member"),
        sa.UniqueConstraint("login_hash", name="uq_member_login_hash"),
        sa.UniqueConstraint("recovery_id", name="uq_member_recovery_id"),
    )
    op.create_table(
        "team",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("builtin", sa.String(64), nullable=True),
        sa.Column("sealed_name", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["holder.id"], name="fk_team_id_holder"),
        sa.PrimaryKeyConstraint("id", name="pk_team"),
        sa.UniqueConstraint("builtin", name="uq_team_builtin"),
    )
    op.create_table(
        "team_seed",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("team_id", sa.String(64), nullable=False),
        sa.Column("holder_id", sa.String(64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed_seed", sa.LargeBinary(), nullable=True),
        sa.Column("joined_sequence", sa.Integer(), nullable=True),
        sa.Column("left_sequence", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["holder_id"], ["holder.id"], name="fk_team_seed_holder_id_holder"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name="fk_team_seed_team_id_team"),
        sa.PrimaryKeyConstraint("id", name="pk_team_seed"),
    )
    op.create_index("ix_team_seed_holder_id", "team_seed", ["holder_id"])
    op.create_index("ix_team_seed_team_id", "team_seed", ["team_id"])


def _access() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("secret_id", sa.String(64), nullable=False),
        sa.Column("sealed_name", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_by", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["holder.id"], name="fk_invitation_id_holder"),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.UniqueConstraint("secret_id", name="uq_invitation_secret_id"),
    )
    op.create_table(
        "token",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("member_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("secret_id", sa.String(64), nullable=False),
        sa.Column("sealed_seed", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_name", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_token_member_id_member"),
        sa.PrimaryKeyConstraint("id", name="pk_token"),
        sa.UniqueConstraint("secret_id", name="uq_token_secret_id"),
    )
    op.create_index("ix_token_member_id", "token", ["member_id"])
    op.create_table(
        "session",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("member_id", sa.String(64), nullable=False),
        sa.Column("sealed_seed", sa.LargeBinary(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_session_member_id_member"),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
    )
    op.create_index("ix_session_member_id", "session", ["member_id"])
    op.create_table(
        "session_opening",
        sa.Column("session_key", sa.String(64), nullable=False),
        sa.Column("subject_id", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("session_key", "subject_id", name="pk_session_opening"),
    )
    op.create_table(
        "throttle",
        sa.Column("bucket", sa.String(64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("bucket", name="pk_throttle"),
    )


def _cases() -> None:
    op.create_table(
        "case",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.String(64), nullable=False),
        sa.Column("sealed_title", sa.LargeBinary(), nullable=False),
        sa.Column("edit_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["holder.id"], name="fk_case_author_id_holder"),
        sa.PrimaryKeyConstraint("id", name="pk_case"),
        sa.UniqueConstraint("number", name="uq_case_number"),
    )
    op.create_index("ix_case_author_id", "case", ["author_id"])
    op.create_table(
        "compartment",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=True),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_compartment_case_id_case"),
        sa.PrimaryKeyConstraint("id", name="pk_compartment"),
    )
    op.create_index("ix_compartment_case_id_name", "compartment", ["case_id", "name"], unique=True)
    op.create_table(
        "grant",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("compartment_id", sa.String(64), nullable=False),
        sa.Column("holder_id", sa.String(64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True),
        sa.Column("granted_sequence", sa.Integer(), nullable=True),
        sa.Column("revoked_sequence", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["compartment_id"], ["compartment.id"], name="fk_grant_compartment_id_compartment"
        ),
        sa.ForeignKeyConstraint(["holder_id"], ["holder.id"], name="fk_grant_holder_id_holder"),
        sa.PrimaryKeyConstraint("id", name="pk_grant"),
    )
    op.create_index("ix_grant_compartment_id", "grant", ["compartment_id"])
    op.create_index("ix_grant_holder_id", "grant", ["holder_id"])


def _records() -> None:
    op.create_table(
        "record",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=True),
        sa.Column("compartment_id", sa.String(64), nullable=False),
        sa.Column("latest", sa.Integer(), nullable=False),
        sa.Column("exhibit", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_record_case_id_case"),
        sa.ForeignKeyConstraint(
            ["compartment_id"], ["compartment.id"], name="fk_record_compartment_id_compartment"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_record"),
        sa.UniqueConstraint("exhibit", name="uq_record_exhibit"),
    )
    op.create_index("ix_record_case_id", "record", ["case_id"])
    op.create_index("ix_record_compartment_id", "record", ["compartment_id"])
    op.create_table(
        "version",
        sa.Column("record_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("compartment_id", sa.String(64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_content", sa.LargeBinary(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("author_key_id", sa.String(64), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["compartment_id"], ["compartment.id"], name="fk_version_compartment_id_compartment"
        ),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_version_record_id_record"),
        sa.PrimaryKeyConstraint("record_id", "number", name="pk_version"),
    )
    op.create_index("ix_version_compartment_id", "version", ["compartment_id"])
    op.create_index("ix_version_sequence", "version", ["sequence"])
    op.create_table(
        "draft",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.Column("member_id", sa.String(64), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_content", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_draft_case_id_case"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_draft_member_id_member"),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
    )
    op.create_index("ix_draft_case_id", "draft", ["case_id"])
    op.create_index("ix_draft_member_id", "draft", ["member_id"])
    op.create_table(
        "file",
        sa.Column("record_id", sa.String(64), nullable=False),
        sa.Column("compartment_id", sa.String(64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("object_name", sa.String(64), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_size", sa.BigInteger(), nullable=False),
        sa.Column("sealed_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["compartment_id"], ["compartment.id"], name="fk_file_compartment_id_compartment"
        ),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_file_record_id_record"),
        sa.PrimaryKeyConstraint("record_id", name="pk_file"),
        sa.UniqueConstraint("object_name", name="uq_file_object_name"),
    )
    op.create_index("ix_file_compartment_id", "file", ["compartment_id"])


def _custody() -> None:
    op.create_table(
        "log_entry",
        sa.Column("sequence", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("leaf", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.String(64), nullable=False),
        sa.Column("deed", sa.String(64), nullable=False),
        sa.Column("sealed_detail", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("sequence", name="pk_log_entry"),
    )
    op.create_index("ix_log_entry_subject_id", "log_entry", ["subject_id"])
    op.create_table(
        "log_node",
        sa.Column("level", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("position", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "position", name="pk_log_node"),
    )
    op.create_table(
        "log_state",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_log_state"),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_setting"),
    )


def _derived() -> None:
    op.create_table(
        "catalogue_snapshot",
        sa.Column("holder_id", sa.String(64), nullable=False),
        sa.Column("watermark", sa.BigInteger(), nullable=False),
        sa.Column("object_name", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["holder_id"], ["holder.id"], name="fk_catalogue_snapshot_holder_id_holder"),
        sa.PrimaryKeyConstraint("holder_id", name="pk_catalogue_snapshot"),
    )
    op.create_table(
        "export",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("member_id", sa.String(64), nullable=False),
        sa.Column("state", sa.String(64), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("sealed_request", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_result", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=True),
        sa.Column("object_name", sa.String(64), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["holder.id"], name="fk_export_member_id_holder"),
        sa.PrimaryKeyConstraint("id", name="pk_export"),
    )
    op.create_index("ix_export_member_id", "export", ["member_id"])
    op.create_table(
        "export_case",
        sa.Column("export_id", sa.String(64), nullable=False),
        sa.Column("case_id", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_export_case_case_id_case"),
        sa.ForeignKeyConstraint(["export_id"], ["export.id"], name="fk_export_case_export_id_export"),
        sa.PrimaryKeyConstraint("export_id", "case_id", name="pk_export_case"),
    )
    op.create_index("ix_export_case_case_id", "export_case", ["case_id"])
