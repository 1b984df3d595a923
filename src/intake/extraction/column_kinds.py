"""Which columns count, which name the goods and which price them: what a table of order lines is known by."""

from __future__ import annotations

from intake.domain.plans import ColumnRole

COUNTING = frozenset({ColumnRole.QUANTITY, ColumnRole.PACKS, ColumnRole.VARIANT_QUANTITY})
FREE_CODES = frozenset(
    {ColumnRole.CODE, ColumnRole.SKU, ColumnRole.CUSTOMER_PART_NUMBER, ColumnRole.MANUFACTURER_PART_NUMBER},
)
"""Codes that anybody may make as he likes; a GTIN has its check digit."""
CODES = FREE_CODES | {ColumnRole.GTIN}
NAMING = CODES | {ColumnRole.DESCRIPTION}
PRICING = frozenset({ColumnRole.UNIT_PRICE, ColumnRole.LINE_AMOUNT})
