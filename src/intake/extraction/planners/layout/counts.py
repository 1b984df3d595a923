"""Numbers that may say how many: "10 boxes", "2x", "Stk 5", "a dozen", "qty: 4", a bare "20" at the head of an entry.

In: what somebody wrote. Out: `Count`s, the places of number and unit and what marks the number as one. Sizes, standards, dates,
prices, times, phone numbers and the content of a pack are none. Which count is an item's quantity is decided in `items.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from intake.domain.plans import ColumnRole
from intake.domain.uom import unit_codes
from intake.extraction import shapes
from intake.extraction.numbers import marks_allowed
from intake.extraction.planners.layout.code_labels import announces_code
from intake.extraction.said_words import any_of, before, names_order, orders_something, without_copula
from intake.extraction.words import vocabulary

Span: TypeAlias = tuple[int, int]

NUMBER = r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
CURRENCY = r"EUR|USD|GBP|CHF|PLN|SEK|NOK|DKK|CZK|HUF|€|\$|£|zł|Kč|kr|euros?|PLN"
TIMES = frozenset(("x", "×", "*", "mal"))
PRICE = re.compile(
    rf"(?<!\w)(?:[@à]\s?|(?:{any_of('prices')})\.?:?\s+)?(?P<code>{CURRENCY})?\s?(?P<number>{NUMBER})(?![\w%°/])"
    rf"\s?(?P<after>{CURRENCY})?(?!\w)",
    re.IGNORECASE,
)
_TOKEN = re.compile(rf"(?:{NUMBER})[x×X*]?(?=\s|$|[();,:])|\S+")
_PLAIN = re.compile(rf"^(?P<number>{NUMBER})(?P<times>[x×X*])?$")
_GLUED = re.compile(rf"^(?P<number>{NUMBER})[-]?(?P<unit>[^\W\d_]{{1,12}}\.?)$")
_TIMES_AFTER = re.compile(rf"^[x×X*](?P<number>{NUMBER})$")
_EDGE = "(),;:[]–-=\"'„“”"
_PHYSICAL = frozenset(
    (
        *("KGM", "GRM", "MGM", "TNE", "LBR", "ONZ", "LTR", "DLT", "CLT", "MLT", "HLT", "GLL", "GLI", "PTI", "QTI", "MTR", "LM"),
        *("DMT", "CMT", "MMT", "KMT", "KTM", "INH", "FOT", "YRD", "MTK", "CMK", "FTK", "MTQ", "DMQ", "CMQ", "FTQ", "KWH"),
    )
)
_TIME = frozenset(("HUR", "DAY", "MON"))
_NO_COUNT_AFTER = re.compile(rf"\s?(?:{CURRENCY}|[%°‰µ]|(?:{any_of('never')})(?!\w))", re.IGNORECASE)
_PACK_AFTER = re.compile(rf"\s*(?:/|\b(?:{any_of('pack_per')})\b)\s*(?P<unit>[^\W\d_]+\.?)?", re.IGNORECASE)
_IN_CASE = re.compile(r"in (?:any |the )?(?:case|advance|full|total|time|order|addition|writing|question)\b", re.IGNORECASE)
"""English words that begin like a count of inches ("our order 4711 in case it did not reach you")."""
_DIMENSIONS = re.compile(rf"\s*(?:{NUMBER})\s*(?:[x×*]|mm|cm|my|µm|\")", re.IGNORECASE)
_ENDS_IN_A_COUNT = re.compile(rf"[:=–]\s*(?:{NUMBER})\s*[^\W\d_]{{1,12}}[\s.;,]*$")
_QUANTITY_LABEL = re.compile(r"(?P<label>[^\W\d_][^\W\d_.' ]*(?:[ .'][^\W\d_]+)?\.?)\s*[:=]?\s*$")


_NUMBER_OF = re.compile(r"[^\W\d_]{2}(?:s?nr|s?nummer|numero|numer|number|szám|nro)\.?\s*[:#]?\s*$", re.IGNORECASE)
"""Whatever "bestillingsnr." counts, it is no goods."""
_NUMBER_SIGN_BEFORE = re.compile(r"(?:^|(?<=[\s(]))(?P<sign>n(?:\.|°|\.?\s?°|º))\s*$", re.IGNORECASE)
_TIMES_LAST = re.compile(r"(?:^|(?<!\S)(?!\d+(?:[.,]\d+)?\s)\S+\s+)(?P<word>[^\W\d_]{2,}\.?)\)?\s+(?P<times>\S)\s*$")
_COUNTED_BEHIND = re.compile(rf"(?<!\S)(?:{NUMBER})\s?(?:[x×]|[^\W\d_])|(?<!\S)[x×:–-]\s*(?:{NUMBER})\s*$", re.IGNORECASE)
_MOST_DIGITS = 5
_LONGEST_TIMES = 3
_LONGEST_SHORT_UNIT = 3
_ENCLOSED = re.compile(r"\s+(?:ci-)?jointe?s?\b", re.IGNORECASE)
"""French "en pièce jointe", where "en" is the Danish and Swedish "one"."""
_JOINTS = (("pack_joints", 0), ("pack_joints_after_unit", 1), ("pack_joints_after_count", 2))


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Count:
    """`span` is the whole expression. `is_counted`: a unit of things, a times sign or a heading of quantities marks the number;
    `is_measured`: a unit of length, weight or volume, which may as well be the article's size. A bare number is neither.
    `doubt` says what a person has to look at, "" where nothing."""

    span: Span
    number: Span
    unit: Span | None = None
    is_counted: bool = False
    is_measured: bool = False
    is_word: bool = False
    doubt: str = ""

    @property
    def is_bare(self) -> bool:
        return not (self.is_counted or self.is_measured)


def tokens_of(text: str) -> list[Token]:
    return [Token(found.group(), found.start(), found.end()) for found in _TOKEN.finditer(text)]


def counts_of(text: str) -> list[Count]:
    """The counts of a text in their order; none overlaps another."""
    said = tokens_of(text)
    taken = [*dates_of(text), *(found.span() for found in _prices(text))]
    found: list[Count] = []
    at = 0
    while at < len(said):
        count, after = _at(text, said, at)
        if count is not None and not _is_another_number(text, count, taken):
            found.append(count)
            at = after
        else:
            at += 1
    return found


def prices_of(text: str, begin: int = 0, end: int | None = None) -> list[re.Match[str]]:
    """Figures that name a currency."""
    return [found for found in _prices(text) if found.start("number") >= begin and (end is None or found.end("number") <= end)]


def _prices(text: str) -> list[re.Match[str]]:
    return [
        found
        for found in PRICE.finditer(text)
        # "Pallet EUR 1200 mm": a size, whatever stands before it.
        if found["after"] or (found["code"] and not is_size(text[found.start("number") :]))
    ]


def dates_of(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Dates and weeks. "1 set" and "8 Kt" may be a day of September and a week elsewhere; here they count."""
    begin = start
    while (span := shapes.date_span(text[begin:end])) is not None:
        word = re.fullmatch(r"\d+\.?\s?([^\W\d_]+\.?)", text[begin + span[0] : begin + span[1]])
        # The "S" of "X61-S: 6" is no word for week.
        is_within_word = span[0] > 0 and re.match(r"[\w-]", text[begin + span[0] - 1]) is not None
        if not is_within_word and (word is None or not unit_codes(word[1])):
            yield span[0] + begin, span[1] + begin
        begin += max(span[1], 1)


