"""Grants are found by compartment and holder together; a line of the log has no detail beside it.

No deed ever had a detail: what is not in the line is in the record, the certificate or the grant it commits to.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The new index answers for the compartment alone, too."""
    op.create_index("ix_grant_compartment_id_holder_id", "grant", ["compartment_id", "holder_id"])
    op.drop_index("ix_grant_compartment_id", "grant")
    op.drop_column("log_entry", "sealed_detail")


def downgrade() -> None:
    """As it was: the column held nothing."""
    op.add_column("log_entry", sa.Column("sealed_detail", sa.LargeBinary(), nullable=True))
    op.create_index("ix_grant_compartment_id", "grant", ["compartment_id"])
    op.drop_index("ix_grant_compartment_id_holder_id", "grant")
