"""A sentence that leads to the place of delivery may say the day as well."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from intake.domain.orders import Reading

ReadMail = Callable[..., Reading]


@pytest.mark.parametrize("day", ["16.11.", "16.11.2026"])
def test_an_address_below_a_sentence_with_the_day_is_the_place(read_mail: ReadMail, day: str):
    mail = f"Bestellung 4500123\n\nBitte liefern Sie bis {day} an unsere Zweigpraxis:\nPraxis Dr. Meier\nHauptstraße 5\n50667 Köln\n\n10 Stück HX-100-20 Kugellager\n"
    (order,) = read_mail(mail).orders
    assert order.order.ship_to is not None
    assert (order.order.ship_to.street, order.order.ship_to.city) == ("Hauptstraße 5", "Köln")


def test_a_label_with_its_day_alone_leads_to_no_place(read_mail: ReadMail):
    mail = "Bestellung 4500123\n\nLiefertermin 16.11.2026:\nPraxis Dr. Meier\nHauptstraße 5\n50667 Köln\n\n10 Stück HX-100-20 Kugellager\n"
    (order,) = read_mail(mail).orders
    assert order.order.ship_to is None
