"""Body and attachments are one reading: what a body says beside its attachment, and what is nobody's order."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from intake.domain.orders import Proof, Reading

ReadMail = Callable[..., Reading]

ORDER = (
    "PO No.;4500012345\nDelivery date;20.03.2026\n\nItem code;Description;Qty;Unit\n"
    "HX-100-20;Hex bolt M8x40;200;pcs\nHX-100-30;Hex bolt M8x50;100;pcs\n"
)
TERMS = (
    "General conditions of purchase\n\n1. Deliveries are due within 5 days.\n2. Payment within 30 days with 3 % discount.\n"
    "3. Packages of more than 30 kg must be marked.\n"
)


def lines(reading: Reading) -> list[tuple[str, str | None]]:
    """Quantity and code of every line of the one order."""
    (order,) = reading.orders
    return [(f"{line.quantity:f}", line.customer_part_number or line.sku) for line in order.order.lines]


def codes(reading: Reading) -> set[str]:
    return {problem.code for order in reading.orders for problem in order.problems}


@pytest.mark.parametrize(
    "body",
    [
        "Hello,\n\nplease find attached our order 4500012345.\n\nRegards\nKim",
        "Guten Tag,\n\nanbei unsere Bestellung 4500012345, bitte um Bestätigung bis morgen 12 Uhr.\n\nMfG\nKim\nTel. 0123 456789",
        "Attached our order 4500012345: 200 pcs HX-100-20 and 100 pcs HX-100-30. Delivery on 20.03.2026 please.",
    ],
)
def test_a_body_that_greets_or_repeats_adds_nothing(read_mail: ReadMail, body: str) -> None:
    reading = read_mail(body, subject="Order 4500012345", attached=[("po.csv", ORDER)])
    assert lines(reading) == [("200", "HX-100-20"), ("100", "HX-100-30")]
    assert codes(reading) == set()
    assert Proof.COMPLETE in reading.orders[0].proofs["lines"]


@pytest.mark.parametrize(
    "sentence",
    [
        "In addition please send 5 pcs of HX-100-40.",
        "Bitte liefern Sie zusätzlich 5 Stück HX-100-40.",
        "We also need 5 pcs HX-100-40.",
        "Merci d'ajouter 5 pièces HX-100-40.",
    ],
)
def test_a_body_that_adds_a_line_is_read_with_its_attachment_and_held(read_mail: ReadMail, sentence: str) -> None:
    reading = read_mail(f"Hello,\n\nour order is attached.\n{sentence}\n\nRegards\nKim", attached=[("po.csv", ORDER)])
    assert lines(reading) == [("200", "HX-100-20"), ("100", "HX-100-30"), ("5", "HX-100-40")]
    assert codes(reading) == {"body_amends_attachment"}


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("Please send 300 pcs of HX-100-20 instead of 200.", "body_amends_attachment"),
        ("Please leave out item HX-100-30, no longer needed (100 pcs).", "body_amends_attachment"),
        ("Bitte Position 2 streichen.", "body_amends_attachment"),
        ("The order is for 250 pcs HX-100-20 and 100 pcs HX-100-30.", "parts_contradict"),
        ("This is our order 4500012346.", "parts_contradict"),
        ("We need the goods on 27 March 2026.", "parts_contradict"),
    ],
)
def test_a_body_that_changes_or_contradicts_its_attachment_holds_the_order(read_mail: ReadMail, sentence: str, code: str) -> None:
    reading = read_mail(f"Hello,\n\nplease see attached.\n{sentence}\n\nRegards\nKim", attached=[("po.csv", ORDER)])
    assert lines(reading) == [("200", "HX-100-20"), ("100", "HX-100-30")]
    assert codes(reading) == {code}


def test_a_body_orders_and_its_attachment_holds_terms(read_mail: ReadMail) -> None:
    body = "Please send 5 pcs HX-100-40 and 10 pcs HX-100-50 on PO 4711.\n\nRegards\nKim"
    reading = read_mail(body, subject="Order 4711", attached=[("terms.txt", TERMS)])
    assert lines(reading) == [("5", "HX-100-40"), ("10", "HX-100-50")]
    assert [document.kind.value for document in reading.documents] == ["order", "other"]
    assert reading.orders[0].order.customer_po_number == "4711"
    assert codes(reading) == set()


def test_an_old_order_below_a_reply_orders_nothing(read_mail: ReadMail) -> None:
    body = (
        "Please send 5 pcs HX-100-40 on PO 4712.\n\nRegards\nKim\n\n"
        "On 2 Feb 2026, Nordwerk wrote:\n> Thank you for your order of 20 pcs HX-100-50.\n"
    )
    assert lines(read_mail(body, subject="Re: Order")) == [("5", "HX-100-40")]


def test_what_is_left_out_of_a_sentence_is_said(read_mail: ReadMail) -> None:
    for body in (
        "Please send 5 pcs HX-100-40. Please also send some HX-100-50.",
        "Please send 5 pcs HX-100-40.\nDo not send the 10 pcs HX-100-50.",
    ):
        assert "lines_incomplete" in codes(read_mail(body, subject="Order 4711")), body


def test_what_may_be_read_two_ways_is_held(read_mail: ReadMail) -> None:
    for body in (
        "Please send 2 x 100 pcs HX-100-40.",
        "Please send HX-100-40 hose 50 m.",
        "Please send 5 boxes HX-100-40, 10 boxes.",
    ):
        assert "value_ambiguous" in codes(read_mail(body, subject="Order 4711")), body


@pytest.mark.parametrize(
    ("subject", "body", "kind"),
    [
        ("Cancellation PO 4500012345", "Please cancel our order 4500012345.\n\nRegards", "order_cancellation"),
        ("4500012345", "Hello, unfortunately we have to cancel our order 4500012345 from last week.", "order_cancellation"),
        ("Storno Bestellung 4711", "Bitte stornieren Sie unsere Bestellung 4711.", "order_cancellation"),
        ("Change to PO 4500012345", "Please change our order 4500012345: HX-100-20 300 pcs instead of 200.", "order_change"),
        ("Bestelländerung 4711", "bitte ändern Sie die Menge auf 20 Stück.", "order_change"),
    ],
)
def test_a_mail_changes_or_cancels_an_order(read_mail: ReadMail, subject: str, body: str, kind: str) -> None:
    reading = read_mail(body, subject=subject)
    assert reading.kind.value == kind
    assert [order.kind.value for order in reading.orders] == [kind]
    assert reading.orders[0].order.customer_po_number in ("4500012345", "4711", None)


def test_a_cancellation_by_mail_cancels_what_is_attached(read_mail: ReadMail) -> None:
    reading = read_mail("Please cancel the attached order.", subject="Cancellation", attached=[("po.csv", ORDER)])
    assert [order.kind.value for order in reading.orders] == ["order_cancellation"]
    assert reading.orders[0].order.customer_po_number == "4500012345"


def test_two_orders_said_in_one_mail_are_two(read_mail):
    reading = read_mail("Two orders please:\n\nPO 1001 - 5 x CHR-20\nPO 1002 - 3 x DSK-11, 3 x LMP-4\n\nThanks Sue\n")
    found = [(each.order.customer_po_number, [line.customer_part_number for line in each.order.lines]) for each in reading.orders]
    assert found == [("1001", ["CHR-20"]), ("1002", ["DSK-11", "LMP-4"])]


def test_lines_above_two_numbers_belong_to_neither(read_mail):
    (found,) = read_mail("Please send 5 x CHR-20.\n\nOur PO: 1001\nOur PO: 1002\n").orders
    assert found.order.customer_po_number is None
    assert "value_ambiguous" in {problem.code for problem in found.problems}
