"""Two headings printed into each other: parted where each part is a known heading, else no label for either column."""

from __future__ import annotations

import pytest

from intake.extraction.words import vocabulary


@pytest.mark.parametrize("heading", ["Order QtyPrice", "Hoeveelheid Prijs", "Qty Price", "Menge Einzelpreis"])
def test_a_heading_over_quantity_and_price_names_neither(heading):
    assert vocabulary().names_two_factors(heading)


@pytest.mark.parametrize(
    "heading", ["Order Qty", "Total quantity", "Price per unit", "Einzelpreis", "Cena jedn. netto", "Menge gesamt"]
)
def test_a_heading_over_one_of_them_names_it(heading):
    assert not vocabulary().names_two_factors(heading)
