"""Builds small sheets and tables and reads them whole: what stands in the cells in, the orders that the layout reader proves out."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from intake.documents.html import read_html
from intake.documents.spreadsheet import read_spreadsheet
from intake.domain.documents import Document, Source
from intake.domain.limits import Limits
from intake.domain.messages import PartRole
from intake.domain.opened import MailContext, OpenedPart
from intake.domain.orders import ExtractedLine, ReadOrder
from intake.domain.parties import OwnCompany
from intake.extraction.read import read_orders

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD: list[list[Any]] = [["Purchase order"], ["PO number:", "4500012345"], ["Date:", "2026-03-17"], []]

Sheet = Sequence[Sequence[Any]]


def orders_of(document: Document) -> tuple[ReadOrder, ...]:
    opened = OpenedPart(role=PartRole.ATTACHMENT, document=document)
    return read_orders(MailContext(), [opened], own=OwnCompany(names=("Nordwerk Handel GmbH",)), mode="layout").orders


def workbook(*sheets: Sheet, change: Callable[[Worksheet], None] | None = None) -> bytes:
    """A workbook with these sheets; `change` may merge, hide or format the last of them."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet{number + 1}")
        for row in rows:
            sheet.append(list(row) or [None])
        if change is not None and number == len(sheets) - 1:
            change(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def sheet_orders(*sheets: Sheet, change: Callable[[Worksheet], None] | None = None) -> tuple[ReadOrder, ...]:
    source = Source(filename="order.xlsx", sha256="0" * 64, media_type=XLSX)
    return orders_of(read_spreadsheet(source, workbook(*sheets, change=change), Limits()))


def sheet_order(rows: Sheet, change: Callable[[Worksheet], None] | None = None) -> ReadOrder:
    """The one order of a sheet with a head above the rows."""
    (order,) = sheet_orders([*HEAD, *rows], change=change)
    return order


def html_order(body: str) -> ReadOrder:
    page = f"<html><body><h2>Purchase order</h2><p>PO number: 4500012345<br>Date: 2026-03-17</p>{body}</body></html>"
    source = Source(filename="order.html", sha256="0" * 64, media_type="text/html")
    (order,) = orders_of(read_html(source, page.encode(), Limits()))
    return order


def said(line: ExtractedLine, *fields: str) -> tuple[str | None, ...]:
    """Fields of a line as texts, for tables of expectations."""
    values = (getattr(line, field) for field in fields)
    return tuple(
        None if value is None else f"{value.normalize():f}" if hasattr(value, "normalize") else str(value) for value in values
    )


def lines_said(order: ReadOrder, *fields: str) -> list[tuple[str | None, ...]]:
    return [said(line, *fields) for line in order.order.lines]


def is_complete(order: ReadOrder) -> bool:
    return bool(order.proofs.get("lines"))


def codes(order: ReadOrder) -> set[str]:
    return {problem.code for problem in order.problems}
