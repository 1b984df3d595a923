"""One case's truth against its reading: fields, lines, omissions, inventions, and above all what is wrong but looks proven.

Comes in: the truth file and the `intake extract` object, both as JSON values (CONTRACTS: reading, truth files); each read order
may carry `proofs` (path → proof names). Goes out: a `CaseScore`. A field that the truth file leaves out is not scored; one that
it gives as null must be null. No file is read here and no reader is called.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from intake.domain.base import Value
from intake.evaluation.align import align_lines
from intake.evaluation.compare import (
    CODE_FIELDS,
    HEADER_FIELDS,
    LINE_FIELDS,
    Equal,
    decimal,
    is_absent,
    normal_code,
)
from intake.evaluation.tally import Outcome, Tally

Json: TypeAlias = Mapping[str, Any]
IsProven: TypeAlias = Callable[[str, Collection[str]], bool]
"""(path within the order, names of its proofs) → would this value be believed?"""

DECIDING_FIELDS = ("quantity", "uom", "unit_price", "price_basis_quantity")
"""With the article's identity, what makes a line right or wrong."""


class Finding(Value):
    """One thing that is not right. `path` starts with `orders[n]` of the truth (of the reading, where it was invented)."""

    path: str
    outcome: Outcome
    expected: str | None
    found: str | None
    proven: bool = False


class CaseScore(Value):
    """`fields`: header fields. `lines`: whole lines. `line_fields`: single values of aligned lines.

    `wrong_but_proven` are findings whose value carries the proofs of a value that is believed: the dangerous error.
    `verdict_right` None = the truth names no verdict, or nothing was decided.
    """

    fields: Tally
    lines: Tally
    line_fields: Tally
    kind_right: bool | None
    expected_kind: str | None = None
    found_kind: str | None = None
    findings: tuple[Finding, ...] = ()
    verdict_right: bool | None = None
    pushed_wrong: bool = False
    expected_verdict: str | None = None
    found_verdict: str | None = None

    @property
    def wrong_but_proven(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.proven)

    @property
    def is_exact(self) -> bool:
        return not self.findings and self.kind_right is not False and self.verdict_right is not False


def looks_proven(path: str, proofs: Collection[str]) -> bool:
    """The default of `is_proven`: placed, typed, and its role vouched for by a label, a sum, a second reading or a format."""
    held = set(proofs)
    if "stated" in held:
        return True
    return {"placed", "typed"} <= held and bool(held & {"labelled", "arithmetic", "agreed"})


def score(truth: Json, extracted: Json, verdict: Json | None = None, is_proven: IsProven = looks_proven) -> CaseScore:
    """Scores one reading. `verdict` is what the pipeline decided: {"state": …, "reasons": [codes or reason objects]}; where the
    truth names them, also "lines" (sku and quantity in base units, as the ERP has them) and "before" (states of what came first).
    """
    parts: list[_OrderScore] = []
    if "orders" in truth:
        pairs = _pair_orders(truth["orders"] or (), extracted.get("orders") or ())
        parts = [_OrderScore(at, true_order, read_order, extracted, is_proven) for at, true_order, read_order in pairs]
    findings = [finding for part in parts for finding in part.findings]
    read = CaseScore(
        fields=sum((part.fields for part in parts), Tally()),
        lines=sum((part.lines for part in parts), Tally()),
        line_fields=sum((part.line_fields for part in parts), Tally()),
        kind_right=extracted.get("kind") == truth["kind"] if truth.get("kind") is not None else None,
        expected_kind=truth.get("kind"),
        found_kind=extracted.get("kind"),
        findings=tuple(sorted(findings, key=lambda finding: not finding.proven)),
    )
    return read if verdict is None or truth.get("verdict") is None else _with_verdict(read, truth["verdict"], verdict)


