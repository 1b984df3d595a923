"""Measures how reading grows with the lines: processor time for n and 2n lines, from bytes to proved order, no model.

Run `python bench/bench_scaling.py [LINES]`. Twice the lines should take twice the time; three times and more is a quadratic
search somewhere. tests/extraction/test_scaling.py watches the same by counting calls.
"""

from __future__ import annotations

import sys
import time

from papers import FORMATS, attachment, machine

from intake.cli.output import progress
from intake.documents.read import open_part
from intake.domain.limits import Limits
from intake.domain.opened import MailContext
from intake.domain.parties import OwnCompany
from intake.extraction.read import read_orders


def seconds(media_type: str, content: bytes) -> tuple[float, float]:
    """Processor time of the document's reader, and of finding and proving its lines."""
    part = attachment(media_type, content)
    begin = time.process_time()
    opened = open_part(part, limits=Limits(), ocr_languages=("eng",))
    between = time.process_time()
    read_orders(MailContext(), [opened], own=OwnCompany(names=("Nordwerk Handel GmbH",)), mode="layout")
    return between - begin, time.process_time() - between


def main() -> None:
    lines = int(sys.argv[1]) if sys.argv[1:] else 500
    print(machine())
    print(f"{'':6}{'lines':>8}{'document s':>12}{'lines s':>10}{'times':>8}")
    for name, (media_type, make) in FORMATS.items():
        seconds(media_type, make(10))
        before = 0.0
        with progress(name, 2) as advance:
            for count in (lines, 2 * lines):
                document, found = seconds(media_type, make(count))
                times = f"{(document + found) / before:>8.1f}" if before else ""
                print(f"{name:6}{count:>8,}{document:>12.2f}{found:>10.2f}{times}")
                before = document + found
                advance(1)


if __name__ == "__main__":
    main()
