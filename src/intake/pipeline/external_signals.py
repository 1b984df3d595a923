"""Takes what an outside provider tells of accounts: all of it or nothing, each signal once, and the accounts are assessed again.

What comes in is a provider; what goes out is how much was new. A signal of an unknown customer, source or scale refuses all.
"""

from __future__ import annotations

from collections.abc import Sequence

from intake.credit.external import signal_faults
from intake.domain.base import Value
from intake.domain.errors import BadInput
from intake.domain.external import ExternalSignal, SignalProvider
from intake.holds.authority import Actor, may_hold
from intake.pipeline.assessing import assess
from intake.pipeline.line import Line
from intake.pipeline.people import refuse
from intake.store.signals import keep_signal

MOST_NAMED = 1_000


class SignalsRefused(BadInput):
    """Something of what was told cannot be taken; nothing of it was."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


class ToldSignals:
    """Implements `SignalProvider` over signals that were sent, numbered from 1."""

    def __init__(self, name: str, told: Sequence[ExternalSignal]) -> None:
        self.name = name
        self._told = told

    def signals(self) -> Sequence[tuple[str, ExternalSignal]]:
        return [(f"signal {number}", signal) for number, signal in enumerate(self._told, start=1)]


class SignalsTaken(Value):
    told: int
    new: int
    assessed: tuple[str, ...]


def take_signals(line: Line, actor: Actor, provider: SignalProvider) -> SignalsTaken:
    """Raises NotAllowed where the actor is not finance's, BadInput with every fault, Unavailable where nobody answered."""
    refuse(may_hold(actor, line.policy().release))
    told = provider.signals()
    _refuse_faults(line, told)
    with line.writing(actor.name) as work:
        new = [signal for _, signal in told if keep_signal(work.tx, signal, work.at)]
        if new:
            work.note("signals_taken", provider=provider.name, told=len(told), new=len(new))
    assessed = assess(line, actor.name, sorted({signal.customer_no for signal in new})) if new else []
    return SignalsTaken(told=len(told), new=len(new), assessed=tuple(found.customer_no for found in assessed))


def _refuse_faults(line: Line, told: Sequence[tuple[str, ExternalSignal]]) -> None:
    master, policy = line.masters.current(), line.policy().credit.risk.external
    today = line.local_date(line.clock())
    problems: list[str] = []
    for place, signal in told:
        if master.customer(signal.customer_no) is None:
            problems.append(f"{place}: there is no customer {signal.customer_no}.")
        problems += [f"{place}: {fault}." for fault in signal_faults(signal, policy, today)]
    if problems:
        surplus = len(problems) - MOST_NAMED
        raise SignalsRefused(problems[:MOST_NAMED] + ([f"… and {surplus} more."] if surplus > 0 else []))
