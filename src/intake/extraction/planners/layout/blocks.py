"""Address blocks on a document: printed lines that stand together and make somebody's address, with what announces them.

In: rows and labels. Out: `Block`s with their lines, their parsed address and the role that a label gives them ("buyer",
"ship_to", "bill_to", "supplier"). Blocks that nothing announces are `loose_blocks.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from intake.domain.documents import CanvasKind
from intake.domain.plans import Place
from intake.extraction import shapes
from intake.extraction.address_lines import addresses_in
from intake.extraction.address_words import is_site, is_street
from intake.extraction.addresses import Address, parse_address, parse_delivery
from intake.extraction.legal_forms import legal_form
from intake.extraction.planners.layout.labels import Candidate, LabelHit
from intake.extraction.planners.layout.party_forms import below_their_words, beside_their_words
from intake.extraction.segments import Row, Segment
from intake.extraction.words import vocabulary

_MOST_LINES = 10
_DELIVERY = "ship_to"
_INSIDE = ("buyer.vat_id", "buyer.gln", "buyer.email", "ship_to.contact", "ship_to.gln", "buyer.customer_no")
COLUMN_TOLERANCE = {CanvasKind.PAGE: 8.0, CanvasKind.GRID: 0.0, CanvasKind.TEXT: 2.0}
_LINE_REACH = {CanvasKind.PAGE: 1.5, CanvasKind.GRID: 1.01, CanvasKind.TEXT: 1.01}


@dataclass(frozen=True, slots=True)
class Line:
    """Characters [start, end) of a segment: one printed line of a block."""

    segment: Segment
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.segment.text[self.start : self.end]

    @property
    def place(self) -> Place:
        return self.segment.place(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Block:
    """`is_sure`: what announces it has no other meaning; "Firma" stands above whoever is written to, too."""

    role: str | None
    label: Place | None
    lines: tuple[Line, ...]
    address: Address
    is_sure: bool = True

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(line.place for line in self.lines)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def labelled_blocks(rows: Sequence[Row], hits: Sequence[LabelHit]) -> tuple[Block, ...]:
    """The blocks that a label announces, in reading order."""
    starts = {(hit.segment.canvas, hit.segment.words[0], hit.segment.offset + hit.start): hit for hit in hits}
    return tuple(_in_two(block for hit in hits for block in [_announced(rows, hit, starts)] if block is not None))


def _announced(rows: Sequence[Row], hit: LabelHit, starts: dict[tuple[int, int, int], LabelHit]) -> Block | None:
    role = next((label.path.removesuffix(".block") for label in hit.labels if label.path.endswith(".block")), None)
    leads = role is None and _leads_to_place(hit)
    if not leads and (role is None or not _announces(hit)):
        return None
    role = role or _DELIVERY
    parse = parse_delivery if role == _DELIVERY else parse_address
    is_sure = role == "supplier" or all(label.path != "supplier.block" for label in hit.labels)
    form = () if leads else _filled_in(rows, hit)
    if form:
        return Block(role, hit.place, form, parse([line.text for line in form]), is_sure)
    lines = first_address(_block_lines(rows, hit, starts, only_below=leads, is_delivery=role == _DELIVERY))
    if not lines or _says_as_above(lines) or not _may_be_place(lines) or (not is_sure and _is_window(hit, lines)):
        return None
    if not (hit.is_marked or leads or not is_street(lines[0].text)):
        return None
    return Block(role, hit.place, lines, parse([line.text for line in lines]), is_sure)


def _is_window(hit: LabelHit, lines: Sequence[Line]) -> bool:
    """ "Firma" on a line of its own stands above whoever a letter goes to."""
    return any(each.where == "below" and each.segment is lines[0].segment for each in hit.candidates)


def _filled_in(rows: Sequence[Row], hit: LabelHit) -> tuple[Line, ...]:
    """What a form asks for part by part from the label on: right of its words, below them, or below a title."""
    own = next((each for each in hit.candidates if each.where in ("same", "right")), None)
    if own is not None and (below := beside_their_words(rows, hit.row, hit.segment)):
        return (Line(own.segment, own.start, own.end), *(Line(each, 0, len(each.text)) for each in below))
    under = next((each for each in hit.candidates if each.where == "below"), None)
    if under is not None and (right := below_their_words(rows, hit.row, hit.segment)):
        return tuple(Line(each, 0, len(each.text)) for each in (under.segment, *right))
    words = _first_below(rows, hit)
    found = beside_their_words(rows, hit.row, words) if own is None and words is not None else ()
    return tuple(Line(each, 0, len(each.text)) for each in found)


def _first_below(rows: Sequence[Row], hit: LabelHit) -> Segment | None:
    """The piece below a title that stands next to its left edge."""
    row = rows[hit.row + 1] if hit.row + 1 < len(rows) else None
    if row is None or row.canvas != hit.segment.canvas:
        return None
    return next((one for one in row.segments if one.x1 > hit.segment.x0), None)


def _in_two(blocks: Iterable[Block]) -> Iterator[Block]:
    """A name under one label and its address under the next of the same party ("SHIP TO", "SHIP TO ADDRESS") are one block."""
    open_one: Block | None = None
    for block in blocks:
        if open_one is not None and block.role == open_one.role and block.address.name is None and block.address.is_place:
            lines = (*open_one.lines, *block.lines)
            parse = parse_delivery if block.role == _DELIVERY else parse_address
            yield Block(block.role, open_one.label, lines, parse([line.text for line in lines]), open_one.is_sure)
            open_one = None
            continue
        if open_one is not None:
            yield open_one
        open_one = block if not block.address.is_plausible and block.address.name is not None else None
        if open_one is None:
            yield block
    if open_one is not None:
        yield open_one


def _leads_to_place(hit: LabelHit) -> bool:
    """ "Delivery direct to our customer:" above an address: what a label of delivery begins, a colon ends. The day may stand
    between them."""
    delivers = any(label.path == "requested_delivery_date" for label in hit.labels)
    text = hit.segment.text.rstrip()
    is_line = hit.start == 0 and text.endswith(":") and not hit.is_marked and len(text.split()) <= 9
    day = shapes.date_span(text)
    besides = text if day is None else text[: day[0]] + text[day[1] :]
    goes_on = day is None or any(sign.isalpha() for sign in text[day[1] :])
    return delivers and is_line and goes_on and not any(sign.isdigit() for sign in besides)


def _announces(hit: LabelHit) -> bool:
    """A block's label stands alone, or a colon follows, or what follows is not a sentence."""
    same = next((candidate for candidate in hit.candidates if candidate.where == "same"), None)
    return hit.is_marked or (same is not None and hit.start == 0 and same.text[:1].isupper() and hit.text[:1].isupper())


