"""The policy file is read strictly: every fault is named at once, and nothing that could let orders through unchecked is
taken."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from intake.credit.catalogue import RULES
from intake.credit.policy import default_policy_text, load_policy, parse_policy
from intake.domain.errors import ConfigurationError

SMALL = """
version = 3
owner = "credit@example.test"
[release]
reason_codes = ["payment_announced"]
block_reason_codes = ["block_lifted"]
[[release.authority]]
role = "finance"
unlimited = true
"""


def faults(addition: str, base: str = SMALL) -> list[str]:
    with pytest.raises(ConfigurationError) as refused:
        parse_policy((base + addition).encode())
    return refused.value.problems


def test_the_shipped_policy_is_valid_and_says_who_owns_it(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(default_policy_text(), encoding="utf-8")
    policy = load_policy(path)
    assert policy.version == 1
    assert policy.owner
    assert policy.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert set(policy.credit.rules) == set(RULES)


def test_a_small_policy_takes_the_defaults() -> None:
    credit = parse_policy(SMALL.encode()).credit
    assert credit.grace_days == 3
    assert credit.rules["R1"].on
    assert not credit.rules["R7"].on


def test_all_faults_are_named_at_once_each_with_its_place() -> None:
    problems = faults(
        """
[credit]
grace_dayz = 3
materiality = "five"
currency = "EURO"
time_zone = "Europe/Atlantis"
[credit.rules.R1]
treshold = 1
[credit.rules.R77]
on = true
[credit.stale]
fresh = "4 hours"
"""
    )
    text = "\n".join(problems)
    for place in ("grace_dayz", "materiality", "currency", "time_zone", "rules.R1.treshold", "rules.R77", "stale.fresh"):
        assert f"credit.{place}:" in text
    assert all(problem.startswith("policy.toml, ") and problem.endswith(".") for problem in problems)


@pytest.mark.parametrize(
    ("addition", "said"),
    [
        ("[credit.rules.R12]\non = false", "R12"),
        ("[credit.rules.R24]\non = false", "R24"),
        ("[credit.rules.R1]\non = false", "neither R1 nor R2"),
        ("[credit.rules.R2]\non = true", "needs this number"),
        ("[credit.rules.R3]\nwatch_percent = 120\nhold_percent = 110", "before it watches"),
        ("[credit.rules.R7]\non = true\nshare_percent = 130", "from 0 to 100"),
        ("[credit.rules.R8]\nlevel = 0", "from 1 to 9"),
        ("[credit.rules.R18]\non = true", "no [[credit.seasons]]"),
        ("[credit.rules.R19]\non = true", "caps nothing"),
        ('[[credit.rules.R1.scopes]]\nrisk = "high"\non = false', "write an exception"),
        ("[[credit.rules.R5.scopes]]\ndays = 0", "exactly one of risk and customer"),
        ('[[credit.rules.R5.scopes]]\nrisk = "high"\n[[credit.rules.R5.scopes]]\nrisk = "high"', "twice"),
        ('[credit.stale]\nfresh = "9h"\nusable = "4h"', "cannot stop being usable"),
        ('[credit.stale]\nusable = "400d"', "older than 31 days"),
        ("[credit]\ngrace_days = -1", "from 0 to 365"),
        ("[credit]\ngrace_days = 1.5", "whole number"),
        ("[credit]\nmateriality = inf", "must be a number"),
        ("[credit]\nmateriality = true", "must be a number"),
        ('[credit.terms_codes]\nZ1 = "somehow"', "states no terms"),
        ('[credit.card_over_limit]\noverdue_blocks = "maybe"', "one of no, only_full_prepay, yes"),
        ("[matching]\nprice_below_tolerance_percent = -3", "matching.price_below_tolerance_percent"),
        ("[matching]\nprice_tolerance = 3", "matching.price_tolerance"),
        ("[surprise]\nx = 1", "surprise"),
    ],
)
def test_what_cannot_work_is_refused(addition: str, said: str) -> None:
    assert any(said in problem for problem in faults(addition)), faults(addition)


EXCEPTION = """
[[credit.exceptions]]
name = "campaign"
customer = "C1"
rules = {rules}
valid_from = {first}
valid_until = {last}
owner = "{owner}"
reason = "Agreed."
"""


@pytest.mark.parametrize(
    ("rules", "first", "last", "owner", "said"),
    [
        ("[]", "2026-01-01", "2026-02-01", "x", "names the rules"),
        ('["R12"]', "2026-01-01", "2026-02-01", "x", "cannot be excepted"),
        ('["R23"]', "2026-01-01", "2026-02-01", "x", "cannot be excepted"),
        (str([rule for rule, kind in RULES.items() if kind.can_be_excepted]), "2026-01-01", "2026-02-01", "x", "every rule"),
        ('["R1"]', "2026-03-01", "2026-02-01", "x", "before valid_from"),
        ('["R1"]', "2026-01-01", "2028-02-01", "x", "an exception ends"),
        ('["R1"]', '"soon"', "2026-02-01", "x", "a date like"),
        ('["R1"]', "2026-01-01", "2026-02-01", "", "not empty"),
    ],
)
def test_an_exception_is_named_dated_owned_and_small(rules: str, first: str, last: str, owner: str, said: str) -> None:
    text = EXCEPTION.format(rules=rules, first=first, last=last, owner=owner)
    assert any(said in problem for problem in faults(text)), faults(text)


@pytest.mark.parametrize(
    ("release", "said"),
    [
        ('[release]\nreason_codes = ["x"]', "nobody may release"),
        (
            '[release]\nreason_codes = ["x"]\n[[release.authority]]\nrole = "finance"\nmax_amount = 5',
            "nobody may release more than 5",
        ),
        ('[release]\nreason_codes = ["x"]\n[[release.authority]]\nrole = "finance"', "either a number here, or unlimited"),
        (
            '[release]\nreason_codes = ["x"]\n[[release.authority]]\nrole = "f"\nunlimited = true\nrisk_classes = ["low"]',
            "nobody may release an order of a customer with risk high",
        ),
        (
            '[release]\nreason_codes = ["x"]\n[[release.authority]]\nrole = "order_desk"\nunlimited = true',
            "may not release what finance owns",
        ),
        (
            '[release]\nreason_codes = ["x"]\n[[release.authority]]\nrole = "f"\nmax_amount = 9\nfour_eyes_above = 10',
            "never be asked",
        ),
        ('[release]\n[[release.authority]]\nrole = "f"\nunlimited = true', "no release can be recorded"),
        (
            '[release]\nreason_codes = ["x"]\nblock_reason_codes = ["x"]\n[[release.authority]]\nrole = "f"\nunlimited = true',
            "a code of its own",
        ),
    ],
)
def test_a_gap_in_the_authority_to_release_is_refused(release: str, said: str) -> None:
    assert any(said in problem for problem in faults(release, 'version = 1\nowner = "x"\n'))


@pytest.mark.parametrize("missing", ["version = 3", 'owner = "credit@example.test"'])
def test_a_policy_without_version_or_owner_is_refused(missing: str) -> None:
    assert faults("", SMALL.replace(missing, ""))


@pytest.mark.parametrize("content", [b"\xff\xfe", b"version = ", b"version = 1\nversion = 2", b"a = 1e999999999999999999999"])
def test_a_file_that_is_no_toml_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(ConfigurationError) as refused:
        parse_policy(content)
    assert refused.value.problems


def test_a_file_that_is_not_there_names_what_writes_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="intake init"):
        load_policy(tmp_path / "policy.toml")
