"""Normal forms and check digits of the identifiers that stand on orders."""

from __future__ import annotations

import re
import unicodedata

from stdnum import ean
from stdnum.exceptions import ValidationError

_NOT_CODE = re.compile(r"[^0-9A-Z]+")


def fold(text: str) -> str:
    """Text for comparison only, never for storing: NFKC, case folded, blanks collapsed."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def normalise_code(code: str) -> str:
    """One form for all spellings of an article or customer code: NFKC, upper case, letters and digits only.

    >>> normalise_code(" hx-m8x40 ")
    'HXM8X40'
    """
    return _NOT_CODE.sub("", unicodedata.normalize("NFKC", code).upper())


def is_gtin(text: str) -> bool:
    """A GTIN-8, -12, -13 or -14 with a right check digit (GS1 General Specifications 7.9)."""
    digits = re.sub(r"[\s-]", "", text)
    if len(digits) not in (8, 12, 13, 14) or not digits.isascii() or not digits.isdigit():
        return False
    try:
        ean.validate(digits)
    except ValidationError:
        return False
    return True


def is_gln(text: str) -> bool:
    """A GLN: 13 digits with a right check digit."""
    digits = re.sub(r"[\s-]", "", text)
    return len(digits) == 13 and is_gtin(digits)
