"""Commands about words that people confirmed: what was learned of whose, and taking it back."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from intake.cli.options import AsJson, Home, opened
from intake.cli.output import fail, out, print_json, say
from intake.cli.people import As, Comment, PasswordStdin, proven
from intake.pipeline.learning import forget as forget_reference
from intake.pipeline.learning import learned_references, shown

learned = typer.Typer(name="learned", help="Customers' words that people confirmed.", no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    app.add_typer(learned)


@learned.command("list")
def list_(
    customer: Annotated[str | None, typer.Option("--customer", metavar="NO", help="One customer's words only.")] = None,
    json: AsJson = False,
    home: Home = None,
) -> None:
    """What was learned of customers' words, the latest first: which article they mean, who said so, and of which order."""
    _, _, line = opened(home)
    found = [shown(kept) for kept in learned_references(line, customer)]
    if json:
        print_json(found)
        return
    table = Table("id", "customer", "words", "unit", "article", "confirmed by", "at", "order", "line")
    names = ("reference_id", "customer_no", "said", "uom", "sku", "actor", "at", "order_id", "line_number")
    for one in found:
        table.add_row(*(escape(str(one[name] or "")) for name in names))
    out.print(table)


@learned.command()
def forget(
    reference: Annotated[int, typer.Argument(metavar="ID", help="As `intake learned list` shows it.")],
    name: As,
    comment: Comment,
    password_stdin: PasswordStdin = False,
    home: Home = None,
) -> None:
    """Takes a confirmation back: the words are asked about again. Orders that went by it stay as they are."""
    _, database, line = opened(home)
    kept = forget_reference(line, reference, proven(database, name, password_stdin), comment)
    if kept is None:
        fail(f"Nothing was learned under {reference}; `intake learned list` shows what was.")
    say(f"“{kept.learned.said}” of {kept.learned.customer_no} no longer means {kept.learned.sku}.")
