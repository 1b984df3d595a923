"""What values look like: where in a piece of text a date, an order number, a currency, terms or an incoterm stands.

In: text. Out: the characters [start, end) that make the value, or None. Nothing is parsed here: shapes point, the executor reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from babel.core import get_global
from babel.numbers import get_territory_currencies

from intake.extraction.said_words import any_of
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import NUMBER_SIGN, tokens

Span: TypeAlias = tuple[int, int]
Shape: TypeAlias = Callable[[str], Span | None]

_NUMERIC_DATE = re.compile(
    r"(?<![\d/.-])(?:\d{4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,2}|\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d{4}|\d{2}))(?![\d/]|\.\d|-(?!r[ea]\b|ig\b|[ée]n\b|án\b))\.?"
)
_FIRST_YEAR, _LAST_YEAR = 1950, 2099
_COMPACT_DATE = re.compile(r"(?<!\d)20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)")
_CHINESE_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_DAY_MONTH = re.compile(r"(?<![\d.])\d{1,2}\.\s?\d{1,2}\.(?!\d)")
_WORD = r"[^\W\d_]{3,}\.?"
_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:\.|st|nd|rd|th|er|º|ª|:e)?[\s.\-/]*(?:de\s+|di\s+)?({_WORD})[\s,.\-/]*(?:de\s+|del\s+)?(\d{{4}}|'?\d{{2}}(?!\d))?"
)
ORDINAL = "st|nd|rd|th|-j?[ée]n|-j?án|-[rj]?[eaéá]|-j?[éá](?:re|ra|ig)|-r[ea]|-ig|-j?ei|-i"
"""What makes a number behind a month a day: English endings, and the Hungarian ones of "december 4-én", "-re", "-ig"."""
_MONTH_FIRST = re.compile(rf"({_WORD})\s+(\d{{1,2}})(?:(?:st|nd|rd|th)?\s*,?\s*(\d{{4}})|(?:{ORDINAL})(?!\w))")
_YEAR_FIRST = re.compile(rf"(\d{{4}})[.\s-]+({_WORD})[\s.-]+(\d{{1,2}})")
_ISO_WEEK = re.compile(r"(?<!\w)(?:20\d{2}\s?-?\s?W|W)\s?\d{1,2}(?:\s?/\s?\d{2,4})?(?!\w)")
_WEEK = re.compile(
    r"([^\W\d_]{1,14}(?:\.?\s?[^\W\d_]{1,10})?\.?)[\s:.#]*(?:nr\.?|no\.?|n°)?\s*(\d{1,2})(?:\s?[/.\-]\s?(\d{4}|\d{2}))?(?!\d)",
    re.IGNORECASE,
)
_BRITISH_CODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?!\w)")
""" "S10 1BD" is a postal code, though "S10" alone is a week of France."""
_WEEK_AFTER = re.compile(r"(?<!\d)(\d{1,2})\.?\s?([^\W\d_]{2,14}\.?)(?:\s?/?\s?(\d{4}))?", re.IGNORECASE)
_CODE = re.compile(r"[^\W_](?:[\w/.\-–]|(?<=\d),(?=\d{4,}))*")
_GROUPED_CODE = re.compile(r"[A-Z]{1,5}(?:[-/.][A-Z]{1,4}){2,}")
_WHOLE_CODE = re.compile(r"[^\W_][\w./\-–+]*")
_GROUP = re.compile(r"[ \u00a0](?P<digits>\d+)(?![\w%°€$£]|[.,:/–-]\d)")
_MOST_GROUPS = 5
_LONGEST_FIRST_GROUP = 4
_NUMBER_ENDS = re.compile(rf"\s*(?:$|[.,;:)\]\t\n]|\s(?:{any_of('dated')})\s)", re.IGNORECASE)
_INCOTERM = re.compile(
    r"(?<![\w.])(EXW|FCA|FAS|FOB|CFR|CIF(?!\s*[:.#]|\s+[A-Z]?-?\d{6})|CPT|CIP|DAP|DPU|DDP|DAT|DAF|DDU)(?!\w|-\d)"
)
"""Spain's tax number is a CIF too ("CIF: B12345678")."""
_PALLET_BEFORE = re.compile(
    rf"(?<!\bje )(?<!\bper )(?<!\bpro )(?<!\bpar )(?<!\bza )(?:{any_of('pallets')})\w*\W+$", re.IGNORECASE
)
_PALLET_BEHIND = re.compile(rf"[\s-]*(?:pall\b|{any_of('pallets')})", re.IGNORECASE)
_AFTER_FIGURE = re.compile(r"(?<=\d)[.;]\s+([A-ZÄÖÜÉÈÀÁŁŚÅØ][^\W\d_]+)(?=\s)")
_WORDS_IN_CAPITALS = frozenset(("ALL", "TOP", "PEN", "MOP", "SOS", "BAM", "GEL", "LAK", "CUP", "COP", "MAD"))
_CURRENCY_CODES = (
    frozenset(code for territory in get_global("territory_currencies") for code in get_territory_currencies(territory))
    - _WORDS_IN_CAPITALS
)
"""What some country pays with today: no funds, no metals, nothing of the past, and no words that catalogues set in capitals."""
_CURRENCY = re.compile(
    r"(?<![A-Za-z])(?<![A-Za-z\d][-_])[A-Z]{3}(?![A-Za-z]|0\d|[-_][A-Za-z\d])|€|£|¥|zł|Kč|\bFt\b|(?:[Ee]uros?|EUROS?)\b|(?<=\d\s)TL\b|(?<=\d)TL\b|\b(?:US|R)\$|\bCA?\$|\bA\$|₺|₹|\bSFr\.?|\bFr\."
)


