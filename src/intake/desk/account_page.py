"""The page that a customer opens with a link from one of our mails: his own account, to read, until a day.

What comes in is a token; what goes out is a page. It asks for no login, sets no cookie, runs no script and leads nowhere.
"""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.templating import Jinja2Templates

from intake.desk.access import access_of
from intake.desk.collections_api import CollectionsDep

router = APIRouter(tags=["customers"])

_templates = Jinja2Templates(directory=Path(str(files("intake.desk") / "templates")))

_HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    ),
}


@router.get("/account/{token}", response_class=HTMLResponse)
def get_account_page(token: str, request: Request, collections: CollectionsDep) -> Response:
    """A customer's own account, by a signed link that ends; 404 for any other."""
    # Before any work: whoever opens one link over and over waits, whether it is good or not.
    seconds = access_of(request).rate.wait(f"account page {sha256(token.encode()).hexdigest()}")
    if seconds:
        raise HTTPException(429, "Too many requests; try again in a minute.", headers={"Retry-After": str(seconds)})
    page = collections.account_page(token)
    if page is None:
        # The same answer to a link that is forged, over or revoked: it says nothing about whose it was.
        return _templates.TemplateResponse(request, "account.html", {"page": None}, status_code=404, headers=_HEADERS)
    return _templates.TemplateResponse(request, "account.html", {"page": page}, headers=_HEADERS)
