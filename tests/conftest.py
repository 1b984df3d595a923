"""Databases to test on: `database` gives every test that asks for it both, SQLite and (where it is installed) PostgreSQL."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.store.engine import Database
from intake.store.migrate import migrate


def _find_postgres() -> Path | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb")
    candidates = [*folders, *([Path(found).parent] if found else [])]
    return next((folder for folder in candidates if (folder / "initdb").is_file()), None)


def _fast_folder() -> str | None:
    """Memory where there is enough of it: a cluster is thousands of small files. None = the usual temporary folder."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > 2_000_000_000 else None


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A cluster of its own in a temporary folder, without fsync; PostgreSQL does not run as root, so root becomes `postgres`."""
    binaries = _find_postgres()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    # Not below pytest's own folder: another run closes that one to the user `postgres`.
    folder = Path(tempfile.mkdtemp(prefix="intake-postgres-", dir=_fast_folder()))
    as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    if as_postgres:
        shutil.chown(folder, "postgres", "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    cluster = folder / "cluster"

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [*as_postgres, str(binaries / program), *arguments], check=True, stdout=subprocess.DEVNULL, cwd=folder, timeout=60
        )

    run("initdb", "-D", str(cluster), "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8")
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off -c synchronous_commit=off"
    )
    run("pg_ctl", "-D", str(cluster), "-w", "-o", options, "-l", str(folder / "log"), "start")
    try:
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}"
    finally:
        run("pg_ctl", "-D", str(cluster), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


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
