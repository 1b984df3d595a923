"""A purchase order's number as buyers write it → one form, and what the number itself says: that it is a revision.

The same order is "PO 4711", "po-4711", "4711" and "4711 Rev. 2"; whether two such orders are one is `revision.py`'s question.
"""

from __future__ import annotations

import re

from intake.domain.identifiers import normalise_code

_REVISION = re.compile(
    r"[\s,;(_/-]+(?:rev(?:ision)?\.?|version|v\.?|änderung|aenderung|änd\.?|nachtrag|amendment|amd\.?|change|korr(?:ektur)?\.?|indice|wijziging"
    r"|wersja|zmiana|modif(?:ication)?\.?|revisión|revisione|ändring)\s*(?:nr\.?|no\.?)?\s*\d{0,3}[a-z]?\)?\s*$",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"^\s*(?:purchase\s*order|p\s?\.?\s?o\b\.?|po(?=[\s\d:#-])|order|bestellung|bestell|auftrag|commande|pedido|ordine|bestelling|encomenda"
    r"|zam[oó]wienie|objedn[aá]vka|rendel[eé]s|tilaus|ordre|comand[aă]|sipari[sş])?"
    r"[\s.:#-]*(?:number|nummer|num|n[or]|n[°º])?[\s.:#°º-]*(?=\d)",
    re.IGNORECASE,
)
"""Words that only say that a number follows; a series of the buyer's own ("EK-4711", "2026/4711") is part of the number."""

_LEAST_ALIKE = 4
_WHOLE = 8


def po_key(customer_po_number: str | None) -> str | None:
    """One form for all spellings of a purchase order number, without a word that it is a revision.

    >>> po_key("PO 4711 Rev. 2"), po_key("po-4711"), po_key("4711-2"), po_key("EK-4711")
    ('4711', '4711', '47112', 'EK4711')
    """
    if not customer_po_number:
        return None
    bare = _ANNOUNCED.sub("", _REVISION.sub("", customer_po_number.strip()))
    return normalise_code(bare) or normalise_code(customer_po_number) or None


def po_keys(customer_po_number: str | None) -> frozenset[str]:
    """Every form under which an order of this number may have been kept."""
    key = po_key(customer_po_number)
    return frozenset((key, f"PO{key}")) if key else frozenset()


def says_revision(customer_po_number: str | None) -> bool:
    return bool(customer_po_number and _REVISION.search(customer_po_number.strip()))


def are_alike(one: str | None, other: str | None) -> bool:
    """Whether two numbers may be one, cut short or written with something before or behind it.

    >>> are_alike("4500012345/2026", "4500012345"), are_alike("45", "4500012345"), are_alike("4711-1", "4711-2")
    (True, True, False)
    """
    short, long = sorted((po_key(one) or "", po_key(other) or ""), key=len)
    if not any(map(str.isdigit, short)):
        return False
    return (len(short) >= _LEAST_ALIKE and short in long) or (len(long) >= _WHOLE and len(short) > 1 and long.startswith(short))
