"""The terms of a large catalogue, read by several processes side by side: reading words is most of the work of building an index.

In: batches of articles. Out: each batch again with its articles' terms, in the same order. A process takes a line of JSON on its
standard input, the texts of one batch, and answers with a line of JSON. A small catalogue starts none.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from itertools import chain, islice

from intake.domain.master import Product
from intake.matching.article_terms import Texts, terms_of_texts, texts_of

SMALL_BATCHES = 4
"""A process costs a second to start; a catalogue of no more batches than these is read without."""
MOST_WORKERS = 4
_COMMAND = "import sys; sys.path[:] = sys.argv[1:]; from intake.matching.term_workers import serve; serve()"
Batch = list[Product]
Terms = Sequence[Sequence[str]]


def with_terms(batches: Iterable[Batch]) -> Iterator[tuple[Batch, Terms]]:
    stream = iter(batches)
    first = list(islice(stream, SMALL_BATCHES + 1))
    if len(first) <= SMALL_BATCHES or (os.cpu_count() or 1) < 2:
        yield from ((batch, _read_here(batch)) for batch in chain(first, stream))
        return
    yield from _read_by_workers(chain(first, stream), min(MOST_WORKERS, os.cpu_count() or 1))


def _read_here(batch: Batch) -> Terms:
    return [terms_of_texts(texts_of(product)) for product in batch]


def _read_by_workers(batches: Iterable[Batch], count: int) -> Iterator[tuple[Batch, Terms]]:
    with ExitStack() as stack:
        workers = [stack.enter_context(_Worker()) for _ in range(count)]
        threads = [stack.enter_context(ThreadPoolExecutor(1)) for _ in workers]
        waiting: deque[tuple[Batch, Future[Terms]]] = deque()
        for place, batch in enumerate(batches):
            texts = [texts_of(product) for product in batch]
            waiting.append((batch, threads[place % count].submit(workers[place % count].read, texts)))
            if len(waiting) > 2 * count:
                done, terms = waiting.popleft()
                yield done, terms.result()
        yield from ((done, terms.result()) for done, terms in waiting)


class _Worker:
    """One process beside this one; ends when its input is closed."""

    def __enter__(self) -> _Worker:
        command = [sys.executable, "-c", _COMMAND, *filter(None, sys.path)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def read(self, texts: Sequence[Texts]) -> Terms:
        question, answers = self._process.stdin, self._process.stdout
        assert question is not None
        assert answers is not None
        question.write(json.dumps(texts).encode() + b"\n")
        question.flush()
        answer = answers.readline()
        if not answer:
            raise RuntimeError(f"A process that reads articles' words ended with {self._process.wait()}.")
        return [terms.split() for terms in json.loads(answer)]


def serve() -> None:
    for line in sys.stdin.buffer:
        answer = [" ".join(terms_of_texts(texts)) for texts in json.loads(line)]
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        sys.stdout.buffer.flush()
