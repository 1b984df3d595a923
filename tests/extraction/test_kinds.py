"""What a mail is: an order, a change, a cancellation, a question, or none of our business."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from intake.domain.orders import Reading

ReadMail = Callable[..., Reading]

TABLE = (
    "Art.;Text;Qty;Unit;Price;Amount\nHX-100-20;Hex bolt M8x40;200;pcs;0.12;24.00\nHX-100-30;Hex bolt M8x50;100;pcs;0.15;15.00\n"
)

OTHERS = {
    "en": [
        "Order confirmation",
        "Invoice",
        "Credit note",
        "Delivery note",
        "Quotation",
        "Price list",
        "Remittance advice",
        "Statement of account",
    ],
    "de": [
        "Auftragsbestätigung",
        "Rechnung",
        "Gutschrift",
        "Lieferschein",
        "Angebot",
        "Preisliste",
        "Zahlungsavis",
        "Kontoauszug",
        "Mahnung",
    ],
    "fr": [
        "Confirmation de commande",
        "Facture",
        "Avoir",
        "Bon de livraison",
        "Devis",
        "Tarif",
        "Avis de paiement",
        "Relevé de compte",
    ],
    "nl": ["Orderbevestiging", "Factuur", "Creditnota", "Pakbon", "Offerte", "Prijslijst", "Rekeningoverzicht"],
    "pl": [
        "Potwierdzenie zamówienia",
        "Faktura VAT",
        "Faktura korygująca",
        "Dokument WZ",
        "Oferta",
        "Cennik",
        "Potwierdzenie salda",
    ],
    "es": [
        "Confirmación de pedido",
        "Factura",
        "Abono",
        "Albarán",
        "Presupuesto",
        "Tarifa",
        "Aviso de pago",
        "Extracto de cuenta",
    ],
    "it": [
        "Conferma d'ordine",
        "Fattura",
        "Nota di credito",
        "Documento di trasporto",
        "Preventivo",
        "Listino prezzi",
        "Estratto conto",
    ],
    "sv": ["Orderbekräftelse", "Faktura", "Kreditfaktura", "Följesedel", "Offert", "Prislista", "Kontoutdrag"],
    "da": ["Ordrebekræftelse", "Faktura", "Kreditnota", "Følgeseddel", "Tilbud", "Prisliste", "Kontoudtog"],
    "pt": [
        "Confirmação de encomenda",
        "Fatura",
        "Nota de crédito",
        "Guia de remessa",
        "Orçamento",
        "Tabela de preços",
        "Extrato de conta",
    ],
    "cs": ["Potvrzení objednávky", "Faktura", "Dobropis", "Dodací list", "Nabídka", "Ceník", "Výpis z účtu"],
}


@pytest.mark.parametrize(("language", "title"), [(language, title) for language, titles in OTHERS.items() for title in titles])
def test_a_paper_that_only_looks_like_an_order_is_none(read_mail: ReadMail, language: str, title: str) -> None:
    reading = read_mail(
        "Hello,\n\nplease see attached.\n\nRegards\nKim", attached=[("paper.csv", f"{title} 2026-118\n\n{TABLE}")]
    )
    assert reading.kind.value == "other"
    assert reading.orders == ()
    assert [document.kind.value for document in reading.documents] == ["other", "other"]


INQUIRIES = [
    ("", "Bitte bieten Sie uns folgende Artikel an:\n300 Paar Strickhandschuhe\n\nWir benötigen Preis und Lieferzeit."),
    ("", "Wanneer komt onze bestelling 5120 aan? Het ging om 15 dozen pluggen."),
    ("Request for quotation", "Could you please quote 200 pcs of HX-100-20 and 50 pcs HX-100-30?"),
    ("Question", "Do you have 20 boxes of HX-100-20 in stock? When can you deliver?"),
    ("Order 4500012345", "Where is our order 4500012345? We are still waiting for 5 boxes of HX-100-20."),
    ("Anfrage", "bitte bieten Sie uns 200 Stück HX-100-20 an."),
    ("Preise", "Was kosten 50 Stück HX-100-20? Ist das lieferbar?"),
    ("Demande de prix", "Quel est le prix pour 50 pièces HX-100-20 et le délai de livraison ?"),
    ("Offerteaanvraag", "Kunt u een offerte maken voor 50 stuks HX-100-20?"),
    ("Zapytanie ofertowe", "Proszę o ofertę na 50 szt. HX-100-20."),
    ("Solicitud de oferta", "¿Cuánto cuestan 50 uds. HX-100-20? ¿Tienen stock?"),
    ("Richiesta di offerta", "Potete farci un'offerta per 50 pz HX-100-20?"),
    ("Prisförfrågan", "Vad kostar 50 st HX-100-20? Finns det i lager?"),
    ("Forespørgsel", "Hvad koster 50 stk HX-100-20?"),
    ("Pedido de cotação", "Quanto custam 50 un. HX-100-20?"),
    ("Poptávka", "Kolik stojí 50 ks HX-100-20? Máte skladem?"),
]


@pytest.mark.parametrize(("subject", "body"), INQUIRIES)
def test_a_question_is_no_order(read_mail: ReadMail, subject: str, body: str) -> None:
    reading = read_mail(f"{body}\n\nRegards\nKim", subject=subject)
    assert reading.kind.value == "inquiry"
    assert reading.orders == ()


def test_the_offer_that_an_order_refers_to_is_no_question(read_mail: ReadMail) -> None:
    head = "INDKØBSORDRE\nRekv.nr.: PO-709756\nJeres tilbud: 26-1009\n\n"
    table = "Betegnelse       Varenummer   Enhed  Bestilt  Stk. pris   Beløb\nSpiralbor PZ2    R-380-52     sæt          2     675,00  1.350,00\n"
    reading = read_mail(head + table, subject="INDKØBSORDRE PO-709756")
    assert [order.order.customer_po_number for order in reading.orders] == ["PO-709756"]


NOTHING = [
    ("Automatic reply: Order 4500012345", "I am out of the office until 12 March 2026. In urgent cases call 0123 456."),
    ("Abwesenheitsnotiz: Bestellung 4711", "Ich bin bis 12.03.2026 nicht im Büro. Dringendes an 2 Kollegen: Tel. 0123 4567."),
    ("Réponse automatique : Commande", "Je suis absent jusqu'au 12/03/2026."),
    ("Newsletter March", "New in our shop: 20 boxes of gloves for the price of 15! Unsubscribe here: www.shop.example"),
    (
        "Complaint delivery note 7788",
        "We received 10 boxes HX-100-20 yesterday, 3 boxes were damaged. Please send 3 boxes as replacement.",
    ),
    ("Reklamation", "Von den 10 Kartons HX-100-20 waren 3 beschädigt. Bitte senden Sie uns Ersatz für 3 Kartons."),
    ("Our new address", "Please note our new address: 24 Foundry Lane, LS12 4HT Leeds."),
    ("Invoice 2026-118", "Please find attached our invoice. Payment within 30 days."),
    ("Thank you", "Thank you for the fast delivery of the 20 boxes last week!"),
]


@pytest.mark.parametrize(("subject", "body"), NOTHING)
def test_what_orders_nothing_is_something_else(read_mail: ReadMail, subject: str, body: str) -> None:
    reading = read_mail(f"{body}\n\nRegards\nKim", subject=subject)
    assert reading.kind.value == "other"
    assert reading.orders == ()


ORDERS = [
    ("Re: Quotation 4711", "Thanks for your quotation. Please send 10 boxes HX-100-20 as quoted."),
    ("AW: Angebot 4711", "vielen Dank für Ihr Angebot. Wir bestellen hiermit 10 Kartons HX-100-20."),
    ("Re: Order confirmation", "One more order please: we need 10 pcs HX-100-20 on PO 4712."),
    ("", "Please send 10 pcs HX-100-20. When can you deliver?"),
    ("Bestellung", "Bitte 10 Stück HX-100-20"),
]


@pytest.mark.parametrize(("subject", "body"), ORDERS)
def test_an_order_stays_one_whatever_its_subject_says(read_mail: ReadMail, subject: str, body: str) -> None:
    reading = read_mail(f"{body}\n\nRegards\nKim", subject=subject)
    assert reading.kind.value == "order"
    assert len(reading.orders[0].order.lines) == 1


IN_WORDS = {
    "je suis absente du 2 au 6 mars.": "other",
    "Order now and save!\n\n50 x M8 bolts only £3.99\n\nUnsubscribe here.": "other",
    "Confirmam comanda: 100 buc caramida si 10 saci mortar MT-25.": "order",
    "Could you please move the delivery of PO 88120 to 30 March? We also need to increase line 2 from 40 to 60 pcs.": "order_change",
    "We were delivered 10 bags of FLR-25 instead of the 20 we ordered. Please send the missing 10 asap.": "other",
    "How much is a 200m coil, and can you do 3 by Wednesday?": "inquiry",
    "bei unserer Bestellung 88412 bitte statt 10 Stück PAP-A3-90 doch 12 Stück liefern.": "order_change",
    "Same as last week please plus 2 cases of olives OLV-20.": "order",
    "Hola, ¿podrías enviarme precios de 10 uds BLT-M8-40?": "inquiry",
    "Dzień dobry, proszę przesłać ofertę na 10 szt. BLT-M8-40.": "inquiry",
    "Hi, can we please get a price for 10 pcs BLT-M8-40?": "inquiry",
    "Hi, can you send 10 pcs BLT-M8-40 at the agreed price.": "order",
    "Hi, we have 10 x BLT-M8-40 too many, can we send them back?": "other",
    "Our stock of BLT-M8-40 is 10 pcs.": "other",
    "Hola, quedan pendientes 10 uds BLT-M8-40 del pedido anterior.": "other",
    "Goedemorgen, wij missen nog 10 stuks BLT-M8-40 van onze vorige levering.": "other",
    "We have decided, so please send 10 x BLT-M8-40.": "order",
    "Our address has changed to 12 Main Street, Leeds LS1 4AP.": "other",
    "Thanks, as always, for the fast delivery of all 12 boxes.": "other",
}


@pytest.mark.parametrize("sentence", IN_WORDS)
def test_a_sentence_says_what_the_mail_is(read_mail: ReadMail, sentence: str) -> None:
    assert read_mail(f"Hello,\n\n{sentence}\n\nKim").kind.value == IN_WORDS[sentence]


def test_what_was_ordered_before_is_a_persons_to_look_up(read_mail: ReadMail) -> None:
    (found,) = read_mail("Same as last week please plus 2 cases of olives OLV-20.").orders
    assert "lines_incomplete" in {problem.code for problem in found.problems}


@pytest.mark.parametrize("body", ["Please send us the goods on our list.", "Please find our order attached."])
def test_an_order_whose_goods_nobody_can_read_waits_for_a_person(read_mail: ReadMail, body: str) -> None:
    assert read_mail(body, subject="Order 4711").kind == "order"
    assert read_mail(body, subject="Order confirmation 4711").kind == "other"
    assert read_mail(body, subject="Re: Order 4711").kind == "other"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Order;1044\nPayment;Invoice\n", "order"),
        ("Zahlungsart:;Rechnung\n", "order"),
        ("Belegart:;Rechnung\n", "other"),
        ("Rechnung;4711;2.3.2026\n", "other"),
        ("Nordwerk GmbH;Rechnung\n", "other"),
    ],
)
def test_a_papers_name_is_no_title_behind_a_label(read_mail: ReadMail, head: str, kind: str) -> None:
    assert read_mail("Hello,\n\nplease see attached.\n\nKim", attached=[("paper.csv", f"{head}\n{TABLE}")]).kind.value == kind


def test_a_column_that_tells_how_each_row_is_paid_makes_no_invoice_of_an_export(read_mail: ReadMail) -> None:
    export = "Order ID;SKU;Product;Qty;Price;Payment\n1044;CUP-BL;Cup blue;3;10.00;Invoice\n1044;PL-21;Plate;2;35.00;Invoice\n"
    assert read_mail("Hello,\n\nplease see attached.\n\nKim", attached=[("export.csv", export)]).kind.value == "order"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Please deliver to gate 4 and send the\ninvoice\n", "order"),
        ("Bitte schicken Sie uns die\nRechnung zu\n", "order"),
        ("Nordwerk GmbH, Hafenstr. 1, 20457 Hamburg\nRechnung 4711\n", "other"),
    ],
)
def test_the_last_word_of_a_sentence_is_no_title(read_mail: ReadMail, head: str, kind: str) -> None:
    table = (
        "\n\nArt.        Text             Qty   Unit   Price   Amount\nHX-100-20   Hex bolt M8x40   200   pcs    0.12    24.00\n"
    )
    assert read_mail("Hello,\n\nplease see attached.\n\nKim", attached=[("paper.txt", head + table)]).kind.value == kind


@pytest.mark.parametrize(
    "sentence",
    [
        "Zu Bestellung 471101: bitte wie besprochen.",
        "Order 471101 - as agreed with Tom on the phone.",
        "Concernant notre commande 471101 : merci de faire comme convenu.",
        "Odnośnie zamówienia 471101: proszę tak jak ustaliliśmy telefonicznie.",
        "Tilauksesta 471101: kuten sovittiin, kiitos.",
        "471101 numaralı siparişimiz için konuştuğumuz gibi lütfen.",
        "Rufen Sie mich bitte wegen der Bestellung 471101 an.",
    ],
)
def test_what_a_mail_asks_of_an_order_without_saying_it_is_for_a_person(read_mail: ReadMail, sentence: str) -> None:
    (order,) = read_mail(f"Hello,\n\n{sentence}\n\nKim", subject="Information").orders
    assert (order.order.customer_po_number, order.order.lines) == ("471101", ())


@pytest.mark.parametrize(
    "sentence",
    [
        "Thanks for order 471101, everything arrived fine.",
        "Hartelijk dank voor de snelle levering van bestelling 471101.",
        "Tak for jeres hurtige levering af ordre 471101. Vi skriver igen, når vi har brug for mere.",
        "Please send us the invoice for order 471101.",
        "We have paid the invoice for order 471101 as agreed.",
        "Dziękujemy za realizację zamówienia 471101.",
        "Danke für die Bestätigung zu Bestellung 471101.",
    ],
)
def test_who_thanks_for_an_order_or_speaks_of_its_papers_asks_nothing_of_it(read_mail: ReadMail, sentence: str) -> None:
    assert read_mail(f"Hello,\n\n{sentence}\n\nKim", subject="Information").kind == "other"


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Hei, når kommer varene?", "inquiry"),
        ("Merci de nous indiquer quand la commande 471101 arrive.", "inquiry"),
        ("Vi preghiamo di comunicarci quando arriva l'ordine 471101.", "inquiry"),
        ("Vi bestiller igjen når vi trenger mer.", "other"),
        ("Vi richiamiamo con calma quando serve altro.", "other"),
    ],
)
def test_a_word_for_when_asks_only_in_a_question(read_mail: ReadMail, sentence: str, kind: str) -> None:
    assert read_mail(f"{sentence}\n\nKim", subject="Information").kind == kind
