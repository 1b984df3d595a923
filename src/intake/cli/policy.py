"""Commands about the credit policy: check it, explain one decision."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from intake.cli.options import AsJson, Home, opened, settings_of
from intake.cli.output import fail, out, print_json
from intake.credit.policy import load_policy
from intake.store.decisions import load_decision

policy = typer.Typer(name="policy", help="The credit policy.", no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    app.add_typer(policy)


@policy.command()
def check(home: Home = None) -> None:
    """Validates policy.toml; lists all problems at once."""
    read = load_policy(settings_of(home).policy_path)
    on = sorted((rule for rule, settings in read.credit.rules.items() if settings.on), key=lambda rule: int(rule[1:]))
    out.print(f"Version {read.version}, owned by {read.owner}, sha256:{read.sha256}", markup=False, soft_wrap=True)
    out.print(f"Rules in force: {', '.join(on)}", markup=False, soft_wrap=True)


@policy.command()
def explain(order_id: Annotated[str, typer.Argument(metavar="ORDER")], json: AsJson = False, home: Home = None) -> None:
    """Shows every rule of the latest credit decision on an order, with its threshold and what it saw."""
    _, database, _ = opened(home)
    with database.read() as tx:
        stored = load_decision(tx, order_id)
    if stored is None:
        fail(f"There is no decision on an order {order_id}; `intake orders` lists the orders.")
    credit = stored.decided.credit
    if credit is None:
        fail(f"Order {order_id} was not checked for credit: its customer is not known yet.")
    if json:
        print_json(credit.model_dump(exclude={"inputs"}))
        return
    out.print(f"Order {order_id}: {credit.outcome} under policy version {credit.policy_version}", markup=False)
    for position in credit.positions:
        limit = "unlimited" if position.limit is None else f"{position.limit:f}"
        out.print(
            f"Account {position.customer_no}: exposure {position.exposure:f}, limit {limit}, excess {position.excess:f} "
            f"{position.currency}",
            markup=False,
            soft_wrap=True,
        )
    table = Table("rule", "account", "passed", "threshold", "observed", "what clears it")
    for result in credit.rule_results:
        passed = "yes" if result.passed else f"waived by {result.waived_by}" if result.waived_by else "no"
        clears = "" if result.passed else result.clears_when
        table.add_row(result.rule, result.account, passed if result.applies else "-", result.threshold, result.observed, clears)
    out.print(table)
