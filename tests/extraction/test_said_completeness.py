"""What a mail asks for without saying how much, and what only leads up to its list."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from intake.documents.text import text_document
from intake.domain.documents import Source
from intake.domain.limits import Limits
from intake.domain.orders import Reading
from intake.extraction.said_completeness import unheard

ReadMail = Callable[..., Reading]
LEADS_UP = ["Graag bestellen wij onder nummer QT5512B:", "Hiermit bestellen wir zur Bestellung 8812:"]
ASKS = ["Please send item no. AB-100-20.", "Bitte senden Sie uns einige Kartons:"]


def missing(body: str) -> list[str]:
    document = text_document(Source(filename=None, sha256="0" * 64, media_type="text/plain"), body.split("\n"), Limits())
    return list(unheard(0, document, (), set()))


@pytest.mark.parametrize("body", LEADS_UP)
def test_a_sentence_that_introduces_a_list_misses_nothing(body: str) -> None:
    assert missing(body) == []


def test_a_code_among_items_that_no_line_came_of_is_told(read_mail: ReadMail) -> None:
    (found,) = read_mail("Can you send: AB-100 qty 5; AB-300 asap.\n\nOur ref: 4471").orders
    (told,) = [problem.message for problem in found.problems if problem.code == "lines_incomplete"]
    assert told.startswith("“AB-300”")


@pytest.mark.parametrize("body", ASKS)
def test_a_wish_without_a_number_is_told(body: str) -> None:
    assert len(missing(body)) == 1


LISTED = "Please register our order B857797:\n\nMV-75X74-W Descaler 10 l: 75 pcs.\n{line}\nAT-88X44-V Detergent 5 l: 50 pcs.\n\nRegards"


@pytest.mark.parametrize(
    ("line", "told"), [("BD-95X61-V Floor cleaner 10 l: 100 zqx..", 1), ("BD-95X61-V Floor cleaner: 100 pcs.", 0)]
)
def test_a_row_of_a_list_whose_count_nothing_understands_is_told(line: str, told: int) -> None:
    sentences = missing(LISTED.format(line=line))
    assert sum("begins as the order lines beside it do" in sentence for sentence in sentences) == told


def test_the_last_row_of_a_list_is_one_of_its_lines() -> None:
    listed = "Please register our order B857797:\n\nMV-75X74-W Descaler 10 l: 75 pcs.\nBD-95X61-V Floor cleaner 10 l: 100 zqx..\n\nRegards"
    assert any("begins as the order lines beside it do" in sentence for sentence in missing(listed))


@pytest.mark.parametrize(
    ("line", "told"),
    [("Elektro Brandner KG * Am Anger 7 * 84489 Burghausen", 0), ("Elektro Brandner * Am Anger 7 * 84489 Kabel", 1)],
)
def test_a_firm_its_street_and_its_town_count_nothing(line: str, told: int) -> None:
    assert len(missing(line)) == told
