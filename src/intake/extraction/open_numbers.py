"""Numbers of a line that may be two values, settled by the line's own product or named.

In: a line under construction. Out: its open readings put as values where exactly one combination gives the printed amount; else a
reason for each.
"""

from __future__ import annotations

from decimal import Decimal

from intake.domain.orders import Evidence
from intake.domain.reasons import ReasonCode
from intake.extraction.executed import Values


def resolve_by_product(line: Values) -> None:
    """Numbers that may be two values: the one combination whose product is the printed amount, or a reason."""
    if line.factors is not None:
        _settle_factors(line, line.factors)
    if not line.open_readings:
        return
    names = ("quantity", "unit_price", "line_amount")
    choices: list[tuple[Decimal, ...]] = []
    for name in names:
        if name in line.open_readings:
            choices.append(line.open_readings[name][0])
        elif name in line.values:
            choices.append((Decimal(str(line.values[name])),))
        else:
            choices.append(())
    basis = Decimal(str(line.values.get("price_basis_quantity", 1)))
    kept = 1 - Decimal(str(line.values.get("discount_percent", 0))) / 100
    fitting = [
        (q, p, a)
        for q in choices[0]
        for p in choices[1]
        for a in choices[2]
        if basis and abs(q * p / basis * kept - a) <= Decimal("0.01")
    ]
    settled = dict(zip(names, fitting[0], strict=True)) if len(fitting) == 1 else {}
    for path, (readings, evidence, labelled, text) in line.open_readings.items():
        if path in settled:
            line.put(path, settled[path], evidence, labelled=labelled)
        else:
            said = f"“{text}” may be {' or '.join(f'{r:f}' for r in readings)}; nothing in the document settles it."
            line.complain(ReasonCode.VALUE_AMBIGUOUS, path, said)
    line.open_readings.clear()


def _settle_factors(line: Values, found: tuple[Decimal, Evidence | None, bool, str]) -> None:
    """ "12 x 5 kg" is twelve where twelve at the line's price make its amount; nothing is multiplied for the order."""
    count, evidence, labelled, text = found
    price, amount = line.values.get("unit_price"), line.values.get("line_amount")
    basis = Decimal(str(line.values.get("price_basis_quantity", 1)))
    kept = 1 - Decimal(str(line.values.get("discount_percent", 0))) / 100
    is_borne_out = isinstance(price, Decimal) and isinstance(amount, Decimal) and basis and amount != 0
    if is_borne_out and abs(count * Decimal(str(price)) / basis * kept - Decimal(str(amount))) <= Decimal("0.01"):
        line.put("quantity", count, evidence, labelled=labelled)
        line.remark(text, evidence)
        return
    line.complain(ReasonCode.VALUE_AMBIGUOUS, "quantity", f"“{text}” does not read as one quantity.")
