"""The codes of X12's purchase orders and what they mean to us. Source: X12 004010."""

from __future__ import annotations

PARTIES = {"BY": "buyer", "ST": "ship_to", "BT": "bill_to"}
CODES = {
    "VN": "sku",
    "VP": "sku",
    "VC": "sku",
    "SK": "customer_part_number",
    "IN": "customer_part_number",
    "BP": "customer_part_number",
    "PI": "customer_part_number",
    "CB": "customer_part_number",
    "MG": "manufacturer_part_number",
    "MF": "manufacturer_part_number",
}
GTINS = ("UP", "EN", "UK", "UA", "UI", "GT")
BASES = {
    **dict.fromkeys(
        ("PE", "LE", "QE", "TE", "RE", "WE", "UM", "CA", "CP", "CT", "FX", "NT", "QT", "ST", "SC", "PR", "DI", "DR"), "1"
    ),
    **dict.fromkeys(("PD", "LD", "TD", "RD", "WD"), "12"),
    **dict.fromkeys(("HP", "LC", "QH", "TC", "RC", "WC"), "100"),
    **dict.fromkeys(("TP", "LM", "QS", "TM", "RM", "WM"), "1000"),
    "PN": "10",
    "TT": "10000",
    "HT": "100000",
}
"""Of how many units a price is, by data element 639. A price of another kind (per ton, per foot, none) is not understood."""
WANTED = ("002", "106", "074", "063", "067")
EARLIEST = "064"
DELETED = "DI"
"""What becomes of a line in a change, by data element 670."""
DATES_BESIDE = {
    **dict.fromkeys(("010", "037", "038", "068", "069"), "shipment"),
    **dict.fromkeys(("001", "061", "177"), "cancellation"),
    "118": "collection",
}
PLAIN = ("", "SA", "NE", "RO", "KN", "RE")
BLANKET = ("BK", "BL", "RL", "BE", "KC")
PROVISIONAL = {"06": "a confirmation of an order", "22": "an information copy", "42": "a confirmation", "53": "a proposal"}
KNOWN = frozenset(
    {
        *("ST", "BEG", "BCH", "NTE", "CUR", "REF", "PER", "TAX", "FOB", "CTP", "PAM", "CSH", "TC2", "SAC", "ITD"),
        *("DIS", "INC", "DTM", "LDT", "LIN", "SI", "PID", "MEA", "PWK", "PKG", "TD1", "TD5", "TD3", "TD4", "MAN"),
        *("PCT", "CTB", "TXI", "LE", "AMT", "N1", "N2", "N3", "N4", "NX2", "N9", "MSG", "MTX", "EFI", "PO1"),
        *("PO3", "PO4", "POC", "SDQ", "IT3", "IT8", "CN1", "SCH", "LS", "QTY", "SLN", "CTT", "SE", "SPI", "ADV"),
        *("G53", "ITA", "SSS", "LM", "LQ", "RRA", "FA1", "FA2", "BFR", "IN1", "IN2", "AAA"),
    }
)
"""The segments of both transaction sets; another one is damage, and what stood there nobody knows."""