def _at(text: str, said: list[Token], at: int) -> tuple[Count | None, int]:
    """The count that begins at token `at`, and the token after it."""
    token = said[at]
    bare = token.text.strip(_EDGE)
    if at + 1 == len(said) and bare[-1:] == "." and bare[:-1].isdigit():
        # The number ends the sentence.
        bare = bare[:-1]
    if not bare:
        return None, at + 1
    shift = token.start + token.text.index(bare)
    plain, glued, after = _PLAIN.match(bare), _GLUED.match(bare), _TIMES_AFTER.match(bare)
    if plain is not None and marks_allowed(plain["number"]):
        return _numbered(text, said, at, (shift, shift + plain.end("number")), is_times=plain["times"] is not None)
    if glued is not None and marks_allowed(glued["number"]) and (codes := unit_codes(glued["unit"])) and not codes <= _TIME:
        number, unit = (shift, shift + glued.end("number")), (shift + glued.start("unit"), shift + glued.end("unit"))
        measured = codes <= _PHYSICAL
        return Count((shift, shift + len(bare)), number, unit, not measured, measured), at + 1
    if after is not None and not _is_code_like(token.text, after["number"]):
        number = (shift + after.start("number"), shift + after.end("number"))
        return Count((shift, shift + len(bare)), number, is_counted=True), at + 1
    if vocabulary().number(bare) is not None:
        return _in_words(text, said, at, (shift, shift + len(bare)))
    return None, at + 1


