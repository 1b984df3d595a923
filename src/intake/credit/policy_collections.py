"""Reads the `[collections]` table of the policy: reminder levels, who sends them, how often, on which days not.

What comes in is the table; what goes out is a `CollectionsPolicy`. Faults are told to the table's problems, never raised here.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from intake.credit.policy_values import CreditPolicy
from intake.credit.toml_table import TomlTable
from intake.domain.reminders import CollectionsPolicy, ReminderLevel, SentBy, Tone

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_LEVELS = 9
"""What an ERP's own reminder level goes up to."""

_DAYS_AFTER_GRACE = (4, 18, 39)
"""Where the policy names no levels: a week, three and six weeks past due under three days of grace."""


def read_collections(table: TomlTable, credit: CreditPolicy) -> CollectionsPolicy:
    """Always a policy; it is only to be used when the table's problems are empty."""
    written = table.has("levels")
    levels = tuple(_read_level(level, number) for number, level in enumerate(table.take_tables("levels"), start=1))
    weekdays = table.take_words("quiet_weekdays", allowed=WEEKDAYS) if table.has("quiet_weekdays") else ("saturday", "sunday")
    collections = CollectionsPolicy(
        levels=levels if written else default_levels(credit.grace_days),
        min_interval_days=int(table.take_number("min_interval_days", Decimal(7), least=Decimal(1), most=Decimal(90), whole=True)),
        quiet_weekdays=frozenset(WEEKDAYS.index(day) for day in weekdays),
        quiet_days=frozenset(table.take_dates("quiet_days")),
        promise_grace_days=int(table.take_number("promise_grace_days", Decimal(3), most=Decimal(30), whole=True)),
    )
    table.finish()
    _check_levels(table, collections, credit)
    return collections


def default_levels(grace_days: int) -> tuple[ReminderLevel, ...]:
    return tuple(
        ReminderLevel(level=number, days=grace_days + days, tone=tone)
        for number, (days, tone) in enumerate(zip(_DAYS_AFTER_GRACE, Tone, strict=True), start=1)
    )


def _read_level(table: TomlTable, number: int) -> ReminderLevel:
    if not table.has("days"):
        table.say("days", "how many days past due is this level reached?")
    level = ReminderLevel(
        level=number,
        days=int(table.take_number("days", Decimal(number), least=Decimal(1), most=Decimal(365), whole=True)),
        tone=Tone(table.take_text("tone", allowed=tuple(Tone)) or Tone.FRIENDLY),
        sent_by=SentBy(table.take_text("sent_by", SentBy.PERSON.value, allowed=tuple(SentBy))),
    )
    table.finish()
    return level


def _check_levels(table: TomlTable, collections: CollectionsPolicy, credit: CreditPolicy) -> None:
    levels = collections.levels
    if not levels:
        table.say("levels", "name one level at least; [[collections.levels]] with days and tone.")
        return
    if len(levels) > MOST_LEVELS:
        table.say("levels", f"there are {len(levels)} levels; an item can have {MOST_LEVELS} at most.")
    for lower, higher in pairwise(levels):
        if higher.days <= lower.days:
            table.say(f"levels[{higher.level}].days", f"level {higher.level} would come before level {lower.level}.")
    if levels[0].days <= credit.grace_days:
        said = f"nothing is overdue within the {credit.grace_days} days of grace; nobody is reminded of it."
        table.say("levels[1].days", said)
    if len(collections.quiet_weekdays) == len(WEEKDAYS):
        table.say("quiet_weekdays", "every day is quiet: no reminder could ever be sent.")
