"""A mail that cancels one line of an order changes the order; only one that cancels the order cancels all of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from intake.domain.orders import DocumentKind, Reading
from intake.extraction.planners.layout.cancelled_lines import cancels_line

ReadMail = Callable[..., Reading]

OF_A_LINE = [
    "Please cancel line 3 of order 4711.",
    "Bitte stornieren Sie in unserer Bestellung 4711 die Pos. 3.",
    "Bitte stornieren Sie die Positionen 3 und 4 der Bestellung 4711.",
    "Merci d'annuler la ligne 3 de la commande 4711.",
    "Gelieve regel 3 van bestelling 4711 te annuleren.",
    "Por favor anulen la línea 3 del pedido 4711.",
    "Vi preghiamo di annullare la riga 3 dell'ordine 4711.",
    "Cancelamento da linha 3 da encomenda 4711.",
    "Prosimy o anulowanie pozycji 3 z zamówienia 4711.",
    "Prosíme o storno položky 3 objednávky 4711.",
    "Prosíme o zrušenie položky č. 3 objednávky 4711.",
    "Annullering av rad 3 i order 4711.",
    "Annullering af linje 3 i ordre 4711.",
    "Kansellering av linje 3 i ordre 4711.",
    "Tilauksen 4711 rivin 3 peruutus.",
    "Kérjük a 4711 rendelés 3. tételének törlését.",
    "Vă rugăm anularea poziției 3 din comanda 4711.",
    "4711 siparişimizin 3 numaralı kaleminin iptali.",
]
OF_THE_ORDER = [
    "Please cancel order 4711.",
    "Please cancel our order 4711 for 10 items.",
    "Please cancel the order sent by post 3 March, PO 4711.",
    "Bitte stornieren Sie unsere Bestellung 4711 vom 12.03.2026.",
    "Bitte stornieren Sie die Bestellung 4711 über 3 Positionen.",
    "Bitte stornieren Sie die Bestellung 4711 (10 Radlager 6204).",
    "Anularea comenzii 4711 din 12.03.2026.",
]


IN_WORDS = [
    "We would like to cancel purchase order 471101 with immediate effect.",
    "Hiermit widerrufen wir unseren Auftrag Nr. 471101.",
    "Bestellung 471101 ist hinfällig, bitte streichen.",
    "Nous annulons la commande 471101.",
    "Por favor anulen nuestro pedido 471101.",
    "Vi preghiamo di annullare il nostro ordine 471101.",
    "Wij annuleren hierbij bestelling 471101.",
    "Solicitamos o cancelamento da encomenda n.º 471101.",
    "Rezygnujemy z zamówienia 471101.",
    "Rušíme objednávku č. 471101.",
    "Vi avbeställer order 471101.",
    "Vi annullerer ordre 471101.",
    "Peruisimme tilauksen 471101.",
    "Kérjük a 471101 számú megrendelésünk törlését.",
    "Vă rugăm să anulați comanda 471101.",
    "471101 numaralı siparişimizi iptal ediyoruz.",
]


@pytest.mark.parametrize("sentence", IN_WORDS)
def test_a_sentence_that_cancels_an_order_cancels_it_in_every_language(read_mail: ReadMail, sentence: str):
    assert read_mail(f"Hello,\n\n{sentence}\n\nRegards\nKim\n").kind is DocumentKind.ORDER_CANCELLATION


@pytest.mark.parametrize(
    "sentence",
    [
        "Proszę o anulowanie zamówienia 471101.",
        "Prosím o zrušení objednávky 471101.",
        "Prosíme o zrušenie objednávky 471101.",
        "Kérem, töröljék a 471101-es rendelést.",
        "A 471101. számú rendelésünket lemondjuk.",
        "Peruutamme tilauksen 471101.",
        "471101 numaralı siparişimizin iptalini rica ederiz.",
        "Rogamos la anulación del pedido 471101.",
        "Pedimos o cancelamento da encomenda 471101.",
        "Bitte stornieren Sie die Bestellung 471101, das Bauteil ist nicht mehr lieferbar.",
    ],
)
def test_the_order_that_is_cancelled_is_known_by_its_number(read_mail: ReadMail, sentence: str):
    (order,) = read_mail(f"Hello,\n\n{sentence}\n\nRegards\nKim\n").orders
    assert (order.kind, order.order.customer_po_number) == (DocumentKind.ORDER_CANCELLATION, "471101")


@pytest.mark.parametrize(
    "sentence",
    [
        "Wir benötigen die Bestellung 471101 nicht mehr.",
        "Non ci serve più l'ordine 471101.",
        "Nie potrzebujemy zamówienia 471101.",
        "Vi behöver inte längre beställning 471101.",
    ],
)
def test_what_is_not_wanted_any_more_changes_its_order(read_mail: ReadMail, sentence: str):
    kinds = (DocumentKind.ORDER_CHANGE, DocumentKind.ORDER_CANCELLATION)
    assert read_mail(f"Hello,\n\n{sentence}\n\nRegards\nKim\n").kind in kinds


def test_words_that_begin_like_inches_count_nothing(read_mail: ReadMail):
    mail = "Hello,\n\nresending our purchase order 471101 in case it did not reach you:\n\n200 pcs HX-M8X40 Hex bolt\n\nRegards\nKim\n"
    (order,) = read_mail(mail).orders
    assert [str(line.quantity) for line in order.order.lines] == ["200"]


def test_what_else_was_cancelled_cancels_no_order(read_mail: ReadMail):
    mail = "Hello,\n\nThe fair in hall 300 was cancelled; please send 5 pcs HX-M8X40 under order 471101.\n\nRegards\nKim\n"
    assert read_mail(mail).kind is DocumentKind.ORDER


@pytest.mark.parametrize("sentence", OF_A_LINE)
def test_a_cancelled_line_is_told_from_a_cancelled_order(sentence):
    assert cancels_line(sentence)


@pytest.mark.parametrize("sentence", OF_THE_ORDER)
def test_a_number_beside_a_cancelled_order_is_no_line_of_it(sentence):
    assert not cancels_line(sentence)


@pytest.mark.parametrize("sentence", [OF_A_LINE[1], "Please cancel position 3 of order 4711."])
def test_a_mail_that_cancels_a_line_changes_the_order(read_mail: ReadMail, sentence: str):
    assert read_mail(f"Hello,\n\n{sentence}\n\nRegards\nKim\n").kind is DocumentKind.ORDER_CHANGE


def test_a_mail_that_cancels_the_order_cancels_it(read_mail: ReadMail):
    assert read_mail("Hello,\n\nPlease cancel order 4711.\n\nRegards\nKim\n").kind is DocumentKind.ORDER_CANCELLATION


def test_a_subject_that_cancels_does_not_outweigh_the_line_its_mail_names(read_mail: ReadMail):
    mail = "Hello,\n\nPlease cancel position 3 of order 4711.\n\nRegards\nKim\n"
    assert read_mail(mail, subject="Cancellation of order 4711").kind is DocumentKind.ORDER_CHANGE
