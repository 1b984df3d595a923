"""Who is who on an order: buyer, ship-to and bill-to, and never we ourselves.

In: a document's rows, labels and who we are. Out: `FieldPlace`s for "buyer.block", "ship_to.block", "bill_to.block" and for the
buyer's identifiers that stand elsewhere (VAT id, GLN, e-mail, customer number). The document was written by the buyer to us: a
block labelled supplier, vendor or "to" is ours even where our own name is not known; a letterhead, a sender line or a footer is
theirs. A delivery or billing address counts only where the document says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace

from intake.domain.identifiers import fold
from intake.domain.opened import MailContext
from intake.domain.parties import OwnCompany
from intake.domain.plans import FieldPlace
from intake.extraction.address_words import asks_for_firm
from intake.extraction.addresses import parse_address
from intake.extraction.legal_forms import legal_form
from intake.extraction.planners.layout.blocks import Block, Line, labelled_blocks
from intake.extraction.planners.layout.labels import LabelHit, find_labels
from intake.extraction.planners.layout.letterhead import letterhead
from intake.extraction.planners.layout.loose_blocks import forms_without_title, loose_blocks, stacks_of
from intake.extraction.planners.layout.party_identifiers import Known, identifiers
from intake.extraction.planners.layout.signed import signed_by
from intake.extraction.segments import Row
from intake.extraction.words import vocabulary
from intake.extraction.words.keys import fold_letters, squash

_LEGAL_NOISE = re.compile(
    r"\b(gmbh|ag|kg|co|ltd|limited|inc|llc|bv|nv|sarl|sas|sa|srl|spa|sl|ab|as|oy|kft|sro|sp|zoo|z|o|mbh|und|and|the|group|holding)\b"
)


def parties(
    rows: Sequence[Row],
    hits: Sequence[LabelHit],
    own: OwnCompany,
    context: MailContext,
    counting: Set[tuple[int, int]] = frozenset(),
    signature: Sequence[Row] = (),
) -> tuple[FieldPlace, ...]:
    """The places of all parties, one block each at most. `counting` are the words, each with its canvas, that count goods in
    sentences: "- 5 pcs tape, art. 410274" is nobody's street and town. `signature` are the rows of a mail's signature."""
    labelled = [block for block in labelled_blocks(rows, hits) if block.address.name is not None or block.address.is_place]
    taken = [line for block in labelled for line in block.lines]
    stacks = stacks_of([row for row in rows if not _counts(row, counting)], taken)
    loose = (*forms_without_title(rows, hits), *loose_blocks(stacks))
    ours = [block for block in (*labelled, *loose) if block.role == "supplier" or is_own(block, own)]
    chosen: dict[str, Block] = {}
    for block in sorted(labelled, key=lambda each: not (each.address.is_plausible or each.address.is_place)):
        if block.role in ("buyer", "ship_to", "bill_to") and block not in ours and block.role not in chosen and _is_party(block):
            chosen[block.role] = block
    ourselves = next((block for block in labelled if block.role == "buyer" and block.is_sure and _has_own_name(block, own)), None)
    if ourselves is not None and "buyer" not in chosen:
        # Our own purchase order, returned by a supplier: whoever stands beside it did not order.
        chosen["buyer"] = ourselves
    elif "buyer" not in chosen or not chosen["buyer"].address.is_plausible:
        found = _unannounced_buyer(loose, ours, chosen, context)
        above = letterhead(stacks, lambda block: _is_ours(block, ours, own))
        is_bare = above is not None and all(_bare_name_of(block) != _bare_name_of(above) for block in loose)
        if above is not None and (found is None or (is_bare and _is_addressee(found, above, ours))):
            found = above
        found = found or signed_by(signature, context, lambda block: _is_ours(block, ours, own))
        if found is not None:
            chosen["buyer"] = found
        elif "bill_to" in chosen and "buyer" not in chosen:
            # Who pays for the order is who orders, where nobody else is named; no label says so.
            chosen["buyer"] = replace(chosen["bill_to"], label=None)
    if "buyer" not in chosen and (filled_in := _firm_of_a_form(rows, own)) is not None:
        chosen["buyer"] = filled_in
    fields = [FieldPlace(path=f"{role}.block", places=block.places, label=block.label) for role, block in chosen.items()]
    known = Known(
        buyer=chosen["buyer"].address if "buyer" in chosen else None,
        ours=tuple(line for block in ours for line in block.lines),
        ship_to=chosen["ship_to"].lines if "ship_to" in chosen else (),
        bill_to=chosen["bill_to"].lines if "bill_to" in chosen else (),
        own=own,
    )
    return (*fields, *identifiers((*rows, *signature), (*hits, *find_labels(signature)), known))


def _firm_of_a_form(rows: Sequence[Row], own: OwnCompany) -> Block | None:
    """The name that a form asks for once, with nothing more of an address beside it."""
    asked = [(row, at) for row in rows for at, segment in enumerate(row.segments) if asks_for_firm(segment.text.strip(" :*"))]
    if len(asked) != 1:
        return None
    row, at = asked[0]
    value = row.segments[at + 1] if at + 1 < len(row.segments) else None
    if value is None or value.text.rstrip().endswith(":") or vocabulary().labels(value.text):
        return None
    line = Line(value, 0, len(value.text))
    block = Block("buyer", row.segments[at].place(), (line,), parse_address([line.text]))
    return block if block.address.name is not None and not is_own(block, own) else None


def _counts(row: Row, counting: Set[tuple[int, int]]) -> bool:
    return any((segment.canvas, word) in counting for segment in row.segments for word in segment.words)


def _is_ours(block: Block, ours: Sequence[Block], own: OwnCompany) -> bool:
    return is_own(block, own) or any(_bare_name_of(block) == _bare_name_of(each) for each in ours)


def _is_addressee(found: Block, above: Block, ours: Sequence[Block]) -> bool:
    """Where nobody is known to be us, the only address below another firm's letterhead is the window that the letter goes to."""
    if ours or len(found.lines) == 1 or _completeness(found) or _bare_name_of(found) == _bare_name_of(above):
        return False
    return _position(above) < _position(found)


