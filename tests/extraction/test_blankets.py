"""A paper that calls itself a blanket order or a call-off is for a person; one that names the contract of its prices is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from intake.domain.orders import Reading

ReadMail = Callable[..., Reading]

PAPER = "{title}\nPO No.;4500012345\n{row}Delivery date;20.03.2026\n\nItem code;Description;Qty;Unit\nHX-100-20;Hex bolt M8x40;200;pcs\n\n{below}\n"


def read(read_mail: ReadMail, said: str = "", subject: str = "Our order", **parts: str) -> set[str]:
    paper = PAPER.format(**({"title": "Purchase order", "row": "", "below": ""} | parts))
    reading = read_mail(
        f"Hello,\n\nour order is attached.\n{said}\n\nRegards\nKim", subject=subject, attached=[("po.csv", paper)]
    )
    return {problem.code for order in reading.orders for problem in order.problems}


@pytest.mark.parametrize(
    "parts",
    [
        {"title": "Abruf Nr. 3 aus Rahmenvertrag 4500040011"},
        {"title": "Blanket purchase order"},
        {"title": "Commande ouverte"},
        {"title": "Rámcová objednávka"},
        {"row": "Call-off from blanket order;BO-77\n"},
        {"subject": "Abrufbestellung 4500012345"},
        {"said": "Wir rufen aus unserem Rahmenauftrag 88001 ab."},
        {"said": "Dit is een afroep op onze raamorder."},
    ],
)
def test_a_blanket_order_and_a_call_off_are_known_as_such(read_mail: ReadMail, parts: dict[str, str]) -> None:
    assert "blanket_order" in read(read_mail, **parts)


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"row": "Rahmenvertrag;4600001234\n"},
        {"row": "Framework agreement;FA-9\n"},
        {"below": "Terms of the blanket order apply."},
    ],
)
def test_a_contract_named_in_the_head_and_terms_below_are_neither(read_mail: ReadMail, parts: dict[str, str]) -> None:
    assert "blanket_order" not in read(read_mail, **parts)
