"""What people have said about an order: which paths their word settles, which lines they struck out or added.

What comes in are corrections; what goes out is asked by the rest of the decision. Nothing is changed here; matching has
applied them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from intake.domain.matched import Correction

_LINE = re.compile(r"lines\[(\d{1,4})\]")
_LINE_FIELD = re.compile(r"(lines\[\d{1,4}\])\.(\w+)")
_ARTICLE = frozenset({"sku", "customer_part_number", "gtin", "manufacturer_part_number", "description"})


class Corrected(NamedTuple):
    """`lines` are the indices of the lines that the order has after all: those read and those added, without those struck out."""

    paths: frozenset[str]
    lines: tuple[int, ...]

    @classmethod
    def of(cls, corrections: Sequence[Correction], lines_read: int) -> Corrected:
        last = {correction.path: correction.value for correction in corrections}
        struck = {int(found[1]) for path, value in last.items() if value is None and (found := _LINE.fullmatch(path))}
        named = [int(found[1]) + 1 for path in last if (found := _LINE.match(path))]
        count = max([lines_read, *named])
        return cls(frozenset(last), tuple(index for index in range(count) if index not in struck))

    def settles(self, path: str) -> bool:
        """A person's word for a field is proof of it. Choosing the customer, the address or the article settles what they
        were found by."""
        if path in self.paths:
            return True
        head, _, _ = path.partition(".")
        if head == "buyer":
            return "customer_no" in self.paths
        if head == "ship_to":
            return "ship_to_code" in self.paths
        field = _LINE_FIELD.fullmatch(path)
        return field is not None and field[2] in _ARTICLE and f"{field[1]}.sku" in self.paths

    def touches_line(self, path: str) -> bool:
        """Something of the line that `path` names was corrected."""
        found = _LINE.match(path)
        return found is not None and any(done == found[0] or done.startswith(f"{found[0]}.") for done in self.paths)
