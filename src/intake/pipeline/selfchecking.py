"""Our exposure of every account held against the ERP's own figure, where the ERP tells it (B15).

What comes in is the line; what goes out is one comparison an account, those with an unexplained difference first. Nothing is
changed or decided.
"""

from __future__ import annotations

from intake.credit.selfcheck import SelfCheck, check_against_erp
from intake.pipeline.credit_quotes import facts_of
from intake.pipeline.decide_step import current_ledger
from intake.pipeline.line import Line


def self_check(line: Line) -> list[SelfCheck]:
    """Of accounts whose figure is in the limit's currency; another currency cannot be compared to the cent."""
    with line.database.read() as tx:
        ledger = current_ledger(line, tx)
    policy = line.policy().credit
    checks = []
    for stated in ledger.snapshot.exposures if ledger else ():
        found = facts_of(line, stated.customer_no)
        if found is None or found[0].currency != stated.currency:
            continue
        compared = check_against_erp(found[1], stated.amount, policy)
        if compared is not None:
            checks.append(compared)
    return sorted(checks, key=lambda check: (check.unexplained == 0, check.customer_no))
