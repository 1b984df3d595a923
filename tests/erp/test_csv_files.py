"""An import folder is read whole or refused whole, and every fault is named by file, line and column."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from intake.erp.csv_files import ImportRefused, read_master

Folder = Callable[..., Path]


def test_a_right_folder_is_read(master_folder: Folder) -> None:
    master = read_master(master_folder())
    adler, bakker = master.customers()
    assert (adler.credit_limit, adler.credit_unlimited) == (Decimal(5000), False)
    assert (bakker.credit_limit, bakker.credit_unlimited) == (None, True)
    assert next(master.contacts()).email == "einkauf@adler.example"
    assert next(master.products()).descriptions == {"de": "Sechskantschraube M8x40"}
    ledger = master.ledger()
    assert ledger.control_total == Decimal("100.00")
    assert ledger.as_of.isoformat() == "2026-03-02T08:00:00+01:00"


def test_the_version_changes_with_the_content_only(master_folder: Folder) -> None:
    first = read_master(master_folder()).version
    assert read_master(master_folder()).version == first
    assert read_master(master_folder({"tax_rates.csv": "country,rate_percent\nDE,19\nNL,9\n"})).version != first


@pytest.mark.parametrize(
    ("file", "text", "sentence"),
    [
        ("customers.csv", None, "customers.csv is missing"),
        ("ledger.csv", None, "ledger.csv is missing"),
        (
            "ledger.csv",
            "as_of,open_items_total,currency\n2026-03-02T08:00:00+01:00,99.00,EUR\n",
            "column open_items_total: 99.00",
        ),
        ("ledger.csv", "as_of,open_items_total,currency\nyesterday,100.00,EUR\n", "must be an ISO time"),
        (
            "contacts.csv",
            "customer_no,email\nC7,a@b.example\n",
            "contacts.csv, line 2, column customer_no: there is no customer C7.",
        ),
        ("contacts.csv", "customer_no,email\nC1,nobody\n", "neither an address nor @domain"),
        ("contacts.csv", "customer_no,mail\nC1,a@b.example\n", "the column email is missing"),
        ("contacts.csv", "customer_no,email\nC1\n", "1 cells under 2 headings"),
        ("product_units.csv", "sku,uom,factor\nHX-1,BX,0\n", "column factor: 0 must be above zero"),
        ("product_units.csv", "sku,uom,factor\nHX-1,BX,10\nHX-1,BX,20\n", "has the unit BX twice"),
        ("products.csv", "sku,description,base_uom,gtin\nHX-1,a,EA,4006381333932\nHX-2,b,EA,\n", "is no GTIN"),
        (
            "products.csv",
            "sku,description,base_uom,gtin\nHX-1,a,EA,4006381333931\nHX-2,b,EA,4006381333931\n",
            "line 3, column gtin: 4006381333931 stands already in products.csv, line 2",
        ),
        (
            "products.csv",
            "sku,description,base_uom,replaced_by\nHX-1,a,EA,HX-2\nHX-2,b,EA,HX-1\n",
            "HX-1 → HX-2 → HX-1 goes round in a circle",
        ),
        ("prices.csv", "sku,uom,unit_price,currency\nHX-1,CT,1.00,EUR\n", "HX-1 has no unit CT"),
        ("prices.csv", 'sku,uom,unit_price,currency\nHX-1,EA,"1,00",EUR\n', "column unit_price: '1,00'"),
        (
            "open_items.csv",
            "customer_no,document_no,kind,issue_date,due_date,amount,open_amount,currency\n"
            "C1,INV-1,invoice,2026-01-10,2026-02-09,100.00,100.00,USD\n",
            "there is no rate from USD to EUR",
        ),
    ],
)
def test_a_fault_is_named_with_its_place(master_folder: Folder, file: str, text: str | None, sentence: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read_master(master_folder({file: text}))
    assert any(sentence in problem for problem in refused.value.problems), refused.value.problems


def test_each_price_in_a_second_currency_of_one_list_is_named_and_nothing_is_imported(master_folder: Folder) -> None:
    prices = "sku,uom,unit_price,currency,price_list\nHX-1,EA,1,EUR,STD\nHX-1,EA,0.86,GBP,STD\nHX-2,EA,0.85,GBP,STD\nHX-2,EA,9,PLN,PL\n"
    with pytest.raises(ImportRefused) as refused:
        read_master(master_folder({"prices.csv": prices}))
    said = "column currency: the list STD has EUR from line 2 on and GBP here; give each currency a list of its own."
    assert refused.value.problems == [f"prices.csv, line 3, {said}", f"prices.csv, line 4, {said}"]


def test_all_faults_are_named_at_once(master_folder: Folder) -> None:
    folder = master_folder(
        {
            "contacts.csv": "customer_no,email\nC7,a@b.example\nC8,c@d.example\n",
            "customers.csv": "customer_no,name,country,currency,payment_terms,parent_customer_no\n"
            "C1,A,DE,EUR,net 30,C2\nC2,B,DE,euro,net 30,C1\n",
        }
    )
    with pytest.raises(ImportRefused) as refused:
        read_master(folder)
    assert len(refused.value.problems) == 4


def test_each_row_that_is_not_utf8_is_named(master_folder: Folder) -> None:
    folder = master_folder()
    rows = "customer_no,email,name\nC1,a@b.example,Müller\nC1,c@d.example,Meier\nC1,e@f.example,Weiß\n"
    (folder / "contacts.csv").write_bytes(rows.encode("latin-1"))
    with pytest.raises(ImportRefused) as refused:
        read_master(folder)
    assert refused.value.problems == [
        "contacts.csv, line 2: 'M\ufffdller' is not UTF-8; save the file as UTF-8.",
        "contacts.csv, line 4: 'Wei\ufffd' is not UTF-8; save the file as UTF-8.",
    ]
