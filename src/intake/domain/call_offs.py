"""Words by which somebody says that a paper is a blanket order or draws on one. In: a text. Out: the word that says so.

A blanket order has quantities and prices of its own, which no master data hold: neither it nor a call-off is like other orders.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from intake.domain.identifiers import fold


def blanket_word(text: str, *, with_contracts: bool = True) -> str | None:
    """`with_contracts`: a framework contract counts too, which many a plain order names as the source of its prices.

    >>> blanket_word("Abruf Nr. 3 aus Rahmenauftrag 4711"), blanket_word("Rahmenvertrag 88", with_contracts=False)
    ('abruf nr', None)
    """
    found = _pattern(with_contracts).search(fold(text))
    return found[0] if found is not None else None


@cache
def _pattern(with_contracts: bool) -> re.Pattern[str]:
    lists = tomllib.loads((files("intake.domain") / "call_offs.toml").read_text(encoding="utf-8"))
    words = [*lists["papers"], *(lists["contracts"] if with_contracts else ())]
    return re.compile(rf"(?<!\w)(?:{'|'.join(sorted((re.escape(fold(word)) for word in words), key=len, reverse=True))})")
