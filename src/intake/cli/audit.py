"""Commands about the audit trail."""

from __future__ import annotations

import typer

from intake.cli.options import Home, opened
from intake.cli.output import fail, out
from intake.store.trail import count_trail, verify_trail

audit = typer.Typer(name="audit", help="The audit trail.", no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    app.add_typer(audit)


@audit.callback()
def _audit() -> None:
    """The audit trail."""


@audit.command()
def verify(home: Home = None) -> None:
    """Proves that the trail and the decisions are whole: nothing altered, taken out, slipped in or cut off."""
    _, database, _ = opened(home)
    with database.read() as tx:
        events, decisions = count_trail(tx)
        faults = verify_trail(tx)
    if faults:
        fail(*faults)
    out.print(f"The trail is whole: {events} events, {decisions} decisions.", markup=False)
