"""Who may call what: a session of the desk, an API key, or, while no key was given, programs on this very machine.

The last serves a first try and a shop on the same host. It is closed to everything that comes through a proxy or under another
host name, so that neither a reverse proxy nor a web page in somebody's browser opens the door.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, HTTPException, Request

from intake.desk.ports import DeskPort, DeskUser, Role, Scope
from intake.desk.rate import RateLimit
from intake.desk.session import COOKIE, Session, Sessions, hash_api_key

LOCAL = DeskUser(name="local", password_hash="", roles=frozenset())
"""A program on this machine without a key: may order, ask and look; releases and corrections need a name."""

_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


@dataclass(frozen=True, slots=True)
class Access:
    desk: DeskPort
    sessions: Sessions
    rate: RateLimit

    def session(self, request: Request) -> Session | None:
        return self.sessions.read(request.cookies.get(COOKIE))

    def desk_user(self, request: Request) -> DeskUser | None:
        """The logged-in user; None once the user was removed, whatever the cookie says."""
        session = self.session(request)
        return self.desk.user(session.user_name) if session else None


class LoginNeeded(HTTPException):
    """Sends the browser to the login and back."""

    def __init__(self, request: Request) -> None:
        back = request.url.path if request.method == "GET" else "/"
        super().__init__(303, headers={"Location": f"/login?back={back}"})


def access_of(request: Request) -> Access:
    access: Access = request.app.state.access
    return access


def desk_of(request: Request) -> DeskPort:
    return access_of(request).desk


def page_user(request: Request) -> DeskUser:
    user = access_of(request).desk_user(request)
    if user is None:
        raise LoginNeeded(request)
    return user


def api_user(request: Request) -> DeskUser:
    """A key, a session whose page sends its token, or a program on this machine. 401 otherwise."""
    access = access_of(request)
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme:
        user = access.desk.api_key(hash_api_key(key.strip())) if scheme.casefold() == "bearer" else None
        if user is None:
            raise HTTPException(401, "The API key is not known.", headers={"WWW-Authenticate": "Bearer"})
        return _within_rate(access, user)
    session = access.session(request)
    user = access.desk_user(request)
    if session is not None and user is not None:
        token_fits = access.sessions.token_fits(session, request.headers.get("x-form-token", ""))
        if request.method in {"GET", "HEAD"} or token_fits:
            return user
    if _is_local_program(request):
        return _within_rate(access, LOCAL)
    raise HTTPException(401, "An API key is needed: Authorization: Bearer KEY.", headers={"WWW-Authenticate": "Bearer"})


def _within_rate(access: Access, user: DeskUser) -> DeskUser:
    seconds = access.rate.wait(user.name)
    if seconds:
        raise HTTPException(429, f"Too many requests; try again in {seconds} s.", headers={"Retry-After": str(seconds)})
    return user


FOR_BOUND_KEYS = frozenset({Scope.ORDERS, Scope.QUOTE, Scope.ACCOUNT})
"""What a key of some customers may do at all: each of these names the customer. Lists and files do not."""


def _scoped(scope: Scope) -> Callable[[DeskUser], DeskUser]:
    def check(user: Annotated[DeskUser, Depends(api_user)]) -> DeskUser:
        _refuse_beyond(user, scope)
        return user

    return check


def refuse_other_customers(user: DeskUser, customer_no: str | None) -> None:
    """403 where a key is bound to customers and this is none of them, whether it exists or not."""
    if user.customer_nos is not None and customer_no not in user.customer_nos:
        raise HTTPException(403, "This key is bound to customers, and this is none of them.")


def _refuse_beyond(user: DeskUser, scope: Scope) -> None:
    if user.customer_nos is not None and scope not in FOR_BOUND_KEYS:
        raise HTTPException(403, "This key is bound to customers; it orders, asks and looks for them and nothing else.")
    if user.scopes is not None and scope not in user.scopes:
        raise HTTPException(403, f"This key may not do that: it was made without --scope {scope.value}.")


def deciding_user(user: Annotated[DeskUser, Depends(api_user)]) -> DeskUser:
    """Somebody with a name: corrections, releases and rejections are attributable."""
    _refuse_beyond(user, Scope.DECIDE)
    if not user.roles & {Role.ORDER_DESK, Role.FINANCE, Role.OPERATIONS, Role.ADMIN}:
        raise HTTPException(403, "This needs a desk user or a key with a role: intake user add NAME --role order_desk.")
    return user


def _is_local_program(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in (*_FORWARDED, "origin", "sec-fetch-site")):
        return False
    host = request.url.hostname or ""
    try:
        return ipaddress.ip_address(request.client.host).is_loopback and (
            host == "localhost" or ipaddress.ip_address(host).is_loopback
        )
    except ValueError:
        return False


DeskDep = Annotated[DeskPort, Depends(desk_of)]
PageUser = Annotated[DeskUser, Depends(page_user)]
OrderingUser = Annotated[DeskUser, Depends(_scoped(Scope.ORDERS))]
QuotingUser = Annotated[DeskUser, Depends(_scoped(Scope.QUOTE))]
AccountUser = Annotated[DeskUser, Depends(_scoped(Scope.ACCOUNT))]
SendingUser = Annotated[DeskUser, Depends(_scoped(Scope.DOCUMENTS))]
ReadingUser = Annotated[DeskUser, Depends(_scoped(Scope.READ))]
DecidingUser = Annotated[DeskUser, Depends(deciding_user)]
