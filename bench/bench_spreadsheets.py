"""Measures the spreadsheet reader: seconds and rows a second on workbooks of many rows.

Run `python bench/bench_spreadsheets.py [ROWS …]`.
"""

from __future__ import annotations

import sys
import time

from papers import machine, order_xlsx

from intake.cli.output import progress
from intake.documents.spreadsheet import read_spreadsheet
from intake.domain.documents import Source
from intake.domain.limits import Limits
from intake.domain.media import XLSX


def main() -> None:
    sizes = [int(argument) for argument in sys.argv[1:]] or [1_000, 10_000, 50_000]
    print(machine())
    print(f"{'rows':>10}{'seconds':>10}{'rows/s':>10}")
    for rows in sizes:
        with progress(f"{rows:,} rows", None):
            content = order_xlsx(rows)
            begin = time.process_time()
            document = read_spreadsheet(Source(filename=None, sha256="0" * 64, media_type=XLSX), content, Limits())
            seconds = time.process_time() - begin
        if document.canvases[0].height != rows + 1:
            raise SystemExit(f"The reader found {document.canvases[0].height} rows of {rows + 1}.")
        print(f"{rows:>10,}{seconds:>10.2f}{rows / seconds:>10,.0f}")


if __name__ == "__main__":
    main()
