"""Commands of finance: the orders that wait for it, what would let them go, and a person's word: release, reject, hold, ask, look
again. Whatever a person says is said under a name and a password; the rules are those of the desk and the API.
"""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from intake.cli import collections
from intake.cli.account_text import account_lines
from intake.cli.options import AsJson, Home, opened
from intake.cli.output import fail, out, print_json, say
from intake.cli.people import As, Comment, PasswordStdin, proven
from intake.domain.finance import RecordKind
from intake.domain.reasons import ReasonCode
from intake.pipeline import commands
from intake.pipeline.finance_account import account_view
from intake.pipeline.finance_orders import HeldOrder, ask_for_payment, held_orders
from intake.pipeline.manual_holds import lift_hold, place_hold
from intake.pipeline.reconsidering import reconsider
from intake.pipeline.reservations import free_reservation, open_reservations_of_all
from intake.pipeline.selfchecking import self_check
from intake.store.engine import Database
from intake.store.finance import records_of
from intake.store.orders import load_order

credit = typer.Typer(name="credit", help="Finance's side of the credit check.", no_args_is_help=True, rich_markup_mode=None)

Order = Annotated[str, typer.Argument(metavar="ORDER")]


def add_to(app: typer.Typer) -> None:
    collections.add_to(credit)
    app.add_typer(credit)


@credit.command()
def held(json: AsJson = False, home: Home = None) -> None:
    """Lists the orders that wait for finance, longest waiting first, with the arithmetic and what would let each go."""
    _, _, line = opened(home)
    found = held_orders(line)
    if json:
        print_json(found)
        return
    table = Table("order", "customer", "since", "gross", "exposure", "limit", "excess", "reasons", "ways forward")
    for each in found:
        table.add_row(each.order_id, each.bill_to_no or "", f"{each.waiting_since:%Y-%m-%d %H:%M}", *_figures(each))
    out.print(table)


def _figures(order: HeldOrder) -> tuple[str, ...]:
    account = order.positions[0] if order.positions else None
    figures = (account.exposure, account.limit, account.excess) if account else (None, None, None)
    gross = f"{order.gross_amount:f} {order.currency}" if order.gross_amount is not None else ""
    amounts = ("" if figure is None else f"{figure:f}" for figure in figures)
    return gross, *amounts, ", ".join(reason.code for reason in order.reasons), "; ".join(w.message for w in order.ways_forward)


@credit.command()
def account(
    customer_no: Annotated[str, typer.Argument(metavar="CUSTOMER")],
    json: AsJson = False,
    home: Home = None,
) -> None:
    """Shows an account and its group: limit, exposure, ageing, behaviour, what an order would meet, held orders, records."""
    _, _, line = opened(home)
    view = account_view(line, customer_no)
    if view is None:
        fail(f"There is no customer {customer_no}.")
    if json:
        print_json(view)
        return
    for row in account_lines(view):
        out.print(row, markup=False, soft_wrap=True)


@credit.command()
def evaluate(home: Home = None) -> None:
    """Decides all orders that wait for finance again, longest waiting first; those that pass go on. Done after every sync too."""
    _, _, line = opened(home)
    went = reconsider(line, actor="finance")
    for order_id in went:
        out.print(order_id, markup=False)
    say(f"{len(went)} orders go on.")


@credit.command()
def release(
    order_id: Order,
    code: Annotated[list[ReasonCode], typer.Option("--waive", help="A reason that is waived; give it again for several.")],
    reason_code: Annotated[str, typer.Option("--reason-code", help="One of the policy's words for why.")],
    comment: Comment,
    name: As,
    password_stdin: PasswordStdin = False,
    home: Home = None,
) -> None:
    """Releases an order within your authority. Where four eyes are wanted, the first release signs and the second releases."""
    _, database, line = opened(home)
    actor = proven(database, name, password_stdin)
    version = _version(database, order_id)
    done = commands.release(line, order_id, version, code, actor=actor, reason_code=reason_code, comment=comment)
    say("Released; it is decided again." if done else "Signed; it waits for a second person's release of the same reasons.")


@credit.command()
def reject(order_id: Order, comment: Comment, name: As, password_stdin: PasswordStdin = False, home: Home = None) -> None:
    """Ends an order."""
    _, database, line = opened(home)
    commands.reject(line, order_id, _version(database, order_id), proven(database, name, password_stdin), comment)
    say(f"{order_id} is rejected.")


