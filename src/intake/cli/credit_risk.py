"""Commands of finance about risk and limits: classes with why, warnings, outside signals, proposals, applications, requests.

Whatever a person says is said under a name and a password, as with `credit.py`'s commands.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.table import Table

from intake.cli.options import DAY, AsJson, Customer, Home, opened
from intake.cli.output import fail, out, print_json, say
from intake.cli.people import As, Comment, PasswordStdin, amount_of, proven
from intake.domain.limit_changes import ChangeState, CreditApplication
from intake.domain.risk import Assessment, ScoredInput
from intake.pipeline import limit_changes, limit_proposals
from intake.pipeline.assessing import assess as assess_accounts
from intake.pipeline.limit_proposals import OpenProposal, open_proposals
from intake.pipeline.risk_view import risk_view, warning_list
from intake.store.limit_changes import changes_in

Customers = Annotated[list[str] | None, typer.Argument(metavar="[CUSTOMER]…", help="Only these accounts.")]
Proposal = Annotated[int, typer.Argument(metavar="PROPOSAL")]


def add_to(group: typer.Typer) -> None:
    """Hangs the commands on `intake credit`."""
    for command in (risk, warnings, assess, signals, review, proposals, propose, approve, decline, apply, changes):
        group.command()(command)


def risk(customer_no: Customer, json: AsJson = False, home: Home = None) -> None:
    """Shows an account's risk class, every input with its band and points, why the class is in force, and what changed when."""
    _, _, line = opened(home)
    view = risk_view(line, customer_no)
    if view is None:
        fail(f"There is no customer {customer_no}.")
    if json:
        print_json(view)
        return
    out.print(f"{view.customer_no} {view.name}: risk {view.class_in_force or 'unknown'} in force", markup=False)
    for found in view.history:
        for row in _assessment_lines(found, is_whole=found is view.history[0]):
            out.print(row, markup=False, soft_wrap=True)


def _assessment_lines(found: Assessment, *, is_whole: bool) -> Iterator[str]:
    yield f"  {found.rated_on} {found.rating.risk_class}: {found.rating.why}"
    if is_whole:
        yield from (f"    {_input_line(each)}" for each in found.score.inputs)
        yield from (f"    ! {warning.message}" for warning in found.warnings)


def _input_line(each: ScoredInput) -> str:
    name = each.name.replace("_", " ")
    if each.points is None or each.observed is None:
        return f"{name:<26} {each.state.value.replace('_', ' ')}"
    return f"{name:<26} {each.observed:f} ({each.band}): {each.points:f} points, weight {each.weight:f}"


def warnings(json: AsJson = False, home: Home = None) -> None:
    """Lists the early warnings of all accounts, the riskiest first."""
    _, _, line = opened(home)
    found = warning_list(line)
    if json:
        print_json(found)
        return
    if found.figures_stale:
        say(f"The ERP's figures are of {found.figures_as_of or 'no day'}; nothing newer could be warned of.")
    table = Table("customer", "name", "risk", "warning", "what was seen")
    for account in found.accounts:
        for warning in account.warnings:
            kind = warning.kind.value.replace("_", " ")
            table.add_row(account.customer_no, account.name, account.risk_class.value, kind, warning.message)
    out.print(table)


def assess(customer_nos: Customers = None, home: Home = None) -> None:
    """Assesses the risk of accounts on the figures that count now. Done after every sync too."""
    _, _, line = opened(home)
    found = assess_accounts(line, customer_nos=customer_nos or None)
    for each in found:
        out.print(f"{each.customer_no} {each.rating.risk_class}: {each.rating.why}", markup=False, soft_wrap=True)
    say(f"Something new was found of {len(found)} accounts.")


def signals(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="customer_no, source, observed_on, …")
    ],
    name: As,
    password_stdin: PasswordStdin = False,
    home: Home = None,
) -> None:
    """Takes a bureau's scores and filings from a CSV file, all of it or nothing, and assesses the accounts again."""
    from intake.erp.signal_files import SignalFile
    from intake.pipeline.external_signals import take_signals

    _, database, line = opened(home)
    taken = take_signals(line, proven(database, name, password_stdin), SignalFile(file))
    say(f"{taken.new} of {taken.told} signals are new; something new was found of {len(taken.assessed)} accounts.")


def review(customer_nos: Customers = None, json: AsJson = False, home: Home = None) -> None:
    """Proposes limits to raise, lower or confirm, with evidence. Done after a sync for accounts of which something is new."""
    _, _, line = opened(home)
    _show(limit_proposals.review(line, customer_nos or None), json)


def proposals(json: AsJson = False, home: Home = None) -> None:
    """Lists the proposals of limits that wait for an approval, oldest first."""
    _, database, _ = opened(home)
    with database.read() as tx:
        found = open_proposals(tx)
    _show(found, json)


