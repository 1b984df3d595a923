"""Databases to test on: `database` gives every test that asks for it both, SQLite and (where it is installed) PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fixtures.postgres import find_postgres, postgres

from intake.store.engine import Database
from intake.store.migrate import migrate


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    binaries = find_postgres()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with postgres(binaries) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_databases(postgres_url: str) -> Iterator[Database]:
    server = Database(f"{postgres_url}/postgres")
    with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CREATE DATABASE model_of_intake")
    model = Database(f"{postgres_url}/model_of_intake")
    migrate(model)
    model.close()
    yield server
    server.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated database."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'intake.db'}")
        migrate(database)
    else:
        server: Database = request.getfixturevalue("postgres_databases")
        name = f"test_{abs(hash(request.node.nodeid))}"
        with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE model_of_intake")
        database = Database(request.getfixturevalue("postgres_url") + f"/{name}")
    yield database
    database.close()
    if request.param == "postgresql":
        with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
