"""Cases in, scores out, several at once: each is read (or goes through the whole line) in one of a few processes.

A case that makes the reader fail is a failed case, never the end of the batch.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from intake.cli.output import fail
from intake.cli.workspace import (
    OWN_FILES,
    fill_from_home,
    fill_from_master,
    listening,
    open_workspace,
    received_files,
    take_case,
    verdict_of,
)
from intake.config import Settings, load_settings
from intake.domain.messages import Origin
from intake.evaluation.report import Cost, Judged
from intake.evaluation.score import CaseScore, score
from intake.evaluation.tally import Tally
from intake.pipeline.extracted import extracted
from intake.pipeline.line import ReadMessage
from intake.pipeline.plain import plain
from intake.wiring import Mode, open_reader

Json = Mapping[str, Any]
MODES: dict[str, Mode] = {"auto": "auto", "model": "model", "layout": "layout"}


@dataclass(frozen=True, slots=True)
class Scoring:
    """How cases are scored. `reader` is a mode, or `model:NAME`. `master` is a folder of CSV files, or a home with an ERP."""

    home: Path
    reader: str
    master: Path | None
    verdicts: bool

    @property
    def mode(self) -> Mode:
        name, _, model = self.reader.partition(":")
        if name not in MODES or (model and name != "model"):
            fail(f"{self.reader!r} is no reader; there are auto, model, layout and model:NAME.", code=2)
        return MODES[name]

    def settings(self, home: Path, **more: Any) -> Settings:
        model = {"mode": self.mode} | ({"name": name} if (name := self.reader.partition(":")[2]) else {})
        return load_settings(home, model=model, **more)


def judge_all(scoring: Scoring, cases: Sequence[Path], processes: int, advance: Callable[[int], None]) -> list[Judged]:
    """Every case with its score, in the order given."""
    with _template(scoring) as template:
        if processes == 1 or len(cases) == 1:
            _warm_up(scoring)
            return [_counted(_judge(scoring, template, case), advance) for case in cases]
        # A fresh interpreter each: a fork would copy the progress bar's thread half way.
        pool_size = min(processes, len(cases))
        with ProcessPoolExecutor(pool_size, mp_context=get_context("spawn"), initializer=_warm_up, initargs=(scoring,)) as pool:
            futures = [pool.submit(_judge, scoring, template, case) for case in cases]
            for future in futures:
                future.add_done_callback(lambda _: advance(1))
            return [future.result() for future in futures]


def _warm_up(scoring: Scoring) -> None:
    """Starts what the first case would else be charged for: the libraries and the process that opens files. Asks no model."""
    reader = open_reader(scoring.settings(scoring.home), "layout")
    reader.read(b"Purchase order 1", "order.txt", Origin.EMAIL, datetime.now(UTC))


def _counted(judged: Judged, advance: Callable[[int], None]) -> Judged:
    advance(1)
    return judged


@contextmanager
def _template(scoring: Scoring) -> Iterator[Path | None]:
    """A home that is prepared once and copied for every case; None where only reading is scored."""
    if scoring.master is None or not scoring.verdicts:
        scoring.settings(scoring.home)
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="intake-evaluate-") as folder:
        home = Path(folder) / "home"
        if (scoring.master / "customers.csv").is_file():
            fill_from_master(home, scoring.master)
        else:
            fill_from_home(home, load_settings(scoring.master))
        line = open_workspace(scoring.settings(home, **OWN_FILES))
        line.database.close()
        yield home


def _judge(scoring: Scoring, template: Path | None, case: Path) -> Judged:
    truth = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    began = time.perf_counter()
    failure, cost = None, Cost()
    try:
        if template is not None and truth.get("verdict") is not None:
            read, verdict = _decide(scoring, template, case)
        else:
            read, verdict = _read(scoring, template or scoring.home, case), None
        scored = score(truth, plain(extracted(read)), verdict)
        cost = _model_cost(read)
    except Exception as broken:  # one bad case does not stop the batch; it is named and is not exact
        failure, scored = (
            f"{type(broken).__name__}: {broken}",
            CaseScore(fields=Tally(), lines=Tally(), line_fields=Tally(), kind_right=False, expected_kind=truth.get("kind")),
        )
    return Judged(
        name=case.name,
        format=truth.get("format") or _suffix(case),
        language=truth.get("language") or "?",
        score=scored,
        cost=cost.model_copy(update={"seconds": time.perf_counter() - began}),
        failure=failure,
    )


def _read(scoring: Scoring, home: Path, case: Path) -> ReadMessage:
    """What the last file of a case says; those before it only set the scene."""
    file = received_files(case)[-1]
    reader = open_reader(scoring.settings(home), scoring.mode)
    return reader.read(file.read_bytes(), file.name, Origin.EMAIL, datetime.now(UTC))


def _decide(scoring: Scoring, template: Path, case: Path) -> tuple[ReadMessage, dict[str, Any]]:
    """The last file's reading and what became of it, in a workspace that no other case touches."""
    with tempfile.TemporaryDirectory(prefix="intake-case-") as folder:
        home = Path(folder) / "home"
        shutil.copytree(template, home)
        settings = scoring.settings(home, **OWN_FILES)
        heard: list[ReadMessage] = []
        line = listening(open_workspace(settings), heard.append)
        taken = take_case(settings, line, case)
        with line.database.read() as tx:
            verdict = verdict_of(tx, taken)
        line.database.close()
        return heard[-1], verdict


def _model_cost(read: ReadMessage) -> Cost:
    usage = read.reading.usage
    if usage is None:
        return Cost()
    return Cost(calls=usage.calls, input_tokens=usage.input_tokens, output_tokens=usage.output_tokens)


def _suffix(case: Path) -> str:
    return received_files(case)[-1].suffix.lstrip(".")
