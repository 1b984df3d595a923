"""Payment terms: read from the words of a customer record or an order, and turned into due dates.

What comes in is a text in one of eight languages or a known code; what goes out is `PaymentTerms`, or None where the words
leave open what they mean. Which terms apply is never decided here.
"""

from __future__ import annotations

import calendar
import re
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from intake.domain.base import Value
from intake.domain.identifiers import fold


class TermsKind(StrEnum):
    PREPAYMENT = "prepayment"
    NET = "net"
    """n days after the invoice date"""
    EOM_PLUS = "eom_plus"
    """end of the invoice's month, then n days"""
    NET_EOM = "net_eom"
    """n days, then the end of that month"""
    DAY_OF_NEXT_MONTH = "day_of_next_month"
    """day k of the month after the invoice's, clamped to its last"""
    INSTALMENTS = "instalments"


class Instalment(Value):
    """`percent` of the gross amount, due `days` after the invoice date; `in_advance` = before delivery."""

    percent: Decimal
    days: int = 0
    in_advance: bool = False


class PaymentTerms(Value):
    """A cash discount of `discount_percent` within `discount_days` never lowers what is owed."""

    kind: TermsKind
    days: int = 0
    instalments: tuple[Instalment, ...] = ()
    discount_percent: Decimal = Decimal(0)
    discount_days: int = 0

    @property
    def is_prepayment(self) -> bool:
        return self.kind is TermsKind.PREPAYMENT


class DuePart(Value):
    due_date: date
    percent: Decimal


def due_parts(terms: PaymentTerms, invoice_date: date) -> tuple[DuePart, ...]:
    """When how much of an invoice is due; prepaid parts on the invoice date itself."""
    if terms.kind is TermsKind.INSTALMENTS:
        return tuple(
            DuePart(due_date=invoice_date + timedelta(days=0 if part.in_advance else part.days), percent=part.percent)
            for part in terms.instalments
        )
    return (DuePart(due_date=_due_date(terms, invoice_date), percent=Decimal(100)),)


def _due_date(terms: PaymentTerms, invoice_date: date) -> date:
    if terms.kind is TermsKind.PREPAYMENT:
        return invoice_date
    if terms.kind is TermsKind.EOM_PLUS:
        return _end_of_month(invoice_date) + timedelta(days=terms.days)
    if terms.kind is TermsKind.NET_EOM:
        return _end_of_month(invoice_date + timedelta(days=terms.days))
    if terms.kind is TermsKind.DAY_OF_NEXT_MONTH:
        following = _end_of_month(invoice_date) + timedelta(days=1)
        return following.replace(day=min(terms.days, calendar.monthrange(following.year, following.month)[1]))
    return invoice_date + timedelta(days=terms.days)


def _end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*%")
_SLASH_DISCOUNT = re.compile(r"\b(\d{1,2}(?:[.,]\d{1,2})?)\s*/\s*(\d{1,3})\b[\s,;]*(?:n|net|netto)?[\s,;]*/?\s*(\d{1,3})\b")
_NUMBER = re.compile(r"(?<![\d.,])(\d{1,3})(?![\d%]|[.,]\d|\s*%)")
_CODE = re.compile(r"(?:net|n|nt)[\s_/-]*0*(\d{1,3})(?:\s*d)?")
LONGEST = 365


@lru_cache(maxsize=1)
def _words() -> Mapping[str, re.Pattern[str]]:
    table = tomllib.loads((files("intake.domain") / "terms.toml").read_text(encoding="utf-8"))
    return {name: _any_of(words) for name, words in table.items()}


