"""Finds the files that travel with the program: prompts and the demo's fixtures, in a checkout or in an installed wheel."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def shipped(name: str) -> Path:
    """The folder `prompts`, `fixtures/orders` or `fixtures/master`: inside the wheel, else at the top of the checkout."""
    inside = Path(str(files("intake"))) / "_shipped" / name
    if inside.is_dir():
        return inside
    checkout = Path(__file__).resolve().parents[2] / name
    if checkout.is_dir():
        return checkout
    raise FileNotFoundError(f"The folder {name} did not travel with this installation of intake.")
