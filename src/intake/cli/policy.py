"""Commands about the credit policy: check it, explain one decision, decide history again under another."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from intake.cli.options import DAY, AsJson, Home, opened, settings_of
from intake.cli.output import fail, out, print_json, say
from intake.cli.people import As, PasswordStdin, proven
from intake.credit.explain import explain as explain_decision
from intake.credit.policy import load_policy
from intake.credit.replay import replay as replay_decisions
from intake.pipeline.policy_approval import NEEDED, approve_policy, approvers
from intake.store.decisions import list_credit_decisions, load_decision

policy = typer.Typer(name="policy", help="The credit policy.", no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    app.add_typer(policy)


@policy.command()
def check(
    approved: Annotated[
        bool, typer.Option("--approved", help="Ends with 1 too where fewer than two people have approved this very file.")
    ] = False,
    home: Home = None,
) -> None:
    """Validates policy.toml; lists all problems at once."""
    read = load_policy(settings_of(home).policy_path)
    on = sorted((rule for rule, settings in read.credit.rules.items() if settings.on), key=lambda rule: int(rule[1:]))
    out.print(f"Version {read.version}, owned by {read.owner}, sha256:{read.sha256}", markup=False, soft_wrap=True)
    out.print(f"Rules in force: {', '.join(on)}", markup=False, soft_wrap=True)
    if approved:
        _, database, _ = opened(home)
        with database.read() as tx:
            names = approvers(tx, read)
        said = ", ".join(names) or "nobody"
        if len(names) < NEEDED:
            fail(f"Approved by {said}; {NEEDED} people have to: `intake policy approve --as NAME`.")
        out.print(f"Approved by {said}", markup=False, soft_wrap=True)


@policy.command()
def approve(
    comment: Annotated[str, typer.Option("--comment", help="What was agreed, in a sentence that an auditor can read.")],
    name: As,
    password_stdin: PasswordStdin = False,
    home: Home = None,
) -> None:
    """Stands behind policy.toml as it is now. Two people have to; a changed file has to be approved anew."""
    settings, database, line = opened(home)
    read = load_policy(settings.policy_path)
    names = approve_policy(line, read, proven(database, name, password_stdin), comment)
    say(f"Version {read.version}, sha256:{read.sha256}, is approved by {', '.join(names)}.")


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
    out.print(explain_decision(credit), markup=False, soft_wrap=True)


@policy.command()
def replay(
    file: Annotated[Path, typer.Option("--policy", exists=True, dir_okay=False, help="The other policy.")],
    first: Annotated[datetime | None, typer.Option("--from", formats=[DAY], help="The first day of the decisions.")] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=[DAY], help="The last day, included.")] = None,
    json: AsJson = False,
    home: Home = None,
) -> None:
    """Decides history again under another policy file and shows what would have been decided otherwise."""
    _, database, _ = opened(home)
    other = load_policy(file)
    with database.read() as tx:
        wanted = (each for each in list_credit_decisions(tx) if _is_between(each.inputs.business_date, first, last))
        found = replay_decisions(wanted, other.credit)
    if json:
        print_json(found)
        return
    table = Table("order", "customer", "gross amount", "decided", f"under version {other.version}", "reasons gone", "reasons new")
    for each in found.differences:
        amount = f"{each.gross_amount} {each.currency}" if each.gross_amount is not None else ""
        gone, new = ", ".join(each.reasons_gone), ", ".join(each.reasons_new)
        table.add_row(each.order_key, each.customer_no, amount, each.before.value, each.after.value, gone, new)
    out.print(table)
    out.print(f"{found.compared} decisions compared, {len(found.differences)} differ.", markup=False)
    for what, sums in (("held", found.newly_held), ("released", found.newly_released)):
        said = ", ".join(f"{amount:f} {currency}" for currency, amount in sums.items())
        out.print(f"Newly {what}: {said or 'nothing'}.", markup=False)


def _is_between(day: date, first: datetime | None, last: datetime | None) -> bool:
    return (first is None or first.date() <= day) and (last is None or day <= last.date())
