"""Totals, taxes and charges: rows under (or among) the lines that are none, and the amounts they state.

In: rows. Out: `Sum`s, each an amount with the words that name it. Which of them are the order's totals is `total_fields.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from intake.domain.documents import CanvasKind
from intake.domain.plans import ColumnRole, Place
from intake.domain.uom import unit_codes
from intake.extraction.conventions import Conventions
from intake.extraction.numbers import NUMBER
from intake.extraction.segments import Row, Segment
from intake.extraction.shapes import date_span
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import NUMBER_SIGN, tokens

FINAL = ("total_net", "total_tax", "total_gross", "total")

_THREE = ("total_net", "total_tax", "total_gross")
_SUMMED = (*FINAL, "subtotal")
_POSITION = re.compile(r"\d{1,4}\.?")
"""A line's number may stand before a charge that is booked as a line."""
_PERCENT = re.compile(r"\d+(?:[.,]\d+)?\s*%")
_CURRENCY_BEFORE = re.compile(r"(?:^|[\s:(])(?:[A-Z]{3}|[A-Z]{0,2}[€$£¥₺₹])$")
_AFTER = re.compile(r"\s*(?:[A-Z]{3}|[€$£¥₺₹]|zł|Kč|kr\.?|Ft|lei|TL|,-+|\*+|\([A-Z]{3}\))?[\s.*,;]*", re.IGNORECASE)
_CODE = re.compile(r"[^\W\d_]+[-/.][^\W_]*\d")
"""Letters with figures hung on: "CF-220" carries nothing forward."""
_AMOUNT = re.compile(r"\d[.,]\d{2}(?!\d|\s?%)")
_COUNTED = re.compile(r"\d[\d.,' ]*(\D+)")
_FEWEST_LETTERS = 4
"""A shorter word beside figures may be a currency."""
SLACK = Decimal("0.05")
_MOST_CHARGE_WORDS = 6
_FEWEST_NAMED = 2
_NAMING_NUMBERS = frozenset((NUMBER_SIGN, "id", "idnr", "ident", "reg", "registration", "intracom", "intracommunautaire", "eu"))


@dataclass(frozen=True, slots=True)
class Sum:
    """A labelled amount: `meaning` is a total's or charge's name ("total", "total_net", "freight"). `counts_goods`: it says how
    many pieces, and no money."""

    meaning: str
    is_charge: bool
    label: Place
    amount: Place
    readings: tuple[Decimal, ...]
    row: int
    counts_goods: bool = False


def sum_of(row: Row, number: int, conventions: Conventions) -> Sum | None:
    """The labelled amount of a row: its last number that is no percentage, after the words that name it."""
    words = vocabulary()
    named: tuple[Segment, str, bool] | None = None
    for segment in row.segments:
        text = segment.text
        if _CODE.match(text):
            break
        total, charge = words.total(text), words.charge(text)
        if total is not None or charge is not None:
            named = (segment, total or charge or "", total is None) if not _is_counted(row, segment, total is None) else None
            break
        if segment is row.segments[0] and _POSITION.fullmatch(text):
            continue
        if NUMBER.search(text) and not _is_only_words(text) and date_span(text) != (0, len(text)):
            break
    if named is None:
        return None
    segment, meaning, is_charge = named
    label = segment.text[: _label_end(segment.text)]
    if meaning == "total_tax" and _NAMING_NUMBERS & set(tokens(label)):
        return None
    if is_charge and (len(label.split()) > _MOST_CHARGE_WORDS or date_span(segment.text) is not None):
        # "Levering 23.03.2026: 10 stk" delivers and charges nothing.
        return None
    spoken = _spoken(segment, label, conventions) if meaning in ("total", *_THREE) and segment is row.segments[-1] else None
    if spoken is not None:
        return Sum(spoken[0], False, segment.place(0, len(label)), spoken[1], spoken[2], number)
    found = _amount(row, segment, conventions)
    if found is None:
        return None
    counts_goods = not is_charge and _counts_goods(label)
    return Sum(meaning, is_charge, segment.place(0, len(label)), found[0], found[1], number, counts_goods)


