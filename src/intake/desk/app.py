"""The web application: the desk's and finance's pages, the API, and what operators ask. It shows and asks; it never decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware.base import RequestResponseEndpoint

import intake
from intake.desk import account_page, api, collections_api, finance_api, learned, pages, risk_api
from intake.desk.access import Access
from intake.desk.collections_api import CollectionsPort
from intake.desk.finance_api import FinancePort
from intake.desk.ports import DeskPort
from intake.desk.rate import RateLimit
from intake.desk.risk_api import RiskPort
from intake.desk.session import Sessions
from intake.domain.errors import BadInput, NotAllowed, StaleVersion, Unavailable

CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def create_app(
    desk: DeskPort,
    *,
    secret: str,
    session_hours: float,
    upload_bytes: int,
    requests_per_minute: int = 0,
    finance: FinancePort | None = None,
    risk: RiskPort | None = None,
    collections: CollectionsPort | None = None,
    demo_hint: str | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> FastAPI:
    """`clock` says since when an order waits; `secret` signs the sessions; `upload_bytes` bounds a request body;
    `requests_per_minute` bounds the keys of each user (0 = not at all); `demo_hint` is shown above the login of the demo."""
    app = FastAPI(
        title="intake",
        version=intake.__version__,
        description="Mailed orders under the same rules as web orders.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    access = Access(desk, Sessions(secret, session_hours), RateLimit(requests_per_minute))
    app.state.finance, app.state.risk, app.state.collections = finance, risk, collections
    app.state.desk, app.state.access, app.state.demo_hint, app.state.upload_bytes = desk, access, demo_hint, upload_bytes
    app.state.clock = clock
    app.include_router(api.router)
    app.include_router(finance_api.router)
    app.include_router(risk_api.router)
    app.include_router(collections_api.router)
    app.include_router(learned.api)
    app.include_router(account_page.router)
    app.include_router(learned.pages)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=Path(str(files("intake.desk") / "static"))), name="static")
    _add_operators_pages(app, desk)
    _add_error_pages(app)

    @app.middleware("http")
    async def bound_and_protect(request: Request, call_next: RequestResponseEndpoint) -> Response:
        length = request.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > upload_bytes:
            return PlainTextResponse(f"A request may have {upload_bytes} bytes at most.", 413)
        response = await call_next(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return app


def _add_operators_pages(app: FastAPI, desk: DeskPort) -> None:
    @app.get("/healthz", response_class=PlainTextResponse, tags=["operators"])
    def healthz() -> str:
        """The process lives."""
        return "ok"

    @app.get("/readyz", tags=["operators"])
    def readyz() -> JSONResponse:
        """The process can work: its database answers and its schema fits."""
        ready, sentence = desk.is_ready()
        return JSONResponse({"ready": ready, "message": sentence}, 200 if ready else 503)

    @app.get("/metrics", tags=["operators"])
    def metrics() -> Response:
        """Prometheus text format."""
        return Response(desk.metrics(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _add_error_pages(app: FastAPI) -> None:
    def answer(request: Request, status: int, sentence: str) -> Response:
        if request.url.path.startswith("/api/"):
            return JSONResponse({"message": sentence}, status)
        return pages.error_page(request, status, sentence)

    @app.exception_handler(NotAllowed)
    async def not_allowed(request: Request, error: NotAllowed) -> Response:
        return answer(request, 409 if isinstance(error, StaleVersion) else 403, str(error))

    @app.exception_handler(BadInput)
    async def bad_input(request: Request, error: BadInput) -> Response:
        return answer(request, 422, str(error))

    @app.exception_handler(Unavailable)
    async def unavailable(request: Request, error: Unavailable) -> Response:
        return answer(request, 503, str(error))

    @app.exception_handler(RequestValidationError)
    async def wrong_shape(request: Request, error: RequestValidationError) -> Response:
        said = "; ".join(f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}" for each in error.errors())
        return answer(request, 422, f"The request does not have the right shape. {said}.")

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        response = (
            answer(request, error.status_code, str(error.detail)) if error.status_code >= 400 else Response(status_code=303)
        )
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(404)
    async def not_found(request: Request, error: Exception) -> Response:
        said = str(getattr(error, "detail", ""))
        return answer(request, 404, said if said not in ("", "Not Found") else "There is nothing at this address.")
