"""Both engines: a SQLite file per test, and a PostgreSQL of our own in a temporary folder where one is installed."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from coach.practice.store import open_store
from coach.practice.store.models import Base
from coach.practice.store.rows import Person
from coach.practice.store.store import PracticeStore
from tests.practice.store.people import Floor

_NUMBER = count()


def _program(name: str) -> Path | None:
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which(name) or next((str(place / name) for place in places if (place / name).exists()), None)
    return Path(found).resolve() if found else None


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """A PostgreSQL that only this run can reach, by a socket; gives the socket's folder."""
    pytest.importorskip("psycopg", reason="the extra postgres is not installed")
    initdb, server = _program("initdb"), _program("pg_ctl")
    if initdb is None or server is None:
        pytest.skip("no initdb here: PostgreSQL is not installed")
    user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    if user:
        shutil.chown(folder, user)
    settings = f"-k {folder} -c listen_addresses='' -c fsync=off -c max_connections=200"

    def run(program: Path, *arguments: str) -> None:
        quiet = subprocess.DEVNULL
        subprocess.run([program, "-D", folder / "data", *arguments], user=user, cwd=folder, check=True, stdout=quiet, stderr=quiet)

    try:
        run(initdb, "-U", "coach", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        run(server, "-w", "-o", settings, "-l", str(folder / "log"), "start")
    except (OSError, LookupError, subprocess.CalledProcessError):
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip("PostgreSQL is installed but does not start here")
    try:
        yield str(folder)
    finally:
        run(server, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _run(folder: str, statement: str, name: str = "postgres") -> None:
    psycopg = pytest.importorskip("psycopg", reason="the extra postgres is not installed")
    with psycopg.connect(f"host={folder} user=coach dbname={name}", autocommit=True) as connection:
        connection.execute(statement)


def _create(folder: str, name: str) -> str:
    _run(folder, f'CREATE DATABASE "{name}" TEMPLATE template0')
    return f"postgresql://coach@/{name}?host={folder}"


@pytest.fixture(scope="session")
def ready_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ready") / "practice.db"
    open_store(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def ready_database(cluster: str) -> str:
    url = _create(cluster, "ready")
    open_store(url).close()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def empty_url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with nothing in it."""
    if engine == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
        return
    cluster, name = request.getfixturevalue("cluster"), f"empty{next(_NUMBER)}"
    yield _create(cluster, name)
    _run(cluster, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def url(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store with its tables and nobody in it."""
    if engine == "sqlite":
        path = tmp_path / "practice.db"
        shutil.copy(request.getfixturevalue("ready_file"), path)
        return f"sqlite:///{path}"
    url = str(request.getfixturevalue("ready_database"))
    _run(request.getfixturevalue("cluster"), f"TRUNCATE {', '.join(Base.metadata.tables)} CASCADE", "ready")
    return url


@pytest.fixture
def store(url: str) -> Iterator[PracticeStore]:
    with PracticeStore(url) as opened:
        yield opened


@pytest.fixture
def admin(store: PracticeStore) -> Person:
    return store.add_person("Huda", "admin", "ar")


@pytest.fixture
def floor(store: PracticeStore, admin: Person) -> Floor:
    return Floor.open(store, admin)
