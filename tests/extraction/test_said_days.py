"""The day of delivery that a mail's sentence says, with its weekday, and what the sentence says besides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from intake.domain.orders import Proof, Reading

ReadMail = Callable[..., Reading]
FRIDAY = date(2026, 3, 20)


def read(read_mail: ReadMail, sentence: str) -> tuple[date | None, set[str]]:
    mail = f"Hello,\n\nplease send on PO-77120:\n5 pcs HX-100-20 Hex bolt M8x40\n3 pcs HX-100-30 Hex bolt M8x50\n\n{sentence}\n\nRegards\nKim\n"
    (order,) = read_mail(mail).orders
    assert order.order.requested_delivery_date is None or Proof.LABELLED in order.proofs["requested_delivery_date"]
    return order.order.requested_delivery_date, {problem.code for problem in order.problems}


@pytest.mark.parametrize(
    "sentence",
    [
        "We'd like these for Friday 20 March please.",
        "Bitte am Freitag, den 20. März.",
        "Freitag, 20.3.2026 reicht völlig.",
        "Pour vendredi 20 mars.",
        "We ontvangen het graag vrijdag 20 maart.",
        "Per venerdì 20 marzo.",
        "Para el viernes 20 de marzo.",
        "Potrzebujemy do piątku 20 marca.",
        "Na pátek 20. března.",
        "Kérjük március 20-án, pénteken szállítani.",
        "Levering fredag d. 20. marts.",
        "Perjantaina 20.3.2026.",
        "20 Mart Cuma günü.",
    ],
)
def test_a_weekday_beside_the_day_belongs_to_it(read_mail: ReadMail, sentence: str) -> None:
    assert read(read_mail, sentence) == (FRIDAY, set())


@pytest.mark.parametrize(
    "sentence",
    [
        "Delivery Thursday 20 March please.",
        "Wir bräuchten es am Donnerstag, 20.3.2026.",
        "Leave out the last line and deliver the rest by 20 March.",
        "Only if complete deliver on 20 March.",
        "Wir brauchen nur die Hälfte bis 20.03.2026.",
        "Bitte Lieferung an unsere Filiale in Ulm am 20.03.2026.",
        "Livraison au magasin de Nantes le 20 mars 2026.",
        "Laatste regel vervalt, rest leveren op 20 maart 2026.",
        "20 March delivery only if complete.",
        "Not before Friday 20 March.",
        "Friday 20 March we are closed.",
        "We spoke on Friday 20 March.",
    ],
)
def test_what_a_sentence_says_beside_its_day_waits_for_a_person(read_mail: ReadMail, sentence: str) -> None:
    assert "note_needs_reading" in read(read_mail, sentence)[1]


@pytest.mark.parametrize(("said", "day"), [("24.03.2026", date(2026, 3, 24)), ("Kita Sonnenschein", None)])
def test_a_form_says_for_which_day_or_for_whom_it_orders(read_mail: ReadMail, said: str, day: date | None) -> None:
    form = (
        f"Bestellung Nr. 4711\nBestellung für: {said}\n\nArtikel     Bezeichnung       Menge\nHX-100-20   Bolzen M8x40      200\n"
    )
    (order,) = read_mail("Hallo,\n\nanbei.\n\nKim", attached=[("form.txt", form)]).orders
    assert (order.order.customer_po_number, order.order.requested_delivery_date) == ("4711", day)
