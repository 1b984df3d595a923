"""How many wrong articles are accepted among dense size series, and how many right ones are held.

Run `python bench/bench_articles.py [LINES [ARTICLES [SEED]]]`; 100,000 lines on 10,000 articles unless said otherwise. One core.
A tenth as many lines are then tried on articles of other trades (`other_trades.toml`).
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import trade_traps
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
    _other_trades(lines // 10, seed)
    return 1 if wrong else 0


def _other_trades(lines: int, seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "master.db"
        build_index(trade_traps.TradesMaster(), path)
        outcome, wrong = trade_traps.run_trade_traps(open_index(path), lines, seed)
    print(f"{len(trade_traps.ARTICLES)} articles of other trades, {lines} lines")
    for kind in trade_traps.KINDS:
        print(f"{kind:26}" + "".join(f"{outcome[kind, ended]:>8}" for ended in ("right", "held", "wrong")))
    for _, line, accepted, _ in wrong:
        print(f"WRONG: {line.description!r} became {accepted!r}")


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:])))
