"""The only place that names concrete adapters: from settings to a line with its store, readers, shelves, policy and ERP.

Readers are imported where they are first needed: a command that reads nothing starts without them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from intake.config import InboxSection, Settings
from intake.credit.policy import Policy, load_policy
from intake.domain.messages import InboundMessage, MessagePart, Origin
from intake.domain.opened import MailContext, OpenedPart
from intake.domain.orders import Reading
from intake.erp.embedded import EmbeddedErp
from intake.erp.gateway import ErpGateway
from intake.pipeline.channels import Channel, take_files
from intake.pipeline.dispatcher import LeaseDispatcher
from intake.pipeline.engine import Engine
from intake.pipeline.layouts import StoredLayouts
from intake.pipeline.line import AccountLinks, Deliver, Line, ReadMessage
from intake.pipeline.model_allowance import ModelAllowance
from intake.pipeline.reading import read_bytes
from intake.pipeline.receive import receive
from intake.pipeline.shelves import LedgerShelf, MasterShelf
from intake.pipeline.sync import Synced, has_data, sync
from intake.pipeline.web_orders import read_web_order
from intake.store.engine import Database
from intake.store.experience import StoredExperience
from intake.store.messages import StoredMessage
from intake.store.migrate import migrate

if TYPE_CHECKING:
    from fastapi import FastAPI

    from intake.extraction.planners.base import Planner
    from intake.extraction.planners.model.prompts import Prompts
    from intake.extraction.planners.model_client import ModelClient
    from intake.inbox.imap import Mailbox
    from intake.replies.smtp import MailServer

Mode = Literal["auto", "model", "layout"]


def open_database(settings: Settings) -> Database:
    """The database of the settings, brought to this program's schema."""
    database = Database(settings.database_url)
    migrate(database)
    return database


def open_erp(settings: Settings) -> ErpGateway:
    return EmbeddedErp(settings.erp_path)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads messages with the settings' readers: bytes in, everything that was found out."""

    settings: Settings
    mode: Mode
    model: Callable[[], Planner | None]
    layouts: StoredLayouts | None = None

    def read(self, raw: bytes, filename: str | None, origin: Origin, received_at: datetime) -> ReadMessage:
        return read_bytes(
            raw,
            filename=filename,
            origin=origin,
            received_at=received_at,
            open_message=self._open_message,
            open_parts=self._open_parts,
            read_orders=self._read_orders,
        )

    def read_stored(self, stored: StoredMessage) -> ReadMessage:
        return self.read(stored.raw, stored.filename, stored.origin, stored.received_at)

    def _open_message(self, raw: bytes, filename: str | None, origin: Origin, received_at: datetime) -> InboundMessage:
        from intake.inbox.mime import read_message

        return read_message(raw, filename=filename, origin=origin, received_at=received_at, limits=self.settings.limits)

    def _open_parts(self, parts: Sequence[MessagePart]) -> tuple[OpenedPart, ...]:
        from intake.documents.sandbox import open_parts
        from intake.extraction.planners.model.planner import MOST_PICTURES

        limits = self.settings.limits
        if self.settings.model.page_images and self.settings.model.is_configured and self.mode != "layout":
            limits = limits.model_copy(update={"kept_pictures": max(limits.kept_pictures, MOST_PICTURES)})
        return open_parts(parts, limits=limits, ocr_languages=self.settings.ocr.languages)

    def _read_orders(self, context: MailContext, opened: Sequence[OpenedPart]) -> Reading:
        from intake.extraction.planners.remembered import RememberedLayouts
        from intake.extraction.read import read_orders

        # A planner reads one message: it keeps what it asked.
        model = self.model() if self.mode != "layout" else None
        may_spare = model is not None and self.mode == "auto"
        remembered = RememberedLayouts(self.layouts) if may_spare and self.layouts is not None else None
        return read_orders(context, opened, own=self.settings.own_company, mode=self.mode, model=model, remembered=remembered)


def open_reader(settings: Settings, mode: Mode | None = None, database: Database | None = None) -> Reader:
    """`mode` outranks the settings' own. Without a database nothing is stored, so no budget is counted."""
    layouts = StoredLayouts(database) if database is not None else None
    return Reader(settings, mode or settings.model.mode, _model_planners(settings, database), layouts)


def _model_planners(settings: Settings, database: Database | None) -> Callable[[], Planner | None]:
    """Makes a planner for each message, all over one client that is opened when it is first needed."""
    if settings.model.name is None:
        return lambda: None

    @cache
    def opened() -> tuple[ModelClient, Prompts]:
        from intake.extraction.planners.model.prompts import Prompts
        from intake.resources import shipped

        return open_model_client(settings, database), Prompts.read(shipped("prompts"))

    def planner() -> Planner:
        from intake.extraction.planners.model.planner import ModelPlanner

        client, prompts = opened()
        model = settings.model
        return ModelPlanner(client, model.name or "", prompts, model.input_tokens, shows_pictures=model.page_images)

    return planner


def open_model_client(settings: Settings, database: Database | None = None) -> ModelClient:
    """The line to the model's server, within its budget where there is a database to count in."""
    from intake.extraction.planners.model_client import ModelClient, ModelSettings

    model = settings.model
    asked = ModelSettings(
        base_url=model.base_url,
        api_key=settings.model_api_key(),
        name=model.name or "",
        deadline_seconds=model.deadline_seconds,
        attempts=model.attempts,
        strict_schema=model.strict_schema,
        concurrency=model.concurrency,
        api_version=model.api_version,
    )
    if database is None:
        return ModelClient(asked)
    return ModelClient(asked, ModelAllowance(database, model.daily_budget, model.requests_per_minute, settings.now))


