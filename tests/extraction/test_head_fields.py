"""The head of an order as buyers print it: labels beside, above and inside, numbers that are not the order's, words for days."""

from __future__ import annotations

from datetime import date

import pytest

from intake.domain.orders import Proof

LINES = """

Item  Part No    Description    Qty  Unit  Price   Total
1     HX-M8X40   Bolt M8x40     200  EA    1.20    240.00
2     HX-M8X50   Bolt M8x50     100  EA    1.50    150.00
"""


@pytest.fixture(name="order")
def read_one(read_mail):
    def read_one(head: str, below: str = "", **mail: str):
        reading = read_mail("Hello,\n\nsee the attached order.\n", attached=[("order.txt", head + LINES + below)], **mail)
        assert len(reading.orders) == 1
        return reading.orders[0].order

    return read_one


NUMBERS = {
    "PURCHASE ORDER No. PO-004711 Rev. 2": "PO-004711",
    "Order No: 4711 / Date: 12.03.2026": "4711",
    "Bestellnummer / Order No.: 4500012345": "4500012345",
    "Auftrags-Nr. (bitte stets angeben): 4711/2026": "4711/2026",
    "Bestellung Nr. 4711 vom 02.03.26": "4711",
    "Our order no.: 4711   Your order no.: SO-99   Contract: C-5512": "4711",
    "Order nr          Datum             Er referens\n558812            2026-03-04        Kalle": "558812",
    "ZAMÓWIENIE NR ZZ/0042/03/2026": "ZZ/0042/03/2026",
    "Bestellnummer 26-04-1190": "26-04-1190",
    "ZAMÓWIENIE NR 14/03/2026\nData: 18.03.2026": "14/03/2026",
    "Rekv.nr.: R-55810   Ordrenr.: 45098812": "45098812",
    "BON DE COMMANDE N° 2026-0318": "2026-0318",
    "Nº Enc.: 4500063364\nFornecedor n.º: 592278": "4500063364",
    "Vendor no.: 70011\nQuotation no.: Q-8812\nPO#: 4500098": "4500098",
    "PEDIDO DE COMPRA Nº 004512\nTotal do pedido: EUR 2.004,00": "004512",
    "COMANDĂ FERMĂ\nSeria TC nr. 00871 din data de 29.10.2026": "00871",
}


@pytest.mark.parametrize("head", NUMBERS)
def test_the_order_number_is_the_buyers_own(order, head):
    assert order(head).customer_po_number == NUMBERS[head]


@pytest.mark.parametrize(
    "head", ["Bestellung\nDatum 02.03.2026", "Vendor no.: 70011", "Your order no.: SO-99", "Purchase Order\nPage 1"]
)
def test_an_order_without_a_number_has_none(order, head):
    assert order(head).customer_po_number is None


SUBJECTS = {
    "Order 4711": "4711",
    "PO#4711": "4711",
    "Unsere Bestellung 4500012345": "4500012345",
    "WG: Bestellung 4711": "4711",
    "AW: Bestellung 4711": None,
    "Order 40 pcs": None,
    "Your order no. 5512": None,
    "Bestellung vom 12.03.2026": None,
}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_subject_may_name_the_number(read_mail, subject):
    reading = read_mail("Hello,\n\nplease send 10 pcs of HX-M8X40.\n\nRegards\nKim\n", subject=subject)
    assert [found.order.customer_po_number for found in reading.orders] == [SUBJECTS[subject]]


def test_of_a_number_in_the_subject_and_another_in_the_body_none_is_taken(read_mail):
    reading = read_mail("Hello,\n\nunder our order number 4712 please send 10 pcs of HX-M8X40.\n", subject="Order 4711")
    assert [found.order.customer_po_number for found in reading.orders] == [None]
    said = {(problem.code, problem.path) for found in reading.orders for problem in found.problems}
    assert ("value_ambiguous", "customer_po_number") in said


