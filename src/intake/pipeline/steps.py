"""The steps by name, in the order of the line, and the engine that runs them."""

from __future__ import annotations

from functools import partial

from intake.pipeline.decide_step import decide_step
from intake.pipeline.engine import Engine
from intake.pipeline.holding import give_up
from intake.pipeline.line import Line
from intake.pipeline.match_step import match_step
from intake.pipeline.push_step import push_step
from intake.pipeline.read_step import read_step
from intake.pipeline.send_step import send_step

STEPS = {"read": read_step, "match": match_step, "decide": decide_step, "push": push_step, "send": send_step}


def build_engine(line: Line, *, attempts: int = 5, lease_seconds: float = 30.0) -> Engine:
    """The engine over a line. A lease is renewed three times within its span."""
    return Engine(
        database=line.database,
        dispatcher=line.dispatcher,
        steps={name: partial(step, line) for name, step in STEPS.items()},
        give_up=give_up,
        clock=line.clock,
        attempts=attempts,
        renew_every_seconds=lease_seconds / 3,
    )
