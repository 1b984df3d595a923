"""Words that a person confirmed: what a pushed order teaches, and when the same words are believed again."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from intake.domain.catalogue import MasterData
from intake.domain.learned import LearnedReference
from intake.domain.master import Product, ProductStatus, ProductUnit
from intake.domain.matched import Correction, EvidenceKind
from intake.domain.orders import ExtractedLine, ExtractedOrder, ReadOrder
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.matching.article import ArticleFinding, Seeker, find_article
from intake.matching.index import build_index, open_index
from intake.matching.teaching import outlived, taught

D = Decimal
BOLT = "HX-M8X40-A2"


@dataclass
class Desk:
    """Adler's orders under one state of the master data, and what was learned of them."""

    master: MasterData
    known: list[LearnedReference] = field(default_factory=list)

    def learned(self, customer_no: str, words: str, uom: str) -> tuple[LearnedReference, ...]:
        return tuple(one for one in self.known if (one.customer_no, one.words, one.uom) == (customer_no, words, uom))

    def quantities(self, customer_no: str, sku: str) -> tuple[Decimal, ...]:
        return ()

    def usual_quantities(self, sku: str) -> tuple[Decimal, ...]:
        return ()

    def bought_articles(self, customer_no: str) -> tuple[str, ...]:
        return ()

    def teaches(
        self, words: str, sku: str, *, waived: tuple[ReasonCode, ...] = (), also: tuple[tuple[str, str | None], ...] = (),
        read: dict[str, Any] | None = None, customer: str = "C1001", by: str = "Petra", **line: Any,
    ) -> tuple[LearnedReference, ...]:  # fmt: skip
        """What is learned of an order of one line of these words for which a person chose `sku`."""
        order = ExtractedOrder(lines=(ExtractedLine(description=words, quantity=D(10), **line),))
        said = [
            Correction(path=path, value=value, actor=by, at="2026-03-02T10:00:00")
            for path, value in (("lines[0].sku", sku), *also)
        ]
        found = taught(ReadOrder(order=order, **(read or {})), said, waived, customer, "order-1", self.master)
        self.known += found
        return found

    def finds(
        self, words: str, *, customer: str = "C1001", price_fits: bool | None = None, master: MasterData | None = None,
        is_recognised: bool = False, beside: str = "", **line: Any,
    ) -> ArticleFinding:  # fmt: skip
        seek = Seeker(master or self.master, customer, self, is_recognised, {"lines[0]": beside})
        return find_article(ExtractedLine(description=words, **line), "lines[0]", seek, lambda sku: price_fits)


@pytest.fixture
def desk(master: MasterData) -> Desk:
    return Desk(master)


def why(finding: ArticleFinding) -> tuple[ReasonCode | None, str]:
    return (finding.reasons[0].code, finding.reasons[0].message) if finding.reasons else (None, "")


def test_the_same_words_of_the_same_customer_go_through_and_say_who_confirmed_them(desk: Desk) -> None:
    assert why(desk.finds("die kurzen Schrauben"))[0] in (ReasonCode.SKU_PROPOSED, ReasonCode.SKU_UNKNOWN)
    desk.teaches("die kurzen Schrauben", BOLT)
    found = desk.finds("Die kurzen – Schrauben")
    assert found.product is not None
    assert found.product.sku == BOLT
    assert found.evidence[0].kind is EvidenceKind.LEARNED
    assert "confirmed by Petra" in found.evidence[0].said


@pytest.mark.parametrize(
    "other",
    [
        {"customer": "C1002"},
        {"words": "die langen Schrauben"},
        {"uom": "Karton"},
        {"note": "verzinkt"},
        {"beside": "rot"},
        {"customer_part_number": "X-99"},
    ],
)
def test_anything_else_is_not_the_same(desk: Desk, other: dict[str, Any]) -> None:
    desk.teaches("die kurzen Schrauben", BOLT)
    assert desk.finds(**{"words": "die kurzen Schrauben", **other}).product is None


def test_an_unknown_code_beside_the_words_is_part_of_them(desk: Desk) -> None:
    desk.teaches("die kurzen Schrauben", BOLT, customer_part_number="X-99")
    assert desk.finds("die kurzen Schrauben", customer_part_number="X-99").product is not None
    assert desk.finds("die kurzen Schrauben").product is None


@pytest.mark.parametrize(
    ("words", "sku"),
    [
        ("Sechskantschraube M8x50", BOLT),  # other goods were agreed on, for this once
        ("Motor oil 5W-30 1 l", "OIL-5W30-5"),
        ("Gr. 9 blau", "GL-NIT-9"),  # the thing stands elsewhere
        ("Schrauben wie besprochen", BOLT),
        ("laut Angebot", BOLT),
        ("Position 3", BOLT),
        ("A-778 Schrauben", BOLT),  # a code of theirs names the article already
        ("Kabeltrommel", "OLD-1"),  # discontinued
        ("Schrauben " * 40, BOLT),
    ],
)
def test_words_that_do_not_stand_for_the_chosen_article_teach_nothing(desk: Desk, words: str, sku: str) -> None:
    assert desk.teaches(words, sku) == ()


@pytest.mark.parametrize(
    "otherwise",
    [
        {"read": {"is_recognised": True}},
        {"read": {"problems": (Problem(code="note_needs_reading", path="note", message="alles verzinkt"),)}},
        {"read": {"problems": (Problem(code="body_amends_attachment", message="in rot"),)}},
        {"waived": (ReasonCode.NOTE_NEEDS_READING,)},
        {"waived": (ReasonCode.SENDER_NOT_AUTHORISED,)},
        {"also": (("lines[0].description", "die kurzen"),)},
        {"also": (("lines[0].quantity", "5"),)},
        {"also": (("lines[0].sku", None),)},  # withdrawn before the order was pushed
        {"also": (("lines[1]", None),)},  # a row was struck out: it may have said the colour
        {"also": (("kind", "order"),)},
    ],
)
def test_an_order_that_says_more_than_its_lines_teaches_nothing(desk: Desk, otherwise: dict[str, Any]) -> None:
    assert desk.teaches("die kurzen Schrauben", BOLT, **otherwise) == ()