def _may_be_place(lines: Sequence[Line]) -> bool:
    """A number alone is a building site's or a cost centre's, and a heading is a table's."""
    text = lines[0].text
    has_letters = re.search(r"[^\W\d_]", " ".join(line.text for line in lines)) is not None
    return has_letters and not (len(lines) == 1 and vocabulary().is_exact_heading(text))


def _says_as_above(lines: Sequence[Line]) -> bool:
    """ "Deliver to: see above" announces no address of its own."""
    return len(lines) == 1 and vocabulary().means("as_above", lines[0].text)


def _block_lines(
    rows: Sequence[Row],
    hit: LabelHit,
    starts: dict[tuple[int, int, int], LabelHit],
    *,
    only_below: bool,
    is_delivery: bool,
) -> tuple[Line, ...]:
    """The lines of the likeliest candidate that reads as an address; of a marked delivery address the first, however it reads.
    What stands right of a label may be another block's line: a whole address right below the label outranks it, unless the
    other names somebody and no more ("Lager Nord")."""
    unread: tuple[Line, ...] = ()
    beside: tuple[Line, ...] = ()
    for candidate in hit.candidates:
        if only_below and candidate.where != "below":
            continue
        segment = candidate.segment
        first = Line(segment, candidate.start, _end_with_joint(candidate))
        if shapes.date_span(first.text) is not None or shapes.asap_span(first.text) is not None:
            # "Delivery: week 16" says when, not where.
            continue
        if candidate.where == "same":
            begin = hit.row + 1
            anchors: tuple[float, ...] = (hit.segment.x0, _x_of(segment, candidate.start))
        else:
            begin = _row_below(rows, segment)
            anchors = (segment.x0,)
        keys = hit.segment if candidate.where == "right" else None
        lines = (first, *_following(rows, begin, first, anchors, starts, keys))
        address = parse_address([line.text for line in lines])
        if _reads_as_address(address, candidate.where, len(lines), is_delivery=is_delivery):
            if candidate.where != "right":
                return lines if not beside or address.is_whole else beside
            if address.name is not None and not address.is_plausible and not is_house(address):
                return lines
            beside = beside or lines
        unread = unread or lines
    return beside or (unread if is_delivery and hit.is_marked else ())


