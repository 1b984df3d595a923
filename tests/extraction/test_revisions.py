"""A paper that calls itself a revision waits for a person; what only looks like one goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from intake.domain.orders import Reading

ReadMail = Callable[..., Reading]

HEAD = "{title}\nPO No.;4500012345{beside}\n{row}Delivery date;20.03.2026\n\n"
LINES = "Item code;Description;Qty;Unit\nHX-100-20;Hex bolt M8x40;200;pcs\nHX-100-30;Drawing 77 Rev. C;100;pcs\n\n{below}\n"


def read(read_mail: ReadMail, said: str = "", **parts: str) -> set[str]:
    paper = (HEAD + LINES).format(**({"title": "Purchase order", "beside": "", "row": "", "below": ""} | parts))
    reading = read_mail(f"Hello,\n\nour order is attached.\n{said}\n\nRegards\nKim", attached=[("po.csv", paper)])
    return {problem.code for order in reading.orders for problem in order.problems}


@pytest.mark.parametrize(
    "parts",
    [
        {"beside": " Rev. B"},
        {"beside": " - Revision 2"},
        {"row": "Revision;3\n"},
        {"row": "PO Revision: 1\n"},
        {"title": "PURCHASE ORDER - AMENDED"},
        {"title": "Nachtrag Nr. 1 zur Bestellung 4500012345"},
        {"title": "Zamówienie poprawione"},
        {"below": "This order replaces our order 4500012001 of 2 March."},
        {"said": "Annule et remplace notre commande du 24/11."},
        {"said": "Denna order ersätter den tidigare."},
    ],
)
def test_a_paper_that_calls_itself_a_revision_waits(read_mail: ReadMail, parts: dict[str, str]) -> None:
    assert "revision_of_order" in read(read_mail, **parts)


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"row": "Revision;0\n"},
        {"below": "Form FO-12 Rev. 3"},
        {"below": "This order supersedes all prior agreements."},
        {"below": "Changes to this order must be made in writing."},
    ],
)
def test_a_first_version_a_drawing_a_form_and_terms_are_no_revision(read_mail: ReadMail, parts: dict[str, str]) -> None:
    assert "revision_of_order" not in read(read_mail, **parts)
