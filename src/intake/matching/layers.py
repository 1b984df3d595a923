"""An index of one file, or of two: a small one with what changed, read over a big one that stays as it is.

A thousand changed articles among a million are a thousand rows to write, not a copy of everything. The small file has the tables
of an index and says what of the big one no longer counts; the big one lies beside it under its name with ".base" (a further name
of the same file, so that whoever brought it may delete his). Who looks things up sees one index.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

_HIDDEN_BY = {
    **dict.fromkeys(("product", "code", "product_unit", "cross_reference", "price"), ("sku", "hidden")),
    **dict.fromkeys(("customer", "contact", "ship_to"), ("customer_no", "hidden_customer")),
    **dict.fromkeys(("term", "near_word", "brand", "tax_rate"), ("", "")),
}
"""Each table → the column by which the big file's rows are hidden, and the table that names the hidden."""
_WITHOUT_ROWID = frozenset(("brand", "tax_rate"))

CREATE_HIDDEN = """
CREATE TABLE hidden (sku TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE hidden_customer (customer_no TEXT PRIMARY KEY) WITHOUT ROWID;
"""


def base_path(path: Path) -> Path:
    return path.with_name(path.name + ".base")


def is_laid_over(connection: sqlite3.Connection) -> bool:
    """Whether the file is a small one. Every file of changes says so in its `meta`."""
    return connection.execute("SELECT 1 FROM meta WHERE name = 'laid_over'").fetchone() is not None


def attach_base(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("ATTACH ? AS base", (f"{path.resolve().as_uri()}?mode=ro&immutable=1",))


def open_layers(path: Path) -> tuple[sqlite3.Connection, bool]:
    """A connection that only reads, and whether it reads two files: then each table is a view over both."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    has_two = is_laid_over(connection)
    if has_two:
        attach_base(connection, base_path(path))
        connection.executescript("PRAGMA temp_store=MEMORY;" + "".join(map(_view, _HIDDEN_BY)))
    connection.executescript("PRAGMA cache_size=-12000; PRAGMA query_only=1;")
    return connection, has_two


def _view(table: str) -> str:
    column, hidden = _HIDDEN_BY[table]
    columns = "*" if table in _WITHOUT_ROWID else "rowid AS rowid, *"
    counts = f" WHERE {column} NOT IN (SELECT {column} FROM main.{hidden})" if hidden else ""  # noqa: S608 - the names are ours
    # "rowid" keeps the order in which rows were written.
    return (
        f"CREATE TEMP VIEW {table} AS SELECT {columns} FROM main.{table}"  # noqa: S608
        f" UNION ALL SELECT {columns} FROM base.{table}{counts};"
    )


def link_base(whole: Path, into: Path) -> bool:
    """Gives the big file a further name beside `into`; False where the disk cannot."""
    target = base_path(into)
    if target.exists() and whole.samefile(target):
        return True
    beside = target.with_name(target.name + ".building")
    beside.unlink(missing_ok=True)
    try:
        os.link(whole, beside)
    except OSError:
        return False
    os.replace(beside, target)
    return True