def _end_with_joint(candidate: Candidate) -> int:
    """A comma or a dash at the line's end says that the name goes on below."""
    rest = candidate.segment.text[candidate.end :]
    return len(candidate.segment.text) if rest.strip() in (",", "-", "–") else candidate.end


def _row_below(rows: Sequence[Row], segment: Segment) -> int:
    """The first row below a piece, which may be several lines of a cell."""
    last = segment.words[-1]
    return next(at for at, row in enumerate(rows) if any(last in one.words for one in row.segments if _is_on(one, segment))) + 1


def _is_on(one: Segment, other: Segment) -> bool:
    return one.canvas == other.canvas and one.document == other.document


def _reads_as_address(address: Address, where: str, lines: int, *, is_delivery: bool) -> bool:
    if address.name is None:
        return is_delivery and address.is_place
    return lines > 1 or address.is_plausible or where != "below"


def _x_of(segment: Segment, start: int) -> float:
    """Where a character stands, taken as evenly spaced; exact in texts."""
    return segment.x0 + (segment.x1 - segment.x0) * start / max(len(segment.text), 1)


def _following(
    rows: Sequence[Row],
    begin: int,
    first: Line,
    anchors: tuple[float, ...],
    starts: dict[tuple[int, int, int], LabelHit],
    keys: Segment | None,
) -> list[Line]:
    """The lines below in the same column, until a gap, another label, or a line that belongs to no address. `keys` is the label
    left of the first line: a row with something in its column is the next label's, whether it is known or not."""
    lines: list[Line] = []
    above = first.segment
    tolerance = COLUMN_TOLERANCE[above.kind]
    for row in rows[begin:]:
        height = max(above.bottom - above.top, 0.1)
        reach = _LINE_REACH[above.kind] * (height if above.kind is CanvasKind.PAGE else 1)
        if row.canvas != above.canvas or row.top - above.bottom > reach or len(lines) >= _MOST_LINES:
            break
        segment = next((one for one in row.segments if any(abs(one.x0 - anchor) <= tolerance for anchor in anchors)), None)
        if keys is not None and any(abs(one.x0 - keys.x0) <= tolerance for one in row.segments):
            break
        if segment is None:
            if row.top - above.top < 0.6 * height:
                continue
            if row.top - above.bottom > 0.4 * height and above.kind is not CanvasKind.GRID:
                break
            continue
        if _ends_block(segment, starts):
            break
        lines.append(Line(segment, 0, len(segment.text)))
        above = segment
    return lines


def _ends_block(segment: Segment, starts: dict[tuple[int, int, int], LabelHit]) -> bool:
    """Another label ends a block, unless it names a part of an address ("VAT ID:", "Attn:", "Tel.")."""
    hit = starts.get((segment.canvas, segment.words[0], segment.offset))
    if hit is None:
        return len(segment.text) < 14 and vocabulary().is_exact_heading(segment.text)
    if any(label.path in _INSIDE for label in hit.labels):
        return False
    is_phone_or_the_like = any(label.path == "ignore" for label in hit.labels) and any(sign.isdigit() for sign in segment.text)
    return (hit.is_marked or _has_value(hit)) and not is_phone_or_the_like


def _has_value(hit: LabelHit) -> bool:
    """ "Order number 99812" right below a name is no street."""
    same = next((candidate.text for candidate in hit.candidates if candidate.where == "same"), "")
    named = any(label.path != "ignore" and not label.path.endswith(".block") for label in hit.labels)
    return named and len(hit.text) > 4 and any(sign.isdigit() for sign in same.split(" ", 1)[0])


def is_house(address: Address) -> bool:
    """ "Nevelgaarde 40" above a place is a street whose word no list has, and no firm."""
    name = address.name.text if address.name is not None else ""
    return address.street is None and is_street(name) and not is_site(name) and not legal_form(name)


def first_address(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of a labelled block down to where its address is over; all of them where it has no postal code."""
    found = addresses_in([line.text for line in lines])
    return tuple(lines[: found[0][1]] if found else lines)
