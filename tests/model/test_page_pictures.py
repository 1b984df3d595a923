"""A model that takes pictures is shown the pages of scans, and nothing that it sees there proves anything."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fixtures.models.pointing import answer_of
from PIL import Image, ImageDraw, ImageFont

from intake.decision.corrected import Corrected
from intake.decision.proving import unproven
from intake.documents.images import read_image
from intake.domain.documents import Document, Source, TextOrigin
from intake.domain.limits import Limits
from intake.domain.messages import PartRole
from intake.domain.opened import MailContext, OpenedPart
from intake.domain.orders import Reading
from intake.domain.parties import OwnCompany
from intake.extraction.planners.layout import planner as layout
from intake.extraction.planners.model.planner import MOST_PICTURE_BYTES, MOST_PICTURES, ModelPlanner
from intake.extraction.planners.model.prompts import Prompts
from intake.extraction.planners.model.rendering import render
from intake.extraction.planners.model_client import ModelClient, ModelSettings
from intake.extraction.read import read_orders
from intake.resources import shipped

JPEG = b"\xff\xd8 a page"
Answer = Callable[[Any], dict[str, Any]]


def scan(paper: Any, *pictures: bytes) -> Document:
    document: Document = replace(paper.order(3), text_origin=TextOrigin.OCR, pictures=pictures)
    return document


def read(document: Document, loopback: Any, *, name: str = "honest", shows_pictures: bool = True) -> Reading:
    client = ModelClient(ModelSettings(base_url=loopback.url, api_key="k", name=name, deadline_seconds=10.0))
    loopback.answer = pointing_at(document)
    planner = ModelPlanner(client, name, Prompts.read(shipped("prompts")), shows_pictures=shows_pictures)
    opened = [OpenedPart(role=PartRole.ATTACHMENT, document=document)]
    return read_orders(MailContext(), opened, own=OwnCompany(names=("Nordwerk",)), mode="auto", model=planner)


def pointing_at(document: Document) -> Answer:
    answer = answer_of(layout.plan(MailContext(), [document], OwnCompany()), render([document]))
    return lambda request: answer


def shown(request: dict[str, Any]) -> list[bytes]:
    content = request["messages"][1]["content"]
    urls = [part["image_url"]["url"] for part in content if part["type"] == "image_url"] if isinstance(content, list) else []
    return [base64.b64decode(url.removeprefix("data:image/jpeg;base64,")) for url in urls]


def test_the_pages_of_a_scan_are_shown_to_a_model_that_takes_them(paper: Any, loopback: Any) -> None:
    assert read(scan(paper, JPEG), loopback).reader == "model"
    (request,) = loopback.requests
    assert shown(request) == [JPEG]
    assert "3:Hex 4:bolt" in request["messages"][1]["content"][0]["text"], "with the words that it can point at"


@pytest.mark.parametrize("origin", [TextOrigin.OCR, TextOrigin.DIGITAL])
def test_nothing_is_shown_unless_asked_for_and_never_of_a_digital_document(paper: Any, loopback: Any, origin: TextOrigin) -> None:
    document = replace(scan(paper, JPEG), text_origin=origin)
    read(document, loopback, shows_pictures=origin is TextOrigin.DIGITAL)
    assert [shown(request) for request in loopback.requests] == [[]]


def test_a_question_shows_a_few_pages_and_none_that_is_too_large(paper: Any, loopback: Any) -> None:
    read(scan(paper, b"x" * (MOST_PICTURE_BYTES + 1), *[JPEG] * (MOST_PICTURES + 3)), loopback)
    assert shown(loopback.requests[0]) == [JPEG] * MOST_PICTURES


def test_a_model_that_takes_no_pictures_is_asked_without_them(paper: Any, loopback: Any) -> None:
    reading = read(scan(paper, JPEG), loopback, name="text-alone")
    assert reading.reader == "model"
    assert [len(shown(request)) for request in loopback.requests] == [1, 0]


def test_what_a_model_saw_in_a_picture_proves_no_quantity(paper: Any, loopback: Any) -> None:
    """Both readings agree, the heading names it, and the model saw the page; without prices no product bears the digits out."""
    rows = [["Purchase order", "PO-4711", ""], ["Article no.", "Description", "Quantity"], ["AB-1001", "Hex bolt M8x40", "13"]]
    document = replace(paper.sheet(rows), text_origin=TextOrigin.OCR, pictures=(JPEG,))
    (order,) = read(document, loopback).orders
    assert shown(loopback.requests[0]) == [JPEG]
    assert "lines[0].quantity" in {reason.path for reason in unproven(order, Corrected.of((), 1))}


@pytest.mark.ocr
@pytest.mark.slow
def test_recognition_keeps_small_pictures_only_where_they_are_asked_for() -> None:
    page = Image.new("L", (2480, 3508), 255)
    for number, text in enumerate(("Purchase order 4711", "Article Quantity", "HX-100 200 pcs", "HX-200 50 pcs")):
        ImageDraw.Draw(page).text((200, 300 + 160 * number), text, fill=0, font=ImageFont.load_default(70))
    out = io.BytesIO()
    page.save(out, "PNG", dpi=(300, 300))
    source = Source("scan.png", "0" * 64, "image/png")
    assert read_image(source, out.getvalue(), Limits(), ("eng",)).pictures == ()
    (kept,) = read_image(source, out.getvalue(), Limits(kept_pictures=1), ("eng",)).pictures
    with Image.open(io.BytesIO(kept)) as small:
        assert (small.format, max(small.size)) == ("JPEG", 1600)
