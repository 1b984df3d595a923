"""Commands that stay: demo, run, worker, serve."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import structlog
import typer

from intake.cli.options import Home, opened
from intake.cli.output import say
from intake.config import Settings
from intake.domain.errors import IntakeError
from intake.pipeline.channels import poll
from intake.pipeline.line import Line
from intake.pipeline.retention import remove_expired
from intake.pipeline.worker import work_forever
from intake.wiring import open_channels, open_engine, open_sync

log = structlog.get_logger()


def add_to(app: typer.Typer) -> None:
    app.command()(demo)
    app.command()(run)
    app.command()(worker)
    app.command()(serve)


def demo(
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the desk afterwards.")] = True,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Where the desk listens.")] = 8080,
    home: Annotated[Path | None, typer.Option("--home", help="Where to build the workspace.", show_default=".demo")] = None,
) -> None:
    """Builds a throw-away workspace, takes in every order under fixtures/orders, shows what happened, serves the desk."""
    from intake.cli.demo import play

    play(home or Path(".demo"), serve=serve, port=port)


def run(home: Home = None) -> None:
    """Everything in one process: channels, workers, sync, desk."""
    from intake.cli.serving import serve_desk

    settings, _, line = opened(home)
    with _working(settings, line):
        serve_desk(settings, line)


def worker(home: Home = None) -> None:
    """Channels, workers and sync, without the desk."""
    settings, _, line = opened(home)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with _working(settings, line):
        say("Working; stop with Ctrl-C.")
        stop.wait()


def serve(home: Home = None) -> None:
    """The desk and the API, without workers."""
    from intake.cli.serving import serve_desk

    settings, _, line = opened(home)
    serve_desk(settings, line)


@contextmanager
def _working(settings: Settings, line: Line) -> Iterator[None]:
    """Workers, sync and channels in threads; at the end each finishes what it has begun."""
    stop = threading.Event()
    threads = [threading.Thread(target=_sync_regularly, args=(settings, line, stop), name="sync")]
    for channel in open_channels(settings, line):
        threads.append(threading.Thread(target=poll, args=(channel, stop), name=f"inbox-{channel.name}"))
    for thread in threads:
        thread.start()
    threads += work_forever(open_engine(settings, line), stop, settings.worker.concurrency)
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _sync_regularly(settings: Settings, line: Line, stop: threading.Event) -> None:
    pull = open_sync(line)
    while not stop.is_set():
        try:
            pull()
            remove_expired(line, settings.database.keep_message_days)
        except IntakeError as failure:
            log.warning("sync_failed", error=str(failure))
        except Exception as failure:
            log.error("sync_failed", exc_info=failure)
        stop.wait(settings.worker.sync_every_seconds)
