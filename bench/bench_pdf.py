"""Measures the PDF reader: pages a second beside pdfplumber's own `extract_tables` on the same file, and memory on 500 pages.

Run `python bench/bench_pdf.py [PAGES]`. Processor time, so that other work on the machine does not count; memory is that of a
process of its own, above what it held once the readers were loaded.
"""

from __future__ import annotations

import io
import subprocess
import sys
import time
from typing import Any

import pdfplumber
from papers import machine, order_pdf, peak_memory

from intake.cli.output import progress
from intake.documents.pdf import read_pdf
from intake.domain.documents import Document, Source
from intake.domain.limits import Limits

ROWS_OF_A_PAGE = 38
ROUNDS = 3


def read(content: bytes) -> Document:
    return read_pdf(Source(filename=None, sha256="0" * 64, media_type="application/pdf"), content, Limits(), ("eng",))


KINDS: dict[str, dict[str, Any]] = {
    "ruled": {},
    "unruled": {"ruled": False},
    "boxed": {"ruled": False, "boxed": True},
    "embedded": {"face": "Vera"},
    "by glyph": {"by_glyph": True},
}


def rates(pages: int, kind: str) -> tuple[float, float]:
    """Pages a second: ours, pdfplumber's; the better of each over some rounds in turn."""
    content = order_pdf(pages * ROWS_OF_A_PAGE, **KINDS[kind])
    ours, theirs = [], []
    with progress(kind, ROUNDS) as advance:
        for _ in range(ROUNDS):
            begin = time.process_time()
            document = read(content)
            ours.append(time.process_time() - begin)
            if len(document.canvases) != pages or document.problems:
                raise SystemExit(f"The reader found {len(document.canvases)} pages and {document.problems}.")
            begin = time.process_time()
            with pdfplumber.open(io.BytesIO(content)) as pdf:
                for page in pdf.pages:
                    page.extract_tables()
                    page.close()
            theirs.append(time.process_time() - begin)
            advance(1)
    return pages / min(ours), pages / min(theirs)


def memory_of(pages: int) -> float:
    """Megabytes above start that reading so many pages takes at its height; run in a process of its own."""
    content = order_pdf(pages * ROWS_OF_A_PAGE)
    read(order_pdf(1))
    start = peak_memory()
    read(content)
    return peak_memory() - start


def main() -> None:
    if sys.argv[1:2] == ["--memory"]:
        print(f"{memory_of(int(sys.argv[2])):.0f}")
        return
    pages = int(sys.argv[1]) if sys.argv[1:] else 6
    print(machine())
    print(f"{'':10}{'ours/s':>10}{'pdfplumber/s':>14}{'times':>8}")
    read(order_pdf(1))
    for kind in KINDS:
        ours, theirs = rates(pages, kind)
        print(f"{kind:10}{ours:>10.1f}{theirs:>14.1f}{ours / theirs:>8.1f}")
    with progress("500 pages in a process of its own", None):
        told = subprocess.run([sys.executable, __file__, "--memory", "500"], capture_output=True, text=True, check=True).stdout
    print(f"500 pages: {told.strip()} MB above start")


if __name__ == "__main__":
    main()
