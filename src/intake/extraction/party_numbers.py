"""What a firm is reached and registered by: mail addresses, VAT numbers, global location numbers.

In: a text. Out: where such a number with a right check digit stands. Whose it is is not decided here.
"""

from __future__ import annotations

import re

from stdnum.ch import vat as swiss
from stdnum.eu import vat as european
from stdnum.exceptions import ValidationError
from stdnum.gb import vat as british

from intake.domain.identifiers import is_gln

EMAIL = re.compile(r"[\w.+%-]+@(?:[\w-]+\.)+[A-Za-z]{2,}")
_VAT_START = re.compile(
    r"\b(?:AT|BE|BG|CHE|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI)"
    r"[ -]?(?=[A-Z]{0,2}\d|[A-Z0-9]{2} ?\d)"
)
_VAT_TAIL = re.compile(r"[A-Z0-9+*]+(?:[ .\-/]?[A-Z0-9+*]+)*")
_LONGEST_VAT = 22
_DIGITS13 = re.compile(r"\b\d(?:[ -]?\d){12}\b")


def vat_id(text: str) -> tuple[int, int] | None:
    """Where a value added tax number with a right check digit stands (EU, Switzerland, United Kingdom); None when none does."""
    upper = text.upper()
    for begin in _VAT_START.finditer(upper) if len(upper) == len(text) else ():
        tail = _VAT_TAIL.match(upper, begin.start(), begin.start() + _LONGEST_VAT)
        ends = [] if tail is None else [found.end() for found in re.finditer(r"[A-Z0-9+*](?![A-Z0-9+*])", tail.group())]
        for end in reversed(ends):
            # The first figures of a bank account are no tax number, whatever their check digit.
            goes_on = re.match(r" ?\d", upper[begin.start() + end :]) is not None
            if not goes_on and is_vat_id(upper[begin.start() : begin.start() + end]):
                return begin.start(), begin.start() + end
    return None


def is_vat_id(text: str) -> bool:
    """A VAT number whose form and check digit are right in its country (the EU's, Switzerland, the United Kingdom)."""
    compact = re.sub(r"[\s.\-/]", "", text).upper()
    rule = {"CH": swiss, "GB": british}.get(compact[:2], european)
    try:
        rule.validate(compact)
    except ValidationError:
        return False
    return True


def gln(text: str) -> tuple[int, int] | None:
    """Where a global location number with a right check digit stands; None when none does."""
    return next((found.span() for found in _DIGITS13.finditer(text) if is_gln(found.group())), None)
