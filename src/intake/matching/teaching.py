"""A pushed order that a person had put right → what it teaches about this customer's words.

In: the order as it was read, what people said about it, and the master data. Out: a reference for each line whose article a
person chose because words alone named it. Everything that makes the words stand for less than the whole of what was ordered (a
wish in the mail, a picture, a row put right by hand) teaches nothing: a line held once more costs two minutes, a wrong reference
ships wrong goods for as long as nobody looks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache

from intake.domain.catalogue import MasterData
from intake.domain.learned import LearnedReference
from intake.domain.master import Product, ProductStatus
from intake.domain.matched import Correction
from intake.domain.orders import ExtractedLine, ReadOrder
from intake.domain.problems import Problem
from intake.domain.reasons import REASONS, Queue, ReasonCode
from intake.domain.uom import unit_codes
from intake.matching.confirmed import Naming, as_confirmed, changed_since, contradiction, named_exactly
from intake.matching.corrections import apply_corrections
from intake.matching.identify import codes_in_text, identify, line_codes
from intake.matching.lexicon import is_compound, load_words
from intake.matching.text import words_key
from intake.matching.tokens import parse

LONGEST = 200
"""An article's name is shorter; what is longer tells a story."""

_CHOICE = re.compile(r"lines\[(\d{1,4})\]\.sku")
_OF_LINE = re.compile(r"lines\[(\d{1,4})\](?:\.(\w+))?")
_ORDER = re.compile(r"^orders\[\d+\]\.?")
_CHOSEN_BESIDE = frozenset(("sku", "uom"))
"""What a person may settle on a line without having put its words right."""

_NAMING = (None, "description", "note", "sku", "customer_part_number", "gtin", "manufacturer_part_number")
"""What of a line names its article, or is the whole line."""

_R = ReasonCode
_NOT_OF_GOODS = frozenset(
    {
        _R.PO_NUMBER_MISSING, _R.DELIVERY_DATE_IMPLAUSIBLE, _R.TERMS_BETTER_THAN_AGREED, _R.CHARGE_CLAIMED,
        _R.QUANTITY_BELOW_MINIMUM, _R.QUANTITY_NOT_MULTIPLE, _R.QUANTITY_IMPLAUSIBLE, _R.PRICE_ABOVE_CONTRACT,
    }
)  # fmt: skip
"""Reasons that the desk may have waived without anything being said of which goods are meant."""


def taught(
    read: ReadOrder, corrections: Sequence[Correction], waived: Collection[ReasonCode], customer_no: str, order_id: str,
    master: MasterData,
) -> tuple[LearnedReference, ...]:  # fmt: skip
    """`waived` are all codes that people released on the order, whoever owns them."""
    chosen = _choices(corrections)
    if not chosen or read.is_recognised or _says_more(read, corrections, waived):
        return ()
    corrected = apply_corrections(read.order, corrections)
    found = []
    for index, word in chosen.items():
        if index < len(read.order.lines) and corrected.skus.get(index) == word.value:
            line = read.order.lines[index]
            beside = read.beside.get(f"lines[{index}]", "")
            naming = Naming.of(line, beside)
            product = _product(line, naming, beside, word.value or "", customer_no, master)
            if product is not None:
                number = line.line_number or str(index + 1)
                found.append(_reference(naming, product, word, customer_no, order_id, number, master))
    return tuple(found)


def outlived(references: Sequence[LearnedReference], master: MasterData) -> tuple[LearnedReference, ...]:
    """Those whose article is no longer what was confirmed, or is no longer sold: a new confirmation takes their place."""
    found = [(reference, master.product(reference.sku)) for reference in references]
    return tuple(
        reference
        for reference, product in found
        if product is None or product.status is not ProductStatus.ACTIVE or changed_since(reference.article, product, master)
    )


def _choices(corrections: Sequence[Correction]) -> dict[int, Correction]:
    """The last word on each line's article. A line of which people said more than its article and unit was read wrongly."""
    last = {correction.path: correction for correction in corrections}
    read_wrongly = {int(found[1]) for path in last if (found := _OF_LINE.fullmatch(path)) and found[2] not in _CHOSEN_BESIDE}
    chosen = {int(found[1]): word for path, word in last.items() if (found := _CHOICE.fullmatch(path)) and word.value}
    return {index: word for index, word in chosen.items() if index not in read_wrongly}


