"""Article codes in what somebody wrote: "(art. 4711-20)", "your no. HX-1", "HX-M8X40 Hex bolt", "hex bolt, 00000356".

In: a stretch of text that names one article. Out: the codes with whose they are, and the characters each takes up with its label
and brackets, so that the description can stand without them. A size, a standard or a date is no code, however it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from intake.domain.plans import ColumnRole
from intake.extraction import shapes
from intake.extraction.planners.layout.code_labels import code_role
from intake.extraction.planners.layout.counts import NUMBER, Span
from intake.extraction.said_words import (
    any_of,
    before,
    is_number_name,
    is_one_of,
    names_number,
    names_order,
    order_named_behind,
    orders_something,
    without_copula,
)
from intake.extraction.words import vocabulary

_EDGE = " ,.;:()[]–-/\"'„“”\t"
_SHAPE = re.compile(
    r"(?=\S*\d)[A-Z0-9][A-Za-z0-9]*(?:[-./_][A-Za-z0-9]+)+|[A-Z]{2,}\d{2,}[A-Z0-9]*|\d{5,14}|[A-Z]\d{4,}[A-Z0-9]*|[A-Z]{2,}\d+[A-Z]+\d+\w*"
)
_NO_CODE = re.compile(
    rf"(?:DIN|ISO|EN|NF|BS|ASTM|UNI|RAL|IP|PN|DN|TX|PZ|PH|SW|HSS|FFP|SNR|NBR|Gr)[-/.]?\d[\d.,x×/-]*|M\d{{1,2}}(?:[x×*/-]\d[\d.,]*)*|[A-Z]\d-\d\d|V?[A-Z]?\d{{1,2}}A"
    rf"|Ø?(?:{NUMBER})(?:/\d+)?(?:[x×*](?:{NUMBER})(?:/\d+)?)*(?:mm²?|cm|m|kg|g|l|ml|cl|V|W|A|bar|my|µm)?|\d+/\d+|\d{{1,2}}[-.]\w{{1,3}}",
    re.IGNORECASE,
)
# "CD-22", "JT-16": too short to be sure of within words, and no word's own part at their end.
_SHORT = re.compile(r"[A-Z]{2,4}-\d{2,}[A-Z]?")
_NO_SHORT = re.compile(
    r"(?:ST|CR|LR|SR|AG|CE|SN|AWG|AISI|CAT|USB|RJ|TL|HE[AB]|IPE|UPN|SAE|API|ACEA|PG|PA|PVC|PE|PP|PU|HD|SD|LED|UV|XL|GU|WD|HM|VHM|HSS"
    r"|COVID|UN|VW|MB|NATO|AB|CD-R|DVD|A)-?\d.*"
)
# "HV-YE-L": capitals in three groups or more; two may as well be a word ("USB-C", "T-SHIRT").
_LETTERED = re.compile(r"[A-Z]{1,4}(?:[-./][A-Z]{1,4}){2,}")
_IN_GROUPS = re.compile(r"[A-Z]{1,6}(?:[-./][A-Z]{1,6})+")
_NUMBER_OF_GOODS = re.compile(r"\d{3,14}")
# "100.234", "4411.020": behind a count with its unit no second quantity, and too fine for a size; a round one may be either.
_GROUPED = re.compile(r"\d{3,}[.]\d{3}(?<!00)")
_COUNTED_NAME = re.compile(rf"[\s•*–-]*(?:{NUMBER})(?:\s?[x×]|\s)[^,;]*[^\W\d_]{{3}}", re.IGNORECASE)
"""A line that begins with how many and names the article before any comma."""
_DIGITS_IN_PARTS = re.compile(r"\d+[/.-]\d")
_LETTERS = re.compile(r"(?<![^\W\d_])(?<!\w[.-])(?P<letters>[A-ZŻŹŁŚÓĆČŠŘŽ]{1,4})[ ]$")
_LONGEST_LABEL = 4
_OF_AN_ORDER = frozenset(("customer_po_number", "references.changes_po"))
"""Paths of labels in front of an order's number: its own, or "cancellation of order"."""


