"""A web shop's order: structured when it arrives, then the same line as a mailed one: stored, matched, decided, pushed.

What comes in is the order as JSON values (the line fields of `intake extract`); what goes out is its outcome. The shop's login
says who buys; that is a word like a person's, kept as a correction. Everything else is proven by its format.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from intake.domain.errors import NotAllowed
from intake.domain.matched import Correction
from intake.domain.messages import InboundMessage, Origin
from intake.domain.orders import DocumentKind, DocumentReading, ExtractedOrder, Proof, Proofs, Reading, ReadOrder
from intake.pipeline.engine import Engine
from intake.pipeline.line import Line, ReadMessage
from intake.pipeline.outcome import outcome_of
from intake.pipeline.receive import receive_within
from intake.store.decisions import keep_corrections
from intake.store.doors import keep_idempotency_key, load_idempotency_key
from intake.store.engine import IntegrityError
from intake.store.messages import StoredMessage
from intake.store.orders import get_order, order_id_for
from intake.store.writing import Writing

MEDIA_TYPE = "application/vnd.intake.web-order+json"

_OURS = ("customer_no", "ship_to_code")
"""What the shop knows by its login, in our own numbers."""


def submit_web_order(
    line: Line, engine: Engine, said: dict[str, Any], *, idempotency_key: str | None, shop: str
) -> dict[str, Any]:
    """Takes an order and works it at once. Returns its outcome; the same key again returns the same order's outcome.

    Raises NotAllowed where the key was used for another order. An order that another worker has begun, or that waits for the
    ERP, is returned as it stands.
    """
    asked = _canonical(said)
    order_id = _find_earlier(line, shop, idempotency_key, asked)
    if order_id is None:
        try:
            order_id = _take(line, said, asked, idempotency_key, shop)
        except IntegrityError:
            # The same key came through another process at the same moment; that one's order is this one's answer.
            order_id = _find_earlier(line, shop, idempotency_key, asked)
            if order_id is None:
                raise
    _work(line, engine, order_id)
    with line.database.read() as tx:
        outcome = outcome_of(tx, order_id)
    assert outcome is not None
    return outcome


def read_web_order(stored: StoredMessage) -> ReadMessage:
    """The stored order as a reading: nothing to guess, each value stated by the format."""
    said = json.loads(stored.raw)["order"]
    order = ExtractedOrder.model_validate(
        {name: value for name, value in said.items() if name not in _OURS and value is not None}
    )
    order = order.model_copy(update={"documents": (0,)})
    document = DocumentReading(
        filename=None, sha256=stored.message_id, media_type=MEDIA_TYPE, kind=DocumentKind.ORDER, problems=()
    )
    read = ReadOrder(order=order, kind=DocumentKind.ORDER, proofs=stated(order))
    message = InboundMessage(message_id=stored.message_id, origin=stored.origin, received_at=stored.received_at)
    reading = Reading(kind=DocumentKind.ORDER, orders=(read,), documents=(document,), reader="structured")
    return ReadMessage(message=message, opened=(), reading=reading)


def stated(order: ExtractedOrder) -> Proofs:
    """The proof that each value of a structured order has: its format says what it is."""
    paths = ["lines", *_given(order, "")]
    for number, line in enumerate(order.lines):
        paths += _given(line, f"lines[{number}].")
    return dict.fromkeys(paths, frozenset({Proof.STATED}))


def _given(value: Any, prefix: str) -> list[str]:
    names = type(value).model_fields
    return [f"{prefix}{name}" for name in names if getattr(value, name) not in (None, (), {})]


def _find_earlier(line: Line, shop: str, key: str | None, asked: str) -> str | None:
    if key is None:
        return None
    with line.database.read() as tx:
        earlier = load_idempotency_key(tx, shop, key)
    if earlier is None:
        return None
    if earlier.request_sha256 != _digest(asked):
        raise NotAllowed(f"The Idempotency-Key {key!r} was used for another order before; use a new key for a new order.")
    return order_id_for(earlier.message_id, 1)


def _take(line: Line, said: dict[str, Any], asked: str, key: str | None, shop: str) -> str:
    # Without a key, two equal carts are two requests: whether they are one order is for the duplicate check to say.
    request = {"shop": shop, "request": key or secrets.token_hex(16), "order": json.loads(asked)}
    raw = json.dumps(request, ensure_ascii=False, sort_keys=True).encode()
    with line.writing(shop) as work:
        message_id = receive_within(work, raw, filename=None, origin=Origin.WEB)
        order_id = order_id_for(message_id, 1)
        keep_corrections(work.tx, order_id, 1, _words_of_the_login(work, said, shop))
        if key is not None:
            keep_idempotency_key(work.tx, scope=shop, key=key, request_sha256=_digest(asked), message_id=message_id, at=work.at)
    return order_id


def _words_of_the_login(work: Writing, said: dict[str, Any], shop: str) -> list[Correction]:
    at = work.at.isoformat()
    return [Correction(path=path, value=said[path], actor=shop, at=at, note="web shop login") for path in _OURS if said.get(path)]


def _work(line: Line, engine: Engine, order_id: str) -> None:
    """Does this order's steps here and now; what another worker has begun is left to it."""
    with line.database.read() as tx:
        message_id = get_order(tx, order_id).message_id
    while engine.run_next("web", subject=message_id) or engine.run_next("web", subject=order_id):
        pass


def _canonical(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