@pytest.mark.parametrize(
    "otherwise",
    [
        {"waived": (ReasonCode.OVER_CREDIT_LIMIT, ReasonCode.PO_NUMBER_MISSING)},
        {"also": (("customer_po_number", "4711"), ("lines[0].uom", "EA"), ("ship_to_code", "MAIN"))},
        {"read": {"problems": (Problem(code="value_ambiguous", path="order_date", message="two days"),)}},
    ],
)
def test_what_says_nothing_of_the_goods_keeps_no_words_from_being_learned(desk: Desk, otherwise: dict[str, Any]) -> None:
    assert [one.sku for one in desk.teaches("die kurzen Schrauben", BOLT, **otherwise)] == [BOLT]


def test_releasing_credit_alone_teaches_nothing(master: MasterData) -> None:
    read = ReadOrder(order=ExtractedOrder(lines=(ExtractedLine(description="die kurzen Schrauben"),)))
    assert taught(read, (), (ReasonCode.OVER_CREDIT_LIMIT,), "C1001", "order-1", master) == ()


def test_two_articles_for_the_same_words_hold_and_both_are_shown(desk: Desk) -> None:
    desk.teaches("die kurzen Schrauben", BOLT)
    desk.teaches("die kurzen Schrauben", "HX-M8X30-A2", by="Jan")
    found = desk.finds("die kurzen Schrauben")
    reason, message = why(found)
    assert reason is ReasonCode.SKU_AMBIGUOUS
    assert "Petra" in message
    assert "Jan" in message
    assert {proposal.sku for proposal in found.proposals[:2]} == {BOLT, "HX-M8X30-A2"}


def test_what_speaks_against_the_article_now_still_holds_the_line(desk: Desk) -> None:
    desk.teaches("die kurzen Schrauben", BOLT)
    assert "price" in why(desk.finds("die kurzen Schrauben", price_fits=False))[1]
    assert "picture" in why(desk.finds("die kurzen Schrauben", is_recognised=True))[1]
    assert desk.finds("die kurzen Schrauben", price_fits=True).product is not None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"description": "Hex bolt DIN 933 M8x45 A2 stainless"}, "its name has changed"),
        ({"base_uom": "BX"}, "its base unit has changed"),
        ({"gtin": "4006381333962"}, "its GTIN has changed"),
        ({"units": {"BX": D(50)}}, "its unit BX holds 50 instead of 100"),
        ({"units": {}}, "its unit BX is gone"),
        ({"sku": "HX-NEW"}, "no such article any more"),
    ],
)
def test_words_hold_again_once_the_article_is_another(desk: Desk, small_master, tmp_path, changed, said) -> None:  # type: ignore[no-untyped-def]
    desk.teaches("die kurzen Schrauben", BOLT)
    units = changed.pop("units", {"BX": D(100)})
    old = desk.master.product(BOLT)
    assert old is not None
    product = old.model_copy(update=changed)
    packs = tuple(ProductUnit(sku=product.sku, uom=uom, factor=factor) for uom, factor in units.items())
    now = _master(small_master, tmp_path, product, packs)
    reason, message = why(desk.finds("die kurzen Schrauben", master=now))
    assert reason is ReasonCode.SKU_PROPOSED
    assert said in message
    assert outlived(desk.known, now) == tuple(desk.known)


@pytest.mark.parametrize(
    ("status", "reason"),
    [(ProductStatus.DISCONTINUED, ReasonCode.SKU_DISCONTINUED), (ProductStatus.BLOCKED, ReasonCode.SKU_BLOCKED)],
)
def test_what_may_not_be_sold_any_more_is_held_whatever_was_confirmed(desk: Desk, small_master, tmp_path, status, reason) -> None:  # type: ignore[no-untyped-def]
    desk.teaches("die kurzen Schrauben", BOLT)
    old = desk.master.product(BOLT)
    assert old is not None
    packs = (ProductUnit(sku=BOLT, uom="BX", factor=D(100)),)
    unsold = old.model_copy(update={"status": status, "replaced_by": "NEW-1"})
    now = _master(small_master, tmp_path, unsold, packs, Product(sku="NEW-1", description="Hex bolt, new make", base_uom="EA"))
    found = desk.finds("die kurzen Schrauben", master=now)
    assert why(found)[0] is reason
    assert [one.sku for one in found.proposals] == (["NEW-1"] if status is ProductStatus.DISCONTINUED else [])
    assert outlived(desk.known, now) == tuple(desk.known)


def test_a_new_article_of_just_that_name_is_shown_before_the_old_one_is_believed(desk: Desk, small_master, tmp_path) -> None:  # type: ignore[no-untyped-def]
    desk.teaches("Kurze Schrauben", BOLT)
    old = desk.master.product(BOLT)
    assert old is not None
    new = Product(sku="KS-1", description="Kurze Schrauben", base_uom="EA")
    now = _master(small_master, tmp_path, old, (ProductUnit(sku=BOLT, uom="BX", factor=D(100)),), new)
    assert "the very name of KS-1" in why(desk.finds("Kurze Schrauben", master=now))[1]


def _master(small_master: Any, folder: Any, product: Product, units: tuple[ProductUnit, ...], *more: Product) -> MasterData:
    source = small_master(products=(product, *more), product_units=units, cross_references=(), prices=())
    build_index(source, folder / "now.db")
    return open_index(folder / "now.db")
