"""Commands to set up a home: init, check, import, sync."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from intake.cli.options import Home, opened, settings_of
from intake.cli.output import fail, out, progress, say
from intake.config import home_folder
from intake.credit.policy import default_policy_text
from intake.erp.csv_files import ImportRefused, read_master
from intake.erp.embedded import EmbeddedErp


def add_to(app: typer.Typer) -> None:
    app.command()(init)
    app.command()(check)
    app.command("import")(import_)
    app.command()(sync)


def init(
    example: Annotated[
        bool, typer.Option("--example", help="The demo company to try things with: its settings, and its figures dated today.")
    ] = False,
    home: Home = None,
) -> None:
    """Writes a commented intake.toml and policy.toml; files that are there already stay as they are."""
    folder = home_folder(home)
    folder.mkdir(parents=True, exist_ok=True)
    if example and not (folder / "intake.toml").exists():
        from intake.cli.example import fill_with_example

        fill_with_example(folder)
        say(f"{folder} is a home of the demo company. Its figures are of today and grow stale in two days.")
        return
    texts = {
        "intake.toml": (files("intake.cli") / "intake.default.toml").read_text(encoding="utf-8"),
        "policy.toml": default_policy_text(),
    }
    for name, text in texts.items():
        path = folder / name
        if path.exists():
            say(f"{path} is there already and stays as it is.")
        else:
            path.write_text(text, encoding="utf-8")
            say(f"Wrote {path}.")


def check(home: Home = None) -> None:
    """Checks the configuration and every outside thing that it names; lists all problems at once."""
    from intake.cli.checking import check_everything

    settings = settings_of(home)
    good, wrong = check_everything(settings)
    for sentence in good:
        out.print(f"ok     {sentence}", markup=False, soft_wrap=True)
    for sentence in wrong:
        out.print(f"wrong  {sentence}", markup=False, soft_wrap=True)
    if wrong:
        raise typer.Exit(1)


def import_(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR", exists=True, file_okay=False, help="Folder with customers.csv, products.csv and the other files."
        ),
    ],
    home: Home = None,
) -> None:
    """Loads master data from CSV files into the embedded ERP, all of it or nothing, and pulls it in."""
    settings = settings_of(home)
    try:
        master = read_master(folder)
    except ImportRefused as refused:
        fail(*refused.problems, f"{len(refused.problems)} problems; nothing was imported.")
    with progress("Importing", None) as advance:
        EmbeddedErp(settings.erp_path).import_files(master, advance)
    say(EmbeddedErp(settings.erp_path).check())
    sync(home)


def sync(home: Home = None) -> None:
    """Pulls master data and ledgers from the ERP once."""
    from intake.matching.index import build_index
    from intake.pipeline.sync import sync as pull

    _, _, line = opened(home)
    with progress("Reading the articles", None) as advance:
        done = pull(line, build_index, advance)
    what = "new master data" if done.master_is_new else "the master data has not changed"
    say(f"Synced: {what}; ledger as of {done.ledger_as_of.isoformat()}.")
    if done.ledger_refused:
        fail(done.ledger_refused, "The last good ledger stays in force.")
