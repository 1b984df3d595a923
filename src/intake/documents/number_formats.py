"""What a person sees of a number in a sheet: a cell's number and its format code in, shown text and typed value out.

Binary noise goes (0.1 + 0.2 is 0.3); dates are shown as ISO 8601 and grouping marks left out, because both depend on the
reader's locale and would make a plain number ambiguous. Percentages and scaled numbers keep no typed value: what counts is what
is shown. Knows the format codes of ECMA-376 part 1, 18.8.31, as far as they decide the digits, signs and units shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

from openpyxl.styles.numbers import BUILTIN_FORMATS

from intake.documents.format_codes import Section, section_of
from intake.domain.documents import CellValue

# A spreadsheet program computes with binary doubles and itself shows no more than 15 digits of them.
_FIFTEEN = Context(prec=15)
_GENERAL = Context(prec=10)
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a sheet's dates have no zone
_LAST_SERIAL = 2_958_465


@dataclass(frozen=True, slots=True)
class Shown:
    """`text` is empty where the format shows nothing."""

    text: str
    value: CellValue


def builtin_code(number: int) -> str:
    return str(BUILTIN_FORMATS.get(number, "General"))


def exact(text: str | float) -> Decimal | None:
    """The number without binary noise; None where it is none."""
    try:
        number = _FIFTEEN.create_decimal(text if isinstance(text, str) else repr(text))
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() and abs(number.adjusted()) < 100 else None


def plain(number: Decimal) -> str:
    """The number with a point, no exponent and no trailing zeros."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def shown(number: Decimal, code: str, *, is_computed: bool = False, from_1904: bool = False) -> Shown:
    """`is_computed`: the number is a formula's result, which counts as it is shown; an entered number counts as entered."""
    section = section_of(code, 0 if number > 0 else (1 if number < 0 else 2))
    if section.is_date:
        return _shown_date(number, code, from_1904)
    if section.is_general:
        text = plain(number if number == number.to_integral_value() else _GENERAL.plus(number))
        return Shown(f"{section.prefix}{text}{section.suffix}".strip(), _normal(number))
    if not section.has_digits:
        return Shown(section.prefix.strip(), _normal(number) if section.prefix.strip() else None)
    return _shown_number(number, section, is_computed)


def _shown_number(number: Decimal, section: Section, is_computed: bool) -> Shown:
    scaled = number.scaleb((2 if section.is_percent else 0) - 3 * section.thousands)
    rounded = scaled.quantize(Decimal(1).scaleb(-section.decimals), rounding=ROUND_HALF_UP)
    whole, _, fraction = format(abs(rounded), "f").partition(".")
    while len(fraction) > section.required_decimals and fraction.endswith("0"):
        fraction = fraction[:-1]
    digits = _filled(whole, section.slots) + (f".{fraction}" if fraction else "")
    sign = "-" if rounded < 0 and section.keeps_sign else ""
    text = " ".join(f"{section.prefix}{sign}{digits}{section.suffix}".split())
    if section.is_percent or section.thousands:
        return Shown(text, None)
    if is_computed:
        return Shown(text, _normal(rounded if section.decimals else rounded.to_integral_value()))
    return Shown(text, _normal(number))


def _normal(number: Decimal) -> Decimal:
    return Decimal(plain(number))


def _filled(whole: str, slots: Sequence[str]) -> str:
    """The integer digits set into the places of the format from the right: 12345 in "00-000" is "12-345"."""
    digits = list("" if whole == "0" else whole)
    places = sum(slot in "0#?" for slot in slots)
    filled: list[str] = []
    for slot in reversed(slots):
        if slot not in "0#?":
            if digits or "0" in slots:
                filled.append(slot)
            continue
        places -= 1
        if digits:
            filled.append(digits.pop())
        elif slot == "0":
            filled.append("0")
        if places == 0:
            filled.extend(reversed(digits))
            digits = []
    return "".join(reversed([*filled, *reversed(digits)]))


def is_date_code(code: str) -> bool:
    return section_of(code, 0).is_date


def _shown_date(number: Decimal, code: str, from_1904: bool) -> Shown:
    if not 0 <= number <= _LAST_SERIAL:
        return Shown(plain(number), None)
    moment = (_EPOCH_1904 if from_1904 else _EPOCH) + timedelta(seconds=round(float(number) * 86_400))
    letters = re.sub(r'"[^"]*"|\\.|\[\$[^\]]*\]', "", code).lower()
    has_day, has_time = "d" in letters or "y" in letters, "h" in letters or "s" in letters
    if not has_day and has_time:
        return Shown(f"{moment:%H:%M}" if moment.second == 0 else f"{moment:%H:%M:%S}", None)
    if has_time and moment.time() != datetime.min.time():
        return Shown(moment.isoformat(sep=" "), moment)
    return Shown(moment.date().isoformat(), _date(moment))


def _date(moment: datetime) -> date:
    return moment.date()
