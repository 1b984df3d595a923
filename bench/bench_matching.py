"""Measures finding articles by words, beside rapidfuzz over all articles: time, memory, and whether the right one is found.

Run `python bench/bench_matching.py [ARTICLES [QUERIES]]`, for example with 10000, 100000 and 1000000. "Has all that is said": the
first proposal lacks nothing that the query states. "Exact": the very article the query was made from, counted where at most ten
have all that is said, for among more no search can know which was meant; then of all queries, by customers who bought it before.
rapidfuzz gets a tenth of the queries.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from papers import machine
from rapidfuzz import fuzz, process
from synthetic_catalogue import SyntheticMaster, article, product_of, sku_of
from synthetic_queries import Query, articles_fitting, consistent, description_queries, number_of

from intake.cli.output import progress
from intake.domain.catalogue import MasterData
from intake.domain.master import ListPrice, ProductUnit
from intake.matching.article import accept, propose
from intake.matching.index import MasterChanges, apply_changes, build_index, open_index

TOGETHER = 10
CHANGED = 1_000
BOUGHT = 500


def main(size: int = 10_000, count: int = 400) -> None:
    print(machine())
    queries = description_queries(size, count, seed=2)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "master.db"
        _build(size, path)
        _change(size, path, Path(folder) / "changed.db")
        # The slower of the two: every look-up asks the changes first.
        master = open_index(Path(folder) / "changed.db")
        _measure("proposal", queries, size, lambda text: _proposed(text, master))
        _measure_with_past(queries, size, master)
        print(f"memory of this process {_memory():.0f} MB")
        accepted = [(query, sku) for query in queries if (sku := accept(query.text, master, None)) is not None]
        wrong = sum(not consistent(query, number_of(sku)) for query, sku in accepted)
        print(f"accepted by words alone: {len(accepted)}, of them wrong: {wrong}")
    texts = [article(number).english for number in range(size)]
    few = queries[: max(10, count // 10)] if size <= 100_000 else queries[:10]
    for name, scorer in (("WRatio", fuzz.WRatio), ("token_set_ratio", fuzz.token_set_ratio)):
        _measure(f"rapidfuzz {name}", few, size, lambda text, scorer=scorer: _extracted(text, texts, scorer))


def _build(size: int, path: Path) -> None:
    with progress("Building the index", size) as advance:
        begin = time.perf_counter()
        build_index(SyntheticMaster(size), path, advance)
    print(f"{size:,} articles built in {time.perf_counter() - begin:.1f} s, {path.stat().st_size / 1e6:.0f} MB")


def _change(size: int, path: Path, into: Path) -> None:
    numbers = range(0, size, max(1, size // CHANGED))
    products = [product_of(number).model_copy(update={"description": f"{article(number).english} new"}) for number in numbers]
    prices = [ListPrice(sku=sku_of(number), uom="EA", unit_price=Decimal("1.23"), currency="EUR") for number in numbers]
    units = [ProductUnit(sku=sku_of(number), uom="BX", factor=Decimal(50)) for number in numbers]
    changes = MasterChanges(version="changed", products=products, prices=prices, product_units=units)
    begin = time.perf_counter()
    apply_changes(changes, path, into)
    print(f"{len(products):,} changed articles applied in {time.perf_counter() - begin:.1f} s")


def _proposed(text: str, master: MasterData) -> list[int]:
    return [number_of(proposal.sku) for proposal in propose(text, master, None, TOGETHER)]


def _measure_with_past(queries: Sequence[Query], size: int, master: MasterData) -> None:
    """The same queries of customers who bought the article before, among as many others as count."""
    dice = random.Random(2)
    times, first, among = [], 0, 0
    for query in queries:
        others = (sku_of(dice.randrange(size)) for _ in range(BOUGHT - 1))
        bought = tuple(dict.fromkeys((sku_of(query.number), *others)))
        begin = time.perf_counter()
        found = [hit.sku for hit in master.search(query.text, TOGETHER, bought)]
        times.append(time.perf_counter() - begin)
        first += found[:1] == [sku_of(query.number)]
        among += sku_of(query.number) in found
    times.sort()
    print(
        f"bought before, one of {BOUGHT}: exact first {first / len(queries):.3f}, among ten {among / len(queries):.3f}; "
        f"p50 {times[len(times) // 2] * 1000:.1f} ms"
    )


def _extracted(text: str, texts: Sequence[str], scorer: Callable[..., float]) -> list[int]:
    return [number for _, _, number in process.extract(text, texts, scorer=scorer, limit=TOGETHER)]


def _measure(name: str, queries: Sequence[Query], size: int, find: Callable[[str], list[int]]) -> None:
    times, consistent_first, exact, exact_asked = [], 0, 0, 0
    with progress(name, len(queries)) as advance:
        for query in queries:
            begin = time.perf_counter()
            found = find(query.text)
            times.append(time.perf_counter() - begin)
            consistent_first += bool(found) and consistent(query, found[0])
            if articles_fitting(query, size) <= TOGETHER:
                exact_asked += 1
                exact += query.number in found
            advance(1)
    times.sort()
    last = int(len(times) * 0.99)
    print(
        f"{name}: {len(queries)} queries, p50 {times[len(times) // 2] * 1000:.1f} ms, p99 {times[last] * 1000:.1f} ms; "
        f"first has all that is said {consistent_first / len(queries):.3f}; "
        f"exact among ten {exact / max(1, exact_asked):.3f} of {exact_asked}"
    )


def _memory() -> float:
    """Resident now, in MB; the peak where the system does not tell."""
    statm = Path("/proc/self/statm")
    if statm.is_file():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
