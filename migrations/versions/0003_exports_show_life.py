"""An export that is being built shows that it is: one whose process ended without a word can be told apart."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What is there already never showed any: nobody builds while the tables change."""
    op.add_column("export", sa.Column("alive_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """As it was."""
    op.drop_column("export", "alive_at")