def _says_more(read: ReadOrder, corrections: Sequence[Correction], waived: Collection[ReasonCode]) -> bool:
    """Whether the order said, or was found to say, more about its goods than its lines do."""
    paths = {correction.path for correction in corrections}
    lines = len(read.order.lines)
    rows_put_right = any((found := _OF_LINE.fullmatch(path)) and (found[2] is None or int(found[1]) >= lines) for path in paths)
    desk = {code for code in waived if REASONS[code].owner is Queue.ORDER_DESK} - _NOT_OF_GOODS
    return bool(rows_put_right or desk or paths & {"kind", "note", "lines"} or any(_is_of_goods(each) for each in read.problems))


def _is_of_goods(problem: Problem) -> bool:
    """A doubt about the whole document, its notes or a line's words; not one about a header field or a figure."""
    code = ReasonCode(problem.code) if problem.code in set(ReasonCode) else None
    if code is not None and (not REASONS[code].blocks or code in _NOT_OF_GOODS):
        return False
    place = _ORDER.sub("", problem.path)
    of_line = _OF_LINE.fullmatch(place)
    return of_line[2] in _NAMING if of_line is not None else place in ("", "note", "lines") or place.startswith("documents")


def _product(line: ExtractedLine, naming: Naming, beside: str, sku: str, customer_no: str, master: MasterData) -> Product | None:
    """The chosen article, where the line's words may stand for it from now on."""
    product = master.product(sku)
    words = line.description or ""
    if product is None or product.status is not ProductStatus.ACTIVE or not 0 < len(naming.words) <= LONGEST:
        return None
    if _names_by_code(line, master, customer_no) or not says_a_thing(words) or points_elsewhere(naming.words):
        return None
    # Other goods than the words say were agreed on for this once.
    said = " ".join(text for text in (words, line.note, beside) if text)
    if contradiction(said, product, master) is not None or named_exactly(words, product, master) is not None:
        return None
    return product


def _reference(
    naming: Naming, product: Product, word: Correction, customer_no: str, order_id: str, line_number: str, master: MasterData
) -> LearnedReference:
    return LearnedReference(
        customer_no=customer_no,
        words=naming.words,
        uom=naming.uom,
        sku=product.sku,
        said=naming.said,
        article=as_confirmed(product, master),
        actor=word.actor,
        at=word.at,
        order_id=order_id,
        line_number=line_number,
    )


def _names_by_code(line: ExtractedLine, master: MasterData, customer_no: str) -> bool:
    """A code that names an article is what the line goes by; whatever was wrong with it, its words are not to blame."""
    return any(identify(field, code, master, customer_no) for field, code in line_codes(line)) or any(
        True for _ in codes_in_text(line.description or "", master, customer_no)
    )


def says_a_thing(words: str) -> bool:
    """Whether the words name a thing, not only a size, a colour or a number of one that stands elsewhere.

    >>> says_a_thing("Handschuhe blau Gr. 8"), says_a_thing("kurze Edelstahlschrauben"), says_a_thing("blau Gr. 8")
    (True, True, False)
    """
    typed = parse(words)
    if any(meaning.kind == "kind" or (meaning.kind == "material" and is_compound(word)) for meaning, word in typed.meanings):
        return True
    return any(len(word) > 2 and not unit_codes(word) and word not in _phrases("nothing") for word in typed.words)


def points_elsewhere(key: str) -> bool:
    """Whether folded words say what is meant by something outside them.

    >>> points_elsewhere("schrauben wie besprochen"), points_elsewhere("schrauben verzinkt")
    (True, False)
    """
    return any(f" {phrase} " in f" {key} " for phrase in _phrases("elsewhere"))


@cache
def _phrases(name: str) -> frozenset[str]:
    return frozenset(words_key(phrase) for phrase in load_words("pointing")[name])
