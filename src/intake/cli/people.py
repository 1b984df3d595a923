"""Whose word a command is: a user with a password, as at the desk. A word of nobody is kept nowhere."""

from __future__ import annotations

import sys
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from intake.cli.output import fail
from intake.desk.session import password_fits
from intake.holds.authority import Actor
from intake.store.doors import load_user
from intake.store.engine import Database

As = Annotated[str, typer.Option("--as", help="Your name, as you log in at the desk.")]
Comment = Annotated[str, typer.Option("--comment", help="Why, in a sentence that an auditor can read.")]
PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read your password from standard input instead of asking.")
]


def amount_of(said: str) -> Decimal:
    """An amount as a person types it. Ends the command where it is none."""
    try:
        return Decimal(said)
    except InvalidOperation:
        fail(f"{said!r} is no amount; write it like 1250.00.", code=2)


def proven(database: Database, name: str, password_stdin: bool) -> Actor:
    """The person, once the password fits. Ends the command otherwise."""
    said = sys.stdin.readline().rstrip("\n") if password_stdin else str(typer.prompt(f"Password of {name}", hide_input=True))
    with database.read() as tx:
        user = load_user(tx, name)
    if not password_fits(said, user.password_hash if user else None):
        fail("Name or password is wrong.")
    assert user is not None
    return Actor(name=user.name, roles=user.roles)
