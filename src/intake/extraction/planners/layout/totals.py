"""Totals, taxes and charges: rows under (or among) the lines that are none, and the amounts they state.

In: the rows after a table. Out: field places for total_net, total_tax, total_gross and charges, each with its label. An open
"Total" is settled by the other totals and by the lines' sum; where nothing settles it, it is the net total only if no tax is
printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from intake.domain.documents import Document
from intake.domain.plans import ColumnRole, FieldPlace, Place, Region, TablePlan
from intake.extraction import cells
from intake.extraction.conventions import Conventions
from intake.extraction.numbers import NUMBER
from intake.extraction.planners.layout.segments import Row, Segment
from intake.extraction.printed import cells_of
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import NUMBER_SIGN, tokens

FINAL = ("total_net", "total_tax", "total_gross", "total")

_PERCENT = re.compile(r"\d+(?:[.,]\d+)?\s*%")
_CURRENCY_BEFORE = re.compile(r"(?:^|[\s:(])(?:[A-Z]{3}|[A-Z]{0,2}[€$£¥₺₹])$")
_AFTER = re.compile(r"\s*(?:[A-Z]{3}|[€$£¥₺₹]|zł|Kč|kr\.?|Ft|lei|TL|,-+|\*+|\([A-Z]{3}\))?[\s.*]*", re.IGNORECASE)
_LONGEST_BARE_INTEGER = 7
_SLACK = Decimal("0.05")
_MOST_CHARGE_WORDS = 6
_NAMING_NUMBERS = frozenset((NUMBER_SIGN, "id", "idnr", "ident", "reg", "registration", "intracom", "intracommunautaire", "eu"))


@dataclass(frozen=True, slots=True)
class Sum:
    """A labelled amount: `meaning` is a total's or charge's name ("total", "total_net", "freight")."""

    meaning: str
    is_charge: bool
    label: Place
    amount: Place
    readings: tuple[Decimal, ...]
    row: int


def sum_of(row: Row, number: int, conventions: Conventions) -> Sum | None:
    """The labelled amount of a row: its last number that is no percentage, after the words that name it."""
    words = vocabulary()
    named: tuple[Segment, str, bool] | None = None
    for segment in row.segments:
        text = segment.text
        total, charge = words.total(text), words.charge(text)
        if total is not None or charge is not None:
            named = (segment, total or charge or "", total is None)
            break
        if NUMBER.search(text) and not _is_only_words(text):
            break
    if named is None:
        return None
    segment, meaning, is_charge = named
    label = segment.text[: _label_end(segment.text)]
    if meaning == "total_tax" and _NAMING_NUMBERS & set(tokens(label)):
        return None
    if is_charge and len(label.split()) > _MOST_CHARGE_WORDS:
        return None
    found = _amount(row, segment, conventions)
    if found is None:
        return None
    return Sum(meaning, is_charge, segment.place(0, len(label)), found[0], found[1], number)


def _is_only_words(text: str) -> bool:
    return sum(sign.isalpha() for sign in text) > sum(sign.isdigit() for sign in text)


def _label_end(text: str) -> int:
    found = NUMBER.search(text)
    end = found.start() if found else len(text)
    return max(1, len(text[:end].rstrip(" :")))


def _amount(row: Row, label: Segment, conventions: Conventions) -> tuple[Place, tuple[Decimal, ...]] | None:
    for segment in reversed(row.segments):
        if segment.x0 < label.x0:
            break
        bare = _PERCENT.sub(lambda found: " " * len(found.group()), segment.text)
        matches = list(NUMBER.finditer(bare))
        for found in reversed(matches):
            readings = conventions.readings(found.group())
            if readings and _is_money(bare, found, beside_words=segment is label):
                return segment.place(*_span(found)), readings
    return None


def _span(found: re.Match[str]) -> tuple[int, int]:
    """The digits with what makes them negative: a discount is printed "-50,00" or "50,00-"."""
    start, end = found.span("core")
    start = found.start("sign") if found["sign"] else start
    end = found.end("after") if found["after"] else end
    return (found.start("open"), found.end("close")) if found["open"] and found["close"] else (start, end)


def _is_money(text: str, found: re.Match[str], *, beside_words: bool) -> bool:
    """Not the digits of a number that names something (a tax number, a code, "3 pallets"): an amount stands free of letters,
    with nothing behind it but a currency, and is not a long run of bare digits."""
    before, after = text[: found.start()], text[found.end() :]
    has_currency = _CURRENCY_BEFORE.search(before.rstrip()) is not None
    if before[-1:].isalnum() and not has_currency:
        return False
    if _AFTER.fullmatch(after) is None:
        return False
    core = found["core"]
    if has_currency or after.strip(" .*") or not core.isdigit():
        return True
    return not beside_words or before.rstrip().endswith((":", "="))


def total_fields(sums: Sequence[Sum], lines_sum: Decimal | None, conventions: Conventions) -> tuple[FieldPlace, ...]:
    """The fields that the sums state. Subtotals and amounts carried forward are none."""
    sums = [found for found in sums if not _is_tax_number(found, sums)]
    fields: dict[str, FieldPlace] = {}
    charges = [found for found in sums if found.is_charge]
    for found in sums:
        if not found.is_charge and found.meaning in ("total_net", "total_tax", "total_gross"):
            fields.setdefault(found.meaning, _field(found.meaning, found))
    open_totals = [found for found in sums if found.meaning == "total" and not found.is_charge]
    open_totals += [found for found in sums if found.meaning == "subtotal"] if not open_totals else []
    for found in open_totals:
        path = _settle(found, fields, sums, lines_sum, charges)
        if path is not None:
            fields.setdefault(path, _field(path, found))
    nets = [found for found in sums if found.meaning == "subtotal" and _is_net(found, sums, lines_sum, charges)]
    if "total_net" not in fields and nets:
        fields["total_net"] = _field("total_net", nets[-1])
    for number, found in enumerate(charges):
        fields[f"charges.{found.meaning}" + (f".{number}" if f"charges.{found.meaning}" in fields else "")] = _field(
            f"charges.{found.meaning}", found
        )
    return tuple(fields.values())


def _is_tax_number(found: Sum, sums: Sequence[Sum]) -> bool:
    """A long run of bare digits behind "VAT:" is a number of the firm, unless it is less than the total it is part of."""
    value = found.readings[0]
    if found.meaning != "total_tax" or value != int(value) or len(str(abs(int(value)))) <= _LONGEST_BARE_INTEGER:
        return False
    return not any(other.readings[0] > value for other in sums if other.meaning in ("total_net", "total_gross", "total"))


def totals_elsewhere(
    document: Document, rows: Sequence[Row], table: TablePlan | None, conventions: Conventions
) -> tuple[FieldPlace, ...]:
    """The totals that stand apart from the table: in a text behind it, in a box of their own. Without a table only what
    names itself as net, tax or gross counts."""
    last = table.regions[-1] if table is not None else None
    below = [row for row in rows if last is None or _is_below(row, last)]
    sums = [found for at, row in enumerate(below) for found in [sum_of(row, at, conventions)] if found is not None]
    if table is None:
        return total_fields([found for found in sums if found.meaning in FINAL[:3]], None, conventions)
    return total_fields(sums, _lines_sum(document, rows, table, conventions), conventions)


def _is_below(row: Row, region: Region) -> bool:
    return row.canvas > region.canvas or (row.canvas == region.canvas and row.top >= region.bottom)


def _lines_sum(document: Document, rows: Sequence[Row], table: TablePlan, conventions: Conventions) -> Decimal | None:
    """What the amounts of the lines add up to; None where there is no such column or one of them is open."""
    total, count = Decimal(0), 0
    for region in table.regions:
        columns = region.columns or table.columns
        at = next((number for number, column in enumerate(columns) if column.role is ColumnRole.LINE_AMOUNT), None)
        if at is None:
            return None
        for row in rows:
            is_within = row.canvas == region.canvas and region.top <= row.top < region.bottom
            if not is_within or any(left.canvas == row.canvas and left.top <= row.top < left.bottom for left in table.exclusions):
                continue
            found = cells.price(cells_of(row, document, columns)[at].text, conventions)
            if found is not None and len(found.readings) == 1:
                total, count = total + found.readings[0], count + 1
    return total if count else None


def _settle(
    found: Sum, fields: dict[str, FieldPlace], sums: Sequence[Sum], lines_sum: Decimal | None, charges: Sequence[Sum]
) -> str | None:
    tax = next((each for each in sums if each.meaning == "total_tax"), None)
    net = next((each for each in sums if each.meaning == "total_net"), None)
    value = found.readings[0]
    added = sum((charge.readings[0] for charge in charges), Decimal(0))
    if (
        lines_sum is not None
        and min(abs(value - lines_sum), abs(value - lines_sum - added), abs(value - lines_sum + added)) <= _SLACK
    ):
        return "total_net" if "total_net" not in fields or found.meaning != "subtotal" else None
    if tax is not None and (net is not None or lines_sum is not None):
        base = net.readings[0] if net is not None else (lines_sum or Decimal(0)) + added
        if abs(base + tax.readings[0] - value) <= _SLACK:
            return "total_gross"
    if found.meaning == "subtotal":
        return None
    if tax is None and "total_gross" not in fields and "total_net" not in fields:
        return "total_net"
    return None


def _is_net(found: Sum, sums: Sequence[Sum], lines_sum: Decimal | None, charges: Sequence[Sum]) -> bool:
    """A "subtotal (net)" is the net total where the tax on it makes the gross one, or where nothing else was to be added."""
    value = found.readings[0]
    tax = next((each for each in sums if each.meaning == "total_tax"), None)
    gross = next((each for each in sums if each.meaning in ("total_gross", "total")), None)
    if tax is not None and gross is not None and abs(value + tax.readings[0] - gross.readings[0]) <= _SLACK:
        return True
    return not charges and lines_sum is not None and abs(value - lines_sum) <= _SLACK


def _field(path: str, found: Sum) -> FieldPlace:
    return FieldPlace(path=path, places=(found.amount,), label=found.label)