def _with_verdict(read: CaseScore, expected: Json, found: Json) -> CaseScore:
    same_reasons = "reasons" not in expected or _codes(expected["reasons"]) == _codes(found.get("reasons"))
    same_before = "before" not in expected or list(expected["before"]) == list(found.get("before") or ())
    pushes_wrong = pushed_wrong(expected, found)
    misread = "lines" not in expected and read.lines.right != sum(read.lines.model_dump().values())
    return read.model_copy(
        update={
            "verdict_right": _same_end(expected, found) and same_reasons and same_before,
            "pushed_wrong": pushes_wrong or (found.get("state") == "pushed" and misread),
            "expected_verdict": _verdict_words(expected),
            "found_verdict": _verdict_words(found),
        }
    )


def pushed_wrong(expected: Json, found: Json) -> bool:
    """Something is in the ERP that has no business there, or not as it was ordered."""
    return found.get("state") == "pushed" and not _same_end(expected, found)


def _same_end(expected: Json, found: Json) -> bool:
    same_goods = "lines" not in expected or _goods(expected["lines"]) == _goods(found.get("lines"))
    return expected.get("state") == found.get("state") and same_goods


def _codes(reasons: Sequence[Any] | None) -> list[str]:
    return sorted({str(reason["code"] if isinstance(reason, Mapping) else reason) for reason in reasons or ()})


def _goods(lines: Sequence[Json] | None) -> list[tuple[str, Any]]:
    return [(str(line["sku"]), decimal(line["quantity"])) for line in lines or ()]


def _verdict_words(verdict: Json) -> str:
    codes = ", ".join(_codes(verdict.get("reasons")))
    return f"{verdict.get('state')} ({codes})" if codes else str(verdict.get("state"))


def _pair_orders(truth: Sequence[Json], found: Sequence[Json]) -> Iterator[tuple[int, Json, Json | None]]:
    """By PO number, the rest in order; a read order that no true one answers to is compared with an empty one."""
    left = list(range(len(found)))
    partner: dict[int, int] = {}
    for at, order in enumerate(truth):
        number = order.get("customer_po_number")
        same = [other for other in left if number and normal_code(found[other].get("customer_po_number")) == normal_code(number)]
        if same:
            partner[at] = same[0]
            left.remove(same[0])
    for at, order in enumerate(truth):
        if at not in partner and left:
            partner[at] = left.pop(0)
        yield at, order, found[partner[at]] if at in partner else None
    for other in left:
        yield len(truth) + other, {"lines": []}, found[other]


