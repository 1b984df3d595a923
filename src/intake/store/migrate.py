"""Brings a database to this program's schema, in code: no alembic.ini, no command of its own."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from intake.domain.errors import ConfigurationError
from intake.store.engine import Database


def migrate(database: Database, to: str = "head") -> None:
    """Applies every migration that is missing, in one write transaction; harmless when there is none."""
    config = _config()
    with database.write() as connection:
        _refuse_newer(config, MigrationContext.configure(connection).get_current_revision())
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def is_current(database: Database) -> bool:
    """Whether the database has exactly this program's schema."""
    with database.read() as connection:
        return MigrationContext.configure(connection).get_current_revision() == _script(_config()).get_current_head()


def _refuse_newer(config: Config, revision: str | None) -> None:
    known = {script.revision for script in _script(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise ConfigurationError(
            [f"The database was written by a newer intake (schema {revision}); install that version or newer."]
        )


def _script(config: Config) -> ScriptDirectory:
    return ScriptDirectory.from_config(config)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config
