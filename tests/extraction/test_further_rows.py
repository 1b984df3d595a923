"""What a further printed row of a line says, row by row."""

from __future__ import annotations

import pytest

from intake.extraction.further_rows import parts_of

ROWS = {
    "Date Required: 12-Mar-2026": [("requested_delivery_date", "12-Mar-2026")],
    "Liefertermin: KW 14": [("requested_delivery_date", "KW 14")],
    "Vostro rif.: 696352": [("sku", "696352")],
    "Your Ref / Cat. No.: VM-67X55-R": [("sku", "VM-67X55-R")],
    "Ihre Art.-Nr. HX-1": [("sku", "HX-1")],
    "EAN: 4006381333931, Liefertermin 12.03.2026": [("gtin", "4006381333931"), ("requested_delivery_date", "12.03.2026")],
    "Art. no 55012 EAN 6416453061125": [("code", "55012"), ("gtin", "6416453061125")],
    "Art.-Nr. 4711 Herst.-Nr. KX-22": [("code", "4711"), ("manufacturer_part_number", "KX-22")],
    "Ref. DUN-W-BL": [("code", "DUN-W-BL")],
    "Er offert 8817": [("note", "Er offert 8817")],
    "May contain traces of milk": [("note", "May contain traces of milk")],
    "wie gehabt": [("note", "wie gehabt")],
    "gratis": [("note", "gratis")],
    "HS code: 7318.15": [("note", "HS code: 7318.15")],
    "Hinweis: nicht stapeln": [("note", "nicht stapeln")],
    "Typ: M8x40": [("description", "Typ: M8x40")],
    "verzinkt, mit Schutzkappe": [("description", "verzinkt, mit Schutzkappe")],
    "Maßstab 1:20": [("description", "Maßstab 1:20")],
    "Symbol: OSL-20-C EAN: 5901234123457": [("code", "OSL-20-C"), ("gtin", "5901234123457")],
    "Ref.: DF-CER-B": [("code", "DF-CER-B")],
    "merkes med ordrenummer": [("note", "merkes med ordrenummer")],
    "foo Nr.: 4711": [("description", "foo Nr.: 4711")],
}


@pytest.mark.parametrize("row", ROWS)
def test_a_row_says(row: str) -> None:
    assert [(part.role.value, row[part.start : part.end]) for part in parts_of(row)] == ROWS[row]
