"""B13: a policy has two people behind it, and a changed file has nobody."""

from __future__ import annotations

import pytest

from intake.credit.policy import default_policy_text, parse_policy
from intake.domain.errors import NotAllowed
from intake.holds.authority import Actor
from intake.pipeline.policy_approval import approve_policy, approvers

FRED = Actor(name="fred", roles=frozenset({"finance"}))
FLORA = Actor(name="flora", roles=frozenset({"finance"}))
ANNA = Actor(name="anna", roles=frozenset({"order_desk"}))


def test_two_people_approve_one_content_and_nobody_twice(company) -> None:
    policy = parse_policy(default_policy_text().encode())
    assert approve_policy(company.line, policy, FRED, "as agreed") == ["fred"]
    with pytest.raises(NotAllowed, match="another person"):
        approve_policy(company.line, policy, FRED, "once more")
    with pytest.raises(NotAllowed, match="finance may"):
        approve_policy(company.line, policy, ANNA, "looks fine")
    assert approve_policy(company.line, policy, FLORA, "as agreed") == ["fred", "flora"]
    changed = parse_policy(default_policy_text().replace("version = 1", "version = 2", 1).encode())
    with company.line.database.read() as tx:
        assert approvers(tx, changed) == []
