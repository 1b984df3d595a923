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

from intake.domain.plans import FieldPlace, Place
from intake.extraction.conventions import Conventions
from intake.extraction.numbers import NUMBER
from intake.extraction.planners.layout.segments import Row, Segment
from intake.extraction.words import vocabulary

FINAL = ("total_net", "total_tax", "total_gross", "total")

_PERCENT = re.compile(r"\d+(?:[.,]\d+)?\s*%")


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
    found = _amount(row, segment, conventions)
    if found is None:
        return None
    label_end = _label_end(segment.text)
    return Sum(meaning, is_charge, segment.place(0, label_end), found[0], found[1], number)


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
            if readings:
                return segment.place(*found.span("core")), readings
    return None


def total_fields(sums: Sequence[Sum], lines_sum: Decimal | None, conventions: Conventions) -> tuple[FieldPlace, ...]:
    """The fields that the sums state. Subtotals and amounts carried forward are none."""
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
    for number, found in enumerate(charges):
        fields[f"charges.{found.meaning}" + (f".{number}" if f"charges.{found.meaning}" in fields else "")] = _field(
            f"charges.{found.meaning}", found
        )
    return tuple(fields.values())


def _settle(
    found: Sum, fields: dict[str, FieldPlace], sums: Sequence[Sum], lines_sum: Decimal | None, charges: Sequence[Sum]
) -> str | None:
    tax = next((each for each in sums if each.meaning == "total_tax"), None)
    net = next((each for each in sums if each.meaning == "total_net"), None)
    value = found.readings[0]
    added = sum((charge.readings[0] for charge in charges), Decimal(0))
    slack = Decimal("0.05")
    if (
        lines_sum is not None
        and min(abs(value - lines_sum), abs(value - lines_sum - added), abs(value - lines_sum + added)) <= slack
    ):
        return "total_net" if "total_net" not in fields or found.meaning != "subtotal" else None
    if tax is not None and (net is not None or lines_sum is not None):
        base = net.readings[0] if net is not None else (lines_sum or Decimal(0)) + added
        if abs(base + tax.readings[0] - value) <= slack:
            return "total_gross"
    if found.meaning == "subtotal":
        return None
    if tax is None and "total_gross" not in fields and "total_net" not in fields:
        return "total_net"
    return None


def _field(path: str, found: Sum) -> FieldPlace:
    return FieldPlace(path=path, places=(found.amount,), label=found.label)
