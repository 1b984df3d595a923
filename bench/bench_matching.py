"""Measures finding articles by words: time of a proposal, and how often what is accepted is what the words say.

Run `python bench/bench_matching.py [ARTICLES [QUERIES]]`. An accepted article is wrong where it lacks something the query states.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from papers import machine
from synthetic_catalogue import SyntheticMaster
from synthetic_queries import consistent, description_queries, number_of

from intake.cli.output import progress
from intake.matching.article import accept, propose
from intake.matching.index import build_index, open_index


def main() -> None:
    size = int(sys.argv[1]) if sys.argv[1:] else 10_000
    count = int(sys.argv[2]) if sys.argv[2:] else 400
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "master.db"
        with progress("Building the index", size) as advance:
            begin = time.perf_counter()
            build_index(SyntheticMaster(size), path, advance)
            built = time.perf_counter() - begin
        master = open_index(path)
        times, found, accepted, wrong = [], 0, 0, 0
        with progress("Proposing", count) as advance:
            for query in description_queries(size, count, seed=2):
                begin = time.perf_counter()
                proposals = propose(query.text, master, None)
                times.append(time.perf_counter() - begin)
                found += bool(proposals) and consistent(query, number_of(proposals[0].sku))
                sku = accept(query.text, master, None)
                accepted += sku is not None
                wrong += sku is not None and not consistent(query, number_of(sku))
                advance(1)
    times.sort()
    print(f"{size:,} articles, index built in {built:.1f} s; {count} queries")
    print(f"proposal p50 {times[count // 2] * 1000:.1f} ms, p99 {times[int(count * 0.99)] * 1000:.1f} ms")
    print(
        f"first proposal has all that is said: {found / count:.3f}; accepted by words alone: {accepted}, of them wrong: {wrong}"
    )


if __name__ == "__main__":
    main()
