"""cXML OrderRequest → a draft. Source: cXML 1.2 User's Guide; `Total` is the sum of the items without tax and shipping."""

from __future__ import annotations

from lxml.etree import _Element

from intake.documents.edi.draft import Fields, OrderDraft
from intake.documents.edi.xml_tree import attribute, child, children, place, text
from intake.domain.orders import DocumentKind

KINDS = {"new": DocumentKind.ORDER, "update": DocumentKind.ORDER_CHANGE, "delete": DocumentKind.ORDER_CANCELLATION}


def order_request(root: _Element) -> _Element | None:
    return child(root, "Request", "OrderRequest")


def read(request: _Element) -> OrderDraft:
    header = child(request, "OrderRequestHeader")
    draft = OrderDraft(kind=KINDS.get(attribute(header, "type") or "new", DocumentKind.ORDER))
    draft.text("customer_po_number", attribute(header, "orderID"))
    if draft.kind is not DocumentKind.ORDER:
        draft.text("references.changes_po", attribute(header, "orderID"))
    draft.date("order_date", attribute(header, "orderDate"), "orderDate")
    draft.date("requested_delivery_date", attribute(header, "requestedDeliveryDate"), "requestedDeliveryDate")
    draft.text("currency", attribute(child(header, "Total", "Money"), "currency"))
    draft.decimal("total_net", text(header, "Total", "Money"), "Total")
    draft.decimal("total_tax", text(header, "Tax", "Money"), "Tax")
    draft.charge("freight", text(header, "Shipping", "Money"), "Shipping")
    draft.text("payment_terms", _payment_terms(header))
    draft.text("incoterms", text(header, "TermsOfDelivery", "TransportTerms"))
    comments = child(header, "Comments")
    draft.text("note", comments.text if comments is not None else None)
    _address(draft, "ship_to", child(header, "ShipTo", "Address"))
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
    description = child(detail, "Description")
    line.text("description", text(description))
    line.text("uom", text(detail, "UnitOfMeasure"))
    line.decimal("unit_price", text(detail, "UnitPrice", "Money"), where)
    line.decimal("price_basis_quantity", attribute(child(detail, "PriceBasisQuantity"), "quantity"), where)
    comments = child(item, "Comments")
    line.text("note", comments.text if comments is not None else None)
