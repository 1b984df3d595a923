"""A machine-readable order that its own pages show too (Order-X inside a PDF): the two are held against each other.

In: the stated orders of one part and what the layout reader reads on its pages. Out: problems where the pages order something
else for the same code, more lines, or another number, and the wishes they print. What is stated stays; a page that is read only
in part says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from intake.domain.documents import Document
from intake.domain.identifiers import normalise_code
from intake.domain.orders import DocumentKind, ExtractedLine, ExtractedOrder, ReadOrder
from intake.domain.problems import Problem
from intake.domain.reasons import ReasonCode
from intake.extraction.opinions import Opinion
from intake.extraction.remarks import names_in, wishes_in_paper

_CODES = ("sku", "customer_part_number", "gtin", "manufacturer_part_number")


def said_otherwise(number: int, stated: Sequence[ReadOrder], document: Document, pages: Opinion) -> tuple[Problem, ...]:
    """`number` is the document's; `pages` what the layout reader makes of it. Changes and cancellations are read by a person."""
    if len(stated) != 1 or stated[0].kind is not DocumentKind.ORDER:
        return ()
    order = stated[0].order
    found = [problem for executed in pages.executed for problem in _against(order, executed.order)]
    used = {key for executed in pages.executed for key in executed.used}
    return (*dict.fromkeys(found), *wishes_in_paper(number, document, pages.regions, used, names_in(order)))


def _against(stated: ExtractedOrder, printed: ExtractedOrder) -> Iterator[Problem]:
    number, shown = stated.customer_po_number, printed.customer_po_number
    if number and shown and normalise_code(number) != normalise_code(shown):
        yield _differs("customer_po_number", number, shown)
    if len(printed.lines) > len(stated.lines):
        yield _differs("lines", f"{len(stated.lines)} lines", f"{len(printed.lines)}")
    for line in printed.lines:
        same = [at for at, each in enumerate(stated.lines) if _codes(each) & _codes(line)]
        lines = [stated.lines[at] for at in same]
        for name, value, values in (
            ("quantity", line.quantity, [each.quantity for each in lines]),
            ("unit_price", _price(line), [_price(each) for each in lines]),
        ):
            known = [each for each in values if each is not None]
            if value is not None and known and value not in known:
                yield _differs(f"lines[{same[0]}].{name}", f"{known[0].normalize():f}", f"{value.normalize():f}")


def _codes(line: ExtractedLine) -> set[str]:
    return {normalise_code(code) for name in _CODES if (code := getattr(line, name))}


def _price(line: ExtractedLine) -> Decimal | None:
    return None if line.unit_price is None else line.unit_price / (line.price_basis_quantity or 1)


def _differs(path: str, stated: str, shown: str) -> Problem:
    message = f"The message inside the file says {stated}, its pages show {shown}."
    return Problem(code=ReasonCode.READINGS_DISAGREE.value, path=path, message=message)
