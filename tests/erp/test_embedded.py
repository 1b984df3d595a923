"""The embedded ERP keeps the gateway's promises: pulls what was imported, one sales order for one external key."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from intake.domain.decisions import SalesOrder, SalesOrderLine
from intake.domain.errors import BadInput, Unavailable
from intake.erp.csv_files import ImportRefused, read_master
from intake.erp.embedded import EmbeddedErp

Folder = Callable[..., Path]


def sales_order(key: str, sku: str = "HX-1", uom: str = "BX") -> SalesOrder:
    line = SalesOrderLine(
        line_number="10",
        sku=sku,
        description="Hex bolt",
        quantity=Decimal(2),
        uom=uom,
        quantity_base=Decimal(200),
        base_uom="EA",
        unit_price=Decimal("12.00"),
        price_uom="BX",
        price_basis_quantity=Decimal(1),
        line_amount=Decimal("24.00"),
    )
    return SalesOrder(
        external_key=key,
        decision_id="d1",
        customer_no="C1",
        bill_to_no="C1",
        ship_to_code="MAIN",
        customer_po_number="PO-1",
        order_date=date(2026, 3, 2),
        requested_delivery_date=None,
        currency="EUR",
        lines=(line,),
        net_amount=Decimal("24.00"),
    )


@pytest.fixture
def erp(tmp_path: Path, master_folder: Folder) -> EmbeddedErp:
    erp = EmbeddedErp(tmp_path / "erp.db")
    erp.import_files(read_master(master_folder()))
    return erp


def test_it_pulls_what_was_imported(erp: EmbeddedErp, master_folder: Folder) -> None:
    master, files = erp.pull_master(), read_master(master_folder())
    assert master.version == files.version
    assert list(master.customers()) == list(files.customers())
    assert list(master.products()) == list(files.products())
    assert list(master.prices()) == list(files.prices())
    assert erp.pull_ledger().open_items == files.ledger().open_items


def test_a_sales_order_becomes_an_open_order_with_its_gross_amount_and_our_key(erp: EmbeddedErp) -> None:
    before = erp.pull_ledger()
    created = erp.create_sales_order(sales_order("key-1"))
    assert (created.sales_order_number, created.net_amount, created.already_there) == ("SO-100001", Decimal("24.00"), False)
    after = erp.pull_ledger()
    (taken,) = set(after.open_orders) - set(before.open_orders)
    assert (taken.external_key, taken.open_amount) == ("key-1", Decimal("28.56"))
    assert after.sequence > before.sequence


def test_the_same_key_is_the_same_order_from_any_number_of_threads(erp: EmbeddedErp) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: erp.create_sales_order(sales_order("key-1")), range(16)))
    assert {answer.sales_order_number for answer in answers} == {"SO-100001"}
    assert sum(not answer.already_there for answer in answers) == 1
    assert erp.find_sales_order("key-1") is not None
    assert erp.find_sales_order("key-2") is None


@pytest.mark.parametrize(("sku", "uom", "sentence"), [("HX-9", "BX", "no article HX-9"), ("HX-1", "PAL", "no unit PAL")])
def test_it_refuses_what_it_does_not_know(erp: EmbeddedErp, sku: str, uom: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        erp.create_sales_order(sales_order("key-1", sku, uom))
    assert erp.find_sales_order("key-1") is None


def test_a_refused_import_leaves_the_old_books(erp: EmbeddedErp, master_folder: Folder) -> None:
    with pytest.raises(ImportRefused):
        erp.import_files(read_master(master_folder({"contacts.csv": "customer_no,email\nC7,a@b.example\n"})))
    assert [contact.customer_no for contact in erp.pull_master().contacts()] == ["C1"]


def test_a_new_import_keeps_the_sales_orders_taken_here(erp: EmbeddedErp, master_folder: Folder) -> None:
    erp.create_sales_order(sales_order("key-1"))
    erp.import_files(read_master(master_folder()))
    assert [order.external_key for order in erp.pull_ledger().open_orders] == [None, "key-1"]


def test_an_empty_erp_says_how_to_fill_it(tmp_path: Path) -> None:
    erp = EmbeddedErp(tmp_path / "erp.db")
    assert "intake import" in erp.check()
    with pytest.raises(Unavailable, match="intake import"):
        erp.pull_ledger()
