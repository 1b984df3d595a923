"""The account as its own customer reads it: the figures of `GET /customers/{no}/account` in his language, and nobody else's.

What comes in is a link's token; what goes out are words and written figures for one page, None where the link opens nothing.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from intake.pipeline.account_links import open_link
from intake.pipeline.credit_quotes import account_of
from intake.pipeline.line import Line
from intake.replies.words import Words, words_of


def account_page(line: Line, token: str) -> dict[str, Any] | None:
    with line.database.read() as tx:
        claim = open_link(line, tx, token)
    account = account_of(line, claim.customer_no) if claim is not None else None
    customer = line.masters.current().customer(claim.customer_no) if claim is not None else None
    if claim is None or account is None or customer is None:
        return None
    words = words_of(customer.language or customer.country)
    said = words.said["account"]
    as_of = account["as_of"]
    return {
        "language": words.language,
        "words": said,
        "company": next(iter(line.own.names), ""),
        "customer_no": claim.customer_no,
        "name": account["name"],
        "as_of": said["as_of"].format(date=words.day(line.local_date(as_of))) if as_of else "",
        "until": said["until"].format(date=words.day(line.local_date(claim.until))),
        "figures": _figures(account, words),
        "items": [_item(item, line.local_date(line.clock()), words) for item in account["open_items"] if item["open_amount"]],
    }


def _figures(account: dict[str, Any], words: Words) -> list[tuple[str, str]]:
    said = words.said["account"]

    def written(amount: Decimal | None) -> str:
        return said["unlimited"] if amount is None else words.amount(amount, account["currency"])

    return [
        (said["balance"], written(account["balance"])),
        (said["limit"], written(account["credit_limit"])),
        (said["available"], written(account["available_credit"])),
        (said["overdue"], written(account["overdue_amount"])),
        (said["terms"], account["payment_terms"]),
    ]


def _item(item: dict[str, Any], today: date, words: Words) -> dict[str, Any]:
    said = words.said["account"]
    owed = item["kind"] in ("invoice", "instalment")
    amount = item["open_amount"] if owed else -item["open_amount"]
    marks = [said["disputed"]] if item["disputed"] else []
    marks += [said["late"]] if owed and item["due_date"] < today else []
    return {
        "kind": said["kinds"][item["kind"]],
        "document_no": item["document_no"],
        "issued": words.day(item["issue_date"]),
        "due": words.day(item["due_date"]) if owed else "",
        "open": words.amount(amount, item["currency"]),
        "marks": marks,
    }
