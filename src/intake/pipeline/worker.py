"""Works the queue: until nothing is left to do, or for ever in several threads until told to stop."""

from __future__ import annotations

import os
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import structlog

from intake.pipeline.engine import Engine

log = structlog.get_logger()

IDLE_SECONDS = 0.5
LONGEST_SLEEP = 1.0


def worker_name(number: int = 0) -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{number}"


def work_until_done(engine: Engine, concurrency: int = 1) -> None:
    """Does every job, those that wait for another try included, until none is left."""
    if concurrency == 1:
        _work_until_done(engine, 0)
        return
    with ThreadPoolExecutor(concurrency) as pool:
        for future in [pool.submit(_work_until_done, engine, number) for number in range(concurrency)]:
            future.result()


def _work_until_done(engine: Engine, number: int) -> None:
    name = worker_name(number)
    while True:
        if engine.run_next(name):
            continue
        wait = engine.dispatcher.seconds_until_due()
        if wait is None:
            return
        time.sleep(min(max(wait, 0.02), LONGEST_SLEEP))


def work_forever(engine: Engine, stop: threading.Event, concurrency: int) -> list[threading.Thread]:
    """Starts `concurrency` threads; each ends its job and returns after `stop` is set."""
    threads = [
        threading.Thread(target=_work_forever, args=(engine, stop, number), name=f"worker-{number}")
        for number in range(concurrency)
    ]
    for thread in threads:
        thread.start()
    return threads


def _work_forever(engine: Engine, stop: threading.Event, number: int) -> None:
    name = worker_name(number)
    while not stop.is_set():
        try:
            busy = engine.run_next(name)
        except Exception as failure:  # the database may be away; the worker outlives it
            log.error("worker_failed", worker=name, exc_info=failure)
            busy = False
        if not busy:
            stop.wait(IDLE_SECONDS)
