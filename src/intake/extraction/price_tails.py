"""What follows a price in a sentence: "12.00 EUR each", "€ 12,00 per stuk", "12,00 kr/st".

In: the words behind a price, and the unit that the line counts in. Out: whether they only say that the price is for one of these.
A price for another unit, or for a hundred, is for a person to read.
"""

from __future__ import annotations

import re

from intake.domain.uom import unit_codes
from intake.extraction.planners.layout.counts import CURRENCY
from intake.extraction.said_words import any_of, is_one_of

_TAIL = re.compile(
    rf"\W*(?:(?:{CURRENCY})\b)?\W*(?:(?:{any_of('pack_per')}|the|a|à)(?!\w))?\W*(?P<each>[^\W\d_]*(?: [^\W\d_]+)?)\W*",
    re.IGNORECASE,
)
_PIECES = frozenset({"EA", "C62", "H87"})


def is_price_tail(text: str, unit: str | None) -> bool:
    """`unit` is the line's unit as written; None where it names none and pieces are meant."""
    found = _TAIL.fullmatch(text)
    if found is None:
        return False
    each = found["each"].casefold()
    if not each or is_one_of("each", each):
        return True
    codes = unit_codes(each)
    return bool(codes & (_PIECES if unit is None else unit_codes(unit)))
