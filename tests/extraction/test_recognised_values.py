"""Doubt about recognised words: it holds the values that rest on them, and nothing else."""

from __future__ import annotations

from intake.domain.documents import Canvas, CanvasKind, Document, Source, TextOrigin, Word
from intake.domain.messages import PartRole
from intake.domain.opened import MailContext, OpenedPart
from intake.domain.orders import Reading
from intake.domain.parties import OwnCompany
from intake.extraction.read import read_orders

HEAD = ("Purchase", "order", "PO-4711")
TABLE = (
    ("Pos", "Article", "Description", "Quantity", "Unit", "Price", "Amount"),
    ("1", "HX-1007", "Bolt", "25", "pcs", "1.30", "32.50"),
    ("2", "HX-1014", "Washer", "40", "pcs", "2.50", "100.00"),
)
LEFT = (40, 80, 160, 300, 370, 430, 490)


def scan(doubted: frozenset[str] = frozenset(), footer: str = "Phone 555", **instead: str) -> Reading:
    """The order as recognised; `doubted` are texts that two recognitions read differently."""
    words = [_word(instead.get("number", text), 40 + 60 * at, 40, doubted) for at, text in enumerate(HEAD)]
    words[2] = _word(instead.get("po", HEAD[2]), 160, 40, doubted)
    for row, cells in enumerate(TABLE):
        words += [_word(cell, left, 100 + 20 * row, doubted) for cell, left in zip(cells, LEFT, strict=True)]
    words += [_word(text, 40 + 60 * at, 700, doubted) for at, text in enumerate(footer.split())]
    canvas = Canvas(number=1, kind=CanvasKind.PAGE, name=None, width=595, height=842, words=tuple(words))
    source = Source(filename="scan.pdf", sha256="0" * 64, media_type="application/pdf")
    document = Document(source=source, canvases=(canvas,), text_origin=TextOrigin.OCR)
    return read_orders(MailContext(), [OpenedPart(role=PartRole.ATTACHMENT, document=document)], own=OwnCompany())


def _word(text: str, left: float, top: float, doubted: frozenset[str]) -> Word:
    return Word(text, left, top, left + 5.5 * len(text), top + 9, size=9, confidence=20.0 if text in doubted else 95.0)


def uncertain(reading: Reading) -> list[str]:
    (order,) = reading.orders
    return [problem.path for problem in order.problems if problem.code == "ocr_uncertain"]


def test_a_sure_scan_has_nothing_uncertain() -> None:
    assert uncertain(scan()) == []


def test_a_doubted_quantity_is_believed_where_the_product_comes_out() -> None:
    assert uncertain(scan(frozenset({"25"}))) == []


def test_a_doubted_number_of_the_order_holds_it() -> None:
    assert uncertain(scan(frozenset({"PO-4711"}))) == ["customer_po_number"]


def test_a_doubted_article_number_holds_its_line() -> None:
    assert uncertain(scan(frozenset({"HX-1014"}))) == ["lines[1].customer_part_number"]


def test_doubted_words_hold_a_line_only_where_its_article_number_is_doubted_too() -> None:
    assert uncertain(scan(frozenset({"Washer"}))) == []
    assert uncertain(scan(frozenset({"Washer", "HX-1014"}))) == ["lines[1].customer_part_number", "lines[1].description"]


def test_doubt_outside_the_lines_that_no_value_uses_holds_nothing() -> None:
    assert uncertain(scan(frozenset({"555"}))) == []


def test_letters_that_may_as_well_be_digits_hold_the_order_number() -> None:
    assert uncertain(scan(po="I0-4711")) == ["customer_po_number"]
