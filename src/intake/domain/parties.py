"""Who we are: the supplier whose own name stands on every order sent to us and must never be taken for the buyer."""

from __future__ import annotations

from intake.domain.base import Value


class OwnCompany(Value):
    names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    vat_ids: tuple[str, ...] = ()
    glns: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    country: str = "DE"
    time_zone: str = "Europe/Berlin"
