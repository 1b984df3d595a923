"""Commands about reading and matching words: extract, match."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from intake.cli.options import AsJson, Home, opened, settings_of
from intake.cli.output import out, print_json, progress
from intake.domain.messages import Origin
from intake.domain.orders import DocumentKind
from intake.pipeline.extracted import extracted
from intake.store.experience import StoredExperience
from intake.wiring import Reader, open_reader


class ReaderName(StrEnum):
    AUTO = "auto"
    MODEL = "model"
    LAYOUT = "layout"


ReaderOption = Annotated[ReaderName | None, typer.Option("--reader", help="Outranks [model] mode of the settings.")]


def add_to(app: typer.Typer) -> None:
    app.command()(extract)
    app.command()(match)


def extract(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", exists=True, help="Files or folders.")],
    reader: ReaderOption = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One object a line.")] = False,
    home: Home = None,
) -> None:
    """Reads documents only: no database, no master data, nothing stored."""
    from intake.inbox.folder import find_files

    settings = settings_of(home)
    reading = open_reader(settings, reader.value if reader else None)
    files = [(file, path) for path in paths for file in find_files(path)]
    results = []
    with progress("Reading", len(files)) as advance:
        for file, _ in files:
            result = _extract(reading, file)
            if jsonl:
                print_json(result, one_line=True)
            else:
                results.append(result)
            advance(1)
    if not jsonl:
        # One path gives one object; several, or a folder, give a list of them: stdout is always one JSON document.
        print_json(results[0] if len(paths) == 1 and not paths[0].is_dir() else results)


def match(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="One line's words, as a customer wrote them.")],
    customer: Annotated[str | None, typer.Option("--customer", metavar="NO", help="Whose words they are.")] = None,
    json: AsJson = False,
    home: Home = None,
) -> None:
    """Proposes articles for one line's words, best first, with what speaks for and against each."""
    from intake.matching.article import accept, propose

    _, database, line = opened(home)
    master = line.masters.current()
    experience = StoredExperience(database)
    proposals = propose(text, master, customer, experience=experience)
    accepted = accept(text, master, customer, experience)
    if json:
        print_json({"text": text, "customer_no": customer, "accepted": accepted, "proposals": proposals})
        return
    table = Table("sku", "description", "score", "speaks for it", "speaks against it")
    for one in proposals:
        for_it = ", ".join(f"{each.said} = {each.ours}" for each in one.evidence)
        against = ", ".join(f"{each.said} ≠ {each.ours}" for each in one.contradictions)
        table.add_row(one.sku, one.description, f"{one.score:.2f}", for_it, against)
    out.print(table)
    out.print(f"Accepted without a person: {accepted or 'nothing'}", markup=False)


def _extract(reader: Reader, file: Path) -> dict[str, Any]:
    """One bad file does not stop the batch: what went wrong stands in its own object."""
    try:
        read = reader.read(file.read_bytes(), file.name, Origin.UPLOAD, datetime.now(UTC))
    except Exception as failure:
        problem = {"code": "document_broken", "path": "", "message": f"Reading failed with {type(failure).__name__}: {failure}"}
        return {"path": str(file), "kind": DocumentKind.OTHER.value, "orders": [], "documents": [], "problems": [problem]}
    return {"path": str(file), **extracted(read)}
