"""Addresses that a form asks for part by part: "Company | Street | Town" over one row of values, or each beside its word.

In: the rows of a document and where a form may begin. Out: the values in reading order, code and town as one piece where they
stand in cells of their own. Only words that name parts of an address count (`address_words.toml`, fields); whose address it is,
the label or title that it begins with says (`blocks.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.domain.documents import CanvasKind
from intake.extraction.address_words import field_name
from intake.extraction.addresses import parse_address
from intake.extraction.segments import Row, Segment, joined
from intake.extraction.words import vocabulary

_PLACE = frozenset(("street", "postal_code", "city", "postal_city", "country"))
_TOWN = ("postal_code", "city")
_BESIDE = frozenset(("contact", "email", "gln", "vat_id", "customer_no"))
"""What forms ask for between the parts of an address, and what labels of their own read."""
_OF_A_PARTY = frozenset(
    ("buyer.vat_id", "buyer.gln", "buyer.email", "buyer.customer_no", "ship_to.gln", "ship_to.contact", "ignore")
)
_TOLERANCE = {CanvasKind.PAGE: 3.0, CanvasKind.GRID: 0.0, CanvasKind.TEXT: 1.0}
_FEWEST = 2

Pair = tuple[str, Segment]


def beside_their_words(rows: Sequence[Row], begin: int, column: Segment) -> tuple[Segment, ...]:
    """Below row `begin`, in the column of `column`: words with what is filled in right of them."""
    pairs: list[Pair] = []
    for row in rows[begin + 1 :]:
        if row.canvas != column.canvas:
            break
        at = next((n for n, one in enumerate(row.segments) if abs(one.x0 - column.x0) <= _TOLERANCE[one.kind]), None)
        if at is None:
            if row.segments[0].kind is CanvasKind.GRID:
                break
            continue
        name = _part(row.segments[at].text)
        if name is None:
            break
        value = row.segments[at + 1] if at + 1 < len(row.segments) else None
        if value is not None and _part(value.text) is None and not _is_label(value.text):
            pairs.append((name, value))
            pairs.extend(_further(row.segments[at + 2 :]) if name == "street" else ())
    return _address(pairs)


def _further(segments: Sequence[Segment]) -> Iterator[Pair]:
    """ "Address | Mill Lane | Postcode | EX8 3QS": a second word and value on the same row."""
    for label, value in zip(segments[::2], segments[1::2], strict=False):
        name = _part(label.text)
        if name not in _PLACE - {"street"} or _part(value.text) is not None or _is_label(value.text):
            return
        yield str(name), value


def below_their_words(rows: Sequence[Row], at: int, column: Segment) -> tuple[Segment, ...]:
    """Right of `column` on row `at`: words with what is filled in below them."""
    if at + 1 >= len(rows) or rows[at + 1].canvas != rows[at].canvas:
        return ()
    pairs: list[Pair] = []
    for heading in rows[at].segments:
        if heading.x0 <= column.x0:
            continue
        name = _part(heading.text)
        if name is None:
            break
        under = next((one for one in rows[at + 1].segments if one.x0 < heading.x1 and one.x1 > heading.x0), None)
        if under is not None:
            pairs.append((name, under))
    return _address(pairs)


def asks_for_name(text: str) -> bool:
    return _part(text) == "name"


def _part(text: str) -> str | None:
    bare = text.strip(" :*")
    name = field_name(bare)
    if name in _PLACE | _BESIDE or name == "name":
        return name
    return "contact" if any(label.path in _OF_A_PARTY for label in vocabulary().labels(bare)) else None


def _is_label(text: str) -> bool:
    return text.rstrip().endswith(":")


def _address(pairs: Sequence[Pair]) -> tuple[Segment, ...]:
    """Nothing where fewer than two parts of an address are filled in, and none of them tells all of it."""
    parts = [pair for pair in pairs if pair[0] in _PLACE or pair[0] == "name"]
    names = [name for name, _ in parts]
    is_whole = any(parse_address([value.text]).is_place for _, value in parts)
    if (len(parts) < _FEWEST and not is_whole) or not set(names) & {"street", "city", "postal_city", "postal_code"}:
        return ()
    town_cells = [value for name, value in parts if name in _TOWN]
    if all(names.count(name) == 1 for name in _TOWN) and all(_is_whole_word(value) for value in town_cells):
        town = joined([next(value for name, value in parts if name == each) for each in _TOWN])
        at = min(names.index(name) for name in _TOWN)
        parts = [pair for pair in parts if pair[0] not in _TOWN]
        parts.insert(at, ("postal_city", town))
    return tuple(value for _, value in parts)


def _is_whole_word(value: Segment) -> bool:
    """Whether the piece says all of its words, so that pieces can be joined word for word."""
    return value.offset == 0 and sum(value.lengths) + len(value.lengths) - 1 == len(value.text)
