"""The pages of the order desk and finance: the queue with its reasons, an order beside its source, and the buttons.

Every form brings back the session's token and the order version it saw; every page works without a script.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from intake.desk import forms
from intake.desk.access import DeskDep, PageUser, access_of
from intake.desk.ports import DeskUser, OrderDetail, Role, Wanted
from intake.desk.rendering import check_token, inner, page, templates
from intake.desk.session import COOKIE, password_fits
from intake.desk.source_view import evidence_of, view
from intake.domain.errors import NotAllowed
from intake.domain.reasons import REASONS, Queue, ReasonCode
from intake.domain.releases import NEVER_WAIVABLE
from intake.domain.status import OrderStatus

router = APIRouter(include_in_schema=False)

PAGE_SIZE = 50


@router.get("/login")
def login_page(request: Request, back: str = "/") -> Response:
    return page(request, None, "login.html", back=inner(back), failed=False)


@router.post("/login")
def login(
    request: Request,
    desk: DeskDep,
    name: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=1_000)],
    token: Annotated[str, Form()],
    back: Annotated[str, Form()] = "/",
) -> Response:
    access = access_of(request)
    if not access.sessions.token_fits(None, token):
        raise NotAllowed("The login form has expired. Open the login page again.")
    user = desk.user(name)
    if not password_fits(password, user.password_hash if user else None):
        return page(request, None, "login.html", status=401, back=inner(back), failed=True)
    answer = RedirectResponse(inner(back), 303)
    answer.set_cookie(
        COOKIE,
        access.sessions.begin(name),
        max_age=access.sessions.seconds,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


@router.post("/logout")
def logout(request: Request, user: PageUser, token: Annotated[str, Form()]) -> Response:
    check_token(request, token)
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE)
    return answer


@router.get("/")
def queue_page(
    request: Request,
    desk: DeskDep,
    user: PageUser,
    queue: str = "",
    state: str = "",
    q: str = "",
    older_than: str | None = None,
    newer_than: str | None = None,
) -> Response:
    chosen_queue = Queue(queue) if queue in set(Queue) else None
    chosen_state = OrderStatus(state) if state in set(OrderStatus) else None
    if not queue and not state and not q:
        chosen_queue = _home_queue(user)
        chosen_state = OrderStatus.HELD
    wanted = Wanted(
        queue=chosen_queue,
        state=chosen_state,
        text=q.strip()[:200],
        older_than=older_than,
        newer_than=newer_than,
        limit=PAGE_SIZE,
    )
    here: dict[str, Any] = {"queue": chosen_queue or "", "state": chosen_state or "", "q": q}
    return page(
        request,
        user,
        "queue.html",
        found=desk.orders(wanted),
        link=lambda **change: "/?" + urlencode({k: v for k, v in {**here, **change}.items() if v}),
        **here,
    )


@router.get("/orders/{order_id}")
def order_page(request: Request, desk: DeskDep, user: PageUser, order_id: str, document: int | None = None) -> Response:
    detail = _detail(desk, order_id)
    return _order(request, desk, user, detail, document)


@router.post("/orders/{order_id}/correct")
async def correct(request: Request, desk: DeskDep, user: PageUser, order_id: str) -> Response:
    form = {key: str(value) for key, value in (await request.form(max_fields=5_000)).items()}
    check_token(request, form.get("token", ""))
    _needs(user, Role.ORDER_DESK)
    detail = _detail(desk, order_id)
    changes = forms.changes(detail, form)
    if changes:
        desk.correct(order_id, int(form.get("version", "0")), changes, user.name, form.get("note") or None)
    return RedirectResponse(f"/orders/{order_id}", 303)


@router.post("/orders/{order_id}/release")
async def release(request: Request, desk: DeskDep, user: PageUser, order_id: str) -> Response:
    form = await request.form(max_fields=500)
    check_token(request, str(form.get("token", "")))
    codes = [ReasonCode(str(code)) for code in form.getlist("waive") if str(code) in set(ReasonCode)]
    if not codes:
        raise NotAllowed("Choose at least one reason to waive.")
    version, why = int(str(form.get("version", "0"))), str(form.get("reason_code", ""))
    desk.release(order_id, version, codes, user, why, str(form.get("comment", "")))
    return RedirectResponse(f"/orders/{order_id}", 303)


@router.post("/orders/{order_id}/reject")
async def reject(request: Request, desk: DeskDep, user: PageUser, order_id: str) -> Response:
    return await _ended(request, user, order_id, desk.reject)


@router.post("/orders/{order_id}/cancel")
async def cancel(request: Request, desk: DeskDep, user: PageUser, order_id: str) -> Response:
    return await _ended(request, user, order_id, desk.cancel)


@router.get("/orders/{order_id}/parts/{part_no}")
def original(desk: DeskDep, user: PageUser, order_id: str, part_no: int) -> Response:
    """The original bytes, always as a download: it is a stranger's file and never runs in our page."""
    part = desk.part(order_id, part_no)
    if part is None:
        raise HTTPException(404)
    content, _, filename = part
    name = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in filename or f"part-{part_no}")
    return Response(
        content,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


@router.get("/articles")
def articles(request: Request, desk: DeskDep, user: PageUser, q: str = "", customer: str = "") -> HTMLResponse:
    """Proposals for the article field, as a fragment."""
    proposals = desk.propose(q[:500], customer or None) if q.strip() else ()
    return templates.TemplateResponse(request, "articles.html", {"proposals": proposals})


@router.get("/help")
def help_page(request: Request, user: PageUser) -> Response:
    return page(request, user, "help.html")


def error_page(request: Request, status: int, sentence: str) -> Response:
    return page(request, access_of(request).desk_user(request), "error.html", status=status, sentence=sentence)


async def _ended(request: Request, user: DeskUser, order_id: str, end: Callable[[str, int, DeskUser, str], None]) -> Response:
    """One of the buttons that end an order with no more than a comment."""
    form = await request.form(max_fields=50)
    check_token(request, str(form.get("token", "")))
    end(order_id, int(str(form.get("version", "0"))), user, str(form.get("comment", "")))
    return RedirectResponse(f"/orders/{order_id}", 303)


def _order(request: Request, desk: DeskDep, user: DeskUser, detail: OrderDetail, document: int | None) -> Response:
    shown = document if document is not None else _first_document(detail)
    source = desk.document(detail.row.order_id, shown) if shown is not None else None
    customer_no = detail.matched.customer_no if detail.matched else None
    waivable = _waivable(detail, user)
    return page(
        request,
        user,
        "order.html",
        detail=detail,
        row=detail.row,
        order=detail.read.order if detail.read else None,
        lines=forms.lines(detail),
        reasons=forms.reason_groups(detail.row.reasons),
        evidence=evidence_of(detail.read),
        shown=shown,
        canvases=view(source, shown, detail.read) if source is not None and shown is not None else (),
        customer=desk.customer(customer_no) if customer_no else None,
        ship_tos=desk.ship_tos(customer_no) if customer_no else (),
        waivable=waivable,
        release_words=desk.release_words(waivable) if waivable else (),
        usual_word="desk_checked" if all(REASONS[code].owner is Queue.ORDER_DESK for code in waivable) else None,
        may_correct=bool(user.roles & {Role.ORDER_DESK, Role.ADMIN}) and detail.row.state is OrderStatus.HELD,
        may_reject=detail.row.state is OrderStatus.HELD,
    )


def _waivable(detail: OrderDetail, user: DeskUser) -> list[ReasonCode]:
    """The codes whose release this user may try; the server decides again when the button is pressed."""
    owners = {role.value for role in user.roles} | ({queue.value for queue in Queue} if Role.ADMIN in user.roles else set())
    if detail.row.state is not OrderStatus.HELD:
        return []
    return list(
        dict.fromkeys(
            reason.code for reason in detail.row.reasons if reason.owner in owners and reason.code not in NEVER_WAIVABLE
        )
    )


def _first_document(detail: OrderDetail) -> int | None:
    if detail.read is not None and detail.read.order.lines:
        for line in detail.read.order.lines:
            for evidence in line.evidence.values():
                return evidence.document
    if detail.read is not None and detail.read.order.documents:
        return detail.read.order.documents[0]
    return detail.documents[0].document if detail.documents else None


def _detail(desk: DeskDep, order_id: str) -> OrderDetail:
    detail = desk.order(order_id)
    if detail is None:
        raise HTTPException(404)
    return detail


def _home_queue(user: DeskUser) -> Queue | None:
    if Role.ADMIN in user.roles or len(user.roles) != 1:
        return None
    return Queue(next(iter(user.roles)).value)


def _needs(user: DeskUser, role: Role) -> None:
    if not user.roles & {role, Role.ADMIN}:
        raise NotAllowed(f"This needs the role {role.value.replace('_', ' ')}.")
