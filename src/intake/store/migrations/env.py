"""Runs the migrations on the connection that `store.migrate` hands over. Alembic executes this file."""

from __future__ import annotations

from alembic import context

from intake.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transaction_per_migration=False)
context.run_migrations()
