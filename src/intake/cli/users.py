"""Commands about who may come in: people at the desk, and programs with a key. A secret is shown once and never kept."""

from __future__ import annotations

import secrets
import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from intake.cli.options import Home, opened
from intake.cli.output import fail, out, say
from intake.desk.ports import Role, Scope
from intake.desk.session import hash_api_key, hash_password
from intake.store.doors import keep_api_key, keep_user, load_user

user = typer.Typer(name="user", help="Who may use the desk and the API.", no_args_is_help=True, rich_markup_mode=None)

MIN_PASSWORD = 10


def add_to(app: typer.Typer) -> None:
    app.add_typer(user)


@user.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name to log in with.")],
    role: Annotated[list[Role], typer.Option("--role", help="What they may do; give it again for several.")],
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input instead of making one.")
    ] = False,
    home: Home = None,
) -> None:
    """Adds a user of the desk, or gives one that exists a new password and roles."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else secrets.token_urlsafe(12)
    if len(password) < MIN_PASSWORD:
        fail(f"A password has at least {MIN_PASSWORD} characters.", code=2)
    _, database, _ = opened(home)
    with database.write() as tx:
        keep_user(tx, name, hash_password(password), [one.value for one in role], datetime.now(UTC))
    say(f"{name} may log in as {', '.join(one.value for one in role)}.")
    if not password_stdin:
        out.print(password, markup=False, soft_wrap=True)


@user.command()
def key(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Whose key it is.")],
    scope: Annotated[
        list[Scope] | None,
        typer.Option("--scope", help="What the key may do; again for several. Without: all its user may."),
    ] = None,
    customer: Annotated[
        list[str] | None,
        typer.Option("--customer", help="Whose orders, quotes and account it may send and see; again for several."),
    ] = None,
    home: Home = None,
) -> None:
    """Makes an API key for a user and shows it, this once; programs send it as `Authorization: Bearer KEY`."""
    _, database, line = opened(home)
    strange = [number for number in customer or () if line.masters.current().customer(number) is None]
    if strange:
        fail(f"There is no customer {', '.join(strange)}.")
    made = secrets.token_urlsafe(32)
    with database.write() as tx:
        if load_user(tx, name) is None:
            fail(f"There is no user {name}; add one with `intake user add {name} --role order_desk`.")
        keep_api_key(tx, hash_api_key(made), name, datetime.now(UTC), [one.value for one in scope or ()], customer or ())
    out.print(made, markup=False, soft_wrap=True)