def _is_code_like(token: str, number: str) -> bool:
    """ "X5166: 75 boxes" begins with an article's code, "x20" and "X5" say how many."""
    return token.endswith(":") or (token.lstrip(_EDGE)[:1] == "X" and len(number) > _LONGEST_TIMES)


def _numbered(text: str, said: list[Token], at: int, number: Span, *, is_times: bool) -> tuple[Count | None, int]:
    after, end = at + 1, number[1] + is_times
    if said[at].end > end and said[at].text.rstrip()[-1:] in ",;:":
        # "5, Handschuhe": what follows the comma is no unit of it.
        label = _quantity_label(text, number[0])
        return Count((number[0] if label is None else label, end), number, is_counted=is_times or label is not None), after
    if not is_times and after < len(said) and said[after].text.casefold() in TIMES:
        is_times, end, after = True, said[after].end, after + 1
    if is_times and _DIMENSIONS.match(text, end):
        return None, after
    unit, measured = None, False
    # Behind a times sign stands the article, even where its name is a unit's ("5 x Sac poubelle").
    for length in () if is_times else (2, 1):
        span = _unit(text, said, after, length)
        if span is not None and _IN_CASE.match(text, span[0]) is None:
            codes = unit_codes(text[slice(*span)])
            if codes <= _TIME:
                return None, after
            unit, measured, end, after = span, codes <= _PHYSICAL, span[1], after + length
            break
    label = _quantity_label(text, number[0])
    counted = is_times or (unit is not None and not measured) or label is not None
    begin = number[0] if label is None else label
    if label is None and (sign := _NUMBER_SIGN_BEFORE.search(text[: number[0]])) is not None:
        begin = sign.start("sign")
    if unit is None and (ahead := _unit_before(text, number[0])) is not None:
        unit, counted, begin = ahead, True, ahead[0]
    doubt = ""
    if unit is None and (sign := _times_before(text, number)) is not None:
        begin, counted = sign.start("times"), True
        codes = unit_codes(sign["word"])
        if codes and not codes & (_PHYSICAL | _TIME):
            begin, unit = sign.start("word"), sign.span("word")
            # "Kabel rot x 20": Italians shorten their rolls like this.
            doubt = "" if len(sign["word"]) > _LONGEST_SHORT_UNIT else f"“{sign['word']}” may be the unit, or tells the article."
    times = re.match(rf"\s*(?P<factor>{NUMBER})(?:\s*[^\W\d_]+\.?)?(?=\s|$)", text[end:]) if is_times else None
    if (
        times is not None
        and not is_size(text[end:])
        and not _is_number_of_goods(times["factor"], text[end + times.end("factor") :])
    ):
        doubt = f"“{text[number[0] : end + 12].strip()}” multiplies: it may be that many packs or that many pieces."
    if re.search(r"\d \d", text[slice(*number)]) and not counted:
        doubt = f"“{text[slice(*number)]}” may be one number or two."
    return Count((begin, end), number, unit, counted, measured, doubt=doubt), after


