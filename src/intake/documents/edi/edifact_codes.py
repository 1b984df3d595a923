"""The codes of EDIFACT's orders and what they mean to us; a code that stands in no table here says nothing we act on.

Source: UN/EDIFACT directories D.96A and D.01B; EANCOM 2002.
"""

from __future__ import annotations

import re

PARTIES = {"BY": "buyer", "OB": "buyer", "DP": "ship_to", "ST": "ship_to", "CN": "ship_to", "IV": "bill_to"}
CODE_ROLES = {
    "SA": "sku",
    "VN": "sku",
    "MF": "manufacturer_part_number",
    "BP": "customer_part_number",
    "IN": "customer_part_number",
}
SCHEDULED = ("1", "11", "21", "113")
GTIN_ROLES = ("EN", "SRV", "UP", "EAN")
BLANKET = ("221", "226")
PLAIN = ("", "105", "220", "224", "230", *BLANKET)
PROVISIONAL = ("16", "46")
LIKE_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+")
LONGEST_NAME = 35
"""Signs that one component of a party's name holds."""
LEGAL_FORM = re.compile(
    r"(?<![^\W\d_])(?:GmbH|AG|KG|KGaA|OHG|SE|e\.?K|UG|mbH|Ltd|Limited|PLC|LLP|LLC|Inc|Corp|S\.?A\.?S|S\.?A|SARL|S\.?R\.?L|S\.?p\.?A"
    r"|S\.?L\.?U?|B\.?V|N\.?V|A/S|ApS|AB|ASA?|Oy|Oyj|Sp\.? ?z ?o\.? ?o|s\.?r\.?o|a\.?s|Kft|Zrt|Lda|A\.?Ş|Şti)(?![^\W\d_])"
)
TOTALS = {
    "79": "total_net",
    "125": "total_net",
    "124": "total_tax",
    "176": "total_tax",
    "86": "total_gross",
    "128": "total_gross",
}
DATES_WANTED = ("2", "63", "69")
EARLIEST = "64"
DATES_BESIDE = {
    "10": "shipment",
    "61": "cancellation",
    **dict.fromkeys(("200", "234", "235"), "collection"),
}
DELETED = "deleted"
ACTIONS = {"1": "added", "2": DELETED, "3": "changed"}
ACTIONS_OF_AN_ORDER = ("", "1", "4", "5")
KNOWN = frozenset(
    {
        *("UNH", "BGM", "DTM", "PAI", "ALI", "IMD", "FTX", "GIR", "GIS", "RFF", "NAD", "LOC", "FII", "DOC", "CTA"),
        *("COM", "TAX", "MOA", "CUX", "PCD", "PAT", "TDT", "TOD", "EQD", "HAN", "PAC", "MEA", "PCI", "EQN", "SCC"),
        *("APR", "ALC", "QTY", "RNG", "RTE", "RCS", "DGS", "LIN", "PIA", "GIN", "QVR", "STG", "TPL", "UNS", "CNT"),
        *("UNT", "PRI", "EFI", "AUT", "JIT", "UGH", "UGS", "CCI", "CAV", "TMP", "TSR", "SCD", "STS", "AJT", "INP"),
        *("ERC", "PYT", "UNB", "UNZ", "UNG", "UNE"),
    }
)
"""The tags of the orders' messages; another one is damage, and what stood there nobody knows."""
