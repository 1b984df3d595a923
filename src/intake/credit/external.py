"""What outside signals count for: which of them are believed, and an outside score on our scale.

What comes in are signals, the policy and the day; what goes out are faults in words, or points from 0 (good) to 100 (bad). The
cap of their weight stands in `score.py`; nothing is read or stored here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from intake.credit.policy_risk_values import ExternalPolicy, ExternalSource
from intake.credit.rounding import plain
from intake.domain.external import ExternalSignal


def signal_faults(signal: ExternalSignal, policy: ExternalPolicy, today: date) -> Iterator[str]:
    """Why this signal is not taken; nothing where it is."""
    source = policy.sources.get(signal.source)
    if source is None:
        known = ", ".join(sorted(policy.sources)) or "none"
        yield f"the source {signal.source!r} is not named in [credit.external.sources]; known: {known}"
    if signal.observed_on > today:
        yield f"{signal.observed_on} is in the future"
    if signal.filing is not None and signal.filing not in policy.filings:
        yield f"{signal.filing!r} is none of {', '.join(policy.filings)}"
    if source is not None and signal.score is not None and not _is_on(source, signal.score):
        yield f"{plain(signal.score)} is not between {plain(source.best)} and {plain(source.worst)}"


def external_points(signals: Iterable[ExternalSignal], policy: ExternalPolicy, today: date) -> Decimal | None:
    """The worst of the newest score of each source that still counts; None where there is none."""
    newest: dict[str, ExternalSignal] = {}
    for signal in signals:
        source = policy.sources.get(signal.source)
        if source is None or signal.score is None or not _is_on(source, signal.score):
            continue
        if today - timedelta(days=source.valid_days) <= signal.observed_on <= today:
            known = newest.get(signal.source)
            if known is None or _later(signal, known, source):
                newest[signal.source] = signal
    points = (_points(policy.sources[name], signal.score or Decimal(0)) for name, signal in newest.items())
    return max(points, default=None)


def _later(signal: ExternalSignal, known: ExternalSignal, source: ExternalSource) -> bool:
    """Of two scores of one day the worse counts."""
    if signal.observed_on != known.observed_on:
        return signal.observed_on > known.observed_on
    return _points(source, signal.score or Decimal(0)) > _points(source, known.score or Decimal(0))


def _is_on(source: ExternalSource, score: Decimal) -> bool:
    return min(source.best, source.worst) <= score <= max(source.best, source.worst)


def _points(source: ExternalSource, score: Decimal) -> Decimal:
    return ((score - source.best) * 100 / (source.worst - source.best)).quantize(Decimal("0.1"))
