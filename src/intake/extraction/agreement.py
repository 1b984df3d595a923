"""Two readings of one message held against each other: where they agree, and where they do not.

In: an order and all of another reading. Out: the paths on which both say the same, and a problem for each on which they differ:
another value, another kind, another number of lines or orders. A value that only the other reading found is a problem where
leaving it out changes what is shipped; one that only this reading found has to be proven by itself. What the layout reader finds
ambiguous stays so, however surely another planner points at one of its meanings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal

from intake.domain.identifiers import fold, normalise_code
from intake.domain.orders import DocumentKind, ExtractedLine, ExtractedOrder, Proof, ShipTo
from intake.domain.plans import ReadingPlan
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.extraction.executed import Executed
from intake.extraction.planners.layout import planner as layout

_HEAD = ("customer_po_number", "order_date", "requested_delivery_date", "currency", "total_net", "total_tax", "total_gross")
_LINE = (
    *("quantity", "unit_price", "price_basis_quantity", "line_amount", "discount_percent", "uom", "requested_delivery_date"),
    *("sku", "customer_part_number", "gtin", "manufacturer_part_number"),
)
_TELLING = frozenset({DocumentKind.INQUIRY, DocumentKind.ORDER_CHANGE, DocumentKind.ORDER_CANCELLATION})
_CODES = ("sku", "customer_part_number", "gtin", "manufacturer_part_number", "customer_po_number")


_IN_ONE_ONLY = frozenset(
    {
        *("quantity", "uom", "unit_price", "price_basis_quantity", "discount_percent", "line_amount"),
        *("requested_delivery_date", "customer_po_number", "currency"),
    }
)
"""Left out, they change what is shipped, when, or at which price."""

_SAYS_NOTHING = {"price_basis_quantity": Decimal(1), "discount_percent": Decimal(0)}
"""What an absent value stands for."""


@dataclass(frozen=True, slots=True)
class Other:
    """A second, different reading of the same documents."""

    plan: ReadingPlan
    executed: tuple[Executed, ...]

    @property
    def orders(self) -> list[ExtractedOrder]:
        return [each.order for each in self.executed]


def compare(
    number: int, executed: Sequence[Executed], other: Other, proofs: Mapping[str, Set[Proof]]
) -> tuple[set[str], list[Problem]]:
    """Holds order `number` of a reading against the other reading. `proofs` are what it has without that one."""
    mine = executed[number]
    counterparts = [_counterpart(each.order, other.orders) for each in executed]
    theirs = counterparts[number]
    problems = [*_kind(mine, theirs, other), *_further_orders(counterparts, other)]
    if theirs is None:
        return set(), [*problems, *_lines(mine.order, 0, other, proofs)]
    agreeing: set[str] = set()
    order, held = mine.order, other.orders[theirs]
    for name in _HEAD:
        _compare(name, name, getattr(order, name), getattr(held, name), agreeing, problems)
    problems += _ship_to(order, held, agreeing)
    problems += _doubted(other.executed[theirs], other.plan, len(order.lines))
    if len(order.lines) != len(held.lines):
        return agreeing, [*problems, *_lines(order, len(held.lines), other, proofs)]
    for at, (line, counterpart) in enumerate(zip(order.lines, held.lines, strict=True)):
        for name, own, others in _pairs(line, counterpart):
            _compare(name, f"lines[{at}].{name}", own, others, agreeing, problems)
        problems += _described(f"lines[{at}].description", line.description, counterpart.description)
    if order.lines:
        agreeing.add("lines")
    return agreeing, problems


def _lines(order: ExtractedOrder, theirs: int, other: Other, proofs: Mapping[str, Set[Proof]]) -> Iterator[Problem]:
    """Where the layout reader finds no line at all, it says nothing of those that are there; they have to prove themselves."""
    is_silent = theirs == 0 and other.plan.planner == layout.NAME
    if order.lines and not (is_silent and _prove_themselves(order, proofs)):
        said = f"One reading found {len(order.lines)} lines, another {theirs}."
        yield Problem(code=ReasonCode.READINGS_DISAGREE.value, path="lines", message=said)
    elif theirs and not order.lines:
        said = f"One reading found no lines, another {theirs}."
        yield Problem(code=ReasonCode.READINGS_DISAGREE.value, path="lines", message=said)


def _prove_themselves(order: ExtractedOrder, proofs: Mapping[str, Set[Proof]]) -> bool:
    """Each quantity under a heading that says so and borne out by its line's product, and all lines by the order's sum: neither a
    lost line nor two columns in each other's place come out so."""
    own = [proofs.get(f"lines[{at}].quantity", frozenset()) for at in range(len(order.lines))]
    return Proof.ARITHMETIC in proofs.get("total_net", frozenset()) and all(
        found >= {Proof.PLACED, Proof.TYPED, Proof.LABELLED, Proof.ARITHMETIC} for found in own
    )


