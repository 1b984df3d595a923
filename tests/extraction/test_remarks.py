"""What a mail says beside its order: a sentence that is no courtesy and that no value holds waits for a person."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from intake.domain.orders import Reading
from intake.extraction.courtesies import is_standing, words_that_want
from intake.extraction.said_words import presses, sets_off

ReadMail = Callable[..., Reading]

ORDER = (
    "PO No.;4500012345\nDelivery date;20.03.2026\n\nItem code;Description;Qty;Unit\n"
    "HX-100-20;Hex bolt M8x40;200;pcs\nHX-100-30;Hex bolt M8x50;100;pcs\n"
)


def codes(reading: Reading) -> set[str]:
    return {problem.code for order in reading.orders for problem in order.problems}


@pytest.mark.parametrize(
    "sentence",
    [
        "Please leave out the last line, we still have stock.",
        "Die letzte Position bitte nicht liefern.",
        "Ceci est un projet, la commande n'est pas encore validée.",
        "Das ist nur ein Entwurf, die Freigabe fehlt noch.",
        "Tym razem proszę dostarczyć na nową budowę, ul. Pokoju 5, Opole.",
        "Si la primera referencia no está disponible, manden otra en blanco.",
        "Ring chauffören innan ni kommer.",
        "Call before delivery.",
        "Please leave out the last line and send the invoice by mail.",
        "Letzte Zeile streichen, Rechnung wie immer.",
        "Deliver only once the invoice has been released.",
        "Bitte erst liefern, wenn die Rechnung freigegeben ist.",
        "Please arrange for collection.",
        "Bitte mit Rechnung 4711 verrechnen",
        "Merci de compenser avec la facture 123",
        "Credit note",
        "Rush",
        "TRÈS URGENT",
        "Confirmation of our telephone order.",
        "Bestätigung unserer telefonischen Bestellung.",
        "Please forward the goods to our customer.",
        "Graag klaarzetten.",
        "Let op: dit is een gewijzigde versie, de vorige kan vervallen.",
        "Bitte auf Rechnung der Firma Meier liefern.",
        "Please send the invoice to Smith Ltd.",
    ],
)
@pytest.mark.parametrize("is_postscript", [False, True])
def test_a_wish_in_words_beside_an_attachment_waits_for_a_person(read_mail: ReadMail, sentence: str, is_postscript: bool) -> None:
    said = ("", f"P.S.: {sentence}\n") if is_postscript else (f"{sentence}\n", "")
    reading = read_mail(f"Hello,\n\nour order is attached.\n{said[0]}\nRegards\nKim\n{said[1]}", attached=[("po.csv", ORDER)])
    assert codes(reading) == {"note_needs_reading"}


@pytest.mark.parametrize(
    "note",
    [
        "Do not despatch until confirmed.",
        "Pos. 2 entfällt.",
        "Uniquement si le prix est maintenu.",
        "Entregar en la calle Mayor 3.",
        "Zamówienie warunkowe.",
        "Sujeto a aprobación.",
        "Conceptbestelling",
        "Levering uitsluitend na telefonische oproep.",
        "Remark: Deliver only on call.",
    ],
)
def test_a_note_on_the_paper_that_leaves_the_order_open_waits(read_mail: ReadMail, note: str) -> None:
    paper = (
        "Purchase order\nPO No.: 4500012345\nDelivery date: 20.03.2026\n\nItem code   Description      Qty  Unit\n"
        "HX-100-20   Hex bolt M8x40   200  pcs\nHX-100-30   Hex bolt M8x50   100  pcs\n\n{}\n"
    )
    assert codes(read_mail("Hello,\n\nour order is attached.", attached=[("po.txt", paper.format(note))])) == {
        "note_needs_reading"
    }
    terms = "Please quote our order number on all papers. Abweichende Bedingungen werden nicht anerkannt."
    assert codes(read_mail("Hello,\n\nour order is attached.", attached=[("po.txt", paper.format(terms))])) == set()


def test_a_sentence_under_the_sign_off_is_a_postscript_and_one_under_the_address_is_small_print(read_mail: ReadMail) -> None:
    mail = "Hello,\n\nour order is attached.\n\nRegards\nKim\n\n{}\n\nKim Ltd\nTel. +44 20 7946 0000\n\n{}\n"
    wish, print_ = "Please double the first line.", "We plant a tree for every second order."
    assert codes(read_mail(mail.format(wish, print_), attached=[("po.csv", ORDER)])) == {"note_needs_reading"}
    assert codes(read_mail(mail.format("Kim Sample", print_), attached=[("po.csv", ORDER)])) == set()
    delivers = "Please deliver to our other site this time."
    assert codes(read_mail(mail.format("Kim Sample", delivers), attached=[("po.csv", ORDER)])) == {"note_needs_reading"}


@pytest.mark.parametrize(
    "sentence", ["Merci d'attendre notre feu vert.", "Thanks\nPlease wait with it until Monday.", "Razem z ostatnim."]
)
def test_thanks_that_ask_for_something_and_totals_that_are_none_hide_no_wish(read_mail: ReadMail, sentence: str) -> None:
    reading = read_mail(f"Hello,\n\nour order is attached.\n{sentence}\n\nRegards\nKim\n", attached=[("po.csv", ORDER)])
    assert codes(reading) == {"note_needs_reading"}


@pytest.mark.parametrize("sentence", ["Make the last one 12.", "Finalement, mettez-en 26 pour HX-100-20.", "Nur Position 2."])
def test_what_is_said_behind_thanks_and_what_looks_like_a_street_counts(read_mail: ReadMail, sentence: str) -> None:
    mail = f"Bonjour,\n\nour order is attached. Merci de confirmer.\n\n{sentence}\n\nCordialement\nKim"
    assert codes(read_mail(mail, attached=[("po.csv", ORDER)])) != set()


def test_a_wish_in_words_below_a_list_waits_for_a_person(read_mail: ReadMail) -> None:
    order = "Hello,\n\nplease deliver for our order 4711:\n\n200 pcs HX-100-20\n100 pcs HX-100-30\n"
    assert codes(read_mail(f"{order}\nThank you.\n\nRegards\nKim")) == set()
    assert codes(read_mail(f"{order}\nThis is only a draft.\n\nRegards\nKim")) == {"note_needs_reading"}


@pytest.mark.parametrize(
    ("greeting", "sentence"),
    [
        ("Grüß Gott,", "Vom HX-100-20 nehmen wir doch lieber 30."),
        ("Dzień dobry,", "Dostawa wyjątkowo na budowę: ul. Wiosenna 3, Swarzędz."),
    ],
)
def test_a_greeting_like_a_closing_and_a_sentence_like_a_charge_hide_no_wish(
    read_mail: ReadMail, greeting: str, sentence: str
) -> None:
    order = f"{greeting}\n\nwir bestellen zu 4711:\n\n200 pcs HX-100-20\n\n{{}}\n\nRegards\nKim"
    assert "note_needs_reading" not in codes(read_mail(order.format("")))
    assert "note_needs_reading" in codes(read_mail(order.format(sentence)))


@pytest.mark.parametrize(
    "sentence",
    [
        "Until last week you delivered to Hafenstraße 3, 20095 Hamburg.",
        "Your delivery of 04.06.2026 was the wrong one.",
    ],
)
def test_where_and_when_goods_went_before_is_no_wish_for_these(read_mail: ReadMail, sentence: str) -> None:
    reading = read_mail(f"Hello,\nfor order 4711 please send 10 pcs HX-100-20.\n{sentence}\nRegards\nKim")
    (read,) = reading.orders
    assert (read.order.ship_to, read.order.requested_delivery_date) == (None, None)
    assert read.order.buyer is None or read.order.buyer.street is None
    assert "note_needs_reading" in codes(reading)


@pytest.mark.parametrize(
    "below", ["Servir solo las dos primeras líneas.", "Pos. 2 entfällt.", "Esta encomenda anula a anterior."]
)
def test_a_cell_under_a_sheets_lines_waits_for_a_person(read_mail: ReadMail, below: str) -> None:
    said = "Hello,\n\nour order is attached.\n\nRegards\nKim"
    assert codes(read_mail(said, attached=[("po.csv", ORDER)])) == set()
    assert codes(read_mail(said, attached=[("po.csv", f"{ORDER}\n{below};;;\n")])) == {"note_needs_reading"}


@pytest.mark.parametrize(
    ("price", "found"),
    [
        ("at 2.88 EUR each", set()),
        ("à 2,88 EUR/pcs", set()),
        ("2.88 EUR per box", {"note_needs_reading"}),
        ("2.88 EUR each if you still have them", {"note_needs_reading"}),
    ],
)
def test_a_price_for_one_of_what_is_counted_says_no_more_and_one_for_another_unit_does(
    read_mail: ReadMail, price: str, found: set[str]
) -> None:
    order = f"Hello,\n\nplease deliver for our order 4711:\n\n- 200 pcs Hex bolt (item HX-100-20), {price}\n\nRegards\nKim"
    assert codes(read_mail(order)) == found


@pytest.mark.parametrize("remark", ["(optional, do not order yet)", "(noch nicht bestellen)", "(opzionale)"])
def test_what_takes_an_item_back_behind_it_waits_for_a_person(read_mail: ReadMail, remark: str) -> None:
    order = "Hello,\n\nplease deliver for our order 4711:\n\n- 200 pcs Hex bolt (item HX-100-20) at 2.88 EUR{}\n\nRegards\nKim"
    assert codes(read_mail(order.format(""))) == set()
    assert codes(read_mail(order.format(f" {remark}"))) == {"note_needs_reading"}


@pytest.mark.parametrize(
    "second",
    [
        "or, if you have none, 100 pcs HX-100-30",
        "alternativ 100 Stück HX-100-30",
        "oppure 100 pz HX-100-30",
        "100 pcs HX-100-30, or 50 pcs HX-100-40",
    ],
)
def test_goods_that_are_left_open_wait_for_a_person(read_mail: ReadMail, second: str) -> None:
    order = "Hello,\n\nplease deliver for our order 4711:\n\n200 pcs HX-100-20\n{}\n\nRegards\nKim"
    assert codes(read_mail(order.format("and 100 pcs HX-100-30"))) == set()
    assert "note_needs_reading" in codes(read_mail(order.format(second)))


def test_a_sentence_behind_one_that_was_read_keeps_its_words(read_mail: ReadMail) -> None:
    said = "Our order number is 4500012345. Please leave out the last line."
    reading = read_mail(f"Hello,\n\n{said}\n\nRegards\nKim", attached=[("po.csv", ORDER)])
    assert "note_needs_reading" in codes(reading)


@pytest.mark.parametrize(
    "sentence",
    [
        "Please confirm receipt and the delivery date by return.",
        "If you have any questions, do not hesitate to contact us.",
        "Wie telefonisch mit Frau Maier besprochen, erhalten Sie unsere Bestellung. Bei Rückfragen stehen wir gerne zur Verfügung.",
        "Merci de nous confirmer la bonne réception de cette commande.",
        "Teillieferungen nur nach Absprache.",
        "Rechnung bitte an die Buchhaltung, Rechnungsadresse wie bekannt.",
        "W razie pytań proszę o kontakt.",
        "In attesa di un vostro riscontro, porgo distinti saluti.",
        "Quedamos a la espera de su confirmación.",
        "Dies ist eine automatisch erzeugte Nachricht. Bitte antworten Sie nicht auf diese E-Mail.",
        "Could you confirm receipt and an estimated delivery date?",
        "Restiamo in attesa di conferma.",
        "As discussed this morning, our order is attached. Thank you for your quotation.",
        "Köszönjük az árajánlatot.",
        "Veuillez trouver en annexe notre bon de commande.",
        "Zie bijlage voor onze bestelling van deze week.",
        "Vorremmo ordinare i seguenti articoli.",
        "Kan ni bekräfta ordern och återkomma med leveransbesked?",
        "Zwracam się z prośbą o realizację zamówienia.",
        "Entregas parciais só com autorização.",
        "Alvast hartelijk dank!",
        "I alt ekskl. moms: 647,27 kr.",
        "Diese E-Mail wurde automatisch von unserem Warenwirtschaftssystem versandt.",
        "Non è possibile rispondere a questo messaggio.",
        "Pensez à l'environnement avant d'imprimer ce message.",
        "Please find attached our order in PDF and Excel format.",
        "In attesa di Vs. gradita conferma porgiamo cordiali saluti.",
        "Købsordren er vedhæftet som PDF.",
        "voilà la commande de la semaine.",
        "Automatischer Versand aus unserer Warenwirtschaft.",
        "Questo messaggio è stato generato automaticamente, si prega di non rispondere.",
        "Dokument wygenerowany elektronicznie, nie wymaga podpisu.",
        "Dieses Dokument wurde elektronisch erstellt und ist ohne Unterschrift gültig.",
        "Sachlich und rechnerisch richtig: H. Maus",
    ],
)
def test_courtesies_and_standing_conditions_want_nothing(read_mail: ReadMail, sentence: str) -> None:
    reading = read_mail(f"Hello,\n\nour order is attached.\n{sentence}\n\nRegards\nKim", attached=[("po.csv", ORDER)])
    assert codes(reading) == set()


@pytest.mark.parametrize(
    ("said", "waits"),
    [
        ("Status: cancelled", True),
        ("Status: Draft order", True),
        ("Freigabe: noch nicht erteilt", True),
        ("Approved by: deliver only half", True),
        ("Approved by: K. Lowe", False),
        ("Ansprechpartner: Max Muster", False),
        ("This order is not valid without signature.", True),
        ("Ohne Unterschrift ungültig.", True),
        ("Jeszcze nie sprawdzono pod względem merytorycznym.", True),
    ],
)
def test_what_stands_behind_a_label_of_no_value_may_still_take_the_order_back(
    read_mail: ReadMail, said: str, waits: bool
) -> None:
    reading = read_mail(f"Hello,\n\nour order is attached.\n{said}\n\nRegards\nKim", attached=[("po.csv", ORDER)])
    assert codes(reading) == ({"note_needs_reading"} if waits else set())


@pytest.mark.parametrize(
    ("row", "waits"),
    [("Status;cancelled", True), ("Status: cancelled", True), ("Approved by:;pending", True), ("Approved by;Max Muster", False)],
)
def test_what_a_sheet_says_of_its_order_behind_such_a_label_counts(read_mail: ReadMail, row: str, waits: bool) -> None:
    reading = read_mail("Our order is attached.", attached=[("po.csv", ORDER.replace("\nItem", f"{row}\n\nItem"))])
    assert codes(reading) == ({"note_needs_reading"} if waits else set())


@pytest.mark.parametrize(
    ("sentence", "is_courtesy"),
    [
        ("Please deliver to the invoice address.", False),
        ("Bitte an die Rechnungsadresse liefern.", False),
        ("Merci de livrer à l'adresse de facturation.", False),
        ("Proszę wysłać na adres do faktury.", False),
        ("Lähettäkää lasku ja tavarat laskutusosoitteeseen.", False),
        ("Please send the invoice to the billing address.", True),
        ("Bitte die Rechnung an die Rechnungsadresse senden.", True),
    ],
)
def test_goods_that_are_to_come_where_the_invoice_goes_come_elsewhere(
    read_mail: ReadMail, sentence: str, is_courtesy: bool
) -> None:
    reading = read_mail(f"Hello,\n\nour order is attached.\n{sentence}\n\nRegards\nKim", attached=[("po.csv", ORDER)])
    assert codes(reading) == (set() if is_courtesy else {"note_needs_reading"})


@pytest.mark.parametrize(
    "sentence",
    [
        "Anbei unsere Bestelländerung.",
        "Anbei unsere Auftragsstornierung.",
        "Hierbij onze orderwijziging.",
        "Hermed vores ordreændring.",
        "Liitteenä tilausmuutos.",
        "Bitte Terminverschiebung bestätigen.",
        "Materialänderung wie besprochen.",
        "Prisændring vedhæftet.",
        "Ürünleri göndermeyin.",
        "Onaylanırsa gönderin.",
        "Siparişi güncelleyin.",
    ],
)
def test_a_word_that_only_begins_like_a_courtesy_waits_for_a_person(read_mail: ReadMail, sentence: str) -> None:
    reading = read_mail(f"Hello,\n\nour order is attached.\n{sentence}\n\nRegards\nKim", attached=[("po.csv", ORDER)])
    assert "note_needs_reading" in codes(reading)


@pytest.mark.parametrize(
    "word", ["not", "only", "instead", "nicht", "nur", "pas", "seulement", "nie", "tylko", "inte", "ikke", "non", "no"]
)
def test_no_language_takes_a_word_for_a_courtesy_that_turns_a_sentence_round(word: str) -> None:
    assert words_that_want(word) == (word,)


@pytest.mark.parametrize(
    "sentence",
    [
        "Please deliver to our new address.",
        "Please return the items.",
        "Please deliver this week.",
        "Bitte nehmen Sie die Position aus dem Auftrag.",
        "Bitte lassen Sie die Positionen aus.",
        "Veuillez attendre notre confirmation.",
        "Veuillez retourner les articles.",
        "No enviar este pedido.",
        "Só enviar os artigos.",
        "El pedido está en espera.",
        "Consegna in giornata.",
        "Solicitamos o retorno da mercadoria.",
        "Graag volgende week leveren.",
        "Wilt u de producten uit de bestelling laten.",
        "Send varer retur.",
        "Leverans denna vecka.",
        "Prosimy o wcześniejszy termin dostawy.",
        "Zasíláme zboží zpět.",
        "Kérjük, hétvégén szállítsák.",
        "Bu hafta teslim.",
        "Bitte erst wieder liefern.",
        "Please wait for the go-ahead.",
        "Attendere nostra conferma.",
        "Kan ni skicka till bygget.",
        "Please deliver this afternoon.",
        "Delivery address follows.",
        "Deliver on request.",
        "Please send us your quotation.",
        "Ordine in attesa.",
        "Consegna in attesa di conferma.",
        "Si prega di riportare la merce.",
        "Bitte bis Feierabend.",
        "Bitte senden Sie die Ware an diese Adresse zurück.",
        "Die Bestellung bitte wieder aus dem System.",
        "Ring gerne inden levering.",
        "Bestilling følger.",
        "Kérjük az árajánlatot.",
        "Bitte zum Kunden liefern.",
        "This order was sent yesterday.",
        "Send til kunden.",
        "Merci de livrer chez le client.",
        "Official purchase order to follow.",
        "This order is not valid unless confirmed by our purchasing department.",
        "If you can confirm the price, please process the order.",
        "Confirm price, then process.",
        "We might order these.",
        "Please send all in M.",
        "Bitte in die neue Woche liefern.",
        "Eine reicht völlig.",
        "Als de prijs goed is dan bestellen we.",
        "Deze bestelling is niet geldig zonder bevestiging.",
        "Deze is inmiddels ontvangen.",
        "Graag alvast leveren.",
        "Inviare il resto.",
        "Kérjük vissza.",
        "Trimiteți nouă.",
        "Skicka mer.",
        "Livrer à la commune.",
        "Copy order for your records.",
        "Zwracam zamówienie.",
        "Podem aguardar.",
        "Tenete l'ordine in attesa di vostra conferma.",
        "Giv besked før levering.",
    ],
)
def test_words_that_stand_in_courtesies_still_change_an_order_when_they_stand_alone(sentence: str) -> None:
    assert words_that_want(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ta bort två stycken.",
        "Btw please leave out the last line.",
        "Bitte die Bicolor-Lampen weglassen.",
        "Die Abholung bitte absagen.",
    ],
)
def test_an_abbreviation_of_the_terms_within_another_word_makes_no_standing_condition(sentence: str) -> None:
    assert not is_standing(sentence)


@pytest.mark.parametrize(
    ("sentence", "is_open"),
    [
        ("For our Leeds branch please send 4 pcs HX-100-20 Hex bolt M8x40.", True),
        ("Next month please send 4 pcs HX-100-20 Hex bolt M8x40.", True),
        ("Für die Filiale Ulm bitte 4 Stk HX-100-20 Hex bolt M8x40.", True),
        ("In januari graag 4 st HX-100-20 Hex bolt M8x40.", True),
        ("Hi John, please send 4 pcs HX-100-20 Hex bolt M8x40.", False),
        ("Außerdem benötigen wir 4 Stk HX-100-20 Hex bolt M8x40.", False),
        ("Part no. HX-100-20 Hex bolt M8x40: 4 pcs", False),
    ],
)
def test_what_leads_up_to_goods_may_only_ask_for_them(read_mail: ReadMail, sentence: str, is_open: bool) -> None:
    reading = read_mail(f"Hello,\n\nour order PO-77120, delivery date 20.03.2026:\n\n{sentence}\n\nRegards\nKim\n")
    assert ("note_needs_reading" in codes(reading)) == is_open


@pytest.mark.parametrize(
    "text",
    [
        "Rush",
        "Eilt sehr",
        "Spoed!",
        "PILNE",
        "Brådskande",
        "Haster",
        "Kiire",
        "Sürgős",
        "Acil",
        "Urgentissimo",
        "Spěchá",
        "Súrne",
    ],
)
def test_a_call_for_haste_that_stands_alone_is_no_title(text: str) -> None:
    assert presses(text)


@pytest.mark.parametrize("text", ["Ian Rush", "DHL Express", "Sales department", "Hasty Foods"])
def test_a_name_calls_for_no_haste(text: str) -> None:
    assert not presses(text)


@pytest.mark.parametrize(
    "text",
    [
        "Please offset against invoice 55",
        "Rechnung abzüglich unserer Gutschrift",
        "Verrekenen met factuur 12",
        "Proszę potrącić z faktury 12",
        "Descontar da fatura 12",
        "Kvittas mot faktura 12",
        "Modregnes i faktura 12",
        "Vähennetään laskusta 12",
        "A 12 számlába beszámítani",
        "Započítat proti faktuře 12",
        "12 nolu fatura ile mahsup",
        "Se va compensa cu factura 12",
    ],
)
def test_a_set_off_is_no_standing_condition(text: str) -> None:
    assert sets_off(text)
    assert not sets_off("Invoice with our order number, payment 30 days net without deduction, 2% Skonto")


@pytest.mark.parametrize(
    ("sentence", "waits"),
    [
        ("Davon die Hälfte bitte erst im Januar.", True),
        ("If there's a cheaper equivalent feel free to swap.", True),
        ("Falls die Ordner nicht lieferbar sind, nehmen wir die nächstgrößeren.", True),
        ("If you are not the intended recipient of this, please delete it.", False),
        ("If you have received it in error please delete it and notify the sender.", False),
        ("Diese Mail ist auch ohne Unterschrift gültig.", False),
        ("Open Monday to Friday only.", False),
    ],
)
def test_a_sentence_below_a_signature_counts_where_it_turns_the_order(read_mail: ReadMail, sentence: str, waits: bool) -> None:
    signed = (
        "Viele Grüße aus Hamburg\nJens Albers\n\nKanzlei Brandt und Partner\nNeuer Wall 55, 20354 Hamburg\nTelefon 040 555 0177"
    )
    reading = read_mail(f"Guten Morgen,\n\nanbei unsere Bestellung.\n\n{signed}\n\n{sentence}", attached=[("po.csv", ORDER)])
    assert ("note_needs_reading" in codes(reading)) is waits
