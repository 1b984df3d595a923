"""What the screens and the API ask, answered by the line: an implementation of the desk's protocol that only passes on.

Nothing is decided here: lists come from the store, words of people go to `commands.py`, quotes and web orders to their own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from intake.desk.ports import DeskUser, Event, OrderDetail, OrderPage, Role, Scope, SourceDocument, Wanted
from intake.desk.ports import OrderRow as ShownOrder
from intake.domain.documents import Document
from intake.domain.errors import BadInput
from intake.domain.history import OrderRelation
from intake.domain.master import Customer, Product, ShipToAddress
from intake.domain.matched import Proposal
from intake.domain.messages import Origin
from intake.domain.orders import DocumentReading
from intake.domain.reasons import Reason, ReasonCode
from intake.domain.status import OrderStatus
from intake.holds.authority import Actor, release_words
from intake.matching.article import propose
from intake.pipeline import commands, learning, overtaking
from intake.pipeline.credit_quotes import account_of, credit_quote
from intake.pipeline.engine import Engine
from intake.pipeline.line import Line
from intake.pipeline.outcome import outcome_of
from intake.pipeline.people import actor_of
from intake.pipeline.plain import plain
from intake.pipeline.receive import receive
from intake.pipeline.recognising import relation_of
from intake.pipeline.releasing import signatures_of
from intake.pipeline.web_orders import submit_web_order
from intake.store import queries
from intake.store.decisions import load_corrections, load_decision, load_holds, load_match
from intake.store.doors import StoredUser, load_api_key_user, load_user
from intake.store.engine import Connection
from intake.store.experience import StoredExperience
from intake.store.jobs import count_live, list_parked
from intake.store.messages import list_document_parts, load_document, load_part, load_reading
from intake.store.migrate import is_current
from intake.store.orders import OrderRow, load_extraction, load_order, orders_of_message
from intake.store.trail import TrailEvent, events_of


class LineDesk:
    """Implements `DeskPort` over a line and its engine."""

    def __init__(self, line: Line, engine: Engine) -> None:
        self._line = line
        self._engine = engine

    # --- what is to be seen

    def orders(self, wanted: Wanted) -> OrderPage:
        with self._line.database.read() as tx:
            page = queries.list_orders(tx, **asdict(wanted))
            reasons = load_holds(tx, [row.order_id for row in page.rows])
            counts = queries.count_by_place(tx)
            total = _total(tx, wanted, page, counts)
        names = self._customer_names({row.customer_no for row in page.rows if row.customer_no})
        rows = tuple(_shown(row, reasons.get(row.order_id, ()), names) for row in page.rows)
        return OrderPage(
            rows=rows,
            total=total,
            is_counted=not wanted.text or total < queries.MOST_COUNTED,
            counts=counts,
            is_first=page.is_first,
            is_last=page.is_last,
        )

    def order(self, order_id: str) -> OrderDetail | None:
        with self._line.database.read() as tx:
            row = load_order(tx, order_id)
            if row is None:
                return None
            found, decision = load_match(tx, order_id), load_decision(tx, order_id)
            names = self._customer_names({row.customer_no} if row.customer_no else set())
            return OrderDetail(
                row=_shown(row, load_holds(tx, [order_id]).get(order_id, ()), names),
                version=row.version,
                message_id=row.message_id,
                read=load_extraction(tx, order_id),
                matched=found[0] if found else None,
                credit=decision.decided.credit if decision else None,
                documents=_documents(tx, row.message_id),
                corrections=load_corrections(tx, order_id),
                history=tuple(_event(entry) for entry in events_of(tx, order_id=order_id, message_id=row.message_id)),
                signed_by=tuple(record.actor for record in signatures_of(tx, row)),
                relation=_earlier_order(tx, row),
                superseded_by=row.superseded_by,
            )

    def document(self, order_id: str, document: int) -> Document | None:
        with self._line.database.read() as tx:
            row = load_order(tx, order_id)
            return load_document(tx, row.message_id, document) if row else None

    def part(self, order_id: str, part_no: int) -> tuple[bytes, str, str | None] | None:
        with self._line.database.read() as tx:
            row = load_order(tx, order_id)
            return load_part(tx, row.message_id, part_no) if row else None

    def outcome(self, order_id: str) -> dict[str, Any] | None:
        with self._line.database.read() as tx:
            return outcome_of(tx, order_id)

    def outcomes(self, wanted: Wanted) -> list[dict[str, Any]]:
        with self._line.database.read() as tx:
            rows = queries.list_orders(tx, **asdict(wanted)).rows
            found = [outcome_of(tx, row.order_id) for row in rows]
        return [outcome for outcome in found if outcome is not None]

    # --- what people say

    def correct(
        self, order_id: str, version: int, changes: Sequence[tuple[str, str | None]], actor: str, note: str | None
    ) -> None:
        commands.correct(self._line, order_id, version, changes, self._actor(actor), note)

    def release(
        self, order_id: str, version: int, codes: Sequence[ReasonCode], actor: DeskUser, reason_code: str, comment: str
    ) -> None:
        commands.release(self._line, order_id, version, codes, actor=actor_of(actor), reason_code=reason_code, comment=comment)

    def release_words(self, codes: Sequence[ReasonCode]) -> Sequence[str]:
        return release_words(codes, self._line.policy().release)

    def reject(self, order_id: str, version: int, actor: DeskUser, comment: str) -> None:
        commands.reject(self._line, order_id, version, actor_of(actor), comment)

    def cancel(self, order_id: str, version: int, actor: DeskUser, comment: str) -> None:
        overtaking.cancel(self._line, order_id, version, actor_of(actor), comment)

    def learned(self, customer_no: str | None) -> Sequence[Mapping[str, Any]]:
        return [learning.shown(kept) for kept in learning.learned_references(self._line, customer_no)]

    def forget(self, reference_id: int, actor: DeskUser, comment: str) -> Mapping[str, Any] | None:
        kept = learning.forget(self._line, reference_id, actor_of(actor), comment)
        return None if kept is None else learning.shown(kept)

    # --- what we know

    def propose(self, text: str, customer_no: str | None) -> Sequence[Proposal]:
        experience = StoredExperience(self._line.database)
        return propose(text, self._line.masters.current(), customer_no, experience=experience)

    def product(self, sku: str) -> Product | None:
        return self._line.masters.current().product(sku)

    def customer(self, customer_no: str) -> Customer | None:
        return self._line.masters.current().customer(customer_no)

    def customers_by_name(self, text: str) -> Sequence[Customer]:
        return self._line.masters.current().customers_by_name(text)

    def ship_tos(self, customer_no: str) -> Sequence[ShipToAddress]:
        return self._line.masters.current().ship_tos(customer_no)

    # --- what comes in

    def ingest(self, raw: bytes, filename: str | None, actor: str) -> str:
        return receive(self._line, raw, filename=filename, origin=Origin.UPLOAD, actor=actor)

    def message_orders(self, message_id: str) -> list[str]:
        with self._line.database.read() as tx:
            return [row.order_id for row in orders_of_message(tx, message_id)]

    def web_order(self, order: dict[str, Any], idempotency_key: str | None, actor: str) -> dict[str, Any]:
        return submit_web_order(self._line, self._engine, order, idempotency_key=idempotency_key, shop=actor)

    def credit_quote(self, customer_no: str, amount: Decimal | None, currency: str | None) -> dict[str, Any]:
        quote = credit_quote(self._line, customer_no, amount, currency)
        if quote is None:
            raise BadInput(f"There is no customer {customer_no}.")
        return dict(plain(quote))

    def account(self, customer_no: str) -> dict[str, Any] | None:
        account = account_of(self._line, customer_no)
        return None if account is None else dict(plain(account))

    # --- who may come in, and how it goes

    def user(self, name: str) -> DeskUser | None:
        with self._line.database.read() as tx:
            return _user(load_user(tx, name))

    def api_key(self, key_sha256: str) -> DeskUser | None:
        with self._line.database.read() as tx:
            return _user(load_api_key_user(tx, key_sha256))

    def is_ready(self) -> tuple[bool, str]:
        try:
            if is_current(self._line.database):
                return True, self._line.database.check()
        except Exception as failure:
            return False, f"The database did not answer: {failure}."
        return False, "The database's schema is not this program's; restart intake to bring it up to date."

    def metrics(self) -> bytes:
        registry = CollectorRegistry()
        orders = Gauge("intake_orders", "Orders by state, and held orders by queue.", ["place"], registry=registry)
        jobs = Gauge("intake_jobs", "Steps to do, and steps that gave up.", ["state"], registry=registry)
        messages = Gauge("intake_messages", "Messages that ever arrived.", registry=registry)
        with self._line.database.read() as tx:
            for place, count in queries.count_by_place(tx).items():
                orders.labels(place).set(count)
            jobs.labels("live").set(count_live(tx))
            jobs.labels("parked").set(len(list_parked(tx)))
            messages.set(queries.count_messages(tx))
        return generate_latest(registry)

    def _actor(self, name: str) -> Actor:
        user = self.user(name)
        return actor_of(user) if user else Actor(name=name, roles=frozenset())

    def _customer_names(self, numbers: Collection[str]) -> dict[str, str]:
        """The master data is opened once for a whole page."""
        if not numbers:
            return {}
        master = self._line.masters.current()
        return {number: found.name for number in numbers if (found := master.customer(number)) is not None}


def _total(tx: Connection, wanted: Wanted, page: queries.Page, counts: Mapping[str, int]) -> int:
    """How many orders the list has, counted anew only where it was not counted already."""
    if page.is_first and page.is_last:
        return len(page.rows)
    if wanted.text:
        return queries.count_found(tx, wanted.text, queue=wanted.queue, state=wanted.state)
    place = wanted.queue or wanted.state
    return counts[place] if place else sum(counts[state] for state in OrderStatus)


def _earlier_order(tx: Connection, row: OrderRow) -> OrderRelation | None:
    """The order before a held one, with what differs line by line."""
    relation = relation_of(tx, row) if row.state is OrderStatus.HELD else None
    return relation if relation is not None and relation.order_id is not None else None


def _shown(row: OrderRow, reasons: tuple[Reason, ...], customer_names: Mapping[str, str]) -> ShownOrder:
    return ShownOrder(
        order_id=row.order_id,
        state=row.state,
        queue=row.queue,
        origin=row.origin.value,
        received_at=row.received_at,
        sender=row.sender,
        subject=row.subject,
        customer_no=row.customer_no,
        customer_name=customer_names.get(row.customer_no or "", row.buyer_name),
        customer_po_number=row.customer_po_number,
        line_count=row.line_count or 0,
        net_amount=row.net_amount,
        currency=row.currency,
        reasons=reasons,
        sales_order_number=row.sales_order_number,
    )


def _documents(tx: Connection, message_id: str) -> tuple[SourceDocument, ...]:
    """The documents that were read, in the order that evidence counts them."""
    reading = load_reading(tx, message_id)
    if reading is None:
        return ()
    part_nos = list_document_parts(tx, message_id)
    pairs = zip(part_nos, reading.documents, strict=False)
    return tuple(_document(number, part_no, said) for number, (part_no, said) in enumerate(pairs))


def _document(number: int, part_no: int, said: DocumentReading) -> SourceDocument:
    return SourceDocument(
        document=number,
        part_no=part_no,
        filename=said.filename,
        media_type=said.media_type,
        kind=said.kind.value,
        problems=tuple(problem.message for problem in said.problems),
    )


def _event(entry: TrailEvent) -> Event:
    told = ("reasons", "waived", "comment", "changes", "sales_order_number", "outcome", "note", "error", "words", "sku")
    detail = "; ".join(f"{name}: {_plain(entry.detail[name])}" for name in told if entry.detail.get(name))
    return Event(at=entry.at, actor=entry.actor, event=entry.event, detail=detail)


def _plain(value: Any) -> str:
    return ", ".join(_plain(each) for each in value) if isinstance(value, list) else str(value)


def _user(stored: StoredUser | None) -> DeskUser | None:
    if stored is None:
        return None
    return DeskUser(
        name=stored.name,
        password_hash=stored.password_hash or "",
        roles=frozenset(Role(role) for role in stored.roles),
        scopes=None if stored.scopes is None else frozenset(Scope(scope) for scope in stored.scopes),
        customer_nos=stored.customer_nos,
    )