class PolicyFile:
    """The policy in force: read again when its file changes, so that finance need not ask for a restart."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read: tuple[tuple[int, int], Policy] | None = None

    def __call__(self) -> Policy:
        status = self._path.stat() if self._path.exists() else None
        stamp = (status.st_mtime_ns, status.st_size) if status else (0, 0)
        if self._read is None or self._read[0] != stamp:
            self._read = (stamp, load_policy(self._path))
        return self._read[1]


def open_line(settings: Settings, database: Database, clock: Callable[[], datetime] | None = None) -> Line:
    """The whole line on its real parts. `clock` is the business clock; None = now."""
    from intake.credit.check import check_credit
    from intake.decision.decide import decide
    from intake.matching.building import FORMAT
    from intake.matching.index import open_index
    from intake.matching.match import match_order

    reader = open_reader(settings, database=database)
    return Line(
        database=database,
        dispatcher=LeaseDispatcher(database, settings.worker.lease_seconds),
        read=lambda stored: read_web_order(stored) if stored.origin is Origin.WEB else reader.read_stored(stored),
        match=partial(match_order, experience=StoredExperience(database)),
        check_credit=lambda facts, order, policy, grants: check_credit(facts, order, policy, grants=grants),
        decide=decide,
        masters=MasterShelf(database, settings.master_dir, open_index, index_format=FORMAT),
        ledgers=LedgerShelf(),
        policy=PolicyFile(settings.policy_path),
        erp=open_erp(settings),
        own=settings.own_company,
        clock=clock or (lambda: datetime.now(UTC)),
        deliver=_open_delivery(settings),
        links=_account_links(settings),
    )


def _open_delivery(settings: Settings) -> Deliver | None:
    if settings.mail.host is None:
        return None
    from intake.replies import smtp

    return partial(smtp.deliver, mail_server_of(settings))


def mail_server_of(settings: Settings) -> MailServer:
    """The server of `[mail]` with its password."""
    from intake.replies.smtp import MailServer

    mail = settings.mail
    return MailServer(
        host=mail.host or "",
        port=mail.port,
        security=mail.security,
        sender=mail.sender or "",
        sender_name=mail.sender_name or next(iter(settings.company.names), ""),
        reply_to=mail.reply_to,
        user=mail.user,
        password=settings.mail_password(),
        ca_file=settings.home / mail.ca_file if mail.ca_file else None,
    )


def _account_links(settings: Settings) -> AccountLinks:
    desk = settings.desk
    return AccountLinks(
        secret=settings.desk_secret,
        address=desk.public_url or f"http://{desk.host}:{desk.port}",
        days=desk.account_link_days,
        are_public=desk.public_url is not None,
    )


def open_engine(settings: Settings, line: Line) -> Engine:
    from intake.pipeline.steps import build_engine

    return build_engine(line, attempts=settings.worker.attempts, lease_seconds=settings.worker.lease_seconds)


def open_sync(line: Line) -> Callable[[], Synced]:
    """Pulls the ERP's data once, each time it is called."""
    from intake.matching.index import build_index

    return lambda: sync(line, build_index)


def prepare(line: Line) -> None:
    """Pulls master data and ledgers where there never was a sync, or none by a program that writes this one's index, so that a
    first order does not wait for one."""
    if not has_data(line.database) or not line.masters.has_current():
        open_sync(line)()


def open_channels(settings: Settings, line: Line) -> list[Channel]:
    """Every inbox of the settings as a channel into the line."""
    return [
        Channel(
            name=name,
            poll_every_seconds=inbox.poll_every_seconds,
            take=_folder(settings, inbox, line) if inbox.kind == "folder" else _mailbox(settings, inbox, line),
        )
        for name, inbox in settings.inbox.items()
    ]


def mailbox_of(settings: Settings, inbox: InboxSection) -> Mailbox:
    """A mailbox's settings with its password."""
    from intake.inbox.imap import Mailbox

    if inbox.password is not None:
        password = inbox.password.get_secret_value()
    elif inbox.password_file is not None:
        password = (settings.home / inbox.password_file).read_text().strip()
    else:
        password = ""
    return Mailbox(
        host=inbox.host or "",
        port=inbox.port,
        user=inbox.user or "",
        password=password,
        folder=inbox.folder,
        security=inbox.security,
        ca_file=inbox.ca_file,
        move_to=inbox.move_to,
    )


def _folder(settings: Settings, inbox: InboxSection, line: Line) -> Callable[[], int]:
    from intake.inbox.folder import find_files

    folder = settings.home / (inbox.path or "")

    def store(raw: bytes, name: str) -> None:
        receive(line, raw, filename=name, origin=Origin.FOLDER)

    return lambda: take_files(folder, find_files, store)


def _mailbox(settings: Settings, inbox: InboxSection, line: Line) -> Callable[[], int]:
    from intake.inbox.imap import take_new

    def store(raw: bytes) -> None:
        receive(line, raw, filename=None, origin=Origin.EMAIL)

    return lambda: take_new(mailbox_of(settings, inbox), store)


def open_desk(settings: Settings, line: Line, *, secret: str, demo_hint: str | None = None) -> FastAPI:
    """The web application over a line."""
    from intake.desk.app import create_app
    from intake.pipeline.collections_port import LineCollections
    from intake.pipeline.desk_port import LineDesk
    from intake.pipeline.finance_port import LineFinance
    from intake.pipeline.risk_port import LineRisk

    return create_app(
        LineDesk(line, open_engine(settings, line)),
        secret=secret,
        session_hours=settings.desk.session_hours,
        upload_bytes=settings.limits.message_bytes,
        requests_per_minute=settings.desk.requests_per_minute,
        finance=LineFinance(line),
        risk=LineRisk(line),
        collections=LineCollections(line),
        demo_hint=demo_hint,
        clock=line.clock,
    )
