"""What went wrong with a document, a part or a reading: data that travels with the result, never an exception."""

from __future__ import annotations

from intake.domain.base import Value


class Problem(Value):
    """One finding: `code` is a reason code's value, `path` points into the reading (`orders[0].lines[2].unit_price`)."""

    code: str
    path: str = ""
    message: str
