"""Net, tax, gross and charges are told apart by what they add up to; what the sums do not settle stays open."""

from __future__ import annotations

from decimal import Decimal

import pytest

from intake.documents.text import text_document
from intake.domain.documents import Source
from intake.domain.limits import Limits
from intake.extraction.document_conventions import conventions_of_rows
from intake.extraction.quoting_places import text_at
from intake.extraction.segments import rows_of
from intake.extraction.total_fields import total_fields, totals_elsewhere
from intake.extraction.totals import sums_of

SOURCE = Source(filename="order.txt", sha256="0" * 64, media_type="text/plain")


def totals(text: str, lines_sum: str | None = None) -> list[tuple[str, str]]:
    """The fields that rows of sums state, as they are printed."""
    document = text_document(SOURCE, text.strip().split("\n"), Limits())
    rows = rows_of(0, document)
    conventions = conventions_of_rows(rows)
    sums = [found for at in range(len(rows)) for found in sums_of(rows, at, conventions)]
    fields = total_fields(sums, Decimal(lines_sum) if lines_sum else None)
    return [(field.path, text_at(field.places[0], [document])) for field in fields]


SUMS: dict[str, tuple[str, str | None, list[tuple[str, str]]]] = {
    "net, tax and gross under their columns": (
        "Razem   6 214,00   23 %   1 429,22   7 643,22",
        None,
        [("total_gross", "7 643,22"), ("total_tax", "1 429,22"), ("total_net", "6 214,00")],
    ),
    "net and gross under two columns": (
        "RAZEM   6 280,00   7 724,40",
        "6280.00",
        [("total_net", "6 280,00")],
    ),
    "net, tax and gross": (
        "Summe netto   195,00 EUR\n19 % MwSt.   37,05 EUR\nGesamtbetrag   232,05 EUR",
        "195.00",
        [("total_net", "195,00"), ("total_tax", "37,05"), ("total_gross", "232,05")],
    ),
    "the value of the goods is not the net total": (
        "Warenwert 195,00\nVerpackung 4,50\nFracht 12,00\nNettosumme 211,50\n19 % MwSt. 40,19\nGesamtbetrag 251,69",
        "195.00",
        [
            ("charges.packing", "4,50"),
            ("charges.freight", "12,00"),
            ("total_net", "211,50"),
            ("total_tax", "40,19"),
            ("total_gross", "251,69"),
        ],
    ),
    "goods, carriage and tax make the order's total": (
        "Goods total £39.00\nCarriage £5.00\nVAT @ 20% £8.80\nOrder total £52.80",
        "39.00",
        [("charges.freight", "5.00"), ("total_tax", "8.80"), ("total_gross", "52.80")],
    ),
    "a net subtotal": (
        "Zwischensumme (netto)   33702.28\nMehrwertsteuer 8,1 %   2729.88\nGesamtbetrag   36432.16",
        "33702.28",
        [("total_net", "33702.28"), ("total_tax", "2729.88"), ("total_gross", "36432.16")],
    ),
    "a total alone": ("Total 390.00 GBP", "390.00", [("total_net", "390.00")]),
    "two rates leave the tax open": (
        "Summe netto 170,00\n7 % MwSt. 3,50\n19 % MwSt. 22,80\nGesamtsumme brutto 196,30",
        "170.00",
        [("total_net", "170,00"), ("total_gross", "196,30")],
    ),
    "a discount keeps its minus": (
        "Rabatt -10,00\nSumme netto 160,00",
        "170.00",
        [("charges.discount", "-10,00"), ("total_net", "160,00")],
    ),
    "two freights are two charges": (
        "Fracht 12,00\nFracht 3,00\nSumme netto 185,00",
        "170.00",
        [("charges.freight", "12,00"), ("charges.freight", "3,00"), ("total_net", "185,00")],
    ),
    "sums side by side": (
        "Net 100.00      VAT 20% 20.00      Gross total 120.00",
        "100.00",
        [("total_net", "100.00"), ("total_tax", "20.00"), ("total_gross", "120.00")],
    ),
    "sums in one line of text": (
        "Total HT : 910,00 € — TVA 20 % : 182,00 € — Total TTC : 1 092,00 €",
        "910.00",
        [("total_net", "910,00"), ("total_tax", "182,00"), ("total_gross", "1 092,00")],
    ),
    "big round sums": (
        "Totale merce   24110000\nIVA 22%   5304200\nTotale documento   29414200",
        "24110000",
        [("total_net", "24110000"), ("total_tax", "5304200"), ("total_gross", "29414200")],
    ),
}


@pytest.mark.parametrize("case", SUMS)
def test_sums_are_told_apart(case):
    text, lines_sum, expected = SUMS[case]
    assert sorted(totals(text, lines_sum)) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [
        "USt-IdNr.: CHE360.870.851 MWST",
        "BTW-nr.: BE0805157507",
        "P.IVA: IT04337180576",
        "BTW: 749870376",
        "MwSt-Nr. 123456789",
        "Freight paid by supplier, 3 pallets",
        "VAT 23%",
        "Total",
        "Transport by truck 3",
    ],
)
def test_a_number_that_names_something_is_no_sum(text):
    assert totals(text) == []


def test_without_sums_nothing_is_computed():
    assert totals("Thank you for your order", "170.00") == []


def test_a_row_of_names_stands_above_its_amounts():
    text = "Base imponible   % IVA   Cuota IVA   Total EUR\n    383,00       21,00     80,43       463,43"
    document = text_document(SOURCE, text.split("\n"), Limits())
    rows = rows_of(0, document)
    fields = totals_elsewhere(document, rows, None, conventions_of_rows(rows))
    assert {field.path: text_at(field.places[0], [document]) for field in fields} == {
        "total_net": "383,00",
        "total_tax": "80,43",
    }


@pytest.mark.parametrize(
    "row",
    [
        "18    Cuffia Gr. 10             50,000 CF       870,00   43.500,00",
        "Guanto in nitrile               CF    30        1,27     38,10",
        "Guanto in nitrile               30,000 CF",
        "1023  30 CF    1,27    38,10",
        "30 CF    Guanto in nitrile      1,27    38,10",
        "Skruer M8                       5 palle         20,00    100,00",
        "Olie 10W40                      2 VAT           150,00   300,00",
    ],
)
def test_the_unit_of_a_line_is_no_sum_though_its_word_names_one(row: str) -> None:
    assert totals(row) == []


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("3     Verpackung    1      5,00     5,00", [("charges.packing", "5,00")]),
        ("1 Verpackung        12,00", [("charges.packing", "12,00")]),
        ("VAT   21,00", [("total_tax", "21,00")]),
        ("C/F   1,234.00", []),
    ],
)
def test_a_charge_or_tax_whose_word_is_a_unit_too_stays_one(row: str, found: list[tuple[str, str]]) -> None:
    assert totals(row) == found
