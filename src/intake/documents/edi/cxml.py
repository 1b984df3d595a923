"""cXML OrderRequest → a draft. Source: cXML 1.2 User's Guide; `Total` is the sum of the items without tax and shipping."""

from __future__ import annotations

import re

from lxml.etree import _Element

from intake.documents.edi.draft import OrderDraft
from intake.documents.edi.fields import Fields
from intake.documents.edi.xml_tree import attribute, child, children, place, text
from intake.domain.orders import DocumentKind
from intake.domain.reasons import ReasonCode

_GROUPED = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+\.\d+")

_TELLING = re.compile(r"comment|instruct|note|remark|message|special|deliver|ship", re.IGNORECASE)
_FEWEST_SAID = 4

KINDS = {"new": DocumentKind.ORDER, "update": DocumentKind.ORDER_CHANGE, "delete": DocumentKind.ORDER_CANCELLATION}


def order_request(root: _Element) -> _Element | None:
    return child(root, "Request", "OrderRequest")


def read(request: _Element) -> OrderDraft:
    header = child(request, "OrderRequestHeader")
    if header is None:
        draft = OrderDraft()
        draft.problem(ReasonCode.DOCUMENT_BROKEN, "", f"{place(request)}: the request has no OrderRequestHeader.")
        return draft
    draft = OrderDraft(kind=KINDS.get(attribute(header, "type") or "new", DocumentKind.ORDER))
    draft.text("customer_po_number", attribute(header, "orderID"))
    if draft.kind is not DocumentKind.ORDER:
        draft.text("references.changes_po", attribute(header, "orderID"))
    draft.date("order_date", attribute(header, "orderDate"), "orderDate")
    draft.date("requested_delivery_date", attribute(header, "requestedDeliveryDate"), "requestedDeliveryDate")
    draft.text("currency", attribute(child(header, "Total", "Money"), "currency"))
    draft.decimal("total_net", _plain(text(header, "Total", "Money")), "Total")
    draft.decimal("total_tax", text(header, "Tax", "Money"), "Tax")
    draft.charge("freight", text(header, "Shipping", "Money"), "Shipping")
    for each in children(header, "Total", "Modifications", "Modification"):
        draft.problem(ReasonCode.CHARGE_CLAIMED, "charges", f"{place(each)}: a deduction or cost on the whole order.")
    if (attribute(header, "orderType") or "regular") != "regular" or child(header, "MasterAgreementReference") is not None:
        draft.problem(ReasonCode.BLANKET_ORDER, "", f"{place(header)}: this is a blanket order or a release of one.")
    draft.text("payment_terms", _payment_terms(header))
    draft.text("incoterms", text(header, "TermsOfDelivery", "TransportTerms"))
    if attribute(header, "shipComplete") == "yes":
        draft.doubt("", f"{place(header)}: the goods are wanted in one delivery (shipComplete).")
    _said(draft, header)
    _address(draft, "ship_to", child(header, "ShipTo", "Address"))
    draft.ship_to_code = attribute(child(header, "ShipTo", "Address"), "addressID") or ""
    _address(draft, "bill_to", child(header, "BillTo", "Address"))
    for contact in children(header, "Contact"):
        if attribute(contact, "role") in ("buyer", "customer", "buyerCorporate"):
            draft.text("buyer.name", text(contact, "Name"))
            draft.text("buyer.email", text(contact, "Email"))
    for item in children(request, "ItemOut"):
        _line(draft.new_line(), item)
    return draft


def _payment_terms(header: _Element | None) -> str | None:
    term = child(header, "PaymentTerm")
    days = attribute(term, "payInNumberOfDays")
    return f"{days} days" if days else None


def _address(draft: OrderDraft, path: str, address: _Element | None) -> None:
    postal = child(address, "PostalAddress")
    draft.text(f"{path}.name", text(address, "Name"))
    draft.text(f"{path}.street", ", ".join(said for each in children(postal, "Street") if (said := text(each))))
    draft.text(f"{path}.postal_code", text(postal, "PostalCode"))
    draft.text(f"{path}.city", text(postal, "City"))
    draft.text(f"{path}.country", attribute(child(postal, "Country"), "isoCountryCode"))
    if path == "ship_to":
        draft.text("ship_to.contact", text(postal, "DeliverTo"))
    else:
        draft.text(f"{path}.email", text(address, "Email"))


def _line(line: Fields, item: _Element) -> None:
    where = place(item)
    detail = child(item, "ItemDetail")
    line.text("line_number", attribute(item, "lineNumber"))
    line.decimal("quantity", attribute(item, "quantity"), where)
    line.date("requested_delivery_date", attribute(item, "requestedDeliveryDate"), where)
    line.text("sku", text(item, "ItemID", "SupplierPartID"))
    line.text("customer_part_number", text(item, "ItemID", "BuyerPartID"))
    line.text("manufacturer_part_number", text(detail, "ManufacturerPartID"))
    for identification in children(detail, "ItemDetailIndustry", "ItemDetailRetail", "EANID"):
        line.gtin(text(identification))
    line.text("description", _described(child(detail, "Description")))
    line.text("uom", text(detail, "UnitOfMeasure"))
    line.decimal("unit_price", _plain(text(detail, "UnitPrice", "Money")), where)
    line.decimal("price_basis_quantity", attribute(child(detail, "PriceBasisQuantity"), "quantity"), where)
    _said(line, item)
    _said(line, detail)
    _parts(line, item)


def _plain(amount: str | None) -> str | None:
    """An amount whose thousands are parted by commas before a point; other commas stay, and are no number."""
    return amount.replace(",", "") if amount and _GROUPED.fullmatch(amount) else amount


def _described(description: _Element | None) -> str | None:
    """The words of a description; its short name where it has no others."""
    if description is None:
        return None
    words = [description.text or "", *(each.tail or "" for each in description)]
    return " ".join(" ".join(words).split()) or text(description)


def _parts(line: Fields, item: _Element) -> None:
    """Deliveries in parts or to another place, lines that are made of lines, and what comes on or off a price."""
    for each in children(item, "ScheduleLine"):
        line.delivery(attribute(each, "quantity"), attribute(each, "requestedDeliveryDate"), place(each))
    for each in children(item, "ShipTo"):
        line.doubt("quantity", f"{place(each)}: the line goes to a place of its own.")
    if attribute(item, "parentLineNumber") or attribute(item, "itemType") == "composite":
        line.doubt("quantity", f"{place(item)}: the line is a part of another or made of others.")
    for each in children(item, "ItemDetail", "UnitPrice", "Modifications", "Modification"):
        line.claimed(place(each))
    for each in (*children(item, "Shipping"), *children(item, "BlanketItemDetail")):
        line.claimed(place(each))


def _said(fields: Fields, parent: _Element | None) -> None:
    """Free text: comments, and what a buyer adds of its own under a name that announces words, or that is no code."""
    for comments in children(parent, "Comments"):
        fields.note(comments.text)
    for extrinsic in children(parent, "Extrinsic"):
        said, name = text(extrinsic) or "", attribute(extrinsic, "name") or ""
        if said and (_TELLING.search(name) or len(said.split()) >= _FEWEST_SAID):
            fields.note(said)
