"""Measures reading from bytes to verified order, layout reader alone, on orders of 10, 100 and 1,000 lines as PDF and workbook.

Run `python bench/bench_reading.py [LINES …]`. Wall-clock seconds of the second reading (the first one starts
the reading process).
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from papers import machine, order_pdf, order_xlsx

from intake.cli.output import progress
from intake.config import load_settings
from intake.domain.messages import Origin
from intake.wiring import open_reader


def main() -> None:
    sizes = [int(argument) for argument in sys.argv[1:]] or [10, 100, 1_000]
    print(machine())
    print(f"{'lines':>8}{'format':>8}{'seconds':>10}{'found':>8}")
    with tempfile.TemporaryDirectory() as home:
        reader = open_reader(load_settings(Path(home)), "layout")
        for lines in sizes:
            for suffix, make in (("pdf", order_pdf), ("xlsx", order_xlsx)):
                content = make(lines)
                with progress(f"{lines} lines as {suffix}", 2) as advance:
                    for _ in range(2):
                        begin = time.perf_counter()
                        read = reader.read(content, f"order.{suffix}", Origin.UPLOAD, datetime.now(UTC))
                        seconds = time.perf_counter() - begin
                        advance(1)
                found = sum(len(order.order.lines) for order in read.reading.orders)
                print(f"{lines:>8,}{suffix:>8}{seconds:>10.2f}{found:>8,}")


if __name__ == "__main__":
    main()
