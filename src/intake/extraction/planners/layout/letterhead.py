"""The firm whose paper it is, where its name stands alone at the top and its address elsewhere, or nowhere.

In: the stacks of pieces that no label announces. Out: a `Block` that begins with the first line that is a firm's name, with
whatever address stands right below it; None where no line is. Whether it is the buyer's is decided in `parties.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from intake.extraction.address_words import legal_form
from intake.extraction.addresses import parse_address
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
            block = Block(None, None, lines[:1], parse_address([segment.text]))
        if not is_ours(block):
            return block
    return None


def _is_firm(text: str) -> bool:
    """A firm's name and nothing else: no sentence, no label before it, no figures but a few."""
    if len(text) > _LONGEST_NAME or len(text.split()) > _MOST_WORDS or ":" in text or not legal_form(text):
        return False
    return not vocabulary().kinds(text) and sum(sign.isdigit() for sign in text) <= 2
