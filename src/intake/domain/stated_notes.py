"""Notes in our own words on what a machine-readable order states by codes; they want nothing of a reader.

Everything else in such an order's notes was typed by a person, and is judged as such (`extraction/noted.py`).
"""

from __future__ import annotations

import re

WHOLE_ONLY = "No partial delivery of the line"

_OURS = re.compile(
    rf"{WHOLE_ONLY}|Delivery in week \d{{2}} of \d{{4}}|Delivery wanted from \S+ to \S+"
    r"|Ordering unit of \S+|\S+ \S* ?free of charge"
)


def is_ours(note: str) -> bool:
    return _OURS.fullmatch(note) is not None