@lru_cache(maxsize=16_384)
def date_span(text: str) -> Span | None:
    """The first date or calendar week in the text.

    >>> text = "Liefertermin KW 14 oder 3. März 2026"
    >>> text[slice(*date_span(text))], "12/03/26"[slice(*date_span("12/03/26"))], date_span("4500012345")
    ('KW 14', '12/03/26', None)
    """
    spans = [found.span() for pattern in (_CHINESE_DATE, _COMPACT_DATE) for found in [pattern.search(text)] if found]
    spans += [found.span() for found in _NUMERIC_DATE.finditer(text) if _may_be_day(found.group())][:1]
    spans += [span for span in (_named_month(text), week_span(text)) if span]
    if not spans:
        day = _DAY_MONTH.search(text)
        spans = [day.span()] if day else []
    return min(spans, default=None)


def _may_be_day(text: str) -> bool:
    """Whether some order of the three numbers is a day: "55/03/2026" counts orders."""
    first, second, third = (int(number) for number in re.findall(r"\d+", text)[:3])
    year = max(first, third)
    if year > 99 and not _FIRST_YEAR <= year <= _LAST_YEAR:
        # "26-04-1190" is an order's number.
        return False
    orders = ((first, second), (second, first)) if first <= 99 else ((third, second), (second, third))
    return any(1 <= day <= 31 and 1 <= month <= 12 for day, month in orders)


def is_date(text: str) -> bool:
    """Whether the whole text is a date."""
    span = date_span(text.strip())
    return span is not None and span[0] == 0 and span[1] >= len(text.strip()) - 1


def _named_month(text: str) -> Span | None:
    month = vocabulary().month
    for found in _DAY_FIRST.finditer(text):
        if month(found[2]) is not None and int(found[1]) <= 31:
            end = found.end(3) if found[3] else found.end(2)
            return found.start(), end
    for pattern, group in ((_YEAR_FIRST, 2), (_MONTH_FIRST, 1)):
        for found in pattern.finditer(text):
            if month(found[group]) is not None:
                return found.span()
    return None


def week_span(text: str) -> Span | None:
    """The first calendar week: "KW 14", "week 14/2026", "14. KW", "2026-W14"."""
    means = vocabulary().means
    iso = _ISO_WEEK.search(text)
    if iso:
        return iso.span()
    for found in _WEEK.finditer(text):
        words = found[1].strip()
        for start in [0, *(at.end() for at in re.finditer(r"[\s]", words))]:
            is_post_code = _BRITISH_CODE.match(text, found.start(1) + start) is not None
            if means("week", words[start:]) and 1 <= int(found[2]) <= 53 and not is_post_code:
                return found.start(1) + start, found.end(3) if found[3] else found.end(2)
    for found in _WEEK_AFTER.finditer(text):
        if means("week", found[2]) and 1 <= int(found[1]) <= 53:
            return found.span()
    return None


def asap_span(text: str) -> Span | None:
    """The whole text when it says "as soon as possible"."""
    return (0, len(text)) if text.strip() and vocabulary().has_phrase(text, "asap") else None


def code_span(text: str) -> Span | None:
    """An order number or the like at the start of the text: one word with a digit, or letters and digits in up to three.

    >>> text = "PO 2026/118 Rev. 2"; text[slice(*code_span(text))]
    'PO 2026/118'
    >>> code_span("12.03.2026"), code_span("see below"), "4500 012 345"[slice(*code_span("4500 012 345"))]
    (None, None, '4500 012 345')
    >>> text = "45 0004 0002: 10 pcs"; text[slice(*code_span(text))], code_span("4711 20301 Mill Road")
    ('45 0004 0002', None)
    >>> text = "N. 268/2026"; text[slice(*code_span(text))]
    '268/2026'
    """
    head = re.match(r"[\s:#.=\-–(\[№°º]*", text)
    start = head.end() if head else 0
    words = list(_CODE.finditer(text, start))[:5]
    if not words or words[0].start() != start:
        return None
    if len(words) > 1 and tokens(words[0].group()) == (NUMBER_SIGN,) and _has_digit(words[1].group()):
        words = words[1:]
        start = words[0].start()
    words = words[:4]
    end, at = words[0].end(), 1
    if not _has_digit(words[0].group()):
        prefix = words[0].group()
        is_prefix = len(prefix) <= 5 and prefix.isupper() and len(words) > 1 and _has_digit(words[1].group())
        if not is_prefix or words[1].start() - end > 1:
            return None
        end, at = words[1].end(), 2
    while at < len(words) and _goes_on(text, end, words[at]):
        end, at = words[at].end(), at + 1
    whole = _end_of_groups(text, start, end)
    if whole is None:
        return None
    end = max(end, whole)
    end = start + len(text[start:end].rstrip(".-–/,"))
    value = text[start:end]
    if is_date(value) or len(value) < 2 or len(value) > 40 or _looks_like_amount(text[start:]):
        return None
    return start, end


