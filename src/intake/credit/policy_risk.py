"""Reads the `[credit.risk]` table of the policy: score, early warnings, limit reviews, outside signals, applications.

What comes in is the table; what goes out is a `RiskPolicy`. Faults are told to the table's problems, never raised here.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any, cast, get_args

from intake.credit.policy_risk_values import (
    INPUTS,
    ApplicationPolicy,
    AskedFact,
    Band,
    ClassSource,
    ExternalPolicy,
    ExternalSource,
    ReviewPolicy,
    RiskPolicy,
    ScoreInput,
    ScorePolicy,
    WarningPolicy,
)
from intake.credit.toml_table import TomlTable
from intake.domain.risk import RiskClass

_ONE = Decimal(1)
_HUNDRED = Decimal(100)
_YEARS = Decimal(3660)
MOST_EXTERNAL_PERCENT = Decimal(30)
"""An outside score is never more than this share: it is somebody else's opinion."""

FACT_KINDS = ("text", "number", "flag", "date")


def read_risk(table: TomlTable) -> RiskPolicy:
    risk = RiskPolicy(
        score=_read_score(table.take_table("score")),
        warnings=_read_warnings(table.take_table("warnings")),
        reviews=_read_reviews(table.take_table("reviews")),
        external=_read_external(table.take_table("external")),
        applications=_read_applications(table.take_table("applications")),
    )
    table.finish()
    return risk


def _read_score(table: TomlTable) -> ScorePolicy:
    default = ScorePolicy()
    inputs = _read_inputs(table.take_table("inputs"))
    score = ScorePolicy(
        medium_from=table.take_number("medium_from", default.medium_from, least=_ONE, most=_HUNDRED),
        high_from=table.take_number("high_from", default.high_from, least=_ONE, most=_HUNDRED),
        better_margin=table.take_number("better_margin", default.better_margin, most=_HUNDRED),
        better_after_days=_whole(table, "better_after_days", default.better_after_days, least=2, most=90),
        least_payments=_whole(table, "least_payments", default.least_payments, least=1, most=1000),
        least_days=_whole(table, "least_days", default.least_days, least=1),
        class_from=cast(ClassSource, table.take_text("class_from", default.class_from, allowed=get_args(ClassSource))),
        inputs=inputs,
    )
    if score.medium_from >= score.high_from:
        table.say("high_from", f"{score.high_from} is not above medium_from {score.medium_from}: no account would be medium.")
    if score.better_margin >= score.medium_from:
        table.say("better_margin", f"with {score.better_margin} points no account could ever become low again.")
    if not any(each.weight for each in inputs.values()):
        table.say("inputs", "no input has a weight: nothing would be scored.")
    table.finish()
    return score


def _read_inputs(table: TomlTable) -> dict[str, ScoreInput]:
    inputs = {}
    for name, default in INPUTS.items():
        one = table.take_table(name)
        weight = one.take_number("weight", default.weight, most=_HUNDRED)
        bands = _read_bands(one) if one.has("bands") else default.bands
        if any(band.points > later.points for band, later in pairwise(bands)):
            one.say("bands", "a worse value may not give fewer points.")
        one.finish()
        inputs[name] = ScoreInput(weight=weight, bands=bands)
    table.finish()
    return inputs


def _read_bands(table: TomlTable) -> tuple[Band, ...]:
    """`bands = [{up_to = 3, points = 0}, …, {points = 100}]`: rising, the last one without an end."""
    bands = []
    for one in table.take_tables("bands"):
        up_to = one.take_number_or_none("up_to", least=Decimal(-1000), most=Decimal(10**9))
        bands.append(Band(up_to=up_to, points=one.take_number("points", Decimal(0), most=_HUNDRED)))
        one.finish()
    _check_bands(table, bands)
    return tuple(bands)


def _check_bands(table: TomlTable, bands: Sequence[Band]) -> None:
    if not bands or bands[-1].up_to is not None:
        table.say("bands", "the last band has no up_to: it takes whatever lies beyond the others.")
    ends = [band.up_to for band in bands[:-1]]
    known = [end for end in ends if end is not None]
    if len(known) != len(ends) or any(end >= later for end, later in pairwise(known)):
        table.say("bands", "up_to has to rise from band to band.")


def _read_warnings(table: TomlTable) -> WarningPolicy:
    default = WarningPolicy()
    warnings = WarningPolicy(
        later_by_days=table.take_number("later_by_days", default.later_by_days, least=_ONE, most=_YEARS),
        near_percent=table.take_number("near_percent", default.near_percent, least=_ONE),
        high_percent=table.take_number("high_percent", default.high_percent, least=_ONE),
        high_for_days=_whole(table, "high_for_days", default.high_for_days, least=1),
        rising_points=table.take_number("rising_points", default.rising_points, least=_ONE),
        dispute_points=table.take_number("dispute_points", default.dispute_points, least=Decimal("0.1"), most=_HUNDRED),
        order_times_median=table.take_number("order_times_median", default.order_times_median, least=_ONE),
        order_spreads=table.take_number("order_spreads", default.order_spreads),
        order_days=_whole(table, "order_days", default.order_days, least=1),
        ends_within_days=_whole(table, "ends_within_days", default.ends_within_days),
        reminder_level=_whole(table, "reminder_level", default.reminder_level, least=1, most=9),
        methods_best_first=table.take_words("methods_best_first"),
        event_days=_whole(table, "event_days", default.event_days, least=1),
    )
    methods = [method.casefold() for method in warnings.methods_best_first]
    if len(set(methods)) != len(methods):
        table.say("methods_best_first", "a method stands there twice.")
    table.finish()
    return warnings


