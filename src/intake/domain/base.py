"""The base of every value that is stored or sent: frozen, strict about unknown fields, decimals as strings in JSON."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value. `model_dump(mode="json")` gives decimals as strings, dates as ISO 8601, absent as null."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=False)
