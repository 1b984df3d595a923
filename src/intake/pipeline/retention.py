"""Removes what a message brought once its time is over: the setting `[database] keep_message_days` says when. 0 keeps all.

A message goes only when all its orders are done with; what was decided about them, and why, stays.
"""

from __future__ import annotations

from datetime import timedelta

from intake.pipeline.line import Line
from intake.store.retention import list_expired, remove_message

_AT_ONCE = 500


def remove_expired(line: Line, keep_days: int) -> int:
    """How many messages were emptied, each in a transaction of its own; what is left over goes at the next call."""
    if keep_days <= 0:
        return 0
    before = line.clock() - timedelta(days=keep_days)
    with line.database.read() as tx:
        found = list_expired(tx, before, limit=_AT_ONCE)
    for message_id in found:
        with line.writing("retention") as work:
            if list_expired(work.tx, before, limit=1, message_id=message_id):
                remove_message(work.tx, message_id)
                work.note("message_removed", message_id=message_id, kept_days=keep_days)
    return len(found)
