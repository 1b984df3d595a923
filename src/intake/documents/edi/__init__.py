"""Machine-readable orders: UBL, Order-X, cXML, openTRANS, EDIFACT, X12, TRADACOMS. There is nothing to guess in them.

What comes in are bytes; what goes out are the orders they state, or None: not one of these formats, read it as a document.
"""

from __future__ import annotations

from lxml import etree

from intake.documents.edi import cxml, edifact, opentrans, orderx, tradacoms, ubl, x12
from intake.documents.edi.draft import broken, other
from intake.documents.edi.segments import SegmentsError, decode
from intake.documents.edi.xml_tree import XmlError, name, parse
from intake.domain.documents import Source
from intake.domain.orders import DocumentKind, ReadOrder

_XML_RELATIVES = frozenset(
    {
        *("OrderResponse", "OrderResponseSimple", "Invoice", "CreditNote", "DespatchAdvice", "ReceiptAdvice", "Catalogue"),
        *("Quotation", "RequestForQuotation", "Reminder", "Statement", "CrossIndustryInvoice", "ORDERRESPONSE", "INVOICE"),
        *("DISPATCHNOTIFICATION", "RECEIPTACKNOWLEDGEMENT", "INVOICELIST", "QUOTATION", "RFQ", "cXML"),
    }
)
"""Roots of the same families that are no orders: read as such, and never as a table of lines."""

_MARKS = (b":Order-2", b"OrderChange-2", b"SCRDMCCBDACIO", b"<cXML", b"opentrans.org", b"<ORDER", b"<StandardBusinessDocument")
"""What stands in the beginning of an order in XML, however broken the rest."""


def read_structured(source: Source, content: bytes) -> tuple[ReadOrder, ...] | None:
    """The orders of a machine-readable document; one of kind `other` where it is such a document and no order; None else."""
    start = content[:4_096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<") or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _read_xml(content)
    try:
        if start[:4].upper().startswith((b"UNA", b"UNB", b"UNH+")):
            return edifact.read(content) or (broken("The interchange holds no message (no UNH segment)."),)
        if start.startswith(b"ISA") and len(start) > 3 and not (chr(start[3]).isalnum() or chr(start[3]).isspace()):
            return x12.read(content) or (broken("The interchange holds no transaction set (no ST segment)."),)
        if start.startswith(b"STX=") or (start.startswith(b"MHD=") and "ORDERS" in decode(content[:2_000])):
            return tradacoms.read(content)
    except SegmentsError as problem:
        return (broken(str(problem)),)
    return None


def _read_xml(content: bytes) -> tuple[ReadOrder, ...] | None:
    try:
        root = parse(content)
    except XmlError as problem:
        return (broken(str(problem)),) if _looks_like_an_order(content) else None
    root_name = name(root)
    if root_name == "StandardBusinessDocument":
        return tuple(order for each in root for order in _of_root(each, name(each)) or ()) or (other(),)
    return _of_root(root, root_name)


def _of_root(root: etree._Element, root_name: str) -> tuple[ReadOrder, ...] | None:
    if root_name in ubl.KINDS and ubl.is_ubl(root):
        return (ubl.read(root, ubl.KINDS[root_name]).build(),)
    if root_name == orderx.ROOT:
        return (orderx.read(root).build() if orderx.kind_of(root) is not DocumentKind.OTHER else other(),)
    if root_name in opentrans.KINDS:
        return (opentrans.read(root, opentrans.KINDS[root_name]).build(),)
    if root_name == "cXML" and (request := cxml.order_request(root)) is not None:
        return (cxml.read(request).build(),)
    return (other(),) if root_name in _XML_RELATIVES else None


def _looks_like_an_order(content: bytes) -> bool:
    start = content[:4_096]
    return any(mark in start for mark in _MARKS)
