"""Holds the rows of an import against each other: keys twice, references to nothing, circles, impossible figures, a wrong total.

What comes in is a folder; what goes out is one sentence a fault, told to `report`. Nothing is stored here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

from intake.domain.errors import BadInput
from intake.domain.identifiers import is_gln, is_gtin
from intake.domain.ledger import OpenItem, OpenItemKind
from intake.domain.master import Customer, ListPrice
from intake.erp import csv_rows as rows
from intake.erp.csv_ledger import read_ledger_row


class FolderCheck:
    """Checks a folder file by file; what one file defines (customers, articles, units) the next files may refer to."""

    def __init__(self, folder: Path, report: rows.Report) -> None:
        """`report` is told what refuses the import."""
        self._folder = folder
        self._report = report
        self._customers: dict[str, int] = {}
        self._base_uoms: dict[str, str] = {}
        self._units: set[tuple[str, str]] = set()
        self._gtins: dict[str, str] = {}

    def run(self) -> None:
        self._check_customers()
        self._check_contacts()
        self._check_ship_tos()
        self._check_products()
        self._check_units()
        self._check_cross_references()
        self._check_prices()
        self._check_ledger()

    def _check_customers(self) -> None:
        parents: dict[str, str] = {}
        for line, customer in self._rows(rows.CUSTOMERS):
            first = self._customers.setdefault(customer.customer_no, line)
            if first != line:
                self._say(f"customers.csv, line {line}: customer_no {customer.customer_no} stands already on line {first}.")
            if customer.parent_customer_no:
                parents[customer.customer_no] = customer.parent_customer_no
            if customer.credit_limit is not None and customer.credit_limit < 0:
                self._say(f"customers.csv, line {line}, column credit_limit: {customer.credit_limit} is negative.")
            self._check_extensions(line, customer)
            self._check_gln("customers.csv", line, customer.gln)
            self._check_currency("customers.csv", line, customer.currency)
        for customer_no, parent in parents.items():
            if parent not in self._customers:
                line = self._customers[customer_no]
                self._say(f"customers.csv, line {line}, column parent_customer_no: there is no customer {parent}.")
        self._check_circles("customers.csv", "parent_customer_no", parents, self._customers)

    def _check_extensions(self, line: int, customer: Customer) -> None:
        """A temporary limit and an insurance are whole or not there: neither ends never."""
        temporary = (customer.temporary_limit, customer.temporary_limit_from, customer.temporary_limit_until)
        if any(temporary) and None in temporary:
            self._say(f"customers.csv, line {line}: a temporary limit needs its amount, its first and its last day.")
        if (customer.insured_amount is None) != (customer.insured_until is None) or not 0 < customer.insured_percent <= 100:
            self._say(f"customers.csv, line {line}: an insurance needs its amount, its last day and a percentage from 1 to 100.")
        for name in ("temporary_limit", "insured_amount"):
            amount = getattr(customer, name)
            if amount is not None and amount < 0:
                self._say(f"customers.csv, line {line}, column {name}: {amount} is negative.")

    def _check_contacts(self) -> None:
        for line, contact in self._rows(rows.CONTACTS):
            self._check_customer("contacts.csv", line, contact.customer_no)
            if "@" not in contact.email or contact.email.endswith("@"):
                self._say(f"contacts.csv, line {line}, column email: {contact.email!r} is neither an address nor @domain.")

    def _check_ship_tos(self) -> None:
        codes: set[tuple[str, str]] = set()
        for line, place in self._rows(rows.SHIP_TOS):
            self._check_customer("ship_tos.csv", line, place.customer_no)
            self._check_gln("ship_tos.csv", line, place.gln)
            if (place.customer_no, place.ship_to_code) in codes:
                self._say(f"ship_tos.csv, line {line}: {place.customer_no} has two addresses {place.ship_to_code}.")
            codes.add((place.customer_no, place.ship_to_code))

    def _check_products(self) -> None:
        lines: dict[str, int] = {}
        successors: dict[str, str] = {}
        for line, product in self._rows(rows.PRODUCTS):
            first = lines.setdefault(product.sku, line)
            if first != line:
                self._say(f"products.csv, line {line}: sku {product.sku} stands already on line {first}.")
            self._base_uoms[product.sku] = product.base_uom
            if product.replaced_by:
                successors[product.sku] = product.replaced_by
            self._check_gtin("products.csv", line, product.gtin)
            for name, figure in (("minimum_quantity", product.minimum_quantity), ("order_multiple", product.order_multiple)):
                if figure is not None and figure <= 0:
                    self._say(f"products.csv, line {line}, column {name}: {figure} must be above zero.")
        for sku, successor in successors.items():
            if successor not in lines:
                self._say(f"products.csv, line {lines[sku]}, column replaced_by: there is no article {successor}.")
        self._check_circles("products.csv", "replaced_by", successors, lines)

    def _check_units(self) -> None:
        for line, unit in self._rows(rows.PRODUCT_UNITS):
            self._check_sku("product_units.csv", line, unit.sku)
            self._check_gtin("product_units.csv", line, unit.gtin)
            if unit.factor <= 0:
                self._say(f"product_units.csv, line {line}, column factor: {unit.factor} must be above zero.")
            if unit.uom == self._base_uoms.get(unit.sku) and unit.factor != 1:
                self._say(f"product_units.csv, line {line}, column factor: {unit.uom} is {unit.sku}'s base unit: 1.")
            if (unit.sku, unit.uom) in self._units:
                self._say(f"product_units.csv, line {line}: {unit.sku} has the unit {unit.uom} twice.")
            self._units.add((unit.sku, unit.uom))

    def _check_cross_references(self) -> None:
        for line, reference in self._rows(rows.CROSS_REFERENCES):
            self._check_customer("cross_references.csv", line, reference.customer_no)
            self._check_sku("cross_references.csv", line, reference.sku)
            self._check_uom("cross_references.csv", line, reference.sku, reference.uom)

    def _check_prices(self) -> None:
        lists: dict[str, tuple[str, int]] = {}
        for line, price in self._rows(rows.PRICES):
            self._check_list_currency(line, price, lists)
            self._check_sku("prices.csv", line, price.sku)
            self._check_uom("prices.csv", line, price.sku, price.uom)
            self._check_currency("prices.csv", line, price.currency)
            if price.customer_no:
                self._check_customer("prices.csv", line, price.customer_no)
            if price.unit_price < 0:
                self._say(f"prices.csv, line {line}, column unit_price: {price.unit_price} is negative.")
            if price.price_basis_quantity <= 0:
                self._say(f"prices.csv, line {line}, column price_basis_quantity: it must be above zero.")
            if price.valid_from and price.valid_until and price.valid_from > price.valid_until:
                self._say(f"prices.csv, line {line}: valid_from {price.valid_from} is after valid_until {price.valid_until}.")

    def _check_list_currency(self, line: int, price: ListPrice, lists: dict[str, tuple[str, int]]) -> None:
        """A list is in one currency: of two in one, somebody mixed up two lists, or a currency is mistyped."""
        if price.price_list is None:
            return
        currency, first = lists.setdefault(price.price_list, (price.currency, line))
        if price.currency != currency:
            self._say(
                f"prices.csv, line {line}, column currency: the list {price.price_list} has {currency} from line {first} on and "
                f"{price.currency} here; give each currency a list of its own."
            )

    def _check_ledger(self) -> None:
        items = self._checked_open_items()
        for line, order in self._rows(rows.OPEN_ORDERS):
            self._check_customer("open_orders.csv", line, order.customer_no)
            self._check_currency("open_orders.csv", line, order.currency)
            if order.open_amount < 0:
                self._say(f"open_orders.csv, line {line}, column open_amount: {order.open_amount} is negative.")
        for line, payment in self._rows(rows.PAYMENTS):
            self._check_customer("payments.csv", line, payment.customer_no)
        for line, exposure in self._rows(rows.EXPOSURES):
            self._check_customer("exposures.csv", line, exposure.customer_no)
            self._check_currency("exposures.csv", line, exposure.currency)
        for line, tax in self._rows(rows.TAX_RATES):
            if not 0 <= tax.rate_percent < 100:
                self._say(f"tax_rates.csv, line {line}, column rate_percent: {tax.rate_percent} is no percentage from 0 to 99.")
        rates = {(rate.from_currency, rate.to_currency): rate.rate for _, rate in self._rows(rows.EXCHANGE_RATES)}
        for (source, target), rate in rates.items():
            if rate <= 0:
                self._say(f"exchange_rates.csv: the rate from {source} to {target} is {rate} and must be above zero.")
        self._check_control_total(items, rates)

    def _checked_open_items(self) -> list[OpenItem]:
        items: list[OpenItem] = []
        seen: set[tuple[object, ...]] = set()
        for line, item in self._rows(rows.OPEN_ITEMS):
            self._check_customer("open_items.csv", line, item.customer_no)
            self._check_currency("open_items.csv", line, item.currency)
            if item.amount < 0 or item.open_amount < 0:
                self._say(f"open_items.csv, line {line}: amounts are positive; the kind says whether they reduce.")
            elif item.open_amount > item.amount:
                self._say(f"open_items.csv, line {line}, column open_amount: {item.open_amount} is more than {item.amount}.")
            if item.order_key and item.kind is not OpenItemKind.PAYMENT:
                self._say(f"open_items.csv, line {line}, column order_key: only a payment is made for an order in advance.")
            # Instalments share their invoice's number and differ in their due date.
            key = (item.customer_no, item.document_no, item.kind, item.due_date)
            if key in seen:
                self._say(f"open_items.csv, line {line}: {item.kind} {item.document_no} due {item.due_date} stands there twice.")
            seen.add(key)
            items.append(item)
        return items

    def _check_control_total(self, items: list[OpenItem], rates: dict[tuple[str, str], Decimal]) -> None:
        try:
            stated = read_ledger_row(self._folder)
        except BadInput as wrong:
            self._say(str(wrong))
            return
        currency = stated.currency
        missing = sorted({i.currency for i in items} - {currency} - {source for source, target in rates if target == currency})
        if missing:
            self._say(f"exchange_rates.csv: there is no rate from {', '.join(missing)} to {currency}, ledger.csv's currency.")
            return
        added = sum_open_items(items, currency, lambda source: rates[source, currency])
        if abs(added - stated.total) >= Decimal("0.01"):
            self._say(f"ledger.csv, line 2, column open_items_total: {stated.total}, but the items add up to {added}.")

    def _rows(self, shape: rows.FileShape[rows.V]) -> Iterator[tuple[int, rows.V]]:
        return rows.read_rows(self._folder, shape, self._report)

    def _say(self, sentence: str) -> None:
        self._report(sentence)

    def _check_customer(self, file: str, line: int, customer_no: str) -> None:
        if customer_no not in self._customers:
            self._say(f"{file}, line {line}, column customer_no: there is no customer {customer_no}.")

    def _check_sku(self, file: str, line: int, sku: str) -> None:
        if sku not in self._base_uoms:
            self._say(f"{file}, line {line}, column sku: there is no article {sku}.")

    def _check_uom(self, file: str, line: int, sku: str, uom: str | None) -> None:
        if uom and sku in self._base_uoms and uom != self._base_uoms[sku] and (sku, uom) not in self._units:
            self._say(f"{file}, line {line}, column uom: {sku} has no unit {uom} in products.csv or product_units.csv.")

    def _check_currency(self, file: str, line: int, currency: str) -> None:
        if len(currency) != 3 or not currency.isascii() or not currency.isupper():
            self._say(f"{file}, line {line}, column currency: {currency!r} is no ISO 4217 code like EUR.")

    def _check_gln(self, file: str, line: int, gln: str | None) -> None:
        if gln and not is_gln(gln):
            self._say(f"{file}, line {line}, column gln: {gln!r} is no GLN (13 digits with a right check digit).")

    def _check_gtin(self, file: str, line: int, gtin: str | None) -> None:
        if not gtin:
            return
        if not is_gtin(gtin):
            self._say(f"{file}, line {line}, column gtin: {gtin!r} is no GTIN (8, 12, 13 or 14 digits with a right check digit).")
        first = self._gtins.setdefault(gtin, f"{file}, line {line}")
        if first != f"{file}, line {line}":
            self._say(f"{file}, line {line}, column gtin: {gtin} stands already in {first}.")

    def _check_circles(self, file: str, column: str, onward: dict[str, str], lines: dict[str, int]) -> None:
        """Names each circle once, at its first member."""
        settled: set[str] = set()
        for start in onward:
            path: dict[str, None] = {}
            here: str | None = start
            while here is not None and here not in settled and here not in path:
                path[here] = None
                here = onward.get(here)
            if here is not None and here in path:
                members = list(path)
                circle = " → ".join([*members[members.index(here) :], here])
                self._say(f"{file}, line {lines.get(here, 0)}, column {column}: {circle} goes round in a circle.")
            settled.update(path)


def sum_open_items(items: list[OpenItem], currency: str, rate_from: Callable[[str], Decimal]) -> Decimal:
    """Invoices and instalments minus credit notes and payments, in `currency`, rounded to cents."""
    reducing = (OpenItemKind.CREDIT_NOTE, OpenItemKind.PAYMENT)
    total = Decimal(0)
    for item in items:
        amount = item.open_amount if item.currency == currency else item.open_amount * rate_from(item.currency)
        total += -amount if item.kind in reducing else amount
    return total.quantize(Decimal("0.01"))
