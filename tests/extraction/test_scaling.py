"""Twice the lines are twice the work, for every kind of document: counted in calls, which no busy machine changes."""

from __future__ import annotations

import cProfile
import pstats
from importlib import import_module
from pathlib import Path

import pytest

from intake.documents.read import open_part
from intake.domain.limits import Limits
from intake.domain.messages import MessagePart
from intake.domain.opened import MailContext
from intake.domain.parties import OwnCompany
from intake.extraction.read import read_orders

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
