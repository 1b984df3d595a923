"""How many requests a caller may send: a bucket that fills evenly, one for each name, in this process.

What comes in is a name; what goes out is how long it has to wait, 0 where it may go on. Of several processes each keeps the
bound for itself.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

MOST_NAMES = 10_000
"""Names that are remembered; the fullest buckets, whose owners have not called for long, go first."""


class RateLimit:
    """`per_minute` requests for each name, in one burst or spread; 0 = no bound."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = float(per_minute)
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def wait(self, name: str) -> int:
        """Takes one request of the name's; the seconds until the next one is free, 0 where this one is."""
        if not self._most:
            return 0
        now = self._clock()
        with self._lock:
            left, since = self._buckets.get(name, (self._most, now))
            left = min(self._most, left + (now - since) * self._most / 60)
            is_free = left >= 1
            self._buckets[name] = (left - 1 if is_free else left, now)
            if len(self._buckets) > MOST_NAMES:
                del self._buckets[max(self._buckets, key=lambda each: self._buckets[each][0])]
        return 0 if is_free else max(1, math.ceil((1 - left) * 60 / self._most))
