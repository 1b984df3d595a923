"""Reads the `[credit]` table of the policy: defaults, rules with their scopes, seasons, written exceptions, staleness, cards.

What comes in is the table; what goes out is a `CreditPolicy`. Faults are told to the table's problems, never raised here.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.numbers import list_currencies

from intake.credit.catalogue import RULES, NumberParameter, RuleKind
from intake.credit.policy_risk import read_risk
from intake.credit.policy_values import (
    CardOverLimit,
    CreditPolicy,
    Parameter,
    RuleSettings,
    ScopedSettings,
    Season,
    Staleness,
    WrittenException,
)
from intake.credit.toml_table import TomlTable
from intake.domain.terms import parse_terms

LONGEST_EXCEPTION = timedelta(days=366)
LONGEST_USABLE = timedelta(days=31)
MONEY_RULES = ("R1", "R2")


def read_credit(table: TomlTable, *, version: int, owner: str, sha256: str) -> CreditPolicy:
    """Always a policy; it is only to be used when the table's problems are empty."""
    rules = _read_rules(table.take_table("rules"))
    seasons = tuple(_read_season(season) for season in table.take_tables("seasons"))
    policy = CreditPolicy(
        version=version,
        owner=owner,
        sha256=sha256,
        currency=_take_currency(table),
        time_zone=_take_time_zone(table),
        grace_days=int(table.take_number("grace_days", Decimal(3), most=Decimal(365), whole=True)),
        materiality=table.take_number("materiality", Decimal("5.00")),
        exchange_haircut_percent=table.take_number("exchange_haircut_percent", Decimal(0), most=Decimal(50)),
        charges_percent=table.take_number("charges_percent", Decimal(0), most=Decimal(100)),
        disputed_items_are_overdue=table.take_flag("disputed_items_are_overdue", False),
        received_returns_reduce=table.take_flag("received_returns_reduce", False),
        parent_limit_missing=cast(
            Literal["no_credit", "not_checked"],
            table.take_text("parent_limit_missing", "no_credit", allowed=("no_credit", "not_checked")),
        ),
        terms_codes=_read_terms_codes(table.take_table("terms_codes")),
        rules=rules,
        seasons=seasons,
        exceptions=tuple(_read_exception(exception) for exception in table.take_tables("exceptions")),
        staleness=_read_staleness(table.take_table("stale")),
        card=_read_card(table.take_table("card_over_limit")),
        risk=read_risk(table.take_table("risk")),
    )
    table.finish()
    _check_whole(table, policy)
    return policy


def _take_currency(table: TomlTable) -> str:
    currency = table.take_text("currency", "EUR")
    if currency not in list_currencies():
        table.say("currency", f"{currency!r} is no ISO 4217 code like EUR.")
    return currency


def _take_time_zone(table: TomlTable) -> str:
    name = table.take_text("time_zone", "Europe/Berlin")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        table.say("time_zone", f"{name!r} is no IANA time zone like Europe/Berlin.")
    return name


def _read_terms_codes(table: TomlTable) -> dict[str, str]:
    codes: dict[str, str] = {}
    for code in table.names():
        codes[code] = table.take_text(code)
        if codes[code] and parse_terms(codes[code]) is None:
            table.say(code, f"{codes[code]!r} states no terms that are known; write them like '30 days net'.")
    return codes


def _read_rules(table: TomlTable) -> dict[str, RuleSettings]:
    rules = {rule: _read_rule(table.take_table(rule), rule, kind) for rule, kind in RULES.items()}
    table.finish()
    return rules


def _read_rule(table: TomlTable, rule: str, kind: RuleKind) -> RuleSettings:
    on = table.take_flag("on", kind.on)
    if kind.must_be_on and not on:
        table.say("on", f"{rule} ({kind.title}) cannot be switched off: orders would pass unchecked.")
    scopes = tuple(_read_scope(scope, kind) for scope in table.take_tables("scopes"))
    names = [scope.name for scope in scopes]
    for name in sorted({name for name in names if names.count(name) > 1}):
        table.say("scopes", f"{name} stands there twice.")
    parameters: dict[str, Parameter] = {**kind.defaults, **_read_parameters(table, kind)}
    table.finish()
    for name, parameter in kind.parameters.items():
        if on and isinstance(parameter, NumberParameter) and parameter.required and name not in parameters:
            table.say(name, f"{rule} ({kind.title}) is on and needs this number.")
    return RuleSettings(on=on, parameters=parameters, scopes=scopes)


def _read_scope(table: TomlTable, kind: RuleKind) -> ScopedSettings:
    risk = table.take_text("risk") if table.has("risk") else None
    customer = table.take_text("customer") if table.has("customer") else None
    if (risk is None) == (customer is None):
        table.say("", "exactly one of risk and customer says whom the scope is for.")
    on = table.take_flag("on", True) if table.has("on") else None
    if on is False:
        table.say("on", "a scope cannot switch a rule off; write an exception with owner, reason and end.")
    parameters = _read_parameters(table, kind)
    table.finish()
    return ScopedSettings(risk=risk, customer=customer, on=on, parameters=parameters)