def names_a_total(row: Row) -> bool:
    """Whether the row begins with the name of a total. A code that begins so is an article's ("CF-2200")."""
    text = row.segments[0].text
    return _CODE.match(text) is None and vocabulary().total(text) is not None


def _is_counted(row: Row, segment: Segment, is_charge: bool) -> bool:
    """Whether a word for a sum or a charge is the unit of a line: "CF" carries forward in English and is a pack in Italian, and
    packing and pallets are both ordered and charged."""
    at = row.segments.index(segment)
    counted = _COUNTED.fullmatch(segment.text.strip())
    if not unit_codes((counted[1] if counted else segment.text).strip()):
        return False
    if counted:
        return _have_words((*row.segments[:at], *row.segments[at + 1 :])) or (at > 0 and not is_charge)
    figures = [after for after in row.segments[at + 1 :] if NUMBER.search(after.text) and "%" not in after.text]
    return _have_words(row.segments[:at]) and len(figures) > 1


def _counts_goods(label: str) -> bool:
    """ "Totale paia", "Summe Menge": how many there are in all is no sum of money."""
    words = vocabulary()
    last = label.rsplit(maxsplit=1)[-1].strip("().:")
    if words.is_total(label) or words.total(last) is not None or len(label.split()) < 2:
        return False
    is_order = any(each.path == "customer_po_number" for each in words.labels(last))
    is_counted = words.column_roles(last)[:1] == (ColumnRole.QUANTITY,) and not is_order
    return is_counted or (len(last) >= _FEWEST_LETTERS - 1 and bool(unit_codes(last)))


def _have_words(segments: Sequence[Segment]) -> bool:
    return any(_is_only_words(segment.text) and sum(map(str.isalpha, segment.text)) >= _FEWEST_LETTERS for segment in segments)


def _spoken(segment: Segment, label: str, conventions: Conventions) -> tuple[str, Place, tuple[Decimal, ...]] | None:
    """ "Summe 466,00 € zzgl. 19 % MwSt.": what stands behind the amount says which total it is."""
    bare = _PERCENT.sub(lambda percent: " " * len(percent.group()), segment.text)
    numbers = list(NUMBER.finditer(bare))
    currency = _AFTER.match(bare, numbers[0].end()) if len(numbers) == 1 else None
    tail = " ".join(bare[currency.end() :].strip(" .,").split()) if currency is not None else ""
    if not tail or currency is None or (numbers[0]["core"].isdigit() and not currency.group().strip()):
        return None
    words = vocabulary()
    together = f"{label} {tail}"
    is_plus = words.total(tail) == "total_tax" and words.is_total(tail) and words.total(tail.split()[0]) != "total_tax"
    meaning = words.total(together) if words.is_total(together) else None
    if meaning not in ("total_net", "total_gross"):
        meaning = "total_net" if is_plus else None
    readings = conventions.readings(numbers[0].group())
    return (meaning, segment.place(*_span(numbers[0])), readings) if meaning is not None and readings else None


def sums_of(rows: Sequence[Row], at: int, conventions: Conventions) -> list[Sum]:
    """All labelled amounts of row `at`: several may stand side by side, or each above its amount in the next row."""
    row = replace(rows[at], segments=tuple(part for segment in rows[at].segments for part in _one_each(segment)))
    parts = _labelled_parts(row)
    if len(parts) > 1:
        beside = [sum_of(replace(row, segments=part), at, conventions) for part in parts]
        if all(found is not None for found in beside):
            return [found for found in beside if found is not None]
    found = sum_of(row, at, conventions)
    if found is not None and found.meaning in _SUMMED and (three := _net_tax_gross(row, found, conventions)):
        return three
    if found is not None and found.meaning == "total" and len(figures := _figures(row, conventions)) > 1:
        # Net and gross under two columns: what the lines add up to tells which is which.
        return [replace(found, amount=place, readings=readings) for place, readings in figures]
    below = _sums_under(row, rows[at + 1], at, conventions) if at + 1 < len(rows) else []
    return [*([found] if found is not None else []), *below]


