"""Heads whose cells are narrow or stand side by side: what is broken over two lines is one value, or is not taken at all."""

from __future__ import annotations

from datetime import date

from tests.extraction.page_orders import page_order, rows

from intake.domain.orders import Proof

LINES = rows(
    300,
    (40, 110, 300, 360, 420, 500),
    ("Part no", "Description", "Quantity", "Unit", "Price", "Total"),
    ("HX-M8X40", "Bolt", "200", "EA", "1.20", "240.00"),
)


def test_labels_left_of_two_firms_are_no_headings_over_them():
    head = [
        (40, [(40, "Purchase order 4500012345")]),
        (80, [(40, "To:"), (90, "Nordwerk Handel GmbH"), (300, "Ship to:"), (360, "Lake Hospital")]),
        (92, [(90, "Speicherstr. 12"), (360, "Lough Road 4")]),
        (104, [(90, "28217 Bremen"), (360, "Mullingar N91 X2C4")]),
    ]
    order = page_order(LINES, head=head).order
    assert order.ship_to is not None
    assert (order.ship_to.name, order.ship_to.postal_code, order.ship_to.city) == ("Lake Hospital", "N91 X2C4", "Mullingar")


def test_a_number_that_is_broken_behind_its_stroke_is_whole():
    head = [
        (40, [(40, "PURCHASE ORDER")]),
        (60, [(300, "Voucher No."), (420, "Dated")]),
        (72, [(300, "SLPE/PO/0412/26-"), (420, "17-Oct-26")]),
        (82, [(300, "27")]),
    ]
    order = page_order(LINES, head=head).order
    assert (order.customer_po_number, order.order_date) == ("SLPE/PO/0412/26-27", date(2026, 10, 17))


def test_terms_that_end_in_a_joining_word_go_on():
    head = [
        (40, [(40, "PURCHASE ORDER 4711")]),
        (60, [(40, "Buyer"), (160, "Payment Terms"), (300, "Required By")]),
        (72, [(40, "J. Okafor"), (160, "30 days from"), (300, "02 Nov 2026")]),
        (82, [(160, "invoice")]),
    ]
    order = page_order(LINES, head=head).order
    assert order.payment_terms == "30 days from invoice"


def test_a_serial_number_below_the_title_is_the_orders_and_a_reference_is_not():
    head = [
        (40, [(200, "SZÁLLÍTÓI MEGRENDELÉS")]),
        (54, [(200, "Sorszám: SZM-2026/00731")]),
        (80, [(40, "Hivatkozás: AJ-5511 sz. ajánlat"), (300, "Kelt: 2026.10.28.")]),
    ]
    read = page_order(LINES, head=head)
    assert read.order.customer_po_number == "SZM-2026/00731"
    assert Proof.LABELLED in read.proofs["customer_po_number"]
