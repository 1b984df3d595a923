"""Who is who: we are never the buyer, a person is no firm, and goods go where the document says."""

from __future__ import annotations

import pytest

LINES = """

Item  Part No    Description    Qty  Unit  Price   Total
1     HX-M8X40   Bolt M8x40     200  EA    1.20    240.00
2     HX-M8X50   Bolt M8x50     100  EA    1.50    150.00
"""
US = "Nordwerk GmbH\nSpeicherstraße 12\n28217 Bremen\n"
ACME = "ACME Ltd\n10 High Street\nLeeds LS1 4AB\n"


@pytest.fixture(name="order")
def read_one(read_mail):
    def read_one(head: str, below: str = ""):
        reading = read_mail("Hello,\n\nsee the attached order.\n", attached=[("order.txt", head + LINES + below)])
        assert len(reading.orders) == 1
        return reading.orders[0].order

    return read_one


BUYERS = {
    "a letterhead above ours": f"{ACME}\n{US}\nPurchase Order 4711",
    "ours first": f"{US}\n{ACME}\nPurchase Order 4711",
    "both without a gap": f"{ACME}{US}Purchase Order 4711",
    "a supplier's label": f"{ACME}\nSupplier: Nordwerk GmbH\n\nPurchase Order 4711",
    "a person named as buyer": f"{ACME}\nPurchase Order 4711\nBuyer: Helen Doyle\nOur account with you: 16014",
    "one line": "ACME Ltd, 10 High Street, Leeds LS1 4AB\n\nPurchase Order 4711",
    "a sender's line over the window": f"ACME Ltd · 10 High Street · Leeds LS1 4AB\n\n{US}\nPurchase Order 4711",
    "only an invoice address": "Purchase Order 4711\n\nInvoice to: ACME Ltd, 10 High Street, Leeds LS1 4AB",
    "a sender without an address": "From: ACME\nOrder number 4711\nBill to: ACME Ltd, 10 High Street, Leeds LS1 4AB",
}


@pytest.mark.parametrize("layout", BUYERS)
def test_the_buyer_is_the_one_who_is_not_us(order, layout):
    buyer = order(BUYERS[layout]).buyer
    assert (buyer.name, buyer.street, buyer.postal_code, buyer.city) == ("ACME Ltd", "10 High Street", "LS1 4AB", "Leeds")
    assert buyer.country is None


def test_nobody_is_made_the_buyer(order):
    assert order(f"{US}\nPurchase Order 4711").buyer.name is None


@pytest.mark.parametrize(
    "head",
    [
        "ACME Ltd\n\nSupplier: Nordwerk GmbH\n\nPurchase Order 4711",
        f"ACME Ltd\n\n{US}\nPurchase Order 4711",
        "ACME Ltd\n\nGrossmann AG\nAm Hang 3\n57072 Siegen\n\nPurchase Order 4711",
    ],
)
def test_a_name_alone_at_the_top_is_the_buyers(order, head):
    buyer = order(head).buyer
    assert (buyer.name, buyer.street, buyer.postal_code) == ("ACME Ltd", None, None)


def test_a_delivery_address_below_its_label_outranks_a_line_beside_it(order):
    head = "                           Grossmann AG\nDelivery address           Am Hang 3\nACME Ltd, Plant 2          57072 Siegen\n5 Dock Road\nHull HU1 2AA\n"
    goes_to = order(f"{ACME}\nPurchase Order 4711\n\n{head}").ship_to
    assert (goes_to.name, goes_to.street, goes_to.postal_code) == ("ACME Ltd, Plant 2", "5 Dock Road", "HU1 2AA")


def test_an_address_without_a_name_is_a_place_to_deliver_to(order):
    goes_to = order("Purchase Order 4711\nDeliver to: 5 Dock Road, Hull HU1 2AA").ship_to
    assert (goes_to.name, goes_to.street, goes_to.postal_code, goes_to.city) == (None, "5 Dock Road", "HU1 2AA", "Hull")


def test_our_own_purchase_order_stays_ours_whoever_returns_it(order):
    assert order(f"Supplier:\n{ACME}\nBuyer:\n{US}\nPurchase Order 4711").buyer.name == "Nordwerk GmbH"
    assert order(f"Buyer:\n{ACME}\nSupplier:\n{US}\nPurchase Order 4711").buyer.name == "ACME Ltd"


def test_a_firm_above_an_address_may_be_whoever_is_written_to(order):
    found = order(f"{ACME}\nFirma: Nordwerk GmbH, Speicherstraße 12, 28217 Bremen\n\nSipariş No: 4711").buyer
    assert found.name == "ACME Ltd"


