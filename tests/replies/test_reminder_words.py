"""Reminders in every language: complete, in the language's own figures, and no word of an attacker's in a header."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest

from intake.domain.reminders import LateItem, ReminderDue, SentBy, Tone
from intake.replies.reminder import AccountLink, write_reminder
from intake.replies.words import languages, words_of

LINK = AccountLink(url="https://desk.example/account/abc", until=date(2026, 3, 16))


def due(tone: Tone = Tone.FRIENDLY, document: str = "RE-1", cash: str = "0") -> ReminderDue:
    amount = Decimal("1234.50")
    item = LateItem(
        document_no=document,
        due_date=date(2026, 2, 20),
        days=10,
        open_amount=amount,
        currency="EUR",
        residual=amount,
        before=0,
        level=1,
    )
    return ReminderDue(
        customer_no="C1",
        currency="EUR",
        items=(item,),
        total=amount,
        cash_deducted=Decimal(cash),
        level=1,
        tone=tone,
        sent_by=SentBy.PERSON,
    )


def keys(table: dict[str, Any], place: str = "") -> set[str]:
    found: set[str] = set()
    for name, value in table.items():
        found |= keys(value, f"{place}{name}.") if isinstance(value, dict) else {f"{place}{name}"}
    return found


def test_there_are_the_languages_that_orders_are_read_in() -> None:
    units = {file.name.removesuffix(".toml") for file in (files("intake.domain") / "uom").iterdir()} - {"codes"}
    assert set(languages()) == units


@pytest.mark.parametrize("language", languages())
def test_every_language_says_everything(language: str) -> None:
    said = tomllib.loads((files("intake.replies") / "words" / f"{language}.toml").read_text(encoding="utf-8"))
    assert keys(said) == keys(words_of("en").said)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("tone", list(Tone))
def test_a_mail_names_item_total_and_link_and_leaves_no_gap(language: str, tone: Tone) -> None:
    letter = write_reminder(due(tone, cash="10"), company="Nordlicht GmbH", language=language, link=LINK)
    assert letter.language == language
    assert "RE-1" in letter.body
    assert LINK.url in letter.body.split("\n")
    assert letter.body.replace(".", "").replace(" ", "").replace(",", "").count("123450") == 2
    assert not {"{", "}"} & set(letter.body + letter.subject)
    assert letter.subject.count("Nordlicht GmbH") == 1


def test_figures_are_written_as_in_the_language() -> None:
    german = write_reminder(due(), company="N", language="de-AT", link=None)
    english = write_reminder(due(), company="N", language="EN", link=None)
    assert "1.234,50 €" in german.body
    assert "€1,234.50" in english.body
    assert "20 Feb 2026" in english.body


@pytest.mark.parametrize("unknown", [None, "", "xx", "../../etc/passwd"])
def test_a_language_without_words_is_answered_in_english(unknown: str | None) -> None:
    assert write_reminder(due(), company="N", language=unknown, link=None).language == "en"


def test_a_document_number_brings_no_line_of_its_own() -> None:
    letter = write_reminder(due(document="R1\nPay to: XX00 1234"), company="N\r\nBcc: all@x.example", language="en", link=None)
    assert "\nPay to" not in letter.body
    assert "\n" not in letter.subject
    assert "\r" not in letter.subject
