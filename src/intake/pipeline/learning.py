"""What a pushed order teaches: its layout, and a customer's words for the articles that a person chose.

Learned when the ERP has taken the order, and not when the person chose: until then a choice may be withdrawn, the order rejected
or refused, and nothing outlives it. Which words are safe to learn is decided in `matching/teaching.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from intake.domain.catalogue import MasterData
from intake.domain.learned import KeptReference, LearnedReference
from intake.domain.matched import EvidenceKind, MatchedOrder
from intake.holds.authority import Actor, may_forget
from intake.matching.confirmed import Naming
from intake.matching.corrections import apply_corrections
from intake.matching.teaching import outlived, taught
from intake.pipeline.layouts import remember_layout
from intake.pipeline.line import Line
from intake.pipeline.people import refuse
from intake.store.decisions import load_corrections, load_grants, load_match
from intake.store.engine import Connection
from intake.store.experience import drop_learned, forget_learned, keep_learned, learned_for, list_learned
from intake.store.orders import OrderRow, load_extraction
from intake.store.writing import Writing

MOST_LISTED = 1_000


@dataclass(frozen=True, slots=True)
class Lesson:
    """`references` as the order's own master data give them."""

    references: tuple[LearnedReference, ...]
    master: MasterData


def lesson_of(line: Line, order_id: str, customer_no: str) -> Lesson | None:
    """What the order will teach once it is pushed; None where no person chose an article. Nothing of it can change while it is
    being pushed."""
    with line.database.read() as tx:
        corrections = load_corrections(tx, order_id)
        if not any(correction.path.endswith(".sku") for correction in corrections):
            return None
        read, found, grants = load_extraction(tx, order_id), load_match(tx, order_id), load_grants(tx, order_id)
    if read is None or found is None or not line.masters.path(found[1]).is_file():
        return None
    master = line.masters.open(found[1])
    waived = {code for grant in grants for code in grant.waived_reasons}
    return Lesson(taught(read, corrections, waived, customer_no, order_id, master), master)


def learn(work: Writing, order: OrderRow, lesson: Lesson | None) -> None:
    """The ERP took the order: what it shows is confirmed."""
    remember_layout(work, order.order_id, order.message_id)
    for reference in lesson.references if lesson is not None else ():
        assert lesson is not None
        before = learned_for(work.tx, reference.customer_no, reference.words, reference.uom)
        replaced = [other for other in outlived(before, lesson.master) if other.sku != reference.sku]
        for other in replaced:
            drop_learned(work.tx, other)
        keep_learned(work.tx, reference)
        work.note("words_learned", order_id=order.order_id, message_id=order.message_id, **_told(reference),
                  confirmed_by=reference.actor, replaced=[other.sku for other in replaced])  # fmt: skip


def was_taken_back(tx: Connection, order_id: str, matched: MatchedOrder) -> bool:
    """Whether words that the order rests on were forgotten, or confirmed otherwise, since it was matched. What a person put right
    in its lines are their words, as they were when it was matched."""
    rests_on = [line.sku for line in matched.lines if any(fact.kind is EvidenceKind.LEARNED for fact in line.evidence)]
    read = load_extraction(tx, order_id) if rests_on else None
    if read is None or matched.customer_no is None:
        return False
    lines = apply_corrections(read.order, load_corrections(tx, order_id)).order.lines
    known = {Naming.of(line, read.beside.get(f"lines[{at}]", ""))[1:] for at, line in enumerate(lines)}
    stands = [{one.sku for one in learned_for(tx, matched.customer_no, words, uom)} for words, uom in known]
    return any({sku} not in stands for sku in rests_on)


def learned_references(line: Line, customer_no: str | None, limit: int = MOST_LISTED) -> tuple[KeptReference, ...]:
    """What was learned of a customer's words, or of everybody's, the latest first."""
    with line.database.read() as tx:
        return list_learned(tx, customer_no, limit)


def forget(line: Line, reference_id: int, actor: Actor, comment: str) -> KeptReference | None:
    """Takes a confirmation back: the words hold again. Orders that went by it stay as they are. None where there is none."""
    refuse(may_forget(actor, line.policy().release))
    with line.writing(actor.name) as work:
        kept = forget_learned(work.tx, reference_id)
        if kept is not None:
            work.note("words_forgotten", reference_id=reference_id, customer_no=kept.learned.customer_no, **_told(kept.learned),
                      confirmed_by=kept.learned.actor, comment=comment)  # fmt: skip
        return kept


def shown(kept: KeptReference) -> dict[str, Any]:
    """A reference as JSON shows it."""
    learned = kept.learned
    names = ("customer_no", "said", "uom", "sku", "actor", "at", "order_id", "line_number")
    values = {name: getattr(learned, name) or None for name in names}
    return {"reference_id": kept.reference_id, **values, "article": learned.article.description}


def _told(reference: LearnedReference) -> dict[str, str]:
    return {"words": reference.said, "uom": reference.uom, "sku": reference.sku}
