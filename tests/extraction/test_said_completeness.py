"""What a mail asks for without saying how much, and what only leads up to its list."""

from __future__ import annotations

import pytest

from intake.documents.text import text_document
from intake.domain.documents import Source
from intake.domain.limits import Limits
from intake.extraction.said_completeness import unheard

LEADS_UP = ["Graag bestellen wij onder nummer QT5512B:", "Hiermit bestellen wir zur Bestellung 8812:"]
ASKS = ["Please send item no. AB-100-20.", "Bitte senden Sie uns einige Kartons:"]


def missing(body: str) -> list[str]:
    document = text_document(Source(filename=None, sha256="0" * 64, media_type="text/plain"), body.split("\n"), Limits())
    return list(unheard(0, document, (), set()))


@pytest.mark.parametrize("body", LEADS_UP)
def test_a_sentence_that_introduces_a_list_misses_nothing(body: str) -> None:
    assert missing(body) == []


@pytest.mark.parametrize("body", ASKS)
def test_a_wish_without_a_number_is_told(body: str) -> None:
    assert len(missing(body)) == 1
