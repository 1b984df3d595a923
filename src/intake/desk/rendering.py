"""What all pages of the desk share: the frame around a template, the session's token in every form, addresses of our own."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from fastapi.templating import Jinja2Templates

from intake.desk import words
from intake.desk.access import access_of
from intake.desk.ports import DeskUser
from intake.domain.errors import NotAllowed
from intake.domain.reasons import Queue
from intake.domain.status import OrderStatus

templates = Jinja2Templates(directory=Path(str(files("intake.desk") / "templates")))
templates.env.filters.update(words.FILTERS)


def page(request: Request, user: DeskUser | None, template: str, *, status: int = 200, **values: Any) -> Response:
    access = access_of(request)
    shared = {
        "user": user,
        "token": access.sessions.form_token(access.session(request) if user else None),
        "demo_hint": request.app.state.demo_hint,
        "queues": list(Queue),
        "states": list(OrderStatus),
        "now": request.app.state.clock(),
    }
    return templates.TemplateResponse(request, template, {**shared, **values, "status": status}, status_code=status)


def check_token(request: Request, token: str) -> None:
    access = access_of(request)
    if not access.sessions.token_fits(access.session(request), token):
        raise NotAllowed("This form is from another session. Open the page again and repeat.")


def inner(back: str) -> str:
    """Only an address of this desk: nobody is sent elsewhere by a link."""
    return back if back.startswith("/") and not back.startswith(("//", "/\\")) and "\n" not in back else "/"
