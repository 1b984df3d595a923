"""Words that announce an article's code: "Art.-Nr.", "your no.", "Réf".

In: words before a number or a word in capitals. Out: whose code they say it is. The code itself is read by `said_codes.py`; that
a number so announced counts nothing, `counts.py` decides.
"""

from __future__ import annotations

import re

from intake.domain.plans import ColumnRole
from intake.extraction.column_kinds import CODES
from intake.extraction.words import vocabulary

_EDGE = "(),;:[]–-=\"'„“”#"
_MOST_WORDS = 3


def code_role(label: str) -> ColumnRole | None:
    """Whose code a label announces; None where it announces none."""
    words = vocabulary()
    if not label or not words.is_exact_heading(label):
        return None
    return next((role for role in words.column_roles(label) if role in CODES), None)


def announces_code(said: str) -> bool:
    """ "Réf 88120 : 6 cartons": a text that ends in one to three words whose number is an article's."""
    words = re.split(r"[,;()\t]", said)[-1].split()[-_MOST_WORDS:]
    return any(code_role(" ".join(words[at:]).strip(_EDGE)) is not None for at in range(len(words)))
