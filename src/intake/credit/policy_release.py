"""Reads the `[release]` table of the policy: who may release up to what, for how long, under which reason codes.

What comes in is the table; what goes out is a `ReleasePolicy`. A gap, an amount that nobody may release, is a fault.
"""

from __future__ import annotations

from decimal import Decimal

from intake.credit.policy_values import UNKNOWN_RISK, CreditPolicy
from intake.credit.toml_table import TomlTable
from intake.domain.releases import AuthorityRow, ReleasePolicy

RISK_CLASSES = ("low", "medium", "high", UNKNOWN_RISK)


def read_release(table: TomlTable, credit: CreditPolicy) -> ReleasePolicy:
    """Always a policy; it is only to be used when the table's problems are empty. Amounts are in the credit policy's currency."""
    default = ReleasePolicy()
    release = ReleasePolicy(
        currency=credit.currency,
        desk_roles=table.take_words("desk_roles") or default.desk_roles,
        operations_roles=table.take_words("operations_roles") or default.operations_roles,
        administrator_roles=table.take_words("administrator_roles") or default.administrator_roles,
        authority=tuple(_read_row(row) for row in table.take_tables("authority")),
        valid_days=int(table.take_number("valid_days", Decimal(5), least=Decimal(1), most=Decimal(90), whole=True)),
        tolerance_percent=table.take_number("tolerance_percent", Decimal(2), most=Decimal(20)),
        reason_codes=table.take_words("reason_codes"),
        block_reason_codes=table.take_words("block_reason_codes"),
    )
    table.finish()
    _check_codes(table, release)
    _check_authority(table, release, _risk_classes(credit, release))
    return release


def _read_row(table: TomlTable) -> AuthorityRow:
    role = table.take_text("role")
    unlimited = table.take_flag("unlimited", False)
    most = table.take_number_or_none("max_amount")
    if unlimited == (most is not None):
        table.say("max_amount", "either a number here, or unlimited = true.")
    eyes = table.take_number_or_none("four_eyes_above")
    if eyes is not None and most is not None and eyes >= most:
        table.say("four_eyes_above", f"{eyes} is not below max_amount {most}: the second pair of eyes would never be asked.")
    risk_classes = table.take_words("risk_classes", allowed=RISK_CLASSES)
    table.finish()
    return AuthorityRow(role=role, max_amount=most, risk_classes=risk_classes, four_eyes_above=eyes)


def _check_codes(table: TomlTable, release: ReleasePolicy) -> None:
    if not release.reason_codes:
        table.say("reason_codes", "name the reasons a release can be given for; without one no release can be recorded.")
    for code in sorted(set(release.reason_codes) & set(release.block_reason_codes)):
        table.say("block_reason_codes", f"{code} stands in reason_codes too; a block needs a code of its own.")


def _risk_classes(credit: CreditPolicy, release: ReleasePolicy) -> tuple[str, ...]:
    scoped = {scope.risk for settings in credit.rules.values() for scope in settings.scopes if scope.risk}
    named = {risk for row in release.authority for risk in row.risk_classes}
    return tuple(sorted(set(RISK_CLASSES) | scoped | named))


def _check_authority(table: TomlTable, release: ReleasePolicy, risk_classes: tuple[str, ...]) -> None:
    desk = set(release.desk_roles) | set(release.operations_roles)
    for role in sorted({row.role for row in release.authority} & desk):
        table.say("authority", f"{role} is a role of the order desk or of operations and may not release what finance owns.")
    for risk in risk_classes:
        rows = [row for row in release.authority if not row.risk_classes or risk in row.risk_classes]
        amounts = [row.max_amount for row in rows]
        if not rows:
            table.say("authority", f"nobody may release an order of a customer with risk {risk}.")
        elif None not in amounts:
            most = max(amount for amount in amounts if amount is not None)
            table.say("authority", f"nobody may release more than {most} for risk {risk}; one row needs unlimited = true.")
        roles = [row.role for row in rows]
        for role in sorted({role for role in roles if roles.count(role) > 1}):
            table.say("authority", f"{role} has two rows for risk {risk}; only one can hold.")