def _times_before(text: str, number: Span) -> re.Match[str] | None:
    """ "PVC pipe 3m lengths x 20": the word and the times sign before the entry's last number; none where a size is given."""
    found = _TIMES_LAST.search(text[: number[0]])
    is_last = found is not None and found["times"].casefold() in TIMES and not text[number[1] :].strip(_EDGE + ".")
    return found if is_last else None


def _is_number_of_goods(factor: str, following: str) -> bool:
    """ "20x 70329 Oil filter": five digits and more that are no round number fill no pack; a name follows them, and no unit."""
    if re.fullmatch(r"\d{5,14}", factor) is None or factor.endswith("00"):
        return False
    word = re.match(r"\s+([^\W\d_]+\.?)", following)
    return word is not None and not unit_codes(word[1])


def _unit(text: str, said: list[Token], at: int, length: int) -> Span | None:
    """The unit that the next tokens say; a number or a code is none."""
    if at + length > len(said):
        return None
    start, end = said[at].start, said[at + length - 1].end
    words = text[start:end]
    trimmed = words.strip(_EDGE + ".")
    if not trimmed or any(sign.isdigit() for sign in trimmed[:1]) or re.search(r"[,;:(]\s", words):
        return None
    start += words.index(trimmed)
    end = start + len(trimmed)
    if unit_codes(trimmed):
        return (start, end + 1) if text[end : end + 1] == "." and _is_abbreviation(text, end) else (start, end)
    return None


def is_size(following: str) -> bool:
    """ "750 ml Reiniger": the number after a times sign measures the article."""
    found = re.match(rf"\s*(?:{NUMBER})\s*([^\W\d_]+)", following)
    return found is not None and bool(codes := unit_codes(found[1])) and codes <= _PHYSICAL


def _is_abbreviation(text: str, dot: int) -> bool:
    """Whether a full stop belongs to the unit ("stk.") and does not end the sentence."""
    return dot + 1 < len(text.rstrip())


def _unit_before(text: str, start: int) -> Span | None:
    """ "Stk. 5", "Menge Stk: 5": a unit of things right before the number, itself not counted by another number."""
    found = re.search(r"(?P<before>^|[^\s]*\s)(?P<unit>[^\W\d_]{2,10}\.?)\s*:?\s+$", text[:start])
    if found is None or any(sign.isdigit() for sign in found["before"]):
        return None
    codes = unit_codes(found["unit"])
    if not codes or codes & (_PHYSICAL | _TIME) or vocabulary().number(found["unit"]) is not None:
        return None
    if ColumnRole.LINE_NUMBER in vocabulary().column_roles(found["unit"]):
        # "Item 20 SKU BX-240 qty 12": the line's own number.
        return None
    words = text[: found.start("unit")].split()
    return found.span("unit") if not words or words[-1].endswith((":", ",", ";", "–", "-", "/")) else None


def _in_words(text: str, said: list[Token], at: int, number: Span) -> tuple[Count | None, int]:
    """ "zwei Paletten", "a dozen", "three of the M10"; "a" and "one" alone are articles of speech."""
    unit = _unit(text, said, at + 1, 1)
    value = vocabulary().number(text[slice(*number)])
    if unit is not None:
        codes = unit_codes(text[slice(*unit)])
        if codes & _TIME or _ENCLOSED.match(text, unit[1]):
            return None, at + 1
        measured = codes <= _PHYSICAL
        return Count((number[0], unit[1]), number, unit, not measured, measured, is_word=True), at + 2
    following = said[at + 1].text if at + 1 < len(said) else ""
    if value is not None and value > 1 and (vocabulary().means("of", following) or following.casefold() in TIMES):
        return Count(number, number, is_counted=True, is_word=True), at + 1
    return None, at + 1


def _quantity_label(text: str, start: int) -> int | None:
    """Where a heading of quantities begins that stands right before ("qty 4", "Menge: 4"); None where none does."""
    found = _QUANTITY_LABEL.search(text[:start])
    if found is None:
        return None
    label = found["label"]
    words = vocabulary()
    for said in (label, label.split()[-1]):
        # "Your order 7781": the word heads a column of quantities, and in a sentence it names an order.
        is_number_of_order = names_order(said) or any(label.path == "customer_po_number" for label in words.labels(said))
        is_heading = words.is_exact_heading(said) and words.column_roles(said)[:1] == (ColumnRole.QUANTITY,)
        if is_heading and not is_number_of_order and not unit_codes(said):
            return found.end("label") - len(said)
    return None


