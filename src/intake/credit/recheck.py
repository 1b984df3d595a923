"""When an order has to be decided again before the ERP gets it: the decision is old, or what it rests on has changed.

What comes in is the last decision and what holds now; what goes out is a sentence, or None where the decision still stands.
"""

from __future__ import annotations

from datetime import datetime

from intake.credit.policy_values import CreditPolicy
from intake.domain.credit import CreditDecision, SnapshotFacts


def why_decide_again(
    decision: CreditDecision, policy: CreditPolicy, *, now: datetime, order_version: str, snapshot: SnapshotFacts
) -> str | None:
    """Asked at every checkpoint: acceptance, the push to the ERP, a ship notice (R21)."""
    if decision.order.version_hash != order_version:
        return "The order has changed since it was decided."
    if decision.policy_sha256 != policy.sha256:
        return "The credit policy has changed since the order was decided."
    if decision.inputs.snapshot.snapshot_id != snapshot.snapshot_id:
        return "New figures of the ERP have arrived since the order was decided."
    if not decision.inputs.accounts:
        return "The order was decided without an account."
    minutes = policy.setting("R21", decision.inputs.accounts[0]).number("max_age_minutes")
    age = (now - decision.inputs.decided_at).total_seconds() / 60
    if age > minutes:
        return f"The decision is {int(age)} minutes old; {minutes} is the most."
    return None
