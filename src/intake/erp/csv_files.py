"""A folder of CSV files (CONTRACTS: master data) → checked master data and ledger. Every fault is named; one fault refuses all.

The rows are read by `csv_rows.py` and held against each other by `csv_checks.py`; here is the folder as a whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from intake.domain.errors import BadInput
from intake.domain.ledger import LedgerSnapshot
from intake.domain.master import (
    Contact,
    CrossReference,
    Customer,
    ExchangeRate,
    ListPrice,
    Product,
    ProductUnit,
    ShipToAddress,
    TaxRate,
)
from intake.erp import csv_rows as rows
from intake.erp.csv_checks import FolderCheck
from intake.erp.csv_ledger import read_ledger_row

MASTER_SHAPES = (
    *(rows.CUSTOMERS, rows.CONTACTS, rows.SHIP_TOS, rows.PRODUCTS, rows.PRODUCT_UNITS),
    *(rows.CROSS_REFERENCES, rows.PRICES, rows.TAX_RATES, rows.EXCHANGE_RATES),
)

MAX_PROBLEMS = 1_000
"""Naming more than this helps nobody; the rest is counted."""


class ImportRefused(BadInput):
    """The files contradict the contract or each other; nothing of them was applied."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class MasterFiles:
    """A checked folder, read anew row by row at each call: a catalogue of a million articles is never held whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.version = _version(folder)

    def customers(self) -> Iterator[Customer]:
        return self._values(rows.CUSTOMERS)

    def contacts(self) -> Iterator[Contact]:
        return self._values(rows.CONTACTS)

    def ship_tos(self) -> Iterator[ShipToAddress]:
        return self._values(rows.SHIP_TOS)

    def products(self) -> Iterator[Product]:
        return self._values(rows.PRODUCTS)

    def product_units(self) -> Iterator[ProductUnit]:
        return self._values(rows.PRODUCT_UNITS)

    def cross_references(self) -> Iterator[CrossReference]:
        return self._values(rows.CROSS_REFERENCES)

    def prices(self) -> Iterator[ListPrice]:
        return self._values(rows.PRICES)

    def tax_rates(self) -> Iterator[TaxRate]:
        return self._values(rows.TAX_RATES)

    def exchange_rates(self) -> Iterator[ExchangeRate]:
        return self._values(rows.EXCHANGE_RATES)

    def ledger(self, sequence: int = 1) -> LedgerSnapshot:
        """The ledger files as one snapshot."""
        stated = read_ledger_row(self._folder)
        return LedgerSnapshot(
            as_of=stated.as_of,
            sequence=sequence,
            control_total=stated.total,
            currency=stated.currency,
            open_items=tuple(self._values(rows.OPEN_ITEMS)),
            open_orders=tuple(self._values(rows.OPEN_ORDERS)),
            payments=tuple(self._values(rows.PAYMENTS)),
            exposures=tuple(self._values(rows.EXPOSURES)),
            tax_rates=tuple(self.tax_rates()),
            exchange_rates=tuple(self.exchange_rates()),
        )

    def _values(self, shape: rows.FileShape[rows.V]) -> Iterator[rows.V]:
        return (value for _, value in rows.read_rows(self._folder, shape, _raise))


def read_master(folder: Path) -> MasterFiles:
    """Checks the whole folder. Raises ImportRefused with one sentence a fault: file, line, column, what is wrong."""
    if not folder.is_dir():
        raise ImportRefused([f"{folder} is not a folder; name the folder that holds customers.csv."])
    problems: list[str] = []
    surplus = 0

    def report(sentence: str) -> None:
        nonlocal surplus
        if len(problems) < MAX_PROBLEMS:
            problems.append(sentence)
        else:
            surplus += 1

    FolderCheck(folder, report).run()
    if surplus:
        problems.append(f"… and {surplus} more.")
    if problems:
        raise ImportRefused(problems)
    return MasterFiles(folder)


def _raise(sentence: str) -> None:
    raise ImportRefused([sentence])


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for shape in MASTER_SHAPES:
        path = folder / shape.name
        digest.update(shape.name.encode())
        if path.is_file():
            with path.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()