def _goes_on(text: str, end: int, word: re.Match[str]) -> bool:
    """Groups of digits go on with groups of digits ("4500 012 345"), and a spaced slash or hyphen joins ("118 / 2026")."""
    between = text[end : word.start()]
    if between == " " and text[end - 1] in "-/" and word.group().isdigit():
        # "F-2026- 3310" was broken behind its hyphen.
        return True
    if re.fullmatch(r"\s?[/\-–]\s?", between):
        # "PO 1001 - 5 x CHR-20" orders five.
        return _has_digit(word.group()) and not is_date(text[word.start() :]) and not is_counting(text[word.end() :])
    return False


def _end_of_groups(text: str, start: int, end: int) -> int | None:
    """Where a number ends that goes on in groups of digits ("45 0004 0002", "10 045 3"); None where a second number may as well
    begin behind it. A day and what a unit or a times sign follows are none of its groups."""
    first = re.split(r"[ \u00a0]", text[start:end])[-1]
    groups: list[re.Match[str]] = []
    at = end
    while first.isdigit() and (group := _GROUP.match(text, at)) is not None and len(groups) < _MOST_GROUPS:
        day = date_span(text[group.start("digits") :])
        if (day is not None and day[0] == 0) or (is_counting(text[group.end() :]) and group["digits"][0] != "0"):
            break
        groups.append(group)
        at = group.end()
    if not groups:
        return end
    *inner, last = [found["digits"] for found in groups]
    is_even = len(set(map(len, inner))) <= 1 and all(len(last) <= len(each) for each in inner)
    is_over = _NUMBER_ENDS.match(text, at) is not None or bool(inner) or last.startswith("0")
    return at if len(first) <= _LONGEST_FIRST_GROUP and is_even and is_over else None


def is_counting(following: str) -> bool:
    """Whether a times sign or a unit follows a number."""
    word = following.split(maxsplit=1)[0] if following[:1] == " " and following.strip() else ""
    return word in ("x", "×", "X") or vocabulary().is_unit(word.strip(".,;:"))


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)


def _looks_like_amount(text: str) -> bool:
    money = r"\d{1,3}(?:[.,'\s]\d{3})*[.,]\d{2}"
    if re.match(rf"{money}\s*(?:€|EUR|USD|GBP|PLN|CHF|SEK|zł|\$|£)", text) is not None:
        return True
    before = re.match(rf"([A-Z]{{3}})\s*{money}(?!\d)", text)
    return before is not None and before[1] in _CURRENCY_CODES


def is_code(text: str) -> bool:
    """One word with a digit, or capitals in groups ("HV-YE-L"): an article's code, not its name."""
    bare = text.strip()
    return _WHOLE_CODE.fullmatch(bare) is not None and (
        any(sign.isdigit() for sign in bare) or _GROUPED_CODE.fullmatch(bare) is not None
    )


def currency_span(text: str) -> Span | None:
    """The first ISO 4217 code or unambiguous currency sign; "$" alone says nothing, "BSD-05160" is an article, and what is
    delivered on "EUR pallets" is paid in anything."""
    for found in _CURRENCY.finditer(text):
        sign = found.group()
        if _PALLET_BEFORE.search(text[: found.start()]) or _PALLET_BEHIND.match(text[found.end() :]):
            continue
        if not (len(sign) == 3 and sign.isascii() and sign.isalpha() and sign.isupper()) or sign in _CURRENCY_CODES:
            return found.span()
    return None


def incoterm_span(text: str) -> Span | None:
    """The first Incoterms code (2020, and those of 2000 and 2010 that buyers still print)."""
    found = _INCOTERM.search(text)
    return found.span() if found else None


def words_span(text: str) -> Span | None:
    """Any words at all, as they stand."""
    stripped = text.strip(" :;=\t-–")
    if not re.search(r"\w", stripped):
        return None
    start = text.index(stripped)
    return start, start + len(stripped)


def clause_span(text: str) -> Span | None:
    """Words down to the end of their sentence: "30 days net. Invoices must quote …" says the terms first.

    >>> text = "30 days net. Invoices must quote our number."; text[slice(*clause_span(text))]
    '30 days net'
    """
    span = words_span(text)
    if span is None:
        return None
    end = re.search(r"(?<=[^\W\d_]{3})[.;]\s+(?=[A-ZÄÖÜÉÀÁŁŚÅØ][^\W\d_]+(?:\s|$))", text[span[0] : span[1]])
    if end is None:
        end = next((each for each in _AFTER_FIGURE.finditer(text, *span) if vocabulary().means("asking", each[1])), None)
        return span if end is None else (span[0], end.start())
    return span[0], span[0] + end.start()
