"""Addresses that nothing announces: a letterhead, a window, a footer, a form without a title.

In: rows, labels, and the lines that labelled blocks took. Out: stacks of pieces under each other, and the `Block`s without a role
that they and such forms make. Whose each is, is decided in `parties.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from intake.domain.documents import CanvasKind
from intake.extraction.address_lines import addresses_in
from intake.extraction.address_words import field_name
from intake.extraction.addresses import Address, parse_address
from intake.extraction.legal_forms import legal_form
from intake.extraction.planners.layout.blocks import COLUMN_TOLERANCE, Block, Line, is_house
from intake.extraction.planners.layout.labels import LabelHit
from intake.extraction.planners.layout.party_forms import asks_for_name, beside_their_words
from intake.extraction.planners.layout.said_codes import is_code
from intake.extraction.said_words import wants_by
from intake.extraction.segments import Row, Segment
from intake.extraction.words import vocabulary

_NUMBERED = re.compile(r"([^\d:]+?)\s*[:#]?\s*([\w/.-]*\d[\w/.-]*)")
_LITTLE = 2
"""Letters of a word that joins others, as in "rue de la gare"."""


def forms_without_title(rows: Sequence[Row], hits: Sequence[LabelHit]) -> tuple[Block, ...]:
    """Forms that begin by asking for a name, where no label says whose."""
    named = {(hit.segment.canvas, hit.segment.words) for hit in hits for label in hit.labels if label.path.endswith(".block")}
    found = []
    for at, row in enumerate(rows):
        for column, segment in enumerate(row.segments):
            if (segment.canvas, segment.words) in named or not asks_for_name(segment.text):
                continue
            value = row.segments[column + 1] if column + 1 < len(row.segments) else None
            below = beside_their_words(rows, at, segment)
            lines = tuple(Line(each, 0, len(each.text)) for each in (value, *below) if each is not None) if below else ()
            if lines and value is not None:
                found.append(Block(None, None, lines, parse_address([line.text for line in lines])))
    return tuple(found)


def loose_blocks(stacks: Sequence[Sequence[Segment]]) -> tuple[Block, ...]:
    """Blocks that nothing announces: stacked lines, or one line that holds a whole address."""
    blocks = [block for stack in stacks for block in _loose(stack)]
    return tuple(sorted(blocks, key=lambda block: (block.lines[0].segment.canvas, block.lines[0].segment.top)))


def stacks_of(rows: Sequence[Row], taken: Sequence[Line]) -> tuple[tuple[Segment, ...], ...]:
    """Pieces that stand under each other without a gap, those of labelled blocks left out."""
    used = {(line.segment.canvas, line.segment.words, line.segment.offset) for line in taken}
    stacks: list[list[Segment]] = []
    for row in rows:
        for segment in row.segments:
            if (segment.canvas, segment.words, segment.offset) in used:
                continue
            home = next((stack for stack in stacks if _stands_under(segment, stack[-1])), None)
            if home is None:
                stacks.append([segment])
            else:
                home.append(segment)
    return tuple(tuple(stack) for stack in stacks)


def _stands_under(segment: Segment, above: Segment) -> bool:
    if segment.canvas != above.canvas or segment.top <= above.top:
        return False
    height = above.bottom - above.top
    reach = 0.9 * height if above.kind is CanvasKind.PAGE else 0.01
    aligned = abs(segment.x0 - above.x0) <= COLUMN_TOLERANCE[above.kind] or (
        above.kind is CanvasKind.PAGE
        and (abs(segment.x1 - above.x1) <= 4 or abs(segment.x0 + segment.x1 - above.x0 - above.x1) <= 8)
    )
    return aligned and segment.top - above.bottom <= reach


def _loose(stack: Sequence[Segment]) -> Iterator[Block]:
    """Every address in a stack of lines: one that ends where the next begins is two."""
    lines = tuple(Line(segment, 0, len(segment.text)) for segment in stack)
    for first, end in addresses_in([line.text for line in lines]):
        # "Rekvisition nr. 4471" stands over the name of who writes it.
        start = next((at for at in range(first, end) if not _numbers_the_order(lines[at].text)), first)
        address = parse_address([line.text for line in lines[start:end]])
        if any(_is_said(line.text) for line in lines[start:end]):
            continue
        if address.name is not None and address.city is not None and address.postal_code is not None and _may_be_party(address):
            yield Block(None, None, lines[start:end], address)


def _numbers_the_order(text: str) -> bool:
    found = _NUMBERED.fullmatch(text.strip())
    return found is not None and any(
        label.path == "customer_po_number" and not label.weak for label in vocabulary().labels(found[1])
    )


def _is_said(text: str) -> bool:
    """A greeting, or a sentence that asks or delivers ("Until last week you delivered to Hafenstraße 3, 20095 Hamburg"): what
    somebody says, and no line of an address."""
    if any(start == 0 for _, start, _ in vocabulary().phrases(text, ("greeting",))) and not legal_form(text):
        return True
    lower = [word for word in re.findall(r"[^\W\d_]+", text) if word.islower() and len(word) > _LITTLE]
    return len(lower) > 1 and any(wants_by(word) or vocabulary().means("asking", word) for word in lower)


def _may_be_party(address: Address) -> bool:
    """Not where a house, a label ("Order no."), an order's number or a sentence ("Please deliver to our store, …") stands in the
    name's place."""
    name = address.name.text if address.name is not None else ""
    is_label = (bool(vocabulary().labels(name)) or field_name(name.rstrip(":")) is not None) and not legal_form(name)
    return not (is_house(address) or is_label or is_code(name) or (wants_by(name) and not legal_form(name)))
