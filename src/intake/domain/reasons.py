"""Why an order waits, in one table: code → who owns it, one sentence, and what clears it.

A reason is data. Its message carries the values; its owner decides the queue; `clears_when` tells a person what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from intake.domain.base import Value


class Queue(StrEnum):
    ORDER_DESK = "order_desk"
    FINANCE = "finance"
    OPERATIONS = "operations"


class ReasonCode(StrEnum):
    # documents: what arrived could not be used as it is
    EMPTY_FILE = "empty_file"
    FILE_TOO_LARGE = "file_too_large"
    FILE_TYPE_UNSUPPORTED = "file_type_unsupported"
    FILE_TYPE_CONTRADICTS = "file_type_contradicts"
    DOCUMENT_ENCRYPTED = "document_encrypted"
    DOCUMENT_BROKEN = "document_broken"
    DOCUMENT_EMPTY = "document_empty"
    DOCUMENT_TOO_COMPLEX = "document_too_complex"
    MESSAGE_MALFORMED = "message_malformed"
    OCR_UNAVAILABLE = "ocr_unavailable"
    OCR_UNCERTAIN = "ocr_uncertain"
    HIDDEN_TEXT = "hidden_text"
    TEXT_LAYER_DISAGREES = "text_layer_disagrees"
    PART_NOT_READ = "part_not_read"
    PART_LEFT_OUT = "part_left_out"
    # reading: what it says could not be proven
    NO_LINES = "no_lines"
    LINES_INCOMPLETE = "lines_incomplete"
    VALUE_MISSING = "value_missing"
    VALUE_UNPROVEN = "value_unproven"
    VALUE_NOT_IN_DOCUMENT = "value_not_in_document"
    VALUE_AMBIGUOUS = "value_ambiguous"
    ARITHMETIC_OFF = "arithmetic_off"
    TOTAL_OFF = "total_off"
    READINGS_DISAGREE = "readings_disagree"
    PARTS_CONTRADICT = "parts_contradict"
    BODY_AMENDS_ATTACHMENT = "body_amends_attachment"
    NOTE_NEEDS_READING = "note_needs_reading"
    INSTRUCTION_IN_DOCUMENT = "instruction_in_document"
    KIND_UNCLEAR = "kind_unclear"
    ORDER_CHANGE_REQUEST = "order_change_request"
    ORDER_CANCELLATION_REQUEST = "order_cancellation_request"
    INQUIRY = "inquiry"
    DELIVERY_DATE_IMPLAUSIBLE = "delivery_date_implausible"
    # matching: what it means to us could not be proven
    CUSTOMER_UNKNOWN = "customer_unknown"
    CUSTOMER_AMBIGUOUS = "customer_ambiguous"
    SENDER_NOT_AUTHORISED = "sender_not_authorised"
    SENDER_LOOKS_ALIKE = "sender_looks_alike"
    SHIP_TO_UNKNOWN = "ship_to_unknown"
    SHIP_TO_AMBIGUOUS = "ship_to_ambiguous"
    SKU_UNKNOWN = "sku_unknown"
    SKU_AMBIGUOUS = "sku_ambiguous"
    SKU_CONTRADICTED = "sku_contradicted"
    SKU_PROPOSED = "sku_proposed"
    SKU_BLOCKED = "sku_blocked"
    SKU_DISCONTINUED = "sku_discontinued"
    UOM_UNKNOWN = "uom_unknown"
    PACK_CONTRADICTED = "pack_contradicted"
    QUANTITY_BELOW_MINIMUM = "quantity_below_minimum"
    QUANTITY_NOT_MULTIPLE = "quantity_not_multiple"
    QUANTITY_IMPLAUSIBLE = "quantity_implausible"
    PRICE_MISSING = "price_missing"
    PRICE_BELOW_CONTRACT = "price_below_contract"
    PRICE_ABOVE_CONTRACT = "price_above_contract"
    CURRENCY_MISMATCH = "currency_mismatch"
    TERMS_BETTER_THAN_AGREED = "terms_better_than_agreed"
    CHARGE_CLAIMED = "charge_claimed"
    # which order is this
    PO_NUMBER_MISSING = "po_number_missing"
    DUPLICATE_ORDER = "duplicate_order"
    PO_NUMBER_REUSED = "po_number_reused"
    REVISION_OF_ORDER = "revision_of_order"
    BLANKET_ORDER = "blanket_order"
    # credit (one for each rule of the policy that can hold)
    OVER_CREDIT_LIMIT = "over_credit_limit"
    NO_CREDIT_LIMIT = "no_credit_limit"
    PREPAYMENT_TERMS = "prepayment_terms"
    ACCOUNT_OVERDUE = "account_overdue"
    ACCOUNT_BLOCKED = "account_blocked"
    ORDER_VALUE_TOO_HIGH = "order_value_too_high"
    CREDIT_LIMIT_EXPIRED = "credit_limit_expired"
    CREDIT_UTILISATION_HIGH = "credit_utilisation_high"
    OVERDUE_SHARE_HIGH = "overdue_share_high"
    DUNNING_LEVEL_HIGH = "dunning_level_high"
    TERMS_OUTRANK = "terms_outrank"
    DISCOUNT_OUTRANKS = "discount_outranks"
    GROUP_LIMIT_EXCEEDED = "group_limit_exceeded"
    BUCKET_CAP_EXCEEDED = "bucket_cap_exceeded"
    MANUAL_HOLD = "manual_hold"
    LEDGER_STALE = "ledger_stale"
    LEDGER_INCONSISTENT = "ledger_inconsistent"
    LEDGER_MISSING = "ledger_missing"
    EXCHANGE_RATE_MISSING = "exchange_rate_missing"
    TAX_UNKNOWN = "tax_unknown"
    CREDIT_INPUT_INVALID = "credit_input_invalid"
    RELEASE_EXPIRED = "release_expired"
    # operations: our side or the other side did not work
    MODEL_UNAVAILABLE = "model_unavailable"
    MODEL_BUDGET_SPENT = "model_budget_spent"
    MODEL_ANSWER_UNUSABLE = "model_answer_unusable"
    ERP_UNAVAILABLE = "erp_unavailable"
    ERP_REFUSED = "erp_refused"
    ERP_TOTAL_DIFFERS = "erp_total_differs"
    STEP_GAVE_UP = "step_gave_up"


@dataclass(frozen=True, slots=True)
class ReasonKind:
    """`blocks` is False for findings that inform and never hold an order by themselves."""

    owner: Queue
    sentence: str
    clears_when: str
    blocks: bool = True


class Reason(Value):
    """One reason on one order. `path` points at the field ("lines[1]", "ship_to", "credit.R1")."""

    code: ReasonCode
    owner: Queue
    path: str = ""
    message: str
    clears_when: str

    @classmethod
    def of(cls, code: ReasonCode, path: str = "", message: str | None = None, clears_when: str | None = None) -> Reason:
        """A reason with its table's owner; `message` says it with the values of this order."""
        kind = REASONS[code]
        return cls(
            code=code,
            owner=kind.owner,
            path=path,
            message=message or kind.sentence,
            clears_when=clears_when or kind.clears_when,
        )

    @property
    def blocks(self) -> bool:
        return REASONS[self.code].blocks