@dataclass(frozen=True, slots=True)
class SaidCode:
    """`span` is the code, `whole` the code with the words and brackets that announce it."""

    role: ColumnRole
    span: Span
    whole: Span


def order_numbers(text: str, begin: int, end: int) -> Iterator[Span]:
    """Where the words that name the order's number begin, and where the number ends ("on PO 4711")."""
    for word in re.finditer(r"\S*\d\S*", text[begin:end]):
        start = begin + word.start() + len(word.group()) - len(word.group().lstrip("(#:\"'„“"))
        lettered = with_letters(text, start)
        label = order_label(text, lettered)
        if label is not None and label >= begin and names_order(without_copula(text[label:lettered])):
            number = shapes.code_span(text[start:end])
            yield label, max(begin + word.end(), start + (number[1] if number is not None else 0))
        elif order_prefix(text, start) is not None or order_named_behind().match(text, begin + word.end()):
            yield start, begin + word.end()


def codes_of(text: str, begin: int, end: int) -> list[SaidCode]:
    """Every code that something names, else the one code that its place and shape tell; () where neither does."""
    words = list(_words(text, begin, end))
    if (catalogued := _catalogue_number(text, begin, end)) is not None:
        return [catalogued]
    words = [(start, bare) for start, bare in words if not names_order(text[begin:start].rstrip())]
    named = [code for start, bare in words for code in [_named(text, begin, start, bare)] if code is not None]
    if named:
        # "Item 10 SKU BX-220": a line's own number, where something else names the code.
        named = [code for code in named if not text[slice(*code.span)].isdigit() or code.span[1] - code.span[0] > 3] or named
        return list({code.role: code for code in reversed(named)}.values())
    ranked = [
        (rank, -start, start, bare)
        for start, bare in words
        if (is_code(bare) or _is_grouped(text, begin, start, bare)) and (rank := _rank(text, (begin, end), start, bare))
    ]
    if not ranked:
        return []
    _, _, start, bare = max(ranked)
    span = (start, start + len(bare))
    return [SaidCode(ColumnRole.CODE, span, _with_brackets(text, begin, end, span))]


def _words(text: str, begin: int, end: int) -> Iterator[tuple[int, str]]:
    """Where each word begins, and the word, without the signs around it."""
    for found in re.finditer(r"\S+", text[begin:end]):
        bare = found.group().strip(_EDGE + "!?")
        if bare:
            yield begin + found.start() + found.group().index(bare), bare


def _catalogue_number(text: str, begin: int, end: int) -> SaidCode | None:
    """ "Oil filter (Best.-Nr. 4711)", "20 pcs beaker, order no. LL-5378" as a line of its own: the number by which a
    catalogue orders the article, and not the order's own."""
    return next((each for each in _catalogued(text) if begin <= each.whole[0] and each.whole[1] <= end), None)


def _catalogued(text: str) -> Iterator[SaidCode]:
    leads_to_goods = text.rstrip().endswith(":")
    for found in _in_catalogues().finditer(text):
        # "objednáváme u Vás (obj. č. OV2607417):" names the order that follows.
        if text[: found.start()].strip(_EDGE) and not leads_to_goods:
            yield SaidCode(ColumnRole.CODE, found.span("code"), found.span())
    last = _behind_last_comma().search(text)
    if last is None or _COUNTED_NAME.match(text[: last.start()]) is None:
        return
    # "20 pcs beaker, art. no. AB-100-20, order no. 4711": where the article's number is named, the order's may follow.
    if not any(_named(text, 0, start, bare) for start, bare in _words(text, 0, last.start())):
        yield SaidCode(ColumnRole.CODE, last.span("code"), last.span("whole"))