@credit.command()
def ask(order_id: Order, name: As, comment: Comment = "", password_stdin: PasswordStdin = False, home: Home = None) -> None:
    """Notes that the buyer is asked for the least payment that lets an order go, and prints a draft. Nothing is sent."""
    _, database, line = opened(home)
    actor = proven(database, name, password_stdin)
    asked = ask_for_payment(line, order_id, _version(database, order_id), actor, comment)
    out.print(asked.draft, markup=False, soft_wrap=True)


@credit.command()
def hold(
    reason: Annotated[str, typer.Option("--reason", help="Why; whoever lifts it reads it.")],
    name: As,
    customer: Annotated[str | None, typer.Option("--customer", help="The account.")] = None,
    order: Annotated[str | None, typer.Option("--order", help="Or one order.")] = None,
    password_stdin: PasswordStdin = False,
    home: Home = None,
) -> None:
    """Puts an account or an order on hold. It stays so until a person lifts it."""
    _, database, line = opened(home)
    placed = place_hold(line, proven(database, name, password_stdin), reason, customer_no=customer, order_id=order)
    out.print(str(placed.record_id))


@credit.command()
def lift(
    hold_id: Annotated[int, typer.Argument(metavar="HOLD")],
    comment: Comment,
    name: As,
    password_stdin: PasswordStdin = False,
    home: Home = None,
) -> None:
    """Lifts a hold. The orders it stopped are decided again by the next sync or `intake credit evaluate`."""
    _, database, line = opened(home)
    lift_hold(line, proven(database, name, password_stdin), hold_id, comment)
    say(f"Hold {hold_id} is lifted.")


@credit.command()
def holds(json: AsJson = False, home: Home = None) -> None:
    """Lists the holds that stand, by whom and why."""
    _, database, _ = opened(home)
    with database.read() as tx:
        found = records_of(tx, RecordKind.HOLD)
    if json:
        print_json(found)
        return
    table = Table("hold", "on", "by", "since", "why")
    for each in found:
        on = each.customer_no or each.order_id or ""
        table.add_row(str(each.record_id), on, each.actor, f"{each.at:%Y-%m-%d}", each.said["reason"])
    out.print(table)


@credit.command()
def selfcheck(json: AsJson = False, home: Home = None) -> None:
    """Holds our exposure of each account against the ERP's own (exposures.csv). Ends with 1 where a difference is unexplained."""
    _, _, line = opened(home)
    found = self_check(line)
    if json:
        print_json(found)
    else:
        for each in found:
            explained = ", ".join(f"{part.replace('_', ' ')} {amount:f}" for part, amount in each.explained)
            said = f"{each.customer_no}: ours {each.ours:f}, the ERP's {each.erps:f} {each.currency}"
            rest = f", unexplained {each.unexplained:f}" if each.unexplained else ""
            out.print(said + (f", explained by {explained}" if explained else "") + rest, markup=False, soft_wrap=True)
    if any(each.unexplained for each in found):
        raise typer.Exit(1)


@credit.command()
def reservations(json: AsJson = False, home: Home = None) -> None:
    """Lists headroom that pushed orders hold until the ERP shows them, with how many ledgers have come since."""
    _, _, line = opened(home)
    found = open_reservations_of_all(line)
    if json:
        print_json(found)
        return
    table = Table("order", "customer", "amount", "since", "sales order", "ledgers since")
    for each in found:
        since = f"{each.reserved_at:%Y-%m-%d %H:%M}"
        seen = f"{each.snapshots_since}" + (", ask the ERP" if each.is_overlooked else "")
        amount = f"{each.amount:f} {each.currency}"
        table.add_row(each.order_id, each.customer_no, amount, since, each.sales_order_number or "", seen)
    out.print(table)


@credit.command()
def free(order_id: Order, comment: Comment, name: As, password_stdin: PasswordStdin = False, home: Home = None) -> None:
    """Frees the headroom of a pushed order that the ERP will never show: invoiced at once, or cancelled there."""
    _, database, line = opened(home)
    free_reservation(line, order_id, proven(database, name, password_stdin), comment)
    say(f"The headroom of {order_id} is free.")


def _version(database: Database, order_id: str) -> int:
    with database.read() as tx:
        order = load_order(tx, order_id)
    if order is None:
        fail(f"There is no order {order_id}; `intake credit held` lists those that wait for finance.")
    return order.version
