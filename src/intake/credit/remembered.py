"""Keeps what was computed from a frozen value for as long as that value is in use: a snapshot is summed once, not once an order.

Entries are found by the identity of their values, which are held so that no identity is used twice. The results are the same
without it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """At most `size` results, the least recently used goes first. Safe for threads."""

    def __init__(self, size: int = 64) -> None:
        self._size = size
        self._entries: OrderedDict[tuple[Hashable, ...], tuple[tuple[object, ...], T]] = OrderedDict()
        self._lock = Lock()

    def get(self, values: tuple[object, ...], key: tuple[Hashable, ...], compute: Callable[[], T]) -> T:
        """`values` are frozen and compared by identity, `key` by equality."""
        place = (*(id(value) for value in values), *key)
        with self._lock:
            entry = self._entries.get(place)
            if entry is not None:
                self._entries.move_to_end(place)
                return entry[1]
        result = compute()
        with self._lock:
            self._entries[place] = (values, result)
            while len(self._entries) > self._size:
                self._entries.popitem(last=False)
        return result