def _is_another_number(text: str, count: Count, taken: list[Span]) -> bool:
    start, end = count.number
    if text[start] == "0" and text[start + 1 : start + 2].isdigit():
        # "00002666 Karton": nobody counts with zeros before the number, whatever unit the article's name may be.
        return True
    if _is_leading_code(text, count):
        return True
    if count.unit is None and not count.is_word and (text[start] == "0" or sum(map(str.isdigit, text[start:end])) > _MOST_DIGITS):
        return True
    if any(start < until and end > begin for begin, until in taken):
        return True
    if text[end : end + 1] in ("/", "-", ":") and text[end + 1 : end + 2].isdigit():
        return True
    if count.unit is None and _NO_COUNT_AFTER.match(text, end):
        return True
    said = text[:start]
    if before("standards", exactly=True).search(said) or before("sizes").search(said):
        return True
    is_long = end - start >= _MOST_DIGITS and not text[start:end].endswith("00")
    if (count.is_bare or is_long) and names_order(without_copula(said)):
        return True
    if count.is_bare and end - start >= _MOST_DIGITS - 1 and orders_something(said):
        # "We will order 4711 next week": as likely an article's number.
        return True
    if count.is_bare and _is_numbered(text, count):
        return True
    return is_pack_content(text, count)


def _is_numbered(text: str, count: Count) -> bool:
    """Whether words before a bare number say that it names something. Italian counts with the sign of numbers: an entry "n. 30
    BLT-40" asks for thirty, where the sign is all that stands before the number and no count follows."""
    said = text[: count.number[0]]
    if _NUMBER_SIGN_BEFORE.fullmatch(said) is not None:
        return _COUNTED_BEHIND.search(text, count.number[1]) is not None
    if orders_something(said):
        return False
    return bool(before("named", r"\.?\s*[:#]?\s*").search(said) or _NUMBER_OF.search(said) or announces_code(said))


def _is_leading_code(text: str, count: Count) -> bool:
    """ "334906 Placa de Petri 10 ml: 24 CX": the entry counts at its end; what it begins with is a code before a unit's name.
    "10000 Stück M4: 20 Kartons" counts twice: a round number, and one of pieces or of a measure, may be the quantity."""
    start, end = count.number
    number = text[start:end]
    is_long = len(number) >= _MOST_DIGITS and number.isdigit() and not number.endswith("00")
    counts_pieces = count.unit is not None and "EA" in unit_codes(text[slice(*count.unit)])
    is_first = not text[:start].strip(_EDGE) and not (count.is_measured or counts_pieces)
    return is_long and is_first and _ENDS_IN_A_COUNT.search(text) is not None


def is_pack_content(text: str, count: Count) -> bool:
    """ "à 100 Stück", "cartons of 50", "(100 pcs per box)": what a pack holds."""
    head = text[: count.span[0]]
    if _times_before(text, count.number) is not None:
        return False
    if head.strip() and any(_joint(head, name, behind) for name, behind in _JOINTS):
        return True
    after = _PACK_AFTER.match(text, count.span[1])
    return after is not None and after["unit"] is not None and bool(unit_codes(after["unit"])) and not count.is_measured


def _joint(head: str, name: str, behind: int) -> bool:
    """Whether a joint of the list ends the text, behind anything (0), a unit (1), or a number with its unit (2)."""
    found = before(name, r"\s*").search(head)
    if found is None:
        return False
    words = head[: found.start()].split()
    if behind == 0:
        return bool(words) and any(sign.isdigit() for sign in " ".join(words))
    if not words or not unit_codes(words[-1].strip(_EDGE)):
        return False
    return behind == 1 or (len(words) > 1 and (words[-2][:1].isdigit() or vocabulary().number(words[-2]) is not None))
