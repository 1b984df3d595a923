"""Serves the desk and the API over a line."""

from __future__ import annotations

import signal
import sys

import uvicorn

from intake.cli.output import say
from intake.config import Settings
from intake.pipeline.line import Line
from intake.wiring import open_desk


def serve_desk(settings: Settings, line: Line, *, demo_hint: str | None = None) -> None:
    """Serves until stopped."""
    app = open_desk(settings, line, secret=settings.desk_secret(), demo_hint=demo_hint)
    host, port = settings.desk.host, settings.desk.port
    say(f"The desk is at {settings.desk.public_url or f'http://{host}:{port}/'} – stop with Ctrl-C.")
    # uvicorn raises the signal again once it has closed; as an exception it lets the workers finish what they have begun.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False)
