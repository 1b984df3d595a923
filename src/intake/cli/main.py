"""The program's door: all commands, and what an error becomes at the terminal."""

from __future__ import annotations

import logging
import os
import sys
from typing import Annotated

import structlog
import typer

import intake
from intake.cli import audit, credit, credit_risk, evaluating, learned, orders, policy, reading, running, setup, users
from intake.cli.output import err, out
from intake.domain.errors import ConfigurationError, IntakeError

app = typer.Typer(
    name="intake",
    help="Mailed orders become sales orders under the same rules as web orders, or wait with their reasons.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        out.print(f"intake {intake.__version__}")
        raise typer.Exit


@app.callback()
def _intake(
    version: Annotated[bool, typer.Option("--version", is_eager=True, callback=_show_version, help="The version.")] = False,
) -> None:
    """What stands before a command."""


for module in (running, setup, reading, orders, learned, evaluating, policy, credit, audit, users):
    module.add_to(app)
credit_risk.add_to(credit.credit)


def main() -> None:
    _log_to_stderr()
    try:
        app()
    except ConfigurationError as wrong:
        for problem in wrong.problems:
            err.print(problem, style="red", markup=False, soft_wrap=True)
        sys.exit(2)
    except IntakeError as wrong:
        err.print(str(wrong), style="red", markup=False, soft_wrap=True)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output went away (`intake orders | head`): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _log_to_stderr() -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
