"""Amounts of neighbouring columns that a PDF prints without a gap between them."""

from __future__ import annotations

import pytest

from intake.documents.pdf_runs import are_two_amounts


@pytest.mark.parametrize("both", ["11,35+1.362,00", "12,50+75,00", "1,234.50+6,789.00", "12.34+567.89"])
def test_two_amounts_that_make_no_number_together_are_two(both: str) -> None:
    assert are_two_amounts(*both.split("+"))


@pytest.mark.parametrize("both", ["1.23+4,56", "1+2,50", "1.234+5,67", "12,+50", "AB+12,50"])
def test_pieces_of_one_number_stay_one(both: str) -> None:
    assert not are_two_amounts(*both.split("+"))
