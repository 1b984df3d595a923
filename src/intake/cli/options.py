"""What every command understands: `--home`, and the settings that stand there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from intake.config import Settings, home_folder, load_settings
from intake.pipeline.line import Line
from intake.store.engine import Database
from intake.wiring import open_database, open_line

Home = Annotated[
    Path | None,
    typer.Option("--home", help="Folder of intake.toml, policy.toml and the embedded files (or INTAKE_HOME).", show_default="."),
]
Customer = Annotated[str, typer.Argument(metavar="CUSTOMER")]
DAY = "%Y-%m-%d"
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


def settings_of(home: Path | None) -> Settings:
    return load_settings(home_folder(home))


def opened(home: Path | None) -> tuple[Settings, Database, Line]:
    """Settings, database and line of a home."""
    settings = settings_of(home)
    database = open_database(settings)
    return settings, database, open_line(settings, database)