SENTENCES = {
    "please supply against our PO-88151:": "PO-88151",
    "our PO is 77120.": "77120",
    "Pyydämme toimittamaan tilausnumerolla 90144:": "90144",
    "kérjük szállítsák a 2026/118 számú megrendelésünkre:": "2026/118",
    "vă rugăm să livrați conform comenzii nr. 778:": "778",
    "sipariş numaramız 4410, lütfen gönderin:": "4410",
    "Numer naszego zamówienia to 55/03/2026.": "55/03/2026",
    "Číslo objednávky 2026045.": "2026045",
    "bitte liefern Sie zu Ihrem Angebot 5512:": None,
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_names_the_number(read_mail, sentence):
    reading = read_mail(f"{sentence}\n\n10 x HX-M8X40\n")
    assert [found.order.customer_po_number for found in reading.orders] == [SENTENCES[sentence]]


DAYS = {
    "Date Required: 2026-04-02": (date(2026, 4, 2), None),
    "Liefertermin: KW 14": (date(2026, 4, 3), "KW 14"),
    "Livraison : semaine 16": (date(2026, 4, 17), "semaine 16"),
    "Gewünschter Termin: 27.3.": (date(2026, 3, 27), None),
    "Delivery date: ASAP": (None, "ASAP"),
    "Delivery: ex works, to be agreed": (None, None),
}


@pytest.mark.parametrize("head", DAYS)
def test_the_day_is_as_printed_and_words_are_kept(order, head):
    found = order(f"Order 4711\nDate: 2026-03-02\n{head}")
    assert (found.requested_delivery_date, found.note) == DAYS[head]


def test_a_day_that_may_be_a_month_is_reported(read_mail):
    text = "Purchase order 778812\nDate: 04/05/2026" + LINES
    found = read_mail("See the attached order.\n", attached=[("order.txt", text)]).orders[0]
    assert found.order.order_date is None
    assert any(problem.code == "value_ambiguous" and problem.path.endswith("order_date") for problem in found.problems)


def test_americans_write_the_month_first(order):
    head = "PO 4711\nDate: 03/04/2026\nMidwest, Inc.\n12 Main Street\nAustin, TX 78701\nUSA"
    assert order(head).order_date == date(2026, 3, 4)


CURRENCIES = {
    "Currency: EUR": "EUR",
    "MWST-Nr.: CHE-109.322.551 MWST\nCurrency: CHF": "CHF",
    "VAT: CHE-109.322.551 MWST": None,
    "CIF: ESB01485473": None,
    "Orders above 5,000 EUR require an approval that must be asked for before the goods leave your house.": None,
}


@pytest.mark.parametrize("head", CURRENCIES)
def test_the_currency_is_printed_beside_money_or_a_label(order, head):
    assert order(f"Order 4711\n{head}").currency == CURRENCIES[head]


def test_a_dollar_sign_is_many_currencies(order):
    assert order("PO 4711", below="\nTotal $390.00\n").currency is None


INCOTERMS = {"Delivery terms: DAP Berlin (Incoterms 2020)": "DAP", "CIF: B12345678": None, "Delivery terms: free house": None}


@pytest.mark.parametrize("head", INCOTERMS)
def test_an_incoterm_is_a_code_and_no_tax_number(order, head):
    assert order(f"Order 4711\n{head}").incoterms == INCOTERMS[head]


TERMS = {
    "Terms: Net 30. Please send two copies of your invoice.": "Net 30",
    "Zahlungsbedingungen: Innerhalb von 14 Tagen 2 % Skonto, innerhalb von 30 Tagen netto": (
        "Innerhalb von 14 Tagen 2 % Skonto, innerhalb von 30 Tagen netto"
    ),
    "Zahlung: 10 Tage 3% Skonto, 30 Tage netto": "10 Tage 3% Skonto, 30 Tage netto",
    "Mode de règlement: 30 jours fin de mois le 10": "30 jours fin de mois le 10",
    "Payment terms: 30 days net. Invoices must quote our number.": "30 days net",
    "Zahlungsbed.: zahlbar innerhalb 30 Tagen ohne Abzug": "zahlbar innerhalb 30 Tagen ohne Abzug",
}


@pytest.mark.parametrize("head", TERMS)
def test_payment_terms_are_quoted(order, head):
    assert order(f"Order 4711\n{head}").payment_terms == TERMS[head]


def test_two_numbers_with_lines_under_each_are_two_orders(read_mail):
    text = f"Order No. 4711\nDate: 2026-03-02\n{LINES}\n\nOrder No. 4712\nDate: 2026-03-03\n{LINES}"
    found = read_mail("See the attached orders.\n", attached=[("orders.txt", text)]).orders
    assert [(each.order.customer_po_number, each.order.order_date, len(each.order.lines)) for each in found] == [
        ("4711", date(2026, 3, 2), 2),
        ("4712", date(2026, 3, 3), 2),
    ]


def test_a_row_of_labels_has_its_values_below_even_where_one_is_unknown(order):
    found = order(
        "PO 4711\n\nTerms           Taken by     Req. date     Currency\n2% 10 Net 30    J. Moss      20.03.2026    USD"
    )
    assert (found.payment_terms, found.requested_delivery_date, found.currency) == ("2% 10 Net 30", date(2026, 3, 20), "USD")


def test_two_labels_may_share_one_value(order):
    found = order("PO number/date\n4500761123 / 03.03.2026\n\nOur ref.   PR 10022981")
    assert (found.customer_po_number, found.order_date) == ("4500761123", date(2026, 3, 3))


def test_half_of_a_label_before_two_values_proves_the_number(read_mail):
    head = "Nordwerk GmbH\n\nBestellnummer/Datum    4500004977 / 26.11.2026\n"
    (read,) = read_mail("Hallo,\n\nsiehe Anhang.\n", attached=[("order.txt", head + LINES)]).orders
    assert read.order.customer_po_number == "4500004977"
    assert Proof.LABELLED in read.proofs["customer_po_number"]


LETTERS = {
    "V Trnave 06.05.2026\nObjednávka č. 4711-26": date(2026, 5, 6),
    "Please find below our purchase order PO-4711 of 3 June 2026.": date(2026, 6, 3),
    "Merci de livrer notre commande n° CF-3391 du 08/06/2026.": date(2026, 6, 8),
    "Strasbourg, le 4 mars 2026\nBon de commande BC-118": date(2026, 3, 4),
    "Zug, 3. März 2026\nBestellung 4711-26": date(2026, 3, 3),
    "Göteborg den 3 mars 2026\nInköpsorder 4711-26": date(2026, 3, 3),
    "Purchase Order\n#PO100482\n14.03.2026": date(2026, 3, 14),
    "Bestellung 4711-26\nFreitag, 27.3.2026": None,
    "Bestellung 4711-26\n\nGültig bis 27.3.2026": None,
    "Zug, 3. März 2026\nBern, 5. März 2026\nBestellung 4711-26": None,
}


@pytest.mark.parametrize("head", LETTERS)
def test_a_letter_is_dated_behind_its_place_or_below_its_number(order, head):
    assert order(head).order_date == LETTERS[head]


MORE_NUMBERS = {
    "1. DATE OF ORDER    2. CONTRACT NO.    3. ORDER NO.\n03/11/2026          GS-07F-0088X       36C24126P0417": "36C24126P0417",
    "ASUNTO: Pedido núm. 2026/77 (ref. obra: Hotel Pilar)": "2026/77",
    "Bestelbon / Bon de commande\nNr. / N° : BB26-1107": "BB26-1107",
    "COMANDĂ FURNIZOR\nNr.: CF-0318": "CF-0318",
}


@pytest.mark.parametrize("head", MORE_NUMBERS)
def test_a_number_below_a_numbered_label_a_title_or_behind_the_subject(read_mail, head):
    found = read_mail("Hello,\n\nsee the attached order.\n", attached=[("order.txt", head + LINES)]).orders[0]
    assert found.order.customer_po_number == MORE_NUMBERS[head]
    assert Proof.LABELLED in found.proofs["customer_po_number"]


def test_a_reference_that_nobody_calls_an_orders_number_is_not_proven_one(read_mail):
    head = "Order\n\nOur ref: JM/kt/118\n"
    found = read_mail("Hello,\n\nsee the attached file.\n", attached=[("order.txt", head + LINES)]).orders[0]
    assert Proof.LABELLED not in found.proofs.get("customer_po_number", frozenset())


@pytest.mark.parametrize(
    ("head", "is_open"),
    [
        ("Order No: KF-10023\nOrder Number: 77812\n", True),
        ("Order No: 4711\nOrder Number: PO-4711\n", False),
        ("Order No: 4711\nDocument No: 88120\n", False),
    ],
)
def test_two_numbers_named_alike_are_a_persons_to_choose_from(read_mail, head, is_open):
    found = read_mail("Hello,\n\nsee the attached order.\n", attached=[("order.txt", head + LINES)]).orders[0]
    assert any((each.code, each.path) == ("value_ambiguous", "customer_po_number") for each in found.problems) == is_open


def test_another_papers_day_is_not_the_orders(order):
    found = order("Jena, den 12. März 2026\nBestell-Nr.: 4711\nIhr Angebot Nr. 26-1187 vom 03.03.2026\n")
    assert (found.order_date, found.references.quotation) == (date(2026, 3, 12), "26-1187")


def test_one_day_behind_an_article_is_one_day(order):
    found = order("Pedido nº 4711\nFecha de entrega: antes del 25/03/2026\nVAT B50123456\n")
    assert (found.order_date, found.requested_delivery_date) == (None, date(2026, 3, 25))


def test_a_label_may_go_on_in_the_next_row(order):
    head = "ZAMÓWIENIE Nr 4711\nMiejsce\ndostawy:       Magazyn Centralny, ul. Paderewskiego 4, 93-509 Łódź\n"
    goes_to = order(head).ship_to
    assert (goes_to.name, goes_to.postal_code) == ("Magazyn Centralny", "93-509")


def test_an_american_place_and_dollars_put_the_month_first(order):
    head = "VA Medical Center\n940 Belmont Street\nBrockton, MA 02301\n\nPO 4711\nOrder date: 03/11/2026\n"
    assert order(head, "\nTotal   $390.00\n").order_date == date(2026, 3, 11)


def test_a_week_is_said_by_its_label(order):
    assert order("Order 4711\nDate: 01.06.2026\nLev. uge 26").requested_delivery_date == date(2026, 6, 26)


def test_a_number_that_a_subject_calls_the_orders_outranks_a_bare_reference(read_mail):
    mail = "Hello,\n\nwe order 10 pcs HX-M8X40.\nInvoices: please quote\nRef. 10442\n"
    (found,) = read_mail(mail, subject="Our order no. 2026-55").orders
    assert found.order.customer_po_number == "2026-55"


def test_the_currency_of_every_priced_cell_is_the_orders(read_mail):
    rows = "Code,Description,Qty,Price\nHX-M8X40,Bolt M8x40,200,1.20 €\nHX-M8X50,Bolt M8x50,100,1.50 €\n"
    (found,) = read_mail("Order 4711 attached.\n", attached=[("order.csv", rows)]).orders
    assert found.order.currency == "EUR"
