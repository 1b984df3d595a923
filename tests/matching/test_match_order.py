"""An order against the master data: what goes through, and what waits with which reasons."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from intake.domain.matched import Correction
from intake.domain.orders import Charge, Party, Proof, ShipTo
from intake.domain.policies import HigherPrice, MatchingPolicy

D = Decimal


def codes(matched):
    return [reason.code.value for reason in matched.reasons]


def test_a_clean_order_has_no_reasons(matched, line):
    order = matched(line(unit_price=D("36.00"), line_amount=D("360.00")), customer_po_number="4711", order_date=date(2026, 3, 1))
    assert order.reasons == ()
    assert (order.customer_no, order.bill_to_no, order.ship_to_code, order.currency) == ("C1001", "C1001", "MAIN", "EUR")
    only = order.lines[0]
    assert (only.sku, only.quantity, only.uom, only.quantity_base, only.base_uom) == ("HX-M8X40-A2", D(10), "BX", D(1000), "EA")
    assert (only.unit_price, only.price_uom, only.line_amount, order.net_amount) == (D("36.00"), "BX", D("360.00"), D("360.00"))


def test_the_article_unit_and_price_that_are_ours_are_known(matched, line):
    order = matched(line(unit_price=D("36.00")))
    for path in ("customer_no", "lines[0].sku", "lines[0].uom", "lines[0].unit_price"):
        assert Proof.KNOWN in order.proofs[path]


def test_all_reasons_are_collected(matched, line):
    order = matched(
        line(description="Sechskantschraube M8x50"),
        line(sku="GL-NIT-9", customer_part_number=None, description="Handschuh blau Gr. 9", quantity=D(5), uom="Paar"),
        ship_to=ShipTo(name="Fremde Halle", street="Unbekannt 9", postal_code="99999", city="Nirgends"),
        currency="USD",
        charges=(Charge(kind="freight", amount=D(15)),),
    )
    assert set(codes(order)) == {
        "sku_contradicted", "quantity_not_multiple", "ship_to_unknown", "currency_mismatch", "charge_claimed",
    }  # fmt: skip


def test_every_reason_is_a_sentence_with_its_values(matched, line):
    order = matched(line(description="Sechskantschraube M8x50"), currency="USD")
    for reason in order.reasons:
        assert reason.message[0].isupper()
        assert reason.message.endswith(".")
        assert reason.path
    assert any("M8X40" in reason.message and "m8x50" in reason.message for reason in order.reasons)


def test_a_lower_price_is_held(matched, line):
    order = matched(line(unit_price=D("34.00")))
    assert codes(order) == ["price_below_contract"]
    assert "34.00" in order.reasons[0].message
    assert "36.00" in order.reasons[0].message


def test_a_slightly_higher_price_is_pushed_at_ours(matched, line):
    order = matched(line(unit_price=D("36.50"), line_amount=D("365.00")))
    assert order.reasons == ()
    assert order.lines[0].line_amount == D("360.00")


def test_a_much_higher_price_is_held_unless_the_policy_pushes_ours(matched, line):
    asked = line(unit_price=D("48.00"))
    assert codes(matched(asked)) == ["price_above_contract"]
    lenient = MatchingPolicy(higher_price=HigherPrice.PUSH_OURS, order_difference_percent=D(100))
    assert codes(matched(asked, policy=lenient)) == []


def test_a_price_for_another_basis_says_so(matched, line):
    order = matched(line(uom="Stk", customer_part_number=None, sku="HX-M8X40-A2", quantity=D(100), unit_price=D("38.00")))
    assert codes(order) == ["price_above_contract"]
    assert "per 100" in order.reasons[0].message


def test_a_price_per_hundred_is_the_price_per_piece(matched, line):
    order = matched(
        line(uom="Stk", customer_part_number=None, sku="HX-M8X50-A2", description="M8x50 A2", quantity=D(200),
             unit_price=D("45.00"), price_basis_quantity=D(100), line_amount=D("90.00"))
    )  # fmt: skip
    assert order.reasons == ()
    assert order.lines[0].price_basis_quantity == D(100)
    assert order.net_amount == D("90.00")


def test_quantity_breaks_and_lists_choose_the_price(matched, line):
    few = matched(line(uom="Stk", customer_part_number=None, sku="HX-M8X40-A2", quantity=D(500)))
    many = matched(line(uom="Stk", customer_part_number=None, sku="HX-M8X40-A2", quantity=D(1000)))
    assert (few.lines[0].unit_price, many.lines[0].unit_price) == (D("0.38"), D("0.35"))


def test_an_expired_price_does_not_count(matched, line):
    order = matched(
        line(customer_part_number=None, gtin="4006381333948", description="Motoröl 5W-30 5 l", quantity=D(2), uom="Stk")
    )
    assert order.lines[0].unit_price == D("24.90")


def test_no_price_is_a_reason(matched, line):
    order = matched(line(customer_part_number=None, sku="STOP-77", description="Grinder 125 mm", uom="Stk"))
    assert set(codes(order)) == {"sku_blocked", "price_missing"}


def test_a_discontinued_article_shows_its_successor_and_is_never_swapped(matched, line):
    order = matched(line(customer_part_number=None, sku="OLD-1", description="Cable drum 25 m", uom="Stk"))
    assert "sku_discontinued" in codes(order)
    assert order.lines[0].sku == "OLD-1"
    assert [proposal.sku for proposal in order.lines[0].proposals] == ["NEW-1"]


def test_minimum_quantity(matched, line):
    order = matched(line(customer_part_number=None, gtin="4006381333948", description="Motoröl 5 l", quantity=D(1), uom="Stk"))
    assert codes(order) == ["quantity_below_minimum"]


def test_an_absent_unit_is_taken_from_the_cross_reference(matched, line):
    order = matched(line(uom=None))
    assert order.reasons == ()
    assert order.lines[0].uom == "BX"


def test_an_absent_unit_of_an_article_with_several_is_held(matched, line):
    order = matched(line(uom=None, customer_part_number=None, sku="HX-M8X40-A2"))
    assert codes(order) == ["uom_unknown"]
    assert order.lines[0].quantity_base is None


def test_an_absent_unit_is_proven_by_the_claimed_price(matched, line):
    order = matched(line(uom=None, customer_part_number=None, sku="HX-M8X40-A2", unit_price=D("36.00"), line_amount=D("360.00")))
    assert order.reasons == ()
    assert order.lines[0].uom == "BX"


def test_the_pack_size_must_be_the_articles(matched, line):
    assert codes(matched(line(uom="Box à 50"))) == ["pack_contradicted"]
    assert codes(matched(line(uom="Box à 100"))) == []


def test_a_carton_gtin_names_its_pack(matched, line):
    order = matched(line(customer_part_number=None, gtin="4006381333955", uom=None, description="Hex bolt M8x40"))
    assert (order.lines[0].sku, order.lines[0].uom) == ("HX-M8X40-A2", "BX")


def test_delivery_before_the_order_is_implausible(matched, line):
    order = matched(line(requested_delivery_date=date(2026, 2, 1)), order_date=date(2026, 3, 1))
    assert codes(order) == ["delivery_date_implausible"]


def test_an_old_order_read_late_keeps_its_dates(matched, line):
    order = matched(line(), order_date=date(2025, 3, 1), requested_delivery_date=date(2025, 3, 20))
    assert order.reasons == ()


def test_better_terms_are_flagged(matched, line):
    assert codes(matched(line(), payment_terms="60 Tage netto")) == ["terms_better_than_agreed"]
    assert codes(matched(line(), payment_terms="14 days net")) == []


def test_a_call_off_is_recognised(matched, line):
    assert codes(matched(line(), note="Abruf aus Rahmenauftrag 5500")) == ["blanket_order"]


def test_a_correction_outranks_matching(matched, line):
    wrong = line(description="Sechskantschraube M8x50")

    def said(path, value):
        return Correction(path=path, value=value, actor="desk", at="2026-03-02T09:00:00")

    order = matched(wrong, corrections=[said("lines[0].sku", "HX-M8X50-A2"), said("lines[0].quantity", "3")])
    assert order.reasons == ()
    assert (order.lines[0].sku, order.lines[0].quantity) == ("HX-M8X50-A2", D(3))
    assert matched(wrong, corrections=[said("lines[0]", None)]).lines == ()
    moved = matched(
        line(), sender="someone@unknown.example", corrections=[said("customer_no", "C1001"), said("ship_to_code", "NORD")]
    )
    assert (moved.customer_no, moved.ship_to_code, moved.reasons) == ("C1001", "NORD", ())


def test_the_invoice_may_go_to_the_account_above(matched, line):
    lines = line(customer_part_number=None, sku="HX-M8X40-A2", uom="Stk")
    order = matched(lines, sender="lager@adler-nord.example", bill_to=Party(vat_id="DE811907980"))
    assert (order.customer_no, order.bill_to_no, order.reasons) == ("C1003", "C1001", ())
    foreign = matched(line(), bill_to=Party(vat_id="NL853746333B01"))
    assert codes(foreign) == ["customer_ambiguous"]


def test_a_lower_total_without_line_prices_is_held(matched, line):
    assert codes(matched(line(), total_net=D("300.00"))) == ["price_below_contract"]
    assert codes(matched(line(), total_net=D("360.00"))) == []


class Past:
    """What was ordered before: by this customer, and by anybody."""

    def __init__(self, own=(), anybody=()):
        self._own, self._anybody = own, anybody

    def learned(self, customer_no, words):
        return None

    def quantities(self, customer_no, sku):
        return self._own

    def usual_quantities(self, sku):
        return self._anybody

    def bought_articles(self, customer_no):
        return ()


def test_usual_quantities_of_the_customer_bound_the_new_one(matched, line):
    past = Past(own=(D(100), D(200), D(100)))
    assert codes(matched(line(), experience=past)) == []
    assert codes(matched(line(quantity=D(100)), experience=past)) == ["quantity_implausible"]


def test_of_a_new_customer_the_articles_usual_quantities_bound_the_most(matched, line):
    past = Past(own=(D(100),), anybody=(D(1000), D(2000), D(5000)))
    assert codes(matched(line(quantity=D(500)), experience=past)) == []
    assert codes(matched(line(quantity=D(501)), experience=past)) == ["quantity_implausible"]
    assert codes(matched(line(quantity=D(1)), experience=past)) == []
    assert codes(matched(line(quantity=D(501)), experience=Past(anybody=(D(1000), D(2000))))) == []


BOXES_OF = ["Box à {}", "box of {}", "boîte de {}", "doos à {}", "caja de {}", "scatola da {}", "pudełko po {}", "låda à {}"]


@pytest.mark.parametrize("said", BOXES_OF)
def test_a_box_that_holds_otherwise_than_ours_waits_in_eight_languages(matched, line, said):
    assert codes(matched(line(uom=said.format(50)))) == ["pack_contradicted"]
    assert codes(matched(line(uom=said.format(100)))) == []


def test_a_pack_size_in_the_words_counts_where_the_code_names_the_unit(matched, line):
    assert codes(matched(line(uom=None, description="Sechskantschraube M8x40 A2, Box à 50"))) == ["pack_contradicted"]
    assert codes(matched(line(uom=None, description="Sechskantschraube M8x40 A2, Box à 100"))) == []


def test_what_is_tolerated_line_by_line_may_not_add_up_over_the_order(matched, line):
    """Each price is 4 % above ours, within a line's 5 %; the order's tolerance is 2 %."""
    dear = line(unit_price=D("37.44"), line_amount=D("374.40"))
    order = matched(dear, line(line_number="20", unit_price=D("37.44"), line_amount=D("374.40")))
    assert [(reason.code.value, reason.path) for reason in order.reasons] == [("price_above_contract", "total_net")]
    assert order.net_amount == D("720.00")


def test_a_carton_means_the_only_box_of_an_article_where_price_or_size_confirms_it(matched, line):
    assert codes(matched(line(uom="Karton", unit_price=D("36.00"), line_amount=D("360.00")))) == []
    assert codes(matched(line(uom="Karton à 100"))) == []
    assert codes(matched(line(uom="Karton"))) == ["uom_unknown"]
