"""UBL 2.x Order, OrderChange and OrderCancellation (Peppol BIS Ordering among them) → drafts.

Source: OASIS UBL 2.1 to 2.4, Peppol BIS Order only 3.x (identifier schemes 0088 = GLN, 0160 = GTIN).
"""

from __future__ import annotations

from lxml.etree import _Element

from intake.documents.edi.draft import OrderDraft
from intake.documents.edi.fields import Fields
from intake.documents.edi.xml_tree import attribute, child, children, first, is_false, is_true, place, text
from intake.domain.orders import DocumentKind
from intake.domain.reasons import ReasonCode
from intake.domain.stated_notes import WHOLE_ONLY

_PLAIN = ("", "220", "105", "402")
_BLANKET = ("221", "226")
_DELETED = "deleted"
_STATUSES = {"1": "added", "2": _DELETED, "3": "changed", "4": "not changed"}
_STATUSES_OF_AN_ORDER = ("", "1", "4", "5")

KINDS = {
    "Order": DocumentKind.ORDER,
    "OrderChange": DocumentKind.ORDER_CHANGE,
    "OrderCancellation": DocumentKind.ORDER_CANCELLATION,
}


def is_ubl(root: _Element) -> bool:
    """Web shops and ERPs call the root of their own exports `Order` too; UBL that lost its namespace still has UBL's parties."""
    return "ubl" in str(root.tag).partition("}")[0] or child(root, "BuyerCustomerParty") is not None


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
    for each in (*children(root, "CancellationNote"), *children(root, "Note"), *children(root, "DeliveryTerms", "SpecialTerms")):
        draft.note(text(each))
    _sort(draft, root)
    _party(draft, "buyer", child(root, "BuyerCustomerParty", "Party"))
    _party(draft, "bill_to", child(root, "AccountingCustomerParty", "Party"))
    draft.text("buyer.customer_no", text(root, "BuyerCustomerParty", "SupplierAssignedAccountID"))
    deliveries = children(root, "Delivery")
    _delivery(draft, first(*deliveries))
    if len(deliveries) > 1:
        draft.doubt("ship_to", f"{place(deliveries[1])}: a second delivery; what of the order it takes is not said.")
    for adjustment in children(root, "AllowanceCharge"):
        reason = text(adjustment, "AllowanceChargeReason") or ""
        is_charge = is_true(adjustment, "ChargeIndicator")
        called = reason or ("charge" if is_charge else "discount")
        draft.charge(called, text(adjustment, "Amount"), place(adjustment), negative=not is_charge)
    _totals(draft, root)
    for item in children(root, "OrderLine"):
        _line(draft.new_line(), item, kind)
    return draft


def _sort(draft: OrderDraft, root: _Element) -> None:
    """Orders that are none of their own: out of a blanket order, or for goods that stay ours."""
    said = text(root, "OrderTypeCode") or ""
    contract = child(root, "BlanketOrderReference") if said not in _BLANKET else child(root, "OrderTypeCode")
    if contract is not None:
        draft.problem(ReasonCode.BLANKET_ORDER, "", f"{place(contract)}: this is a blanket order or a call-off.")
    elif said not in _PLAIN:
        draft.doubt("", f"An order of the kind {said[:40]} (OrderTypeCode), which is no plain order.")


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
    lines = [said for each in children(address, "AddressLine", "Line") if (said := text(each))]
    fields.text(f"{path}.street", " ".join(part for part in street if part) or ", ".join(lines))
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
        draft.ship_to_code = draft.ship_to_code or text(identification) or ""
    _address(draft, "ship_to", first(child(location, "Address"), child(delivery, "DeliveryAddress")))
    draft.text("ship_to.contact", text(party, "Contact", "Name"))
    _period(draft, delivery)


def _period(fields: Fields, delivery: _Element | None) -> None:
    period = child(delivery, "RequestedDeliveryPeriod")
    start, end = text(period, "StartDate"), text(period, "EndDate")
    if start and end and start != end:
        fields.window(start, end, "RequestedDeliveryPeriod")
        return
    fields.date("requested_delivery_date", end or start, "RequestedDeliveryPeriod")


def _line(line: Fields, item: _Element, kind: DocumentKind) -> None:
    detail = child(item, "LineItem")
    goods = child(detail, "Item")
    where = place(item)
    line.text("line_number", text(detail, "ID"))
    line.decimal("quantity", text(detail, "Quantity"), where)
    line.text("uom", attribute(child(detail, "Quantity"), "unitCode"))
    line.decimal("line_amount", text(detail, "LineExtensionAmount"), where)
    line.decimal("unit_price", text(detail, "Price", "PriceAmount"), where)
    line.decimal("price_basis_quantity", text(detail, "Price", "BaseQuantity"), where)
    line.priced_for(attribute(child(detail, "Price", "BaseQuantity"), "unitCode"), where)
    _adjustments(line, detail)
    _parts(line, detail)
    _status(line, detail, kind)
    line.text("description", text(goods, "Name") or text(goods, "Description"))
    line.text("customer_part_number", text(goods, "BuyersItemIdentification", "ID"))
    line.text("sku", text(goods, "SellersItemIdentification", "ID"))
    line.text("manufacturer_part_number", text(goods, "ManufacturersItemIdentification", "ID"))
    standard = child(goods, "StandardItemIdentification", "ID")
    if standard is not None and attribute(standard, "schemeID") in (None, "0160", "GTIN", "EAN"):
        line.gtin(text(standard))
    for each in (*children(item, "Note"), *children(detail, "Note")):
        line.note(text(each))


def _adjustments(line: Fields, detail: _Element | None) -> None:
    """One discount in percent is a discount; what else comes on or off a line no price of ours knows."""
    found = children(detail, "AllowanceCharge")
    percent = text(found[0], "MultiplierFactorNumeric") if len(found) == 1 else None
    if percent and not is_true(found[0], "ChargeIndicator") and "line_amount" in line.values:
        line.decimal("discount_percent", percent, place(found[0]))
        return
    for adjustment in found:
        line.claimed(place(adjustment))


def _parts(line: Fields, detail: _Element | None) -> None:
    """Deliveries in parts, to another place, and lines that are made of lines."""
    deliveries = children(detail, "Delivery")
    for delivery in deliveries:
        if any(child(delivery, name) is not None for name in ("DeliveryLocation", "DeliveryAddress", "DeliveryParty")):
            line.doubt("quantity", f"{place(delivery)}: the line goes to a place of its own.")
        said = Fields()
        _period(said, delivery)
        line.part(text(delivery, "Quantity"), said, place(delivery))
    for inner in children(detail, "SubLineItem"):
        line.doubt("quantity", f"{place(inner)}: the line is made of parts with quantities of their own.")


def _status(line: Fields, detail: _Element | None, kind: DocumentKind) -> None:
    """What becomes of a line in a change; an order's own lines are all ordered anew."""
    status = text(detail, "LineStatusCode") or ""
    if kind is DocumentKind.ORDER and status not in _STATUSES_OF_AN_ORDER:
        line.doubt("quantity", f"The line is not ordered anew (LineStatusCode {status[:20]}).")
    elif kind is not DocumentKind.ORDER and status in _STATUSES:
        line.note(f"The line is {_STATUSES[status]}")
        line.is_deleted = _STATUSES[status] == _DELETED
    if is_false(detail, "PartialDeliveryIndicator"):
        line.note(WHOLE_ONLY)
