"""How an account has used its limit and kept its word: average and peak utilisation, promises kept by count and by amount.

What comes in are the account's kept days and its ended promises; what goes out are figures, None where they cannot be told. The
formulas and windows stand in docs/credit.md. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from intake.domain.base import Value
from intake.domain.reminders import PromiseState
from intake.domain.risk import AccountDay

_TENTH = Decimal("0.1")


class Conduct(Value):
    """Percentages rounded to a tenth. `days` with a limit are known of the window."""

    window_days: int
    days: int
    average_utilisation_percent: Decimal | None = None
    peak_utilisation_percent: Decimal | None = None
    promises_kept: int = 0
    promises_broken: int = 0
    kept_percent: Decimal | None = None
    kept_amount_percent: Decimal | None = None


def conduct(days: Sequence[AccountDay], promises: Iterable[tuple[PromiseState, Decimal]], window_days: int) -> Conduct:
    """`promises` are those that ended in the window, with their amounts; open and withdrawn ones say nothing."""
    used = [percent for day in days if (percent := day.utilisation_percent) is not None]
    ended = [(state, amount) for state, amount in promises if state in (PromiseState.KEPT, PromiseState.BROKEN)]
    kept = [amount for state, amount in ended if state is PromiseState.KEPT]
    return Conduct(
        window_days=window_days,
        days=len(used),
        average_utilisation_percent=_share(sum(used, Decimal(0)), Decimal(len(used))),
        peak_utilisation_percent=max(used, default=None),
        promises_kept=len(kept),
        promises_broken=len(ended) - len(kept),
        kept_percent=_share(Decimal(100 * len(kept)), Decimal(len(ended))),
        kept_amount_percent=_share(100 * sum(kept, Decimal(0)), sum((amount for _, amount in ended), Decimal(0))),
    )


def _share(top: Decimal, bottom: Decimal) -> Decimal | None:
    return None if not bottom else (top / bottom).quantize(_TENTH, rounding=ROUND_HALF_UP)
