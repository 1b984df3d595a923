"""The words of a reminder: subject and plain text in the customer's language, from a reminder that is due.

What comes in are values; what goes out is text. What is due and whether it may go is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from intake.domain.base import Value
from intake.domain.reminders import LateItem, ReminderDue
from intake.replies.words import Words, words_of


class Letter(Value):
    language: str
    subject: str
    body: str


class AccountLink(Value):
    """An address at which the customer reads his account until a day."""

    url: str
    until: date


def write_reminder(due: ReminderDue, *, company: str, language: str | None, link: AccountLink | None = None) -> Letter:
    """`company` is who we are; it signs. `link` is left out where the desk has no public address."""
    words = words_of(language)
    said = words.said["reminder"]
    subject = said["subject"][due.tone.value].format(company=_one_line(company))
    return Letter(language=words.language, subject=subject, body="\n".join(_lines(due, words, company, link)) + "\n")


def _lines(due: ReminderDue, words: Words, company: str, link: AccountLink | None) -> Iterator[str]:
    said = words.said["reminder"]
    yield from (said["greeting"], "", said["opening"][due.tone.value], "")
    yield from (f"  {_item(item, words)}" for item in due.items)
    yield from ("", said["total"].format(amount=words.amount(due.total, due.currency)))
    if due.cash_deducted > 0:
        yield said["cash"]
    yield from ("", said["ask"][due.tone.value], said["paid"])
    if link is not None:
        yield from ("", said["account"].format(date=words.day(link.until)), link.url)
    yield from ("", said["closing"], _one_line(company))


def _item(item: LateItem, words: Words) -> str:
    said = words.said["reminder"]
    parts = (
        f"{said['document']} {_one_line(item.document_no)}",
        f"{said['due']} {words.day(item.due_date)}",
        f"{item.days} {said['days']}",
        f"{said['open']} {words.amount(item.open_amount, item.currency)}",
    )
    return ", ".join(parts)


def _one_line(text: str) -> str:
    """What stands in a header or a line of its own brings no line of its own."""
    return " ".join(text.split())