def _read_reviews(table: TomlTable) -> ReviewPolicy:
    default = ReviewPolicy()
    reviews = ReviewPolicy(
        raise_from_percent=table.take_number("raise_from_percent", default.raise_from_percent, least=_ONE),
        raise_to_days_beyond=table.take_number("raise_to_days_beyond", default.raise_to_days_beyond),
        raise_percent=table.take_number("raise_percent", default.raise_percent, least=_ONE, most=_HUNDRED),
        least_days=_whole(table, "least_days", default.least_days, least=30),
        lower_from_days_beyond=table.take_number("lower_from_days_beyond", default.lower_from_days_beyond, least=_ONE),
        lower_from_level=_whole(table, "lower_from_level", default.lower_from_level, least=1, most=9),
        lower_percent=table.take_number("lower_percent", default.lower_percent, least=_ONE, most=_HUNDRED),
        round_to=table.take_number("round_to", default.round_to, least=_ONE),
        valid_days=_whole(table, "valid_days", default.valid_days, least=1, most=180),
        quiet_days=_whole(table, "quiet_days", default.quiet_days),
        longest_temporary_days=_whole(table, "longest_temporary_days", default.longest_temporary_days, least=1, most=366),
        months=_by_class(table, "months", default.months, least=1, most=36),
    )
    if reviews.lower_from_days_beyond <= reviews.raise_to_days_beyond:
        table.say("lower_from_days_beyond", "an account would be proposed for more and for less at once.")
    table.finish()
    return reviews


def _by_class(table: TomlTable, key: str, default: dict[RiskClass, int], *, least: int, most: int) -> dict[RiskClass, int]:
    inner = table.take_table(key)
    found = {risk: _whole(inner, risk.value, default[risk], least=least, most=most) for risk in RiskClass}
    inner.finish()
    return found


def _read_external(table: TomlTable) -> ExternalPolicy:
    default = ExternalPolicy()
    sources = table.take_table("sources")
    external = ExternalPolicy(
        weight_percent=table.take_number("weight_percent", default.weight_percent, most=MOST_EXTERNAL_PERCENT),
        sources={name: _read_source(sources.take_table(name)) for name in sources.names()},
        filings=table.take_words("filings") or default.filings,
    )
    table.finish()
    return external


def _read_source(table: TomlTable) -> ExternalSource:
    for key in ("best", "worst"):
        if not table.has(key):
            table.say(key, "both ends of the source's scale are needed.")
    source = ExternalSource(
        best=table.take_number("best", Decimal(0), least=Decimal(-10000), most=Decimal(10000)),
        worst=table.take_number("worst", _HUNDRED, least=Decimal(-10000), most=Decimal(10000)),
        valid_days=_whole(table, "valid_days", 365, least=1),
    )
    if source.best == source.worst:
        table.say("worst", "a scale has two ends.")
    table.finish()
    return source


def _read_applications(table: TomlTable) -> ApplicationPolicy:
    default = ApplicationPolicy()
    most = table.take_table("most")
    applications = ApplicationPolicy(
        facts=tuple(_read_fact(one) for one in table.take_tables("facts")),
        most={risk: most.take_number(risk.value, default.most[risk]) for risk in RiskClass},
    )
    most.finish()
    names = [fact.name for fact in applications.facts]
    for name in sorted({name for name in names if names.count(name) > 1}):
        table.say("facts", f"{name} is asked twice.")
    ladder = [applications.most[risk] for risk in RiskClass]
    if ladder != sorted(ladder, reverse=True):
        table.say("most", "a riskier class may not be given more than a better one (low, medium, unknown, high).")
    table.finish()
    return applications


def _read_fact(table: TomlTable) -> AskedFact:
    values: dict[str, Any] = {
        "name": table.take_text("name"),
        "kind": table.take_text("kind", allowed=FACT_KINDS) or "text",
        "needed": table.take_flag("needed", True),
        "weight": table.take_number("weight", Decimal(0), most=_HUNDRED),
        "bands": _read_fact_bands(table),
    }
    if values["bands"] and values["kind"] != "number":
        table.say("bands", "only a number has bands.")
    if bool(values["bands"]) != bool(values["weight"]):
        table.say("weight", "bands and a weight belong together.")
    table.finish()
    return AskedFact(**values)


def _read_fact_bands(table: TomlTable) -> tuple[Band, ...]:
    return _read_bands(table) if table.has("bands") else ()


def _whole(table: TomlTable, key: str, default: int, *, least: int = 0, most: int = 3660) -> int:
    return int(table.take_number(key, Decimal(default), least=Decimal(least), most=Decimal(most), whole=True))