@cache
def _in_catalogues() -> re.Pattern[str]:
    return re.compile(rf"[(\[]\s*(?:{any_of('catalogue_numbers')})[.:\s]*(?P<code>(?=\S*\d)[^\s()\[\]]+)\s*[)\]]", re.IGNORECASE)


@cache
def _behind_last_comma() -> re.Pattern[str]:
    label = any_of("catalogue_numbers")
    return re.compile(rf"[,;]\s*(?P<whole>(?:{label})[.:\s]*(?P<code>(?=\S*\d)[^\s()\[\],;]*\w))[\s.;,]*$", re.IGNORECASE)


def is_code(bare: str) -> bool:
    """Whether a word is a code by its shape."""
    if _LETTERED.fullmatch(bare) is not None:
        return True
    if (content := re.fullmatch(r"\d+/([^\W\d_]+)", bare)) is not None and vocabulary().is_unit(content[1]):
        # "200/box": what a pack holds.
        return False
    if len(bare) < 4 or _SHAPE.fullmatch(bare) is None or shapes.is_date(bare):
        return False
    # "10.938.65" groups digits as no number does, and "EN03612" is no standard's number.
    if _NO_CODE.fullmatch(bare) is not None and not re.fullmatch(r"\d{5,14}|\d+(?:\.\d+){2,}|[A-Z]{2}0\d{3,}", bare):
        return False
    return any(sign.isalpha() for sign in bare) or len(bare) >= 5


def _is_grouped(text: str, begin: int, start: int, bare: str) -> bool:
    """Digits in groups right behind a count, where neither a second quantity nor a measure can stand."""
    if _GROUPED.fullmatch(bare) is None or text[begin:start].strip(_EDGE) or not text[:begin].strip(_EDGE)[-1:].isalpha():
        return False
    following = text[start + len(bare) :].split(maxsplit=1)
    return not (following and vocabulary().is_unit(following[0].strip(_EDGE)))


def _named(text: str, begin: int, start: int, bare: str) -> SaidCode | None:
    """A word with a digit behind words that announce a code ("Art.-Nr. 4711", "your no.: A4", "SKU#12"), or one of capitals in
    groups ("kod RN-L")."""
    if not (any(sign.isdigit() for sign in bare) or _IN_GROUPS.fullmatch(bare)) or len(bare) < 2:
        return None
    head = text[begin:start]
    if len(bare) <= 4 and bare.isdigit() and before("standards", exactly=True).search(head):
        # "PN 25" is a pressure, "PN 4711-20" somebody's part number.
        return None
    label = re.search(r"(?:[^\s,;()\t]+[ ]+){0,3}?[^\s,;()\t]*[:#]?\s*$", head)
    for found in _tails(head) if label is not None else ():
        said = head[found:].strip(_EDGE + "#")
        role = code_role(said)
        if role is None and is_one_of("goods", said) and _NUMBER_OF_GOODS.fullmatch(bare):
            role = ColumnRole.CODE
        if role is not None:
            span = (start, start + len(bare))
            return SaidCode(role, span, _with_brackets(text, begin, len(text), (begin + found, span[1])))
    return None


def _tails(head: str) -> Iterator[int]:
    """Where the last three, two and one words of a text begin, the longest first; words behind a bracket or comma stay apart."""
    near = re.split(r"[,;()\t]", head)[-1]
    starts = [found.start() for found in re.finditer(r"[^\s]+", near)][-3:]
    yield from (len(head) - len(near) + start for start in starts)


def _with_brackets(text: str, begin: int, end: int, span: Span) -> Span:
    ahead, after = text[begin : span[0]].rstrip(), text[span[1] : end].lstrip()
    if ahead[-1:] in ("(", "[") and after[:1] in (")", "]"):
        return begin + len(ahead) - 1, span[1] + text[span[1] : end].index(after[0]) + 1
    return span


