"""Twice the lines are twice the work, for every kind of document: counted in calls, which no busy machine changes."""

from __future__ import annotations

import cProfile
import pstats
from importlib import import_module
from pathlib import Path

import pytest

from intake.documents.read import open_part
from intake.documents.text import read_text
from intake.domain.documents import Source
from intake.domain.limits import Limits
from intake.domain.messages import MessagePart
from intake.domain.opened import MailContext
from intake.domain.parties import OwnCompany
from intake.extraction.planners.layout.dated import letter_date
from intake.extraction.read import read_orders
from intake.extraction.segments import rows_of

BENCH = Path(__file__).resolve().parents[2] / "bench"


def calls(part: MessagePart, lines: int) -> int:
    """How many calls it takes to read an order and to prove what was read."""
    profile = cProfile.Profile()
    with profile:
        opened = open_part(part, limits=Limits(), ocr_languages=("eng",))
        read = read_orders(MailContext(), [opened], own=OwnCompany(names=("Nordwerk Handel GmbH",)), mode="layout")
    assert [len(order.order.lines) for order in read.orders] == [lines]
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["pdf", "xlsx", "csv"])
def test_work_grows_with_the_lines_and_no_faster(name, monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    papers = import_module("papers")
    media_type, make = papers.FORMATS[name]

    def work(lines):
        return calls(papers.attachment(media_type, make(lines)), lines)

    work(304)  # words that were looked up once are known, to the short order as to the long one
    assert work(304) < 2.15 * work(152)


def test_days_behind_words_are_held_against_the_towns_of_a_paper_once():
    def work(lines):
        content = "".join(f"10{at:03} Musterdorf\nSitzung {1 + at % 28}.03.2026\n" for at in range(lines)).encode()
        source = Source(filename="letter.txt", sha256="0" * 64, media_type="text/plain")
        rows = rows_of(0, read_text(source, content, Limits()))
        profile = cProfile.Profile()
        with profile:
            assert letter_date(rows, None) is None
        return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]

    work(60)  # days that were looked up once are known
    assert work(60) < 2.15 * work(30)