class _OrderScore:
    """One true order beside its reading (None = it was not read at all)."""

    def __init__(self, at: int, truth: Json, found: Json | None, extracted: Json, is_proven: IsProven) -> None:
        self._prefix = f"orders[{at}]."
        self._truth, self._found = truth, found or {}
        self._proofs: Mapping[str, Collection[str]] = self._found.get("proofs") or {}
        self._is_proven = is_proven
        self._doubted = _doubted_paths(extracted, found)
        self.findings: list[Finding] = []
        self.fields = Tally.of([*self._header(), *self._charges()])
        lines, line_fields = self._lines()
        self.lines, self.line_fields = Tally.of(lines), Tally.of(line_fields)

    def _header(self) -> Iterator[Outcome]:
        for path, equal in HEADER_FIELDS.items():
            stated, expected = _at(self._truth, path)
            if stated:
                outcome = self._compare(path, path, expected, _at(self._found, path)[1], equal)
                if outcome is not None:
                    yield outcome

    def _charges(self) -> Iterator[Outcome]:
        if "charges" not in self._truth:
            return
        expected = Counter((charge["kind"], decimal(charge["amount"])) for charge in self._truth["charges"] or ())
        found = Counter((charge["kind"], decimal(charge["amount"])) for charge in self._found.get("charges") or ())
        yield from [Outcome.RIGHT] * (expected & found).total()
        for kind, amount in (expected - found).elements():
            yield self._note("charges", "charges", Outcome.OMITTED, f"{kind} {amount}", None)
        for kind, amount in (found - expected).elements():
            yield self._note("charges", "charges", Outcome.INVENTED, None, f"{kind} {amount}")

    def _lines(self) -> tuple[list[Outcome], list[Outcome]]:
        if "lines" not in self._truth:
            return [], []
        truth, found = self._truth["lines"] or (), self._found.get("lines") or ()
        pairs = align_lines(truth, found)
        lines, values = [], []
        for left, right in pairs:
            whole, single = self._line(left, right, truth[left], found[right])
            lines.append(whole)
            values += single
        for left in sorted(set(range(len(truth))) - {at for at, _ in pairs}):
            lines.append(self._note(f"lines[{left}]", None, Outcome.OMITTED, _line_words(truth[left]), None))
        for right in sorted(set(range(len(found))) - {at for _, at in pairs}):
            path = f"lines[{right}]"
            lines.append(self._note(path, f"{path}.quantity", Outcome.INVENTED, None, _line_words(found[right])))
        return lines, values

    def _line(self, left: int, right: int, truth: Json, found: Json) -> tuple[Outcome, list[Outcome]]:
        outcomes = {}
        for name, equal in LINE_FIELDS.items():
            if name in truth:
                path, own = f"lines[{left}].{name}", f"lines[{right}].{name}"
                outcomes[name] = self._compare(path, own, *_basis_is_one(name, truth[name], found.get(name)), equal)
        deciding = (*DECIDING_FIELDS, *_identity(truth))
        is_right = all(outcomes.get(name) in (None, Outcome.RIGHT) for name in deciding)
        return (Outcome.RIGHT if is_right else Outcome.WRONG), [one for one in outcomes.values() if one is not None]

    def _compare(self, path: str, own_path: str, expected: Any, found: Any, equal: Equal) -> Outcome | None:
        """None where both are absent: saying nothing about nothing is no achievement."""
        if is_absent(expected) and is_absent(found):
            return None
        if is_absent(expected):
            return self._note(path, own_path, Outcome.INVENTED, None, str(found))
        if is_absent(found):
            return self._note(path, own_path, Outcome.OMITTED, str(expected), None)
        if equal(expected, found):
            return Outcome.RIGHT
        return self._note(path, own_path, Outcome.WRONG, str(expected), str(found))

    def _note(self, path: str, own_path: str | None, outcome: Outcome, expected: str | None, found: str | None) -> Outcome:
        proven = found is not None and own_path is not None and self._is_believed(own_path)
        self.findings.append(Finding(path=self._prefix + path, outcome=outcome, expected=expected, found=found, proven=proven))
        return outcome

    def _is_believed(self, path: str) -> bool:
        if any(path == doubted or path.startswith((doubted + ".", doubted + "[")) for doubted in self._doubted):
            return False
        return self._is_proven(path, self._proofs.get(path, ()))


def _doubted_paths(extracted: Json, order: Json | None) -> frozenset[str]:
    """Paths of this read order that a problem names."""
    orders = extracted.get("orders") or ()
    own = next((f"orders[{at}]" for at, other in enumerate(orders) if other is order), None)
    paths = (str(problem.get("path") or "") for problem in extracted.get("problems") or ())
    return frozenset(path.removeprefix(f"{own}.") for path in paths if own is not None and path.startswith(f"{own}."))


def _identity(truth: Json) -> tuple[str, ...]:
    """What tells the article: the codes where the truth gives one (none may be made up then), else the description."""
    if any(not is_absent(truth.get(name)) for name in CODE_FIELDS):
        return CODE_FIELDS
    return (*CODE_FIELDS, "description")


def _basis_is_one(name: str, expected: Any, found: Any) -> tuple[Any, Any]:
    """A price with no basis is a price per one; saying so or not is the same statement."""
    if name != "price_basis_quantity":
        return expected, found
    return tuple(None if not is_absent(value) and decimal(value) == 1 else value for value in (expected, found))  # type: ignore[return-value]


def _at(order: Json, path: str) -> tuple[bool, Any]:
    """(is the path stated, its value). A null party states every field of it as null."""
    here: Any = order
    for step in path.split("."):
        if here is None:
            return True, None
        if step not in here:
            return False, None
        here = here[step]
    return True, here


def _line_words(line: Json) -> str:
    """A line as a person names it: `10 HX-M8X40 "Hex bolt" 200 pcs`."""
    codes = (str(line[name]) for name in CODE_FIELDS if not is_absent(line.get(name)))
    rest = (str(line[name]) for name in ("description", "quantity", "uom", "unit_price") if not is_absent(line.get(name)))
    return " ".join([*codes, *rest])