def _read_parameters(table: TomlTable, kind: RuleKind) -> dict[str, Parameter]:
    found: dict[str, Parameter] = {}
    for name, parameter in kind.parameters.items():
        if not table.has(name):
            continue
        if isinstance(parameter, NumberParameter):
            number = table.take_number_or_none(name, least=parameter.least, most=parameter.most, whole=parameter.whole)
            if number is not None:
                found[name] = number
        else:
            found[name] = table.take_words(name, allowed=parameter.allowed)
    return found


def _read_season(table: TomlTable) -> Season:
    season = Season(
        valid_from=table.take_date("valid_from"),
        valid_until=table.take_date("valid_until"),
        percent=table.take_number("percent", Decimal(0), least=Decimal(-100), most=Decimal(500)),
    )
    _check_span(table, season.valid_from, season.valid_until)
    table.finish()
    return season


def _read_exception(table: TomlTable) -> WrittenException:
    exception = WrittenException(
        name=table.take_text("name"),
        customer=table.take_text("customer"),
        rules=table.take_words("rules", allowed=tuple(RULES)),
        valid_from=table.take_date("valid_from"),
        valid_until=table.take_date("valid_until"),
        owner=table.take_text("owner"),
        reason=table.take_text("reason"),
        max_amount=table.take_number_or_none("max_amount"),
    )
    if not exception.rules:
        table.say("rules", "an exception names the rules that it waives; there is none for everything.")
    for rule in exception.rules:
        if not RULES[rule].can_be_excepted:
            table.say("rules", f"{rule} ({RULES[rule].title}) cannot be excepted.")
    if set(exception.rules) >= {rule for rule, kind in RULES.items() if kind.can_be_excepted}:
        table.say("rules", "an exception from every rule would let everything through; name the few that are meant.")
    _check_span(table, exception.valid_from, exception.valid_until, longest=LONGEST_EXCEPTION)
    table.finish()
    return exception


def _check_span(table: TomlTable, first: date, last: date, longest: timedelta | None = None) -> None:
    if date.min in (first, last):
        return
    if first > last:
        table.say("valid_until", f"{last} is before valid_from {first}.")
    elif longest is not None and last - first > longest:
        table.say("valid_until", f"{last} is more than {longest.days} days after {first}; an exception ends, and is renewed.")


def _read_staleness(table: TomlTable) -> Staleness:
    default = Staleness()
    staleness = Staleness(
        fresh=table.take_span("fresh", default.fresh),
        usable=table.take_span("usable", default.usable),
        buffer_percent=table.take_number("buffer_percent", default.buffer_percent, most=Decimal(100)),
        clock_skew=table.take_span("clock_skew", default.clock_skew),
    )
    if staleness.fresh > staleness.usable:
        table.say("usable", "figures cannot stop being usable before they stop being fresh.")
    if staleness.usable > LONGEST_USABLE:
        table.say("usable", f"figures older than {LONGEST_USABLE.days} days decide nothing.")
    if staleness.clock_skew > timedelta(hours=1):
        table.say("clock_skew", "clocks that differ by more than an hour have to be put right instead.")
    table.finish()
    return staleness


def _read_card(table: TomlTable) -> CardOverLimit:
    values: dict[str, Any] = {
        "allowed": table.take_flag("allowed", True),
        "overdue_blocks": table.take_text("overdue_blocks", "only_full_prepay", allowed=("yes", "no", "only_full_prepay")),
    }
    table.finish()
    return CardOverLimit(**values)


def _check_whole(table: TomlTable, policy: CreditPolicy) -> None:
    """What only the whole can tell: rules that can never hold, thresholds that contradict each other, names twice."""
    rules = policy.rules
    if not any(rules[rule].on for rule in MONEY_RULES):
        table.say("rules", "neither R1 nor R2 is on: no order could ever be over its limit.")
    for where, parameters in _parameter_sets(rules["R3"]):
        watch, hold = parameters.get("watch_percent"), parameters.get("hold_percent")
        if isinstance(watch, Decimal) and isinstance(hold, Decimal) and watch > hold:
            table.say(f"rules.R3{where}", f"it would hold at {hold} % before it watches at {watch} %.")
    if rules["R18"].on and not policy.seasons:
        table.say("rules.R18", "it is on and there is no [[credit.seasons]].")
    if rules["R19"].on and not rules["R19"].parameters and not rules["R19"].scopes:
        table.say("rules.R19", "it is on and caps nothing; name a cap for one of the parts.")
    names = [exception.name for exception in policy.exceptions]
    for name in sorted({name for name in names if names.count(name) > 1}):
        table.say("exceptions", f"the name {name!r} stands there twice.")
    for earlier, later in zip(_in_order(policy.seasons), _in_order(policy.seasons)[1:], strict=False):
        if later.valid_from <= earlier.valid_until:
            table.say("seasons", f"two seasons hold on {later.valid_from}; only one can.")


def _in_order(seasons: tuple[Season, ...]) -> list[Season]:
    return sorted(seasons, key=lambda season: (season.valid_from, season.valid_until))


def _parameter_sets(settings: RuleSettings) -> list[tuple[str, dict[str, Parameter]]]:
    scoped = [(f".scopes ({scope.name})", settings.parameters | scope.parameters) for scope in settings.scopes]
    return [("", settings.parameters), *scoped]
