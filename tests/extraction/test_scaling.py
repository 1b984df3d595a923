"""Twice the lines are twice the work, for every kind of document: counted in calls, which no busy machine changes."""

from __future__ import annotations

import cProfile
import pstats
from importlib import import_module
from pathlib import Path

import pytest

from intake.documents.read import open_part
from intake.domain.limits import Limits
from intake.domain.messages import MessagePart, PartRole
from intake.domain.opened import MailContext
from intake.domain.parties import OwnCompany
from intake.extraction.read import read_orders

BENCH = Path(__file__).resolve().parents[2] / "bench"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def calls(media_type: str, content: bytes, lines: int) -> int:
    """How many calls it takes to read an order and to prove what was read."""
    part = MessagePart(
        part_no=0,
        path="1",
        role=PartRole.ATTACHMENT,
        filename=None,
        media_type=media_type,
        declared_media_type=None,
        content=content,
        sha256="0" * 64,
    )
    profile = cProfile.Profile()
    with profile:
        opened = open_part(part, limits=Limits(), ocr_languages=("eng",))
        read = read_orders(MailContext(), [opened], own=OwnCompany(names=("Nordwerk Handel GmbH",)), mode="layout")
    assert [len(order.order.lines) for order in read.orders] == [lines]
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


@pytest.mark.slow
@pytest.mark.parametrize(("media_type", "make"), [(PDF, "order_pdf"), (XLSX, "order_xlsx"), ("text/csv", "order_csv")])
def test_work_grows_with_the_lines_and_no_faster(media_type, make, monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    order = getattr(import_module("papers"), make)
    calls(media_type, order(10), 10)
    assert calls(media_type, order(304), 304) < 2.15 * calls(media_type, order(152), 152)
