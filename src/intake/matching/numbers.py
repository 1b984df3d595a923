"""A number as an article's words state it: what it measures, in which unit, where it stood. No text is read here."""

from __future__ import annotations

from typing import NamedTuple

BARE = ""
"""The dimension of a number that stands alone."""


class Number(NamedTuple):
    """`value` in the dimension's canonical unit ("5", "12.7", "xl"); `raw` the figure as written, in one form.

    `chain` numbers the A×B chain it belongs to (-1: none). `assumed`: the unit was not written but follows from its place in a
    chain. `others` are the further readings of "1.000"."""

    dimension: str
    value: str
    raw: str
    said: str
    chain: int = -1
    assumed: bool = False
    imperial: bool = False
    others: tuple[str, ...] = ()
