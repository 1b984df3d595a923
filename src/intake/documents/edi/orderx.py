"""Order-X 1.0 (UN/CEFACT Cross Industry Order, bare or out of a PDF/A-3) → a draft.

Source: Order-X 1.0 (FNFE-MPE, FeRD): type codes 220 order, 230 order change, 231 order response; purpose 1 cancellation.
"""

from __future__ import annotations

from lxml.etree import _Element

from intake.documents.edi.draft import OrderDraft
from intake.documents.edi.fields import Fields
from intake.documents.edi.xml_tree import attribute, child, children, first, is_false, is_true, place, text
from intake.domain.orders import DocumentKind
from intake.domain.reasons import ReasonCode
from intake.domain.stated_notes import WHOLE_ONLY

ROOT = "SCRDMCCBDACIOMessageStructure"


def kind_of(root: _Element) -> DocumentKind:
    document = child(root, "ExchangedDocument")
    if text(document, "PurposeCode") == "1":
        return DocumentKind.ORDER_CANCELLATION
    if text(document, "PurposeCode") in ("4", "5") and text(document, "TypeCode") == "220":
        return DocumentKind.ORDER_CHANGE
    kinds = {"220": DocumentKind.ORDER, "230": DocumentKind.ORDER_CHANGE}
    return kinds.get(text(document, "TypeCode") or "", DocumentKind.OTHER)


def read(root: _Element) -> OrderDraft:
    draft = OrderDraft(kind=kind_of(root))
    document = child(root, "ExchangedDocument")
    trade = child(root, "SupplyChainTradeTransaction")
    agreement = child(trade, "ApplicableHeaderTradeAgreement")
    delivery = child(trade, "ApplicableHeaderTradeDelivery")
    settlement = child(trade, "ApplicableHeaderTradeSettlement")
    draft.text("customer_po_number", text(document, "ID"))
    draft.date("order_date", text(document, "IssueDateTime", "DateTimeString"), "IssueDateTime")
    for each in children(document, "IncludedNote", "Content"):
        draft.note(text(each))
    for each in children(agreement, "BlanketOrderReferencedDocument"):
        draft.problem(ReasonCode.BLANKET_ORDER, "", f"{place(each)}: this calls off from a blanket order.")
    draft.text("references.quotation", text(agreement, "QuotationReferencedDocument", "IssuerAssignedID"))
    if draft.kind is not DocumentKind.ORDER:
        changed = text(agreement, "BuyerOrderReferencedDocument", "IssuerAssignedID")
        draft.text("references.changes_po", changed)
        if changed:
            draft.values["customer_po_number"] = changed
    draft.text("incoterms", text(agreement, "ApplicableTradeDeliveryTerms", "DeliveryTypeCode"))
    _party(draft, "buyer", child(agreement, "BuyerTradeParty"))
    _party(draft, "ship_to", child(delivery, "ShipToTradeParty"))
    _party(draft, "bill_to", child(settlement, "InvoiceeTradeParty"))
    site = child(delivery, "ShipToTradeParty")
    draft.ship_to_code = text(first(child(site, "ID"), child(site, "GlobalID"))) or ""
    _wanted(draft, delivery)
    draft.text("currency", text(settlement, "OrderCurrencyCode"))
    draft.text("payment_terms", text(settlement, "SpecifiedTradePaymentTerms", "Description"))
    for adjustment in children(settlement, "SpecifiedTradeAllowanceCharge"):
        is_charge = is_true(adjustment, "ChargeIndicator")
        reason = text(adjustment, "Reason") or ("charge" if is_charge else "discount")
        draft.charge(reason, text(adjustment, "ActualAmount"), place(adjustment), negative=not is_charge)
    sums = child(settlement, "SpecifiedTradeSettlementHeaderMonetarySummation")
    if not draft.charges:
        # The basic profile states charges and allowances only as sums.
        draft.charge("charges", text(sums, "ChargeTotalAmount"), "MonetarySummation")
        draft.charge("allowances", text(sums, "AllowanceTotalAmount"), "MonetarySummation", negative=True)
    draft.decimal("total_net", text(sums, "TaxBasisTotalAmount") or text(sums, "LineTotalAmount"), "MonetarySummation")
    draft.decimal("total_tax", text(sums, "TaxTotalAmount"), "MonetarySummation")
    draft.decimal("total_gross", text(sums, "GrandTotalAmount"), "MonetarySummation")
    for item in children(trade, "IncludedSupplyChainTradeLineItem"):
        _line(draft.new_line(), item)
    return draft


