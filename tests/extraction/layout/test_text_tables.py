"""Line tables in fixed columns of a mail: what each column holds is told by headings, cells and the rows' own products."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from intake.config import load_settings
from intake.domain.messages import Origin
from intake.domain.orders import Proof
from intake.wiring import open_reader

HEAD = """From: ann@buyer.example
To: orders@seller.example
Subject: Order PO-4711
Content-Type: text/plain; charset=utf-8

Order no. PO-4711

"""


@pytest.fixture
def read_all(tmp_path):
    def read_all(table):
        raw = (HEAD + table).encode()
        reader = open_reader(load_settings(tmp_path), "layout")
        return reader.read(raw, None, Origin.EMAIL, datetime(2026, 3, 2, tzinfo=UTC)).reading.orders

    return read_all


@pytest.fixture
def read(read_all):
    def read(table):
        (order,) = read_all(table)
        return order

    return read


def test_columns_two_blanks_apart_are_columns(read):
    order = read(
        "Pos  Your code  Description     Qty  Unit  Price  Amount\n"
        "1    HX-M8X40   Hex bolt M8x40  200  pcs    0.12   24.00\n"
        "2    NU-M8      Hex nut M8      300  pcs    0.05   15.00\n"
    )
    assert [(line.line_number, line.sku, line.description) for line in order.order.lines] == [
        ("1", "HX-M8X40", "Hex bolt M8x40"),
        ("2", "NU-M8", "Hex nut M8"),
    ]
    assert [(line.quantity, line.uom, line.unit_price) for line in order.order.lines] == [
        (Decimal(200), "pcs", Decimal("0.12")),
        (Decimal(300), "pcs", Decimal("0.05")),
    ]


def test_rules_drawn_with_signs_are_no_words_of_a_line(read):
    order = read(
        "| Pos | Code  | Description | Qty |\n"
        "+-----+-------+-------------+-----+\n"
        "| 1   | A-778 | Hex bolt    |   5 |\n"
        "+-----+-------+-------------+-----+\n"
        "| 2   | A-779 | Hex nut     |   7 |\n"
        "+-----+-------+-------------+-----+\n"
    )
    assert [(line.customer_part_number, line.description, line.quantity) for line in order.order.lines] == [
        ("A-778", "Hex bolt", Decimal(5)),
        ("A-779", "Hex nut", Decimal(7)),
    ]


def test_a_heading_is_read_in_the_language_of_the_others(read):
    order = read(
        "Poř.  Počet  Označení    Název        Cena za MJ   Celkem\n"
        "1         4  SV-72X45-R  Krabice          8,00    32,00\n"
        "2        75  AV-96X31-P  Europaleta     620,00 46 500,00\n"
    )
    assert [(line.line_number, line.customer_part_number, line.price_basis_quantity) for line in order.order.lines] == [
        ("1", "SV-72X45-R", None),
        ("2", "AV-96X31-P", None),
    ]


def test_a_heading_over_two_languages_with_a_stroke_is_one_column(read):
    order = read(
        "No.  Item / Service Description      Qty  Unit Price\n"
        "1    Compression fitting 22 mm        12        6.18\n"
        "2    Flexible hose PN16                4        9.10\n"
    )
    assert [line.description for line in order.order.lines] == ["Compression fitting 22 mm", "Flexible hose PN16"]


def test_terms_and_addresses_beside_a_table_order_nothing(read):
    order = read(
        "Payment: 60 days net\nDeliver to: Albion Street 14, Leeds\n\n"
        "No.  Code   Description   Qty\n"
        "1    A-778  Hex bolt       12\n\n"
        "IBAN DE44 2101 1848 6739 9687\n"
    )
    assert [line.quantity for line in order.order.lines] == [Decimal(12)]


def test_two_quantities_in_one_cell_are_none(read):
    order = read("No.  Code   Description   Qty\n1    A-778  Hex bolt      12 x 5\n2    A-779  Hex nut       7\n")
    assert [line.quantity for line in order.order.lines if line.customer_part_number == "A-778"] in ([], [None])
    assert order.problems


@pytest.mark.parametrize(
    ("price", "amount"), [("1.250,00", "2.500,00"), ("1,250.00", "2,500.00"), ("1'250.00", "2'500.00"), ("1 250,00", "2 500,00")]
)
def test_thousands_are_read_as_the_document_writes_them(read, price, amount):
    order = read(
        f"No.  Code   Description   Qty  Unit price      Amount\n1    A-778  Hex bolt        2  {price:>10}  {amount:>10}\n"
    )
    (line,) = order.order.lines
    assert (line.unit_price, line.line_amount) == (Decimal(1250), Decimal(2500))


def test_an_item_column_over_codes_holds_codes_and_no_line_numbers(read):
    order = read("Qty  Unit  Item #  Description\n12   pcs   BR-28   Brackets, wide\n 4   box   WN-1G   Wing nuts, plain\n")
    assert [(line.line_number, line.customer_part_number) for line in order.order.lines] == [(None, "BR-28"), (None, "WN-1G")]


def test_a_code_that_begins_like_a_total_is_an_article(read):
    order = read("Code    Description       Qty\nCF-220  Vinyl gloves L     36\nCF-871  Hair net, white    10\n")
    assert [line.customer_part_number for line in order.order.lines] == ["CF-220", "CF-871"]


def test_a_price_column_nobody_can_name_is_found_by_its_products(read):
    order = read(
        "No.  Code   Description  Qty  Vlr xq unit  Amount\n"
        "1    A-778  Hex bolt      12         0.50    6.00\n"
        "2    A-779  Hex nut        7         0.30    2.10\n"
    )
    assert [line.unit_price for line in order.order.lines] == [Decimal("0.50"), Decimal("0.30")]


def test_a_code_alone_over_its_description_is_the_code_where_the_heading_says_both(read):
    order = read(
        "Pos  Item / Description              Qty\n"
        "10   BRG-6008                         24\n"
        "     Ball bearing 6008 2RS\n"
        "20   SEAL-OR-40                      500\n"
        "     O-ring NBR 40x3\n"
    )
    assert [(line.customer_part_number, line.description) for line in order.order.lines] == [
        ("BRG-6008", "Ball bearing 6008 2RS"),
        ("SEAL-OR-40", "O-ring NBR 40x3"),
    ]


def test_a_size_alone_over_a_description_is_no_code_where_the_heading_names_none(read):
    order = read(
        "Pos  Description                     Qty\n10   M8X40-88                         24\n     Hex bolt zinc plated\n"
    )
    assert [line.customer_part_number for line in order.order.lines] == [None]


def test_rows_in_columns_that_nobody_made_out_are_no_sentences(read):
    order = read("Bitte liefern Sie:\n\n0815      12      33      Stück      9,90\n0816      14      35      Stück      4,10\n")
    assert not order.order.lines


def test_columns_under_headings_of_an_unknown_language_are_told_by_their_products(read):
    order = read(
        "Eil.  Kodas     Pavadinimas      Kiekis  Kaina  Suma\n"
        "1     HX-M8X40  Varztas M8x40       200   0,12   24,00\n"
        "2     NU-M8     Verzle M8           300   0,05   15,00\n"
        "3     WA-M8     Poverzle M8         150   0,04    6,00\n"
    )
    assert [(line.quantity, line.unit_price, line.line_amount) for line in order.order.lines] == [
        (Decimal(200), Decimal("0.12"), Decimal("24.00")),
        (Decimal(300), Decimal("0.05"), Decimal("15.00")),
        (Decimal(150), Decimal("0.04"), Decimal("6.00")),
    ]


def test_figures_under_unknown_headings_without_products_count_nothing(read_all):
    orders = read_all(
        "Eil.  Kodas     Pavadinimas      Dydis  Svoris  Vnt.\n"
        "1     HX-M8X40  Varztas M8x40       40      12   200\n"
        "2     NU-M8     Verzle M8            8       5   300\n"
    )
    assert not [line for order in orders for line in order.order.lines]


def test_a_sum_under_rows_without_headings_orders_nothing_and_nothing_is_named(read):
    order = read(
        "Please send us:\n\nHX-M8X40  Bolt      200   0,12  24,00\nNU-M8     Nut       300   0,05  15,00\nXyzw                           39,00\n"
    )
    assert [str(line.quantity) for line in order.order.lines] == ["200", "300"]
    assert Proof.LABELLED not in order.proofs["lines[0].quantity"]


def test_of_two_whole_factors_under_unknown_headings_neither_is_the_quantity(read_all):
    orders = read_all(
        "Xkod      Xnazwq       Xkain  Xkiek   Xsumq\n"
        "HX-M8X40  Xarztas          4     20   80,00\n"
        "NU-M8     Xerzle           6     30  180,00\n"
        "WA-M8     Xoverzle         5     15   75,00\n"
    )
    assert not [line for order in orders for line in order.order.lines if line.quantity is not None]


def test_dashes_under_the_headings_part_columns_one_blank_apart(read):
    order = read(
        "Ln Code    Description           Qty Unit  Price   Amount\n"
        "-- ------- -------------------- ---- ---- ------ --------\n"
        " 1 AB-1020 Cable 3x1.5           150 m      2.45   367.50\n"
        " 2 AB-2030 Circuit breaker B16    60 pcs   11.90   714.00\n"
    )
    assert [(line.line_number, line.customer_part_number) for line in order.order.lines] == [("1", "AB-1020"), ("2", "AB-2030")]
