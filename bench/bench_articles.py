"""How many wrong articles are accepted among dense size series, and how many right ones are held.

Run `python bench/bench_articles.py [LINES [ARTICLES [SEED]]]`; 100,000 lines on 10,000 articles unless said otherwise. One core.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from synthetic_catalogue import SyntheticMaster
from synthetic_traps import KINDS, run_traps

from intake.matching.index import build_index, open_index


def main(lines: int = 100_000, articles: int = 10_000, seed: int = 12) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "master.db"
        began = time.perf_counter()
        build_index(SyntheticMaster(articles), path)
        print(f"{articles} articles indexed in {time.perf_counter() - began:.1f} s")
        began = time.perf_counter()
        outcome, wrong = run_traps(open_index(path), lines, seed, articles)
        seconds = time.perf_counter() - began
    print(f"{'':26}{'right':>8}{'held':>8}{'wrong':>8}")
    for kind in KINDS:
        print(f"{kind:26}" + "".join(f"{outcome[kind, ended]:>8}" for ended in ("right", "held", "wrong")))
    print(f"{lines} lines, {1000 * seconds / lines:.2f} ms each")
    for line, accepted, meant in wrong:
        print(f"WRONG: {line.description!r} became {accepted}, {meant} was meant")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
