"""UBL 2.x Order, OrderChange and OrderCancellation (Peppol BIS Ordering among them) → drafts.

Source: OASIS UBL 2.1 to 2.4, Peppol BIS Order only 3.x (identifier schemes 0088 = GLN, 0160 = GTIN).
"""

from __future__ import annotations

from lxml.etree import _Element

from intake.documents.edi.draft import Fields, OrderDraft
from intake.documents.edi.xml_tree import attribute, child, children, first, place, text
from intake.domain.orders import DocumentKind

KINDS = {
    "Order": DocumentKind.ORDER,
    "OrderChange": DocumentKind.ORDER_CHANGE,
    "OrderCancellation": DocumentKind.ORDER_CANCELLATION,
}


def read(root: _Element, kind: DocumentKind) -> OrderDraft:
    draft = OrderDraft(kind=kind)
    draft.text("customer_po_number", text(root, "ID"))
    if kind is not DocumentKind.ORDER:
        changed = text(root, "OrderReference", "ID")
        draft.text("references.changes_po", changed)
        if changed:
            draft.values["customer_po_number"] = changed
    draft.date("order_date", text(root, "IssueDate"), "IssueDate")
    draft.text("currency", text(root, "DocumentCurrencyCode"))
    draft.text("references.quotation", text(root, "QuotationDocumentReference", "ID"))
    draft.text("payment_terms", text(root, "PaymentTerms", "Note"))
    draft.text("incoterms", text(root, "DeliveryTerms", "ID"))
    draft.text("note", text(root, "CancellationNote") or text(root, "Note"))
    _party(draft, "buyer", child(root, "BuyerCustomerParty", "Party"))
    _party(draft, "bill_to", child(root, "AccountingCustomerParty", "Party"))
    _delivery(draft, child(root, "Delivery"))
    for adjustment in children(root, "AllowanceCharge"):
        reason = text(adjustment, "AllowanceChargeReason") or ""
        is_charge = text(adjustment, "ChargeIndicator") == "true"
        called = reason or ("charge" if is_charge else "discount")
        draft.charge(called, text(adjustment, "Amount"), place(adjustment), negative=not is_charge)
    _totals(draft, root)
    for item in children(root, "OrderLine"):
        _line(draft.new_line(), item)
    return draft


def _totals(draft: OrderDraft, root: _Element) -> None:
    sums = child(root, "AnticipatedMonetaryTotal")
    draft.decimal("total_net", text(sums, "TaxExclusiveAmount") or text(sums, "LineExtensionAmount"), "AnticipatedMonetaryTotal")
    draft.decimal("total_tax", text(root, "TaxTotal", "TaxAmount"), "TaxTotal")
    draft.decimal("total_gross", text(sums, "TaxInclusiveAmount"), "AnticipatedMonetaryTotal")


def _party(fields: Fields, path: str, party: _Element | None) -> None:
    if party is None:
        return
    fields.text(f"{path}.name", text(party, "PartyLegalEntity", "RegistrationName") or text(party, "PartyName", "Name"))
    for identification in (*children(party, "PartyIdentification", "ID"), *children(party, "EndpointID")):
        if attribute(identification, "schemeID") in ("0088", "GLN"):
            fields.gln(f"{path}.gln", text(identification))
    fields.text(f"{path}.vat_id", text(party, "PartyTaxScheme", "CompanyID"))
    fields.text(f"{path}.email", text(party, "Contact", "ElectronicMail"))
    _address(fields, path, child(party, "PostalAddress"))


def _address(fields: Fields, path: str, address: _Element | None) -> None:
    street = [text(address, "StreetName"), text(address, "BuildingNumber"), text(address, "AdditionalStreetName")]
    fields.text(f"{path}.street", " ".join(part for part in street if part))
    fields.text(f"{path}.postal_code", text(address, "PostalZone"))
    fields.text(f"{path}.city", text(address, "CityName"))
    fields.text(f"{path}.country", text(address, "Country", "IdentificationCode"))


def _delivery(draft: OrderDraft, delivery: _Element | None) -> None:
    if delivery is None:
        return
    party = child(delivery, "DeliveryParty")
    location = child(delivery, "DeliveryLocation")
    draft.text("ship_to.name", text(party, "PartyName", "Name") or text(location, "Name"))
    for identification in (*children(location, "ID"), *children(party, "PartyIdentification", "ID")):
        if attribute(identification, "schemeID") in ("0088", "GLN"):
            draft.gln("ship_to.gln", text(identification))
    _address(draft, "ship_to", first(child(location, "Address"), child(delivery, "DeliveryAddress")))
    draft.text("ship_to.contact", text(party, "Contact", "Name"))
    _period(draft, delivery)


def _period(fields: Fields, delivery: _Element | None) -> None:
    period = child(delivery, "RequestedDeliveryPeriod")
    start, end = text(period, "StartDate"), text(period, "EndDate")
    if start and end and start != end:
        # A window is not a date: which day of it is meant nobody has said.
        fields.text("note", f"Delivery wanted from {start} to {end}")
        return
    fields.date("requested_delivery_date", end or start, "RequestedDeliveryPeriod")


def _line(line: Fields, item: _Element) -> None:
    detail = child(item, "LineItem")
    goods = child(detail, "Item")
    where = place(item)
    line.text("line_number", text(detail, "ID"))
    line.decimal("quantity", text(detail, "Quantity"), where)
    line.text("uom", attribute(child(detail, "Quantity"), "unitCode"))
    line.decimal("line_amount", text(detail, "LineExtensionAmount"), where)
    line.decimal("unit_price", text(detail, "Price", "PriceAmount"), where)
    line.decimal("price_basis_quantity", text(detail, "Price", "BaseQuantity"), where)
    for adjustment in children(detail, "AllowanceCharge"):
        if text(adjustment, "ChargeIndicator") == "false":
            line.decimal("discount_percent", text(adjustment, "MultiplierFactorNumeric"), place(adjustment))
    line.text("description", text(goods, "Name") or text(goods, "Description"))
    line.text("customer_part_number", text(goods, "BuyersItemIdentification", "ID"))
    line.text("sku", text(goods, "SellersItemIdentification", "ID"))
    line.text("manufacturer_part_number", text(goods, "ManufacturersItemIdentification", "ID"))
    standard = child(goods, "StandardItemIdentification", "ID")
    if standard is not None and attribute(standard, "schemeID") in (None, "0160", "GTIN", "EAN"):
        line.gtin(text(standard))
    _period(line, child(detail, "Delivery"))
    line.text("note", text(item, "Note"))