def _one_each(segment: Segment) -> tuple[Segment, ...]:
    """The totals that one line of text says one behind the other: "Total HT : 910,00 € — TVA 20 % : 182,00 € — Total TTC : …"."""
    said = segment.text.split(" ")
    if segment.kind is CanvasKind.GRID or len(said) != len(segment.words) or segment.offset:
        return (segment,)
    total = vocabulary().total
    starts: list[int] = []
    for at in range(len(said)):
        has_amount = bool(starts) and _AMOUNT.search(" ".join(said[starts[-1] : at])) is not None
        if (has_amount or at == 0) and total(" ".join(said[at:])) is not None:
            starts.append(at)
    if len(starts) < _FEWEST_NAMED or starts[0]:
        return (segment,)
    ends = [at - int(not re.search(r"\w", said[at - 1])) for at in starts[1:]]
    return tuple(segment.words_between(first, last) for first, last in zip(starts, [*ends, len(said)], strict=True))


def _net_tax_gross(row: Row, named: Sum, conventions: Conventions) -> list[Sum]:
    """Net, tax and gross side by side under the columns that they add up: "Razem  6 214,00  1 429,22  7 643,22"."""
    found = _figures(row, conventions)
    if len(found) != len(_THREE) or not all(readings[0] for _, readings in found):
        return []
    net, tax, gross = (readings[0] for _, readings in found)
    if abs(net + tax - gross) > SLACK or tax >= net:
        return []
    return [Sum(meaning, False, named.label, *amount, named.row) for meaning, amount in zip(_THREE, found, strict=True)]


def _figures(row: Row, conventions: Conventions) -> list[tuple[Place, tuple[Decimal, ...]]]:
    """The amounts of a row that holds no other figures but rates; none where one is open or no amount."""
    found: list[tuple[Place, tuple[Decimal, ...]]] = []
    for segment in row.segments:
        bare = _PERCENT.sub(lambda percent: " " * len(percent.group()), segment.text)
        for number in NUMBER.finditer(bare):
            readings = conventions.readings(number.group())
            if len(readings) != 1 or not _is_money(bare, number, beside_words=False):
                return []
            found.append((segment.place(*_span(number)), readings))
    return found


def _labelled_parts(row: Row) -> list[tuple[Segment, ...]]:
    """The segments from one total's name to the next; none where something else stands first."""
    parts: list[tuple[Segment, ...]] = []
    for segment in row.segments:
        is_named = _CODE.match(segment.text) is None and vocabulary().total(segment.text) is not None
        if is_named:
            parts.append((segment,))
        elif parts:
            parts[-1] = (*parts[-1], segment)
        else:
            return []
    return parts


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
    before, after = text[: _span(found)[0]], text[found.end() :]
    has_currency = _CURRENCY_BEFORE.search(before.rstrip()) is not None
    if before[-1:].isalnum() and not has_currency:
        return False
    if _AFTER.fullmatch(after) is None:
        return False
    core = found["core"]
    if has_currency or after.strip(" .*") or not core.isdigit():
        return True
    return not beside_words or before.rstrip().endswith((":", "="))


def _sums_under(row: Row, under: Row, number: int, conventions: Conventions) -> list[Sum]:
    """A row of names above a row of amounts: "Base imponible | Cuota IVA | Total" over "383,00 | 80,43 | 463,43"."""
    words = vocabulary()
    titles = [segment for segment in row.segments if "%" not in segment.text and words.is_total(segment.text)]
    named = [(segment, meaning) for segment in titles for meaning in [words.total(segment.text)] if meaning is not None]
    if len(named) < _FEWEST_NAMED or row.canvas != under.canvas or any(map(str.isdigit, row.text)):
        return []
    sums = []
    for label, meaning in named:
        below = [one for one in under.segments if one.x0 < label.x1 and one.x1 > label.x0]
        found = [found for one in below[:1] for found in NUMBER.finditer(one.text)]
        if len(below) != 1 or len(found) != 1 or not _is_money(below[0].text, found[0], beside_words=False):
            continue
        readings = conventions.readings(found[0].group())
        if readings and "%" not in below[0].text:
            sums.append(Sum(meaning, False, label.place(), below[0].place(*_span(found[0])), tuple(readings), number + 1))
    return sums
