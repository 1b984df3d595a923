"""Names that were printed over two lines because the cell or window was narrow: "Springfield Institute for" / "Technology".

In: two lines that stand above one another. Out: whether the second goes on with the name that the first begins. A line that only
looks like a second name ("Beispiel GmbH" / "Einkauf") is none.
"""

from __future__ import annotations

import re

from intake.extraction import address_words as words
from intake.extraction.legal_forms import is_legal_form, legal_form, legal_form_spans
from intake.extraction.postal_codes import postal_city

_BRACKETED = re.compile(r"\([^()]*\)")


def goes_on(first: str, second: str) -> bool:
    """A legal form that stands alone below its firm, one that the line's end cut in two, or words behind one that joins.

    >>> goes_on("Beispiel Apparatebau", "GmbH & Co. KG"), goes_on("Muster Sp. z o.o. Sp.", "k."), goes_on("Klinikum am", "Park")
    (True, True, True)
    >>> goes_on("Beispiel GmbH", "Einkauf"), goes_on("Beispiel GmbH", "Am Hang 5")
    (False, False)
    """
    first, second = first.strip(), second.strip()
    if not first or not re.search(r"[^\W\d_]", second) or postal_city(second) is not None:
        return False
    if is_legal_form(_BRACKETED.sub("", second)) and not legal_form(_BRACKETED.sub("", first)):
        return True
    if words.is_name_tail(second) and not legal_form(first) and not words.is_street(first):
        return True
    if legal_form_spans(f"{first} {second}", len(first)):
        return True
    if words.is_institution_head(second) and " " in first and not (legal_form(first) or words.names_institution(first)):
        return not words.is_street(first)
    is_other = words.is_street(second) or words.is_contact(second) or words.is_phone(second) or ":" in second
    return not is_other and words.ends_in_joint(first)
