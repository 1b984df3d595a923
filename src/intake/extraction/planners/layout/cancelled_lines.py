"""Whether a mail cancels an order, or one of its lines alone: "please cancel order 4711", "please cancel line 3 of order 4711".

In: the text of a mail or its subject. Out: whether a sentence of it that cancels names an order, or a line by its number. Which
order or line it is, and what becomes of it, is not decided here.
"""

from __future__ import annotations

import re
from functools import cache

from intake.extraction.said_words import any_of

_SENTENCE_END = re.compile(r"[.]\s+(?=[A-ZÄÖÜÉÀÁŁŚÅØŽŠČİ])|[!?;]\s|\n\s*\n")
_NUMBER = re.compile(r"\d{3}")
_SHORTEST_NAME = 5


def cancels_line(text: str) -> bool:
    """
    >>> cancels_line("Please cancel position 3 of order 4500123."), cancels_line("Please cancel order 4500123.")
    (True, False)
    >>> cancels_line("Bitte stornieren Sie die Bestellung 4711. Position 3 war falsch.")
    False
    """
    return any(_cancelling().search(said) and _numbered_line().search(said) for said in _SENTENCE_END.split(text))


def cancels_order(text: str) -> bool:
    """
    >>> cancels_order("Por favor anulen nuestro pedido 4711."), cancels_order("The fair was cancelled; please send 5 pcs.")
    (True, False)
    """
    return any(_cancelling().search(said) and names_numbered_order(said) for said in _SENTENCE_END.split(text))


def drops_something(text: str) -> bool:
    """
    >>> drops_something("Wir benötigen die Bestellung 4711 nicht mehr."), drops_something("Order 4711 has not come yet.")
    (True, False)
    """
    return any(_no_longer().search(said) and names_numbered_order(said) for said in _SENTENCE_END.split(text))


@cache
def _no_longer() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of('no_longer')})", re.IGNORECASE)


def names_numbered_order(said: str) -> bool:
    return _order_named().search(said) is not None and _NUMBER.search(said) is not None


@cache
def _order_named() -> re.Pattern[str]:
    """An order in any of its cases; of the short forms only "PO" is no word of another meaning."""
    names = [name for name in any_of("order_names").split("|") if len(name) >= _SHORTEST_NAME]
    return re.compile(rf"(?<!\w)(?:{'|'.join(names)}|{any_of('order_stems')})|(?<!\w)(?-i:PO)(?!\w)", re.IGNORECASE)


@cache
def _cancelling() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of('cancelling')})", re.IGNORECASE)


@cache
def _numbered_line() -> re.Pattern[str]:
    """The line before or behind its number: "line no. 3", "Positionen 3 und 4", "a 3. tételt", "3 numaralı kalemi"."""
    line = rf"(?:pos(?!\w)|(?:{any_of('order_lines')})[^\W\d_]{{0,4}})"
    number = r"(?<![\w./-])(?:\d{1,3}|0\d{2,5})(?![\w/]|[.,-]\d)"
    named = r"(?:nr|no|num|núm|n|č|číslo|numero|número|numéro|nummer|number|numer|numărul)\b\.?|n[°º]|№|#"
    ordinal = r"(?:\.|st\b|nd\b|rd\b|th\b|\s*(?:numaralı|no'?lu|nolu|számú)\b)"
    return re.compile(
        rf"(?<!\w){line}\.?\s*(?:{named})?[\s.:(]*{number}|(?<![\w./-])\d{{1,3}}{ordinal}\s*{line}(?!\w)", re.IGNORECASE
    )