def _is_party(block: Block) -> bool:
    """ "Buyer: Helen Doyle" names a person to speak to; a place to deliver to may have no more than a name ("Hall 3")."""
    address = block.address
    return block.role == "ship_to" or address.is_plausible or (address.name is not None and legal_form(address.name.text))


def is_own(block: Block, own: OwnCompany) -> bool:
    """Whether a block is our own: our name, VAT id, GLN, mail domain or street stands in it."""
    if _has_own_name(block, own):
        return True
    text = squash(block.text)
    identifiers = [squash(number) for number in (*own.vat_ids, *own.glns) if number]
    if any(number and number in text for number in identifiers):
        return True
    if any(f"@{domain.casefold()}" in block.text.casefold() for domain in own.domains):
        return True
    return any(len(squash(name)) > 5 and squash(name) in text for name in own.names) or any(
        len(squash(address)) > 10 and squash(address) in text for address in own.addresses
    )


def _bare_name(name: str) -> str:
    return " ".join(_LEGAL_NOISE.sub(" ", re.sub(r"[^\w\s]", "", fold_letters(name))).split())


def _has_own_name(block: Block, own: OwnCompany) -> bool:
    name = _bare_name_of(block)
    return bool(name) and any(_bare_name(ours) == name or (len(name) > 6 and name in _bare_name(ours)) for ours in own.names)


def _unannounced_buyer(
    loose: Sequence[Block], ours: Sequence[Block], chosen: dict[str, Block], context: MailContext
) -> Block | None:
    """A letterhead, sender line or footer. Where we are not known and nobody is labelled as supplier, the address of a letter's
    window is ours: the buyer is the one whose mail domain or sender line agrees, else the one printed first."""
    others = [block for block in loose if block not in ours and not _same_address(block, chosen.get("ship_to"))]
    if not others:
        return None
    best = min(others, key=lambda block: (-_domain_agreement(block, context), -_completeness(block), _position(block)))
    # The letterhead says more than the footer of the same firm.
    return max(
        (block for block in others if _bare_name_of(block) == _bare_name_of(best)),
        key=lambda block: (_says(block), [-each for each in _position(block)]),
    )


def _bare_name_of(block: Block) -> str:
    return _bare_name(block.address.name.text) if block.address.name else ""


def _says(block: Block) -> int:
    address = block.address
    return sum(part is not None for part in (address.street, address.city, address.country_code, address.email, address.vat_id))


def _same_address(block: Block, other: Block | None) -> bool:
    return other is not None and fold(block.text) == fold(other.text)


def _domain_agreement(block: Block, context: MailContext) -> int:
    domain = (context.author_address or "").rpartition("@")[2].split(".")[0]
    name = squash(_bare_name(block.address.name.text)) if block.address.name else ""
    return int(len(domain) > 3 and len(name) > 3 and (squash(domain) in name or name in squash(domain)))


def _completeness(block: Block) -> int:
    """A block with a VAT id or an address for mail is somebody speaking of himself."""
    return int(block.address.vat_id is not None or block.address.email is not None)


def _position(block: Block) -> tuple[int, float, float]:
    segment = block.lines[0].segment
    return segment.canvas, segment.top, segment.x0