def _party(fields: Fields, path: str, party: _Element | None) -> None:
    if party is None:
        return
    fields.text(f"{path}.name", text(party, "Name"))
    for identification in children(party, "GlobalID"):
        if attribute(identification, "schemeID") == "0088":
            fields.gln(f"{path}.gln", text(identification))
    address = child(party, "PostalTradeAddress")
    fields.text(f"{path}.street", " ".join(s for s in (text(address, "LineOne"), text(address, "LineTwo")) if s))
    fields.text(f"{path}.postal_code", text(address, "PostcodeCode"))
    fields.text(f"{path}.city", text(address, "CityName"))
    fields.text(f"{path}.country", text(address, "CountryID"))
    contact = child(party, "DefinedTradeContact")
    if path == "ship_to":
        fields.text("ship_to.contact", text(contact, "PersonName"))
        return
    for registration in children(party, "SpecifiedTaxRegistration", "ID"):
        if attribute(registration, "schemeID") == "VA":
            fields.text(f"{path}.vat_id", text(registration))
    fields.text(f"{path}.email", text(contact, "EmailURIUniversalCommunication", "URIID"))


def _wanted(fields: Fields, delivery: _Element | None) -> None:
    event = child(delivery, "RequestedDeliverySupplyChainEvent")
    for further in children(delivery, "RequestedDeliverySupplyChainEvent")[1:]:
        fields.doubt("requested_delivery_date", f"{place(further)}: a second delivery.")
    fields.date("requested_delivery_date", text(event, "OccurrenceDateTime", "DateTimeString"), "RequestedDelivery")
    period = child(event, "OccurrenceSpecifiedPeriod")
    start, end = text(period, "StartDateTime", "DateTimeString"), text(period, "EndDateTime", "DateTimeString")
    if start and end and start[:8] != end[:8]:
        if "requested_delivery_date" in fields.values:
            fields.note(f"Delivery wanted from {start[:8]} to {end[:8]}")
        else:
            fields.window(start[:8], end[:8], "RequestedDelivery")
    elif start or end:
        fields.date("requested_delivery_date", end or start, "RequestedDelivery")


def _line(line: Fields, item: _Element) -> None:
    where = place(item)
    product = child(item, "SpecifiedTradeProduct")
    agreement = child(item, "SpecifiedLineTradeAgreement")
    delivery = child(item, "SpecifiedLineTradeDelivery")
    settlement = child(item, "SpecifiedLineTradeSettlement")
    line.text("line_number", text(item, "AssociatedDocumentLineDocument", "LineID"))
    for each in children(item, "AssociatedDocumentLineDocument", "IncludedNote", "Content"):
        line.note(text(each))
    for identification in children(product, "GlobalID"):
        if attribute(identification, "schemeID") == "0160":
            line.gtin(text(identification))
    line.text("sku", text(product, "SellerAssignedID"))
    line.text("customer_part_number", text(product, "BuyerAssignedID"))
    line.text("manufacturer_part_number", text(product, "ManufacturerAssignedID"))
    line.text("description", text(product, "Name"))
    line.decimal("quantity", text(delivery, "RequestedQuantity"), where)
    line.text("uom", attribute(child(delivery, "RequestedQuantity"), "unitCode"))
    price = child(agreement, "NetPriceProductTradePrice")
    line.decimal("unit_price", text(price, "ChargeAmount"), where)
    line.decimal("price_basis_quantity", text(price, "BasisQuantity"), where)
    summation = child(settlement, "SpecifiedTradeSettlementLineMonetarySummation")
    line.decimal("line_amount", text(summation, "LineTotalAmount"), where)
    _wanted(line, delivery)
    line.priced_for(attribute(child(price, "BasisQuantity"), "unitCode"), where)
    for each in children(settlement, "SpecifiedTradeAllowanceCharge"):
        line.claimed(place(each))
    if is_false(delivery, "PartialDeliveryAllowedIndicator"):
        line.note(WHOLE_ONLY)
    for each in children(delivery, "ShipToTradeParty"):
        line.doubt("quantity", f"{place(each)}: the line goes to {text(each, 'Name') or 'a place of its own'}.")
