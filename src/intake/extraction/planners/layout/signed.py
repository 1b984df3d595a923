"""The firm in a mail's signature: who writes, where nothing above the signature says who orders.

In: the rows of the signature and what the envelope says of its author. Out: a `Block` of name and address that no label
announces; None where no firm stands there. A person's own name is none, and whether the firm is ours is decided in `parties.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from intake.domain.opened import MailContext
from intake.extraction import address_words
from intake.extraction.address_lines import addresses_in
from intake.extraction.addresses import Address, parse_address
from intake.extraction.legal_forms import legal_form
from intake.extraction.planners.layout.blocks import Block, Line, is_house
from intake.extraction.planners.layout.letterhead import letterhead
from intake.extraction.planners.layout.loose_blocks import stacks_of
from intake.extraction.segments import Row
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import tokens


def signed_by(rows: Sequence[Row], context: MailContext, is_ours: Callable[[Block], bool]) -> Block | None:
    """`is_ours` says of a block that it is our own."""
    stacks = stacks_of(rows, ())
    for stack in stacks:
        lines = [Line(segment, 0, len(segment.text)) for segment in stack]
        for _, end in addresses_in([line.text for line in lines]):
            block = _named_above(lines, end, context)
            if block is not None and not is_ours(block):
                return block
    return letterhead(stacks, is_ours)


def _named_above(lines: Sequence[Line], end: int, context: MailContext) -> Block | None:
    """The shortest run of lines down to `end` that names somebody: above the firm stand the writer and what he does there."""
    texts = [line.text for line in lines]
    for start in range(end - 1, -1, -1):
        address = parse_address(texts[start:end])
        name = address.name.text if address.name is not None else ""
        if not address.is_whole or is_house(address) or address_words.is_site(name) or address_words.is_named_street(name):
            continue
        if not (_is_firm(name) or _stands_alone(address)):
            continue
        is_said = bool(vocabulary().labels(name)) or _is_author(name, context)
        return None if is_said else Block(None, None, tuple(lines[start:end]), address)
    return None


def _stands_alone(address: Address) -> bool:
    """Whether the name has a line of its own: on one line with its place, "The Old Dairy" is a house."""
    place = address.street or address.postal_code
    return address.name is not None and place is not None and address.name.line < place.line


def _is_firm(name: str) -> bool:
    return legal_form(name) or address_words.names_institution(name)


def _is_author(name: str, context: MailContext) -> bool:
    return bool(context.author_name) and set(tokens(name)) <= set(tokens(context.author_name or ""))