def _desk(sentence: str, clears_when: str, *, blocks: bool = True) -> ReasonKind:
    return ReasonKind(Queue.ORDER_DESK, sentence, clears_when, blocks)


def _finance(sentence: str, clears_when: str) -> ReasonKind:
    return ReasonKind(Queue.FINANCE, sentence, clears_when)


def _operations(sentence: str, clears_when: str, *, blocks: bool = True) -> ReasonKind:
    return ReasonKind(Queue.OPERATIONS, sentence, clears_when, blocks)


_R = ReasonCode
_NEW_FILE = "The customer sends a readable file, or the desk enters the order."
_DESK_LOOKS = "The desk compares it with the document and corrects or confirms it."

REASONS: dict[ReasonCode, ReasonKind] = {
    _R.EMPTY_FILE: _desk("The file is empty.", _NEW_FILE),
    _R.FILE_TOO_LARGE: _desk("The file is larger than the limit.", "The file is sent smaller, or the limit is raised."),
    _R.FILE_TYPE_UNSUPPORTED: _desk("The file is of a type that is not read.", _NEW_FILE),
    _R.FILE_TYPE_CONTRADICTS: _desk("The file is not what its name or type says.", _NEW_FILE),
    _R.DOCUMENT_ENCRYPTED: _desk("The document is protected by a password.", "The customer sends it without a password."),
    _R.DOCUMENT_BROKEN: _desk("The document is damaged and cannot be opened.", _NEW_FILE),
    _R.DOCUMENT_EMPTY: _desk("The document has no pages or no content.", _NEW_FILE),
    _R.DOCUMENT_TOO_COMPLEX: _desk("Reading the document exceeded the limits on time, memory or size.", _NEW_FILE),
    _R.MESSAGE_MALFORMED: _desk("The mail is malformed and was read as far as possible.", _DESK_LOOKS),
    _R.OCR_UNAVAILABLE: _operations("The document is a scan and no text recognition is installed.", "Tesseract is installed."),
    _R.OCR_UNCERTAIN: _desk("The scan could not be recognised well enough.", _DESK_LOOKS),
    _R.HIDDEN_TEXT: _desk("The document holds text that a reader cannot see.", _DESK_LOOKS),
    _R.TEXT_LAYER_DISAGREES: _desk("The document's text says something else than the page shows.", _DESK_LOOKS),
    _R.PART_NOT_READ: _desk("A part of the message was not read.", "The desk looks at that part."),
    _R.PART_LEFT_OUT: _desk("A part that holds no order of its own was left out.", "Nothing is needed.", blocks=False),
    _R.NO_LINES: _desk("No order lines were found.", "The desk enters the lines, or rejects the message."),
    _R.LINES_INCOMPLETE: _desk("A row of the order is explained by no line.", _DESK_LOOKS),
    _R.VALUE_MISSING: _desk("A value that is needed is missing.", "The customer or the desk supplies it."),
    _R.VALUE_UNPROVEN: _desk("A value lacks a proof that a push needs.", _DESK_LOOKS),
    _R.VALUE_NOT_IN_DOCUMENT: _desk("A value does not stand in the document.", _DESK_LOOKS),
    _R.VALUE_AMBIGUOUS: _desk("A value can be read in two ways.", _DESK_LOOKS),
    _R.ARITHMETIC_OFF: _desk("Quantity, price and amount of a line do not agree.", _DESK_LOOKS),
    _R.TOTAL_OFF: _desk("The lines do not add up to the printed total.", _DESK_LOOKS),
    _R.READINGS_DISAGREE: _desk("Two independent readings differ.", _DESK_LOOKS),
    _R.PARTS_CONTRADICT: _desk("The mail and its attachments contradict each other.", _DESK_LOOKS),
    _R.BODY_AMENDS_ATTACHMENT: _desk("The mail changes or adds to its attachment.", _DESK_LOOKS),
    _R.NOTE_NEEDS_READING: _desk("The order carries a wish in words.", "The desk reads it and confirms."),
    _R.INSTRUCTION_IN_DOCUMENT: _desk("The document tries to instruct the system.", "The desk looks at it with suspicion."),
    _R.KIND_UNCLEAR: _desk("It is unclear whether this is an order.", "The desk says what it is."),
    _R.ORDER_CHANGE_REQUEST: _desk("The customer asks to change an order.", "The desk makes or refuses the change."),
    _R.ORDER_CANCELLATION_REQUEST: _desk("The customer asks to cancel an order.", "The desk makes or refuses the cancellation."),
    _R.INQUIRY: _desk("The customer asks and does not order.", "The desk answers.", blocks=True),
    _R.DELIVERY_DATE_IMPLAUSIBLE: _desk("The requested delivery date lies in the past or before the order date.", _DESK_LOOKS),
    _R.CUSTOMER_UNKNOWN: _desk(
        "No customer fits the sender and the document.", "The desk chooses the customer or has it created."
    ),
    _R.CUSTOMER_AMBIGUOUS: _desk(
        "Several customers fit, or the identifiers point at different ones.", "The desk chooses the customer."
    ),
    _R.SENDER_NOT_AUTHORISED: _desk(
        "The sender is not a contact of the customer named in the order.", "The desk confirms the sender."
    ),
    _R.SENDER_LOOKS_ALIKE: _desk(
        "The sender's domain resembles a customer's and is not it.", "The desk checks with the customer by phone."
    ),
    _R.SHIP_TO_UNKNOWN: _desk(
        "The delivery address is none of the customer's.", "The desk confirms the address with the customer."
    ),
    _R.SHIP_TO_AMBIGUOUS: _desk("Several delivery addresses of the customer fit.", "The desk chooses the address."),
    _R.SKU_UNKNOWN: _desk("No article fits.", "The desk chooses the article."),
    _R.SKU_AMBIGUOUS: _desk("Several articles fit.", "The desk chooses the article."),
    _R.SKU_CONTRADICTED: _desk(
        "The article number and the words beside it contradict each other.", "The desk chooses the article."
    ),
    _R.SKU_PROPOSED: _desk("Only the description fits an article.", "The desk confirms the article."),
    _R.SKU_BLOCKED: _desk("The article may not be sold.", "The article is unblocked, or another is chosen."),
    _R.SKU_DISCONTINUED: _desk("The article is discontinued.", "The desk agrees on a successor with the customer."),
    _R.UOM_UNKNOWN: _desk("The unit is not one of the article's.", "The desk chooses the unit."),
    _R.PACK_CONTRADICTED: _desk(
        "The pack size in the order differs from the article's.", "The desk agrees on the pack with the customer."
    ),
    _R.QUANTITY_BELOW_MINIMUM: _desk("The quantity is below the minimum.", "The desk agrees on the quantity with the customer."),
    _R.QUANTITY_NOT_MULTIPLE: _desk(
        "The quantity is no multiple of the order multiple.", "The desk agrees on the quantity with the customer."
    ),
    _R.QUANTITY_IMPLAUSIBLE: _desk("The quantity is far from what is usual.", "The desk confirms the quantity."),
    _R.PRICE_MISSING: _desk(
        "We have no price for this article, customer and quantity.", "A price is agreed and entered in the ERP."
    ),
    _R.PRICE_BELOW_CONTRACT: _desk("The order's price is lower than ours.", "The desk agrees on the price with the customer."),
    _R.PRICE_ABOVE_CONTRACT: _desk("The order's price is higher than ours.", "The desk confirms our price."),
    _R.CURRENCY_MISMATCH: _desk(
        "The order's currency is not the customer's.", "The desk agrees on the currency with the customer."
    ),
    _R.TERMS_BETTER_THAN_AGREED: _desk("The order states better terms than agreed.", "The desk confirms that our terms apply."),
    _R.CHARGE_CLAIMED: _desk("The order states a charge or discount of its own.", "The desk confirms or strikes it."),
    _R.PO_NUMBER_MISSING: _desk(
        "The order has no purchase order number.", "The desk enters one, or confirms that there is none."
    ),
    _R.DUPLICATE_ORDER: _desk("This purchase order was received before.", "Nothing is needed; the desk may look."),
    _R.PO_NUMBER_REUSED: _desk("This purchase order number was used before for other goods.", "The desk says which it is."),
    _R.REVISION_OF_ORDER: _desk(
        "This revises an order before it, received here or not.", "The desk takes the revision over, or refuses it."
    ),
    _R.BLANKET_ORDER: _desk("This refers to a blanket order.", "The desk books the call-off."),
    _R.OVER_CREDIT_LIMIT: _finance(
        "The order exceeds the credit limit.", "The excess is paid, the limit is raised, or finance releases it."
    ),
    _R.NO_CREDIT_LIMIT: _finance("The customer has no credit.", "The order is paid in advance, or finance releases it."),
    _R.PREPAYMENT_TERMS: _finance("The customer's terms are prepayment.", "The order is paid in advance."),
    _R.ACCOUNT_OVERDUE: _finance(
        "The account has overdue items beyond the grace period.", "The overdue items are paid, or finance releases it."
    ),
    _R.ACCOUNT_BLOCKED: _finance("The account is blocked.", "Finance lifts the block in the ERP."),
    _R.ORDER_VALUE_TOO_HIGH: _finance("The order's value exceeds the maximum for one order.", "Finance releases it."),
    _R.CREDIT_LIMIT_EXPIRED: _finance(
        "The credit limit has expired or its review is overdue.", "The limit is reviewed in the ERP."
    ),
    _R.CREDIT_UTILISATION_HIGH: _finance(
        "The order would use too much of the credit limit.", "Older debt is paid, or finance releases it."
    ),
    _R.OVERDUE_SHARE_HIGH: _finance(
        "Too large a share of the open items is overdue.", "Overdue items are paid, or finance releases it."
    ),
    _R.DUNNING_LEVEL_HIGH: _finance(
        "An open item has reached a high reminder level.", "The item is paid, or finance releases it."
    ),
    _R.TERMS_OUTRANK: _finance(
        "The order's terms are better than the customer's.", "Finance agrees to the terms, or ours apply."
    ),
    _R.DISCOUNT_OUTRANKS: _finance(
        "The order's cash discount is better than the customer's.", "Finance agrees, or ours applies."
    ),
    _R.GROUP_LIMIT_EXCEEDED: _finance(
        "The order exceeds the limit of the customer's group.",
        "The group's debt is paid, its limit raised, or finance releases it.",
    ),
    _R.BUCKET_CAP_EXCEEDED: _finance(
        "A part of the exposure exceeds its own cap.", "That part is paid down, or finance releases it."
    ),
    _R.MANUAL_HOLD: _finance("A person has put the account or order on hold.", "Finance lifts the hold."),
    _R.LEDGER_STALE: _finance("The ERP's figures are too old to decide on.", "The next sync brings fresh figures."),
    _R.LEDGER_INCONSISTENT: _finance("The ERP's figures contradict themselves.", "A complete snapshot arrives."),
    _R.LEDGER_MISSING: _finance("The ERP's figures for this customer are missing.", "A complete snapshot arrives."),
    _R.EXCHANGE_RATE_MISSING: _finance("An exchange rate is missing.", "The rate is entered in the ERP."),
    _R.TAX_UNKNOWN: _finance("The tax, and so the gross amount, is unknown.", "The tax rate is entered in the ERP."),
    _R.CREDIT_INPUT_INVALID: _finance(
        "A figure that the credit check needs is missing or absurd.", "The figure is put right in the ERP."
    ),
    _R.RELEASE_EXPIRED: _finance("The release has expired or no longer fits the order.", "Finance releases it again."),
    _R.MODEL_UNAVAILABLE: _operations(
        "The model did not answer; the order was read without it.", "The model answers again.", blocks=False
    ),
    _R.MODEL_BUDGET_SPENT: _operations(
        "The model's daily budget is spent; the order was read without it.",
        "The next day begins, or the budget is raised.",
        blocks=False,
    ),
    _R.MODEL_ANSWER_UNUSABLE: _operations(
        "The model's answer could not be used; the order was read without it.", "Nothing is needed.", blocks=False
    ),
    _R.ERP_UNAVAILABLE: _operations("The ERP did not answer.", "The ERP answers again; the push is repeated safely."),
    _R.ERP_REFUSED: _operations("The ERP refused the order.", "The cause is put right in the ERP, then the push is repeated."),
    _R.ERP_TOTAL_DIFFERS: _operations("The ERP's total differs from ours.", "A person compares the two."),
    _R.STEP_GAVE_UP: _operations("A step failed repeatedly.", "Operations look at the error and try again."),
}