def _show(found: list[OpenProposal], json: bool) -> None:
    if json:
        print_json(found)
        return
    table = Table("proposal", "customer", "why", "limit", "proposed", "until", "evidence", "effect", "by", "signed by")
    for each in found:
        proposal = each.proposal
        before = "none" if proposal.limit_before is None else f"{proposal.limit_before:f}"
        evidence = "; ".join(f"{one.name}: {one.observed}" for one in proposal.evidence)
        effect = proposal.effect
        said = f"{effect.headroom:f} left, {len(effect.would_go)} held orders would go" if effect else ""
        days = f"{proposal.valid_from} to {proposal.valid_until}" if proposal.is_temporary else ""
        table.add_row(
            *(str(each.record_id), proposal.customer_no, proposal.rule.value, before),
            *(f"{proposal.amount:f} {proposal.currency}", days, evidence, said, proposal.proposed_by, ", ".join(each.signed_by)),
        )
    out.print(table)


def propose(
    customer_no: Customer,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="The limit, in the account's currency.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, for whoever approves it.")],
    name: As,
    first: Annotated[datetime | None, typer.Option("--from", formats=[DAY], help="A temporary limit's first day.")] = None,
    last: Annotated[datetime | None, typer.Option("--until", formats=[DAY], help="A temporary limit's last day.")] = None,
    password_stdin: PasswordStdin = False,
    home: Home = None,
) -> None:
    """Proposes a limit, or with --until a temporary one. Somebody else approves it; the ERP's figures put it into force."""
    _, database, line = opened(home)
    actor = proven(database, name, password_stdin)
    days = _days(first, last, line.local_date(line.clock()))
    found = limit_proposals.propose(line, actor, customer_no, amount_of(amount), reason, days)
    out.print(str(found.record_id))


def _days(first: datetime | None, last: datetime | None, today: date) -> tuple[date, date] | None:
    if last is None:
        if first is not None:
            fail("A temporary limit ends: give --until.")
        return None
    return (first.date() if first else today, last.date())


def approve(
    proposal: Proposal,
    comment: Comment,
    name: As,
    amount: Annotated[
        str | None, typer.Option("--amount", help="Another amount, between the limit before and the proposed one.")
    ] = None,
    password_stdin: PasswordStdin = False,
    home: Home = None,
) -> None:
    """Approves a proposal within your authority and asks the ERP for it. Where four eyes are wanted, the first approval signs."""
    _, database, line = opened(home)
    actor = proven(database, name, password_stdin)
    done = limit_changes.approve(line, proposal, actor, comment, amount_of(amount) if amount is not None else None)
    if done.change is None:
        say("Signed; it waits for a second person's approval of the same amount.")
    else:
        say(f"The ERP is asked for {done.amount:f} {done.change.currency}; it counts when its figures show it.")


def decline(proposal: Proposal, comment: Comment, name: As, password_stdin: PasswordStdin = False, home: Home = None) -> None:
    """Ends a proposal."""
    _, database, line = opened(home)
    limit_changes.decline(line, proposal, proven(database, name, password_stdin), comment)
    say(f"Proposal {proposal} is declined.")


def apply(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="JSON: customer_no, requested_limit, …")
    ],
    name: As,
    password_stdin: PasswordStdin = False,
    home: Home = None,
) -> None:
    """Takes a credit application, weighs it, and proposes what the policy gives. Somebody else approves it."""
    _, database, line = opened(home)
    actor = proven(database, name, password_stdin)
    try:
        form = CreditApplication.model_validate_json(file.read_bytes())
    except ValidationError as wrong:
        fail("; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in wrong.errors()))
    found = limit_proposals.apply(line, actor, form)
    say(f"Proposal {found.record_id}: {found.proposal.amount:f} {found.proposal.currency}, risk {found.proposal.risk_class}.")
    out.print(str(found.record_id))


def changes(
    is_all: Annotated[bool, typer.Option("--all", help="Also those that ended.")] = False, json: AsJson = False, home: Home = None
) -> None:
    """Lists the limits that the ERP was asked for and does not show yet."""
    _, database, _ = opened(home)
    with database.read() as tx:
        found = changes_in(tx, tuple(ChangeState) if is_all else limit_changes.GOING)
    if json:
        print_json(found)
        return
    table = Table("request", "customer", "limit", "until", "state", "asked", "by", "the ERP said")
    for each in found:
        change = each.change
        until, people = str(change.valid_until or ""), ", ".join(change.approved_by)
        amount = f"{change.amount:f} {change.currency}"
        asked = f"{each.asked_at:%Y-%m-%d %H:%M}"
        table.add_row(change.change_key, change.customer_no, amount, until, each.state.value, asked, people, each.erp_said or "")
    out.print(table)