def _any_of(words: list[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    stems = (re.escape(fold(word.rstrip("*"))) + (r"\w*" if word.endswith("*") else "") for word in longest_first)
    return re.compile(r"(?<!\w)(?:" + "|".join(stems) + r")(?!\w)")


@lru_cache(maxsize=4096)
def parse_terms(text: str) -> PaymentTerms | None:
    """The terms that `text` states; None where it is empty, unknown or could mean two things.

    >>> parse_terms("2% 10 net 30").days
    30
    """
    folded = fold(text).strip(" .;:")
    if not folded or len(folded) > 200:
        return None
    code = _CODE.fullmatch(folded)
    if code is not None:
        return _net(int(code[1]))
    slash = _SLASH_DISCOUNT.search(folded)
    if slash is not None and len(_PERCENT.findall(folded)) == 0:
        return _net(int(slash[3]), _decimal(slash[1]), int(slash[2]))
    percents = [_decimal(found) for found in _PERCENT.findall(folded)]
    if len(percents) > 1 and sum(percents) == 100:
        return _instalments(folded)
    if len(percents) > 1:
        return None
    return _one_due_date(folded, percents[0] if percents else None)


def _one_due_date(folded: str, percent: Decimal | None) -> PaymentTerms | None:
    words = _words()
    if words["prepayment"].search(folded):
        # "prepayment, 30 days net" contradicts itself.
        return PaymentTerms(kind=TermsKind.PREPAYMENT) if not _numbers(folded) and percent in (None, Decimal(100)) else None
    numbers = _numbers(folded)
    discount_percent, discount_days = Decimal(0), 0
    if percent is not None:
        if len(numbers) == 1 and percent < 100:
            return None
        if len(numbers) == 2:
            discount_percent, discount_days = percent, min(numbers)
            numbers = [max(numbers)]
    if words["immediate"].search(folded) and not numbers:
        return _net(0)
    if len(numbers) > 1:
        return None
    return _with_days(folded, numbers[0] if numbers else None, discount_percent, discount_days)


def _with_days(folded: str, number: int | None, discount_percent: Decimal, discount_days: int) -> PaymentTerms | None:
    words = _words()
    extra = {"discount_percent": discount_percent, "discount_days": discount_days}
    end = words["months_end"].search(folded)
    if words["next_month"].search(folded):
        if number is None or not 1 <= number <= 31:
            return None
        return PaymentTerms.model_validate({"kind": TermsKind.DAY_OF_NEXT_MONTH, "days": number, **extra})
    if end is not None:
        at = re.search(r"\d", folded)
        end_first = at is None or end.start() < at.start() or words["end_of_month_comes_first"].search(folded) is not None
        kind = TermsKind.EOM_PLUS if end_first else TermsKind.NET_EOM
        return PaymentTerms.model_validate({"kind": kind, "days": number or 0, **extra})
    if number is None or number > LONGEST:
        return None
    if words["days"].search(folded) or re.search(r"(?<!\w)(?:net|netto|neto|nett)(?!\w)", folded) or folded.isdigit():
        return _net(number, discount_percent, discount_days)
    # A bare "30d" or "30T" of an ERP's list of terms.
    return _net(number, discount_percent, discount_days) if re.fullmatch(r"\d{1,3}\s*[dtj]", folded) else None


def _instalments(folded: str) -> PaymentTerms | None:
    """ "30% in advance, 70% 30 days net": each percentage with the words up to the next one."""
    starts = [match.start() for match in _PERCENT.finditer(folded)]
    parts: list[Instalment] = []
    for start, end in zip(starts, [*starts[1:], len(folded)], strict=True):
        piece = folded[start:end]
        percent = _PERCENT.match(piece)
        assert percent is not None
        numbers = _numbers(piece[percent.end() :])
        advance = _words()["prepayment"].search(piece) is not None
        at_once = _words()["immediate"].search(piece) is not None
        if len(numbers) > 1 or (not numbers and not advance and not at_once) or (numbers and advance):
            return None
        parts.append(Instalment(percent=_decimal(percent[1]), days=numbers[0] if numbers else 0, in_advance=advance))
    return PaymentTerms(kind=TermsKind.INSTALMENTS, instalments=tuple(parts))


def _numbers(folded: str) -> list[int]:
    return [int(found) for found in _NUMBER.findall(folded)]


def _net(days: int, discount_percent: Decimal = Decimal(0), discount_days: int = 0) -> PaymentTerms | None:
    if days > LONGEST or discount_days > days or discount_percent >= 100:
        return None
    return PaymentTerms(kind=TermsKind.NET, days=days, discount_percent=discount_percent, discount_days=discount_days)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
