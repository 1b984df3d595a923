"""Links to a customer's account page: signed, for one customer, for some days, dead once finance revokes them.

A token says whose account, when it was made and until when; its signature covers all of it. Nothing is stored for a link; a
revocation is a record, and whatever was made before it opens nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from intake.domain.errors import BadInput
from intake.domain.finance import RecordKind
from intake.holds.authority import Actor, may_hold
from intake.pipeline.line import AccountLinks, Line
from intake.pipeline.people import refuse
from intake.replies.reminder import AccountLink
from intake.store.engine import Connection
from intake.store.finance import keep_record, records_of

_PURPOSE = b"intake account page v1"
"""The same secret signs the desk's sessions: a signature for one is none for the other."""

LONGEST_TOKEN = 512
PATH = "/account/"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkClaim:
    customer_no: str
    made_at: datetime
    until: datetime


def sign_claim(secret: str, claim: LinkClaim) -> str:
    said = json.dumps([claim.customer_no, _micros(claim.made_at), _micros(claim.until)], ensure_ascii=False).encode()
    return f"{_encoded(said)}.{_encoded(_signature(secret, said))}"


def read_claim(secret: str, token: str, now: datetime) -> LinkClaim | None:
    """None where the signature is not ours or the time is over."""
    said_part, _, signature_part = token.partition(".")
    said, signature = _decoded(said_part), _decoded(signature_part)
    if len(token) > LONGEST_TOKEN or said is None or signature is None:
        return None
    if token != f"{_encoded(said)}.{_encoded(signature)}":
        return None
    if not hmac.compare_digest(_signature(secret, said), signature):
        return None
    customer_no, made_at, until = json.loads(said)
    claim = LinkClaim(customer_no=customer_no, made_at=_moment(made_at), until=_moment(until))
    return claim if claim.made_at <= now < claim.until else None


def account_link(line: Line, customer_no: str) -> AccountLink | None:
    """A link for our replies; None where the desk has no address that customers can open."""
    return _link(line, line.links, customer_no) if line.links is not None and line.links.are_public else None


def make_link(line: Line, customer_no: str) -> AccountLink:
    """Raises BadInput where links are not to be had."""
    if line.links is None:
        raise BadInput("There are no links without a desk that serves them.")
    if line.masters.current().customer(customer_no) is None:
        raise BadInput(f"There is no customer {customer_no}.")
    return _link(line, line.links, customer_no)


def _link(line: Line, links: AccountLinks, customer_no: str) -> AccountLink:
    now = line.clock()
    claim = LinkClaim(customer_no=customer_no, made_at=now, until=now + timedelta(days=links.days))
    url = links.address.rstrip("/") + PATH + sign_claim(links.secret(), claim)
    return AccountLink(url=url, until=line.local_date(claim.until))


def open_link(line: Line, tx: Connection, token: str) -> LinkClaim | None:
    """Whose account a link opens now; None where it opens nothing."""
    claim = read_claim(line.links.secret(), token, line.clock()) if line.links is not None else None
    if claim is None:
        return None
    revoked = records_of(tx, RecordKind.LINKS_REVOKED, customer_nos=[claim.customer_no])
    return None if any(claim.made_at <= record.at for record in revoked) else claim


def revoke_links(line: Line, customer_no: str, actor: Actor, comment: str) -> None:
    """Every link to this account that was made until now is dead."""
    refuse(may_hold(actor, line.policy().release))
    if not comment.strip():
        raise BadInput("Whoever revokes links says why.")
    if line.masters.current().customer(customer_no) is None:
        raise BadInput(f"There is no customer {customer_no}.")
    with line.writing(actor.name) as work:
        said = {"comment": comment.strip()}
        keep_record(work.tx, RecordKind.LINKS_REVOKED, at=work.at, actor=actor.name, said=said, customer_no=customer_no)
        work.note("links_revoked", customer_no=customer_no, **said)


def _signature(secret: str, said: bytes) -> bytes:
    key = hmac.digest(secret.encode(), _PURPOSE, hashlib.sha256)
    return hmac.digest(key, said, hashlib.sha256)


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return None


def _micros(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000_000)


def _moment(micros: int) -> datetime:
    return datetime.fromtimestamp(micros / 1_000_000, UTC)
