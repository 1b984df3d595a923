"""Two people stand behind a policy: who has approved exactly these bytes, and whether that is enough.

An approval is a person's word under a name and a password for one SHA-256. Finance approves; a changed file has no
approval. Nothing here decides on orders.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.credit.policy import Policy
from intake.domain.errors import NotAllowed
from intake.domain.finance import FinanceRecord, RecordKind
from intake.holds.authority import Actor, may_hold
from intake.pipeline.line import Line
from intake.pipeline.people import refuse
from intake.store.engine import Connection
from intake.store.finance import keep_record, records_of

NEEDED = 2


def approve_policy(line: Line, policy: Policy, actor: Actor, comment: str) -> list[str]:
    """Keeps an approval; the names of all who approved these bytes. Raises NotAllowed where the actor may not, or did already."""
    refuse(may_hold(actor, line.policy().release))
    with line.writing(actor.name) as work:
        if actor.name in approvers(work.tx, policy):
            raise NotAllowed(f"{actor.name} approved this policy already; the second approval is another person's.")
        said = {"sha256": policy.sha256, "version": str(policy.version), "comment": comment.strip()}
        keep_record(work.tx, RecordKind.POLICY_APPROVAL, at=work.at, actor=actor.name, said=said, subject=policy.sha256)
        work.note("policy_approved", **said)
        return approvers(work.tx, policy)


def approvers(tx: Connection, policy: Policy) -> list[str]:
    """Everybody who approved these very bytes, each once, the first one first."""
    return list(dict.fromkeys(record.actor for record in _of(records_of(tx, RecordKind.POLICY_APPROVAL), policy)))


def _of(records: Sequence[FinanceRecord], policy: Policy) -> list[FinanceRecord]:
    return [record for record in records if record.subject == policy.sha256]
