"""How commands speak: JSON and tables on stdout, everything else on stderr, exact decimals, no terminal codes in a pipe."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from intake.pipeline.plain import plain

PIPE_WIDTH = 160
"""A pipe or a file has no width of its own; tables in it are made for so many columns, and nothing in them is cut off."""

out = Console(highlight=False, width=None if sys.stdout.isatty() else PIPE_WIDTH)
err = Console(stderr=True, highlight=False)


def print_json(value: Any, *, one_line: bool = False) -> None:
    """One JSON document on stdout."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=None if one_line else 2)
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def fail(*sentences: str, code: int = 1) -> NoReturn:
    """Says what is wrong on stderr and ends the command."""
    for sentence in sentences:
        err.print(sentence, style="red", markup=False, soft_wrap=True)
    raise typer.Exit(code)


def say(sentence: str) -> None:
    """A remark to the person at the terminal."""
    err.print(sentence, markup=False, soft_wrap=True)


@contextmanager
def progress(title: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A progress bar on stderr; gives the function that advances it."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda steps: bar.advance(task, steps)