def _doubted(held: Executed, plan: ReadingPlan, lines: int) -> Iterator[Problem]:
    """Where the lines are as many, they are the same lines."""
    if plan.planner != layout.NAME:
        return
    for problem in held.problems:
        is_of_a_line = problem.path.startswith("lines")
        if problem.code == ReasonCode.VALUE_AMBIGUOUS.value and (not is_of_a_line or lines == len(held.lines)):
            yield problem


def _counterpart(order: ExtractedOrder, others: Sequence[ExtractedOrder]) -> int | None:
    if len(others) == 1:
        return 0
    wanted = normalise_code(order.customer_po_number or "")
    numbers = [normalise_code(each.customer_po_number or "") for each in others]
    return numbers.index(wanted) if wanted in numbers and wanted else None


def _kind(mine: Executed, theirs: int | None, other: Other) -> Iterator[Problem]:
    """An order to one reading and an inquiry to the other; or an order where the other sees none and says what it sees."""
    if theirs is not None:
        kinds = {other.executed[theirs].kind}
    else:
        kinds = {each.kind for each in other.plan.documents if each.document in mine.order.documents}
    if mine.kind not in kinds or (theirs is None and kinds & _TELLING - {mine.kind}):
        seen = ", ".join(sorted(kind.value for kind in kinds)) or "nothing"
        said = f"One reading takes this for {mine.kind.value}, another for {seen}."
        yield Problem(code=ReasonCode.KIND_UNCLEAR.value, message=said)


def _further_orders(counterparts: Sequence[int | None], other: Other) -> Iterator[Problem]:
    for number, order in enumerate(other.orders):
        if number not in counterparts:
            name = f"under number {order.customer_po_number}" if order.customer_po_number else "without a number"
            said = f"Another reading found an order {name} with {len(order.lines)} lines that is none here."
            yield Problem(code=ReasonCode.READINGS_DISAGREE.value, path="lines", message=said)


def _ship_to(order: ExtractedOrder, other: ExtractedOrder, agreeing: set[str]) -> Iterator[Problem]:
    """Goods sent to the wrong one of two printed addresses are as wrong as the wrong goods."""
    mine, theirs = order.ship_to or ShipTo(), other.ship_to or ShipTo()
    for name in ("street", "postal_code", "city", "gln"):
        own, others = getattr(mine, name), getattr(theirs, name)
        if (own is None) != (others is None) and name in ("street", "gln"):
            own, others = own or "nothing", others or "nothing"
        if own is None or others is None:
            continue
        if normalise_code(own) == normalise_code(others):
            agreeing.add(f"ship_to.{name}")
        else:
            said = f"One reading sends the goods to {own}, another to {others}."
            yield Problem(code=ReasonCode.READINGS_DISAGREE.value, path=f"ship_to.{name}", message=said)


def _described(path: str, mine: str | None, theirs: str | None) -> Iterator[Problem]:
    """Readings may cut a description differently; words of another line are another description."""
    if not mine or not theirs:
        return
    own, others = set(fold(mine).split()), set(fold(theirs).split())
    if 2 * len(own & others) < min(len(own), len(others)):
        said = f"One reading describes the line as “{mine[:80]}”, another as “{theirs[:80]}”."
        yield Problem(code=ReasonCode.READINGS_DISAGREE.value, path=path, message=said)


def _pairs(line: ExtractedLine, other: ExtractedLine) -> Iterator[tuple[str, object, object]]:
    """A code may be the customer's in one reading and ours in the other: the owner is settled by matching, the digits here."""
    codes = {normalise_code(code) for name in _CODES[:4] if (code := getattr(other, name))}
    for name in _LINE:
        mine, theirs = getattr(line, name), getattr(other, name)
        if name in _CODES and mine and normalise_code(mine) in codes:
            theirs = mine
        yield name, mine, theirs


def _compare(name: str, path: str, mine: object, theirs: object, agreeing: set[str], problems: list[Problem]) -> None:
    if mine is None and name in _IN_ONE_ONLY and theirs is not None and theirs != _SAYS_NOTHING.get(name):
        said = f"Another reading says {theirs}, this one nothing."
        problems.append(Problem(code=ReasonCode.READINGS_DISAGREE.value, path=path, message=said))
    if mine is None or theirs is None:
        return
    if _same(name, mine, theirs):
        agreeing.add(path)
        return
    said = f"One reading says {mine}, another {theirs}."
    problems.append(Problem(code=ReasonCode.READINGS_DISAGREE.value, path=path, message=said))


def _same(name: str, mine: object, theirs: object) -> bool:
    if name in _CODES:
        return normalise_code(str(mine)) == normalise_code(str(theirs))
    if isinstance(mine, str) and isinstance(theirs, str):
        # "szt." and "szt" are one unit.
        return fold(mine).rstrip(".") == fold(theirs).rstrip(".")
    return mine == theirs
