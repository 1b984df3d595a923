"""A small, right folder of CSV files that each test bends in one place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

FILES = {
    "customers.csv": "customer_no,name,country,currency,payment_terms,credit_limit,parent_customer_no,blocked\n"
    "C1,Adler Werkzeuge GmbH,DE,EUR,30 days net,5000,,no\nC2,Bakker BV,NL,EUR,14 days net,unlimited,C1,\n",
    "contacts.csv": "customer_no,email\nC1,Einkauf@adler.example\n",
    "ship_tos.csv": "customer_no,ship_to_code,name,street,postal_code,city,country\nC1,MAIN,Lager,Hafenstr. 1,20457,Hamburg,DE\n",
    "products.csv": "sku,description,base_uom,gtin,replaced_by,description_de\n"
    "HX-1,Hex bolt M8x40,EA,4006381333931,,Sechskantschraube M8x40\nHX-2,Hex bolt M8x50,EA,,HX-1,\n",
    "product_units.csv": "sku,uom,factor\nHX-1,BX,100\n",
    "cross_references.csv": "customer_no,customer_part_number,sku,uom\nC1,A-778,HX-1,BX\n",
    "prices.csv": "sku,uom,unit_price,currency,price_list\nHX-1,BX,12.00,EUR,\nHX-2,EA,0.15,EUR,STD\n",
    "open_items.csv": "customer_no,document_no,kind,issue_date,due_date,amount,open_amount,currency\n"
    "C1,INV-1,invoice,2026-01-10,2026-02-09,119.00,119.00,EUR\nC1,CN-1,credit_note,2026-01-12,2026-01-12,19.00,19.00,EUR\n",
    "open_orders.csv": "customer_no,sales_order_number,customer_po_number,order_date,open_amount,currency\n"
    "C1,SO-9,PO-9,2026-02-20,238.00,EUR\n",
    "tax_rates.csv": "country,rate_percent\nDE,19\nNL,21\n",
    "ledger.csv": "as_of,open_items_total,currency\n2026-03-02T08:00:00+01:00,100.00,EUR\n",
}


@pytest.fixture
def master_folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes the folder; `name.csv=text` replaces a file, None leaves it out."""

    def write(changes: dict[str, str | None] | None = None) -> Path:
        folder = tmp_path / "master"
        folder.mkdir(exist_ok=True)
        for name, text in {**FILES, **(changes or {})}.items():
            (folder / name).unlink(missing_ok=True)
            if text is not None:
                (folder / name).write_text(text, encoding="utf-8")
        return folder

    return write
