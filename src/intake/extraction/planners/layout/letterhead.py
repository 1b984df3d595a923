"""The firm whose paper it is, where its name stands alone at the top and its address elsewhere, or nowhere.

In: the stacks of pieces that no label announces. Out: a `Block` that begins with the first line that is a firm's name, with
whatever address stands right below it; None where no line is. Whether it is the buyer's is decided in `parties.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from intake.domain.documents import CanvasKind
from intake.extraction.address_words import is_street, names_institution
from intake.extraction.addresses import parse_address
from intake.extraction.legal_forms import is_legal_form, legal_form
from intake.extraction.planners.layout.blocks import Block, Line, first_address
from intake.extraction.segments import Segment
from intake.extraction.words import vocabulary

_LONGEST_NAME = 60
_MOST_WORDS = 9


def letterhead(stacks: Sequence[Sequence[Segment]], is_ours: Callable[[Block], bool]) -> Block | None:
    """`is_ours` says of a block that it is our own."""
    named = [(segment, stack) for stack in stacks for segment in stack if _is_firm(segment.text)]
    for segment, stack in sorted(named, key=lambda each: (each[0].canvas, each[0].top, each[0].x0)):
        below = [Line(each, 0, len(each.text)) for each in stack if each.top >= segment.top]
        lines = first_address(below)
        block = Block(None, None, lines, parse_address([line.text for line in lines]))
        if lines == tuple(below) and block.address.postal_code is None:
            lines = (lines[0], *_apart(segment, stacks))
            block = Block(None, None, lines, parse_address([line.text for line in lines]))
        if not is_ours(block):
            return block
    return None


def _apart(name: Segment, stacks: Sequence[Sequence[Segment]]) -> tuple[Line, ...]:
    """The address that stands a line's space below a firm's name and has no name of its own."""
    reach = {CanvasKind.PAGE: 2.5 * (name.bottom - name.top), CanvasKind.GRID: 1.01, CanvasKind.TEXT: 1.01}[name.kind]
    for stack in stacks:
        first = stack[0]
        is_near = first.canvas == name.canvas and 0 < first.top - name.bottom <= reach and abs(first.x0 - name.x0) <= 1
        if is_near and is_street(first.text) and not legal_form(first.text):
            lines = first_address([Line(each, 0, len(each.text)) for each in stack])
            if parse_address([name.text, *(line.text for line in lines)]).is_whole:
                return lines
    return ()


def _is_firm(text: str) -> bool:
    """A firm's name and nothing else: no sentence, no label before it, no figures but a few."""
    if len(text) > _LONGEST_NAME or len(text.split()) > _MOST_WORDS or ":" in text or is_legal_form(text):
        return False
    if not (legal_form(text) or names_institution(text)):
        return False
    known = vocabulary()
    # "Hermed bestilling fra Strandhotellet ApS." says what the firm does.
    is_said = any(word.islower() and (known.kinds(word) or known.means("asking", word)) for word in text.split()[:-1])
    return not known.kinds(text) and not is_said and sum(sign.isdigit() for sign in text) <= 2