def test_a_tax_number_stands_in_a_footer_behind_its_name(order):
    footer = "\nACME Ltd · Company No. 01234567 · VAT No. GB123456789 · Barclays 20-00-00"
    assert order(f"{ACME}\nPurchase Order 4711", footer).buyer.vat_id == "GB123456789"


def test_a_town_ends_with_its_sentence(order):
    found = order(
        f"{ACME}\nPurchase Order 4711\nInvoice address: Arboga kommun, Box 45, 732 21 Arboga. Quote ref. 10442."
    ).bill_to
    assert (found.postal_code, found.city) == ("732 21", "Arboga")


def test_labels_one_above_another_are_nobodys_address(order):
    head = f"{US}\n          Rekv.nr.\n          Dato\n          12345 Vores konto\n\nPurchase Order 4711"
    assert order(head).buyer.name is None


PLACES: dict[str, tuple[str, tuple[str | None, ...]]] = {
    "beside the supplier": (
        "Vendor:                          Ship To:\n"
        "Nordwerk GmbH                    ACME Plant 2\n"
        "Speicherstr. 12                  5 Dock Road\n"
        "28217 Bremen                     Hull HU1 2AA",
        ("ACME Plant 2", "5 Dock Road", "HU1 2AA", "Hull"),
    ),
    "with a person and a forwarder": (
        "Deliver to:\nACME Plant 2\nc/o Smith Logistics\nAttn: John Smith\n5 Dock Road\nHull HU1 2AA\nTel: 01482 123456",
        ("ACME Plant 2", "5 Dock Road", "HU1 2AA", "Hull"),
    ),
    "to the buyer's own customer": (
        "Delivery direct to our customer:\nBuild Right Ltd\n5 Dock Road\nHull HU1 2AA",
        ("Build Right Ltd", "5 Dock Road", "HU1 2AA", "Hull"),
    ),
    "a week is no place": (
        "Livraison : semaine 16\nLieu de livraison :\nBuild Right Ltd\n5 Dock Road\nHull HU1 2AA",
        ("Build Right Ltd", "5 Dock Road", "HU1 2AA", "Hull"),
    ),
}


@pytest.mark.parametrize("layout", PLACES)
def test_goods_go_where_the_document_says(order, layout):
    printed, expected = PLACES[layout]
    ship_to = order(f"{ACME}\nPurchase Order 4711\n\n{printed}").ship_to
    assert ship_to is not None
    assert (ship_to.name, ship_to.street, ship_to.postal_code, ship_to.city) == expected


@pytest.mark.parametrize("words", ["see above", "same as billing address", "as above"])
def test_a_delivery_to_the_address_above_is_none_of_its_own(order, words):
    assert order(f"{ACME}\nPurchase Order 4711\nDeliver to: {words}\n").ship_to is None


@pytest.mark.parametrize("printed", ["Chantier: 8468", "Baustelle: 4711/2"])
def test_a_number_alone_is_no_place(order, printed):
    assert order(f"{ACME}\nPurchase Order 4711\n{printed}\n").ship_to is None


IDENTIFIERS = {
    "VAT Reg No: GB 980 7806 84": "GB 980 7806 84",
    "USt-IdNr.: DE136695976": "DE136695976",
    "N° TVA intracom. : FR 83 404 833 048": "FR 83 404 833 048",
    "NIP: 526-000-12-46": "526-000-12-46",
    "MWST-Nr.: CHE-109.322.551 MWST": "CHE-109.322.551 MWST",
    "VAT 20%: 64879.09": None,
    "Company Reg. No.: 01234567": None,
}


@pytest.mark.parametrize("printed", IDENTIFIERS)
def test_a_tax_number_is_no_amount(order, printed):
    assert order(f"{ACME}\nPurchase Order 4711\n{printed}").buyer.vat_id == IDENTIFIERS[printed]


def test_an_articles_gtin_is_nobodys_location(order):
    assert order(f"{ACME}\nPurchase Order 4711", below="EAN: 2569943006527\n").buyer.gln is None


def test_the_footer_adds_what_the_letterhead_leaves_out(order):
    found = order(f"{ACME}\nPurchase Order 4711", below="\n\nACME Ltd · 10 High Street · Leeds LS1 4AB\nVAT: GB 980 7806 84\n")
    assert (found.buyer.name, found.buyer.vat_id) == ("ACME Ltd", "GB 980 7806 84")
