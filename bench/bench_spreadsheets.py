"""Measures the spreadsheet reader: seconds, rows a second, and memory above the start, on workbooks of many rows.

Run `python bench/bench_spreadsheets.py [ROWS …]`. Each workbook is read in a process of its own, so that what making it or
reading another one took does not count.
"""

from __future__ import annotations

import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from papers import machine, order_xlsx

from intake.cli.output import progress
from intake.documents.spreadsheet import read_spreadsheet
from intake.domain.documents import Source
from intake.domain.limits import Limits
from intake.domain.media import XLSX


def main() -> None:
    sizes = [int(argument) for argument in sys.argv[1:]] or [1_000, 10_000, 50_000]
    print(machine())
    print(f"{'rows':>10}{'seconds':>10}{'rows/s':>10}{'MB':>10}")
    for rows in sizes:
        with (
            progress(f"{rows:,} rows", None),
            ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart,
        ):
            height, seconds, megabytes = apart.submit(measure, order_xlsx(rows)).result()
        if height != rows + 1:
            raise SystemExit(f"The reader found {height} rows of {rows + 1}.")
        print(f"{rows:>10,}{seconds:>10.2f}{rows / seconds:>10,.0f}{megabytes:>10,.0f}")


def measure(content: bytes) -> tuple[float, float, float]:
    """Rows found, seconds of processor time, and megabytes that the process held above what it held before."""
    before = _peak()
    begin = time.process_time()
    document = read_spreadsheet(Source(filename=None, sha256="0" * 64, media_type=XLSX), content, Limits())
    return document.canvases[0].height, time.process_time() - begin, _peak() - before


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
