"""How values are written on the screens: dates, money, quantities, states and codes in words. Template filters, all pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from babel.numbers import format_currency, format_decimal

from intake.credit.catalogue import RULES

LOCALE = "en_GB"


def money(amount: Decimal | str | None, currency: str | None) -> str:
    """EUR 1,234.50; a dash where there is none."""
    if amount is None:
        return "–"
    value = Decimal(amount)
    if not currency:
        return str(format_decimal(value, locale=LOCALE))
    return str(format_currency(value, currency, format="¤¤ #,##0.00", locale=LOCALE))


def number(value: Decimal | None) -> str:
    return "–" if value is None else str(format_decimal(value, format="#,##0.######", locale=LOCALE))


def amount(value: Decimal | None) -> str:
    """1,016.00: money in a column whose currency stands below it."""
    return "–" if value is None else str(format_decimal(value, format="#,##0.00##", locale=LOCALE))


def moment(value: datetime | None) -> str:
    return "–" if value is None else value.strftime("%d %b %Y, %H:%M")


def day(value: date | None) -> str:
    return "–" if value is None else value.strftime("%d %b %Y")


def age(value: datetime, now: datetime | None = None) -> str:
    """How long ago, in the largest unit that says it: "5 min", "3 h", "2 d"."""
    seconds = ((now or datetime.now(UTC)) - value).total_seconds()
    if seconds < 60:
        return "now"
    if seconds < 3600:
        return f"{int(seconds // 60)} min"
    if seconds < 86_400:
        return f"{int(seconds // 3600)} h"
    return f"{int(seconds // 86_400)} d"


def words(code: str) -> str:
    """order_desk → Order desk, po_number_missing → PO number missing."""
    first, *rest = str(code).split("_")
    return " ".join([_SPELT.get(first, first.capitalize()), *(_SPELT.get(word, word) for word in rest)])


_SPELT = {"po": "PO", "sku": "SKU", "gtin": "GTIN", "vat": "VAT", "erp": "ERP", "ocr": "OCR", "api": "API"}


def field_words(path: str) -> str:
    """lines[2].unit_price → Line 3, unit price; documents[0] → Document 1; credit.R1 → Credit rule R1."""
    counted = re.fullmatch(r"(line|document)s\[(\d+)\]\.?(.*)", path)
    if counted:
        place = f"{counted[1].capitalize()} {int(counted[2]) + 1}"
        return f"{place}, {_plain(counted[3])}" if counted[3] else place
    if path.startswith("credit."):
        return f"Credit rule {path[len('credit.') :]}"
    first, *rest = path.split(".")
    return ", ".join([words(first), *(_plain(each) for each in rest)])


def _plain(name: str) -> str:
    return " ".join(_SPELT.get(word, word) for word in name.replace(".", "_").split("_"))


def rule_title(rule: str) -> str:
    """R1 → Credit limit."""
    return RULES[rule].title if rule in RULES else rule


FILTERS: dict[str, Callable[..., Any]] = {
    "money": money,
    "number": number,
    "amount": amount,
    "rule_title": rule_title,
    "moment": moment,
    "day": day,
    "age": age,
    "words": words,
    "field_words": field_words,
}
