"""A table that the layout planner made out: its plan, and what stands with it."""

from __future__ import annotations

from dataclasses import dataclass

from intake.domain.plans import FieldPlace, TablePlan


@dataclass(frozen=True, slots=True)
class FoundTable:
    """`line_count` is how many order lines its rows make; `fields` are the totals and charges that stand with it, `by_region`
    those that stand with each of its regions alone: a sheet a shop has a total a shop."""

    plan: TablePlan
    line_count: int
    fields: tuple[FieldPlace, ...] = ()
    by_region: tuple[tuple[FieldPlace, ...], ...] = ()