def _rank(text: str, within: Span, start: int, bare: str) -> int:
    """How surely a word's place makes it the article's code: alone in brackets, at the head, behind a comma at the end, or by a
    shape that nothing else has. 0 where it may as well be part of the description."""
    ahead, after = text[within[0] : start].strip(" \t"), text[start + len(bare) : within[1]].strip(" \t.")
    if ahead[-1:] in ("(", "[") and after[:1] in (")", "]"):
        return 4
    if all(vocabulary().means("of", word) or is_one_of("little", word) for word in ahead.strip(_EDGE).split()):
        return 3
    if not after.strip(_EDGE) and (ahead[-1:] in ",;:–-/" or text[:start].endswith("\t")):
        return 3
    if _SHORT.fullmatch(bare) and not _NO_SHORT.fullmatch(bare) and all(map(_is_asking, after.split())):
        return 1
    has_letter = any(sign.isalpha() for sign in bare)
    digits = sum(sign.isdigit() for sign in bare)
    if len(bare) >= 6 and (digits >= 6 or (has_letter and digits >= 2 and re.search(r"[-./_]", bare)) or digits >= 4):
        return 2 if not after.strip(_EDGE) else 1
    return 0


def _is_asking(word: str) -> bool:
    bare = word.strip(_EDGE + "!?")
    return not bare or vocabulary().means("asking", bare) or vocabulary().means("and", bare)


def _is_of_article(text: str, start: int, words: list[int]) -> bool:
    """ "item no.", "Art.-Nr.": a number of goods; "our number" alone may be the order's."""
    tails = [text[at:start].strip(_EDGE + "#") for at in words]
    return any(code_role(tail) not in (None, ColumnRole.CUSTOMER_PART_NUMBER) and not is_number_name(tail) for tail in tails)


def order_prefix(text: str, start: int) -> Span | None:
    """The letters of a number that say themselves whose it is ("against our PO-88151"). At the head of a line that goes on, a
    number is as likely an article's."""
    found = re.match(rf"(?P<name>{any_of('order_prefixes')})[-–_/#.]?(?=\d)", text[start:])
    if found is None or not (text[:start].strip(_EDGE) or len(text.split()) == 1):
        return None
    return start, start + found.end("name")


def order_label(text: str, start: int) -> int | None:
    """Where the words begin that call what follows the order's number; None where they call it something else, or nothing."""
    if any(each.span[0] == start for each in _catalogued(text)) or orders_something(text[:start]):
        return None
    near = re.split(r"[,;()\t!?]|\.\s(?=[A-ZÄÖÜ])", text[:start])[-1]
    words = [start - len(near) + found.start() for found in re.finditer(r"\S+", near)][-_LONGEST_LABEL:]
    for at in words:
        said = without_copula(text[at:start].strip())
        labels = [label for label in vocabulary().labels(said.rstrip(": #")) if not label.weak]
        if labels and not names_number(said):
            return at if any(label.path in _OF_AN_ORDER for label in labels) else None
    said = without_copula(text[words[0] : start].strip()) if words else ""
    if not said or any(is_one_of("yours", word.group()) for word in re.finditer(r"\w+", said)):
        return None
    if names_order(said):
        return next(at for at in reversed(words) if names_order(without_copula(text[at:start].strip())))
    if names_number(said) and not _is_of_article(text, start, words) and vocabulary().has_phrase(text[:start], "order_verb"):
        return next(at for at in reversed(words) if names_number(without_copula(text[at:start].strip())))
    return None


def with_letters(text: str, start: int) -> int:
    """ "zamówienie ZD 5605/11/2026": letters of a number that stand apart from its digits, behind the order's name. Digits alone
    may be an article's: "We order HX 47110"."""
    found = _LETTERS.search(text[:start]) if _DIGITS_IN_PARTS.match(text, start) else None
    if found is None or order_label(text, start) is not None or order_label(text, found.start("letters")) is None:
        return start
    return found.start("letters")
