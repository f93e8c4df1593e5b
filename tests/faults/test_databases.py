"""Databases that fill up, are read-only, vanish and come back: what was kept stays, the error says which, and work goes on."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy", reason="the extra practice is not installed")
from sqlalchemy import event

from coach.api.store import Store
from coach.errors import CoachError, NotFound
from coach.practice.store import open_store
from coach.practice.store.errors import ForeignDatabase, StoreFault, StoreUnreachable
from coach.practice.store.store import PracticeStore
from tests.practice.store.conftest import _program
from tests.practice.store.people import reply, start

NOWHERE = Path("/proc")
"""A folder in which nobody may write, the super-user neither."""
pytestmark = pytest.mark.skipif(not (NOWHERE / "self").exists(), reason="there is no folder here that refuses everybody")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/practice.db"


def engine_of(store: PracticeStore) -> object:
    return store.engine


class TestPractice:
    """The practice store."""

    def test_a_full_disk_is_told_and_what_was_kept_stays(self, url: str) -> None:
        with open_store(url) as store:
            store.add_person("Huda", "admin")
            view = store.as_(store.add_person("Omar"))
            attempt = view.start(start())
            view.add_try(attempt.id, reply())
            lid = _Lid(engine_of(store))
            with pytest.raises(StoreUnreachable) as raised:
                for _ in range(2_000):
                    view.add_try(attempt.id, reply(text="This text is nobody else's business. " * 90))
            assert "practice.db" in str(raised.value)
            assert "business" not in raised.value.describe("en") + raised.value.describe("ar")
            kept = len(view.tries(attempt.id))
            assert kept >= 1
            lid.lift()
            view.add_try(attempt.id, reply())
            assert [one.number for one in view.tries(attempt.id)] == list(range(1, kept + 2))

    def test_a_read_only_file_is_told_and_is_still_read(self, url: str) -> None:
        with open_store(url) as store:
            view = store.as_(store.add_person("Omar"))
            attempt = view.start(start())
            lid = _Lid(engine_of(store), "query_only=ON", "query_only=OFF")
            with pytest.raises(StoreUnreachable):
                view.add_try(attempt.id, reply())
            assert view.attempt(attempt.id).state == attempt.state
            lid.lift()
            store.engine.dispose()  # a line that was opened while the file was shut stays so
            assert view.add_try(attempt.id, reply()).number == 1

    def test_a_folder_that_refuses_is_told(self) -> None:
        with pytest.raises(StoreUnreachable, match=r"/proc/practice\.db"):
            open_store(f"sqlite:///{NOWHERE}/practice.db")

    def test_a_file_that_vanished_or_was_put_for_another_raises_only_what_can_be_acted_on(self, url: str, tmp_path: Path) -> None:
        with open_store(url) as store:
            store.add_person("Omar")
        path = tmp_path / "practice.db"
        saved = path.read_bytes()
        for other in (None, b"", b"not a database at all " * 400, saved[: len(saved) // 2]):
            path.unlink(missing_ok=True)
            if other is not None:
                path.write_bytes(other)
            try:
                with open_store(url) as again:
                    again.add_person("Lina")
            except (ForeignDatabase, StoreFault, StoreUnreachable):
                continue
            assert other in (None, b""), "a broken file is not taken for a new one"
        path.write_bytes(saved)
        with open_store(url) as again:
            assert {one.name for one in again.as_(again.add_person("Huda", "admin")).people()} == {"Omar", "Huda"}


class _Lid:
    """Keeps a store's file from growing, or from being written, until it is lifted."""

    def __init__(self, engine: object, shut: str = "max_page_count=1", open: str = "max_page_count=1000000") -> None:
        self._pragma, self._open, self._engine = shut, open, engine
        event.listen(engine, "begin", self._apply, insert=True)

    def _apply(self, connection: object) -> None:
        connection.exec_driver_sql(f"PRAGMA {self._pragma}")  # type: ignore[attr-defined]

    def lift(self) -> None:
        self._pragma = self._open


@pytest.fixture
def server() -> Iterator[tuple[str, Callable[[str], None]]]:
    """A PostgreSQL that a test may stop and start: its address, and what does so."""
    pytest.importorskip("psycopg", reason="the extra postgres is not installed")
    initdb, control = _program("initdb"), _program("pg_ctl")
    if initdb is None or control is None:
        pytest.skip("no initdb here: PostgreSQL is not installed")
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    if user:
        try:
            shutil.chown(folder, user)
        except LookupError:
            pytest.skip("there is no user postgres")

    def run(program: Path, *arguments: str) -> None:
        quiet = subprocess.DEVNULL
        subprocess.run([program, "-D", folder / "data", *arguments], user=user, cwd=folder, check=True, stdout=quiet, stderr=quiet)

    def turn(how: str) -> None:
        settings = ("-w", "-o", f"-k {folder} -c listen_addresses=''", "-l", str(folder / "log")) if how == "start" else ("-m", "immediate")
        run(control, *settings, how)

    try:
        run(initdb, "-U", "coach", "-A", "trust", "-E", "UTF8", "--locale=C")
        turn("start")
    except (OSError, subprocess.CalledProcessError):
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip("PostgreSQL is installed but does not start here")
    try:
        yield f"postgresql://coach@/postgres?host={folder}", turn
    finally:
        subprocess.run([control, "-D", folder / "data", "-m", "immediate", "stop"], user=user, cwd=folder, check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def test_a_database_that_goes_and_comes_back_is_told_and_practice_goes_on(server: tuple[str, Callable[[str], None]]) -> None:
    url, turn = server
    with open_store(url) as store:
        view = store.as_(store.add_person("Omar"))
        attempt = view.start(start())
        view.add_try(attempt.id, reply())
        turn("stop")
        for ask in (lambda: view.add_try(attempt.id, reply()), lambda: view.attempt(attempt.id)):
            with pytest.raises(StoreUnreachable):
                ask()
        turn("start")
        assert [one.number for one in view.tries(attempt.id)] == [1]
        assert view.add_try(attempt.id, reply()).number == 2


class TestKeys:
    """The server's own file: keys, their use, feedback."""

    ROW = {"report_id": "r", "finding_id": "f", "rule": "shouting", "action": "ignored", "edited_text": "x" * 3000}

    def test_a_full_disk_loses_no_key_and_later_writes_go_on(self, tmp_path: Path) -> None:
        store = Store(tmp_path / "coach.db")
        key = store.find_key(store.create_key("one", frozenset({"check"}), rate=100))
        assert key is not None
        store._base.execute("PRAGMA max_page_count=1")
        with pytest.raises(sqlite3.OperationalError, match="full"):
            for _ in range(50):
                store.add_feedback(key, self.ROW, 10_000)
        kept = len(list(store.feedback()))
        assert not store._base.in_transaction
        store._base.execute("PRAGMA max_page_count=1000000")
        store.take(key)
        store.add_feedback(key, self.ROW, 10_000)
        assert len(list(store.feedback())) == kept + 1
        assert [one.id for one in store.list_keys()] == [key.id]
        store.close()

    def test_a_folder_that_refuses_is_told(self) -> None:
        with pytest.raises(NotFound, match=r"/proc/coach\.db"):
            Store(NOWHERE / "coach.db")

    def test_a_file_cut_short_is_told_or_read_never_half_believed(self, tmp_path: Path) -> None:
        path = tmp_path / "coach.db"
        store = Store(path)
        token = store.create_key("one", frozenset({"check"}))
        store._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        store.close()
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2])
        try:
            again = Store(path)
        except CoachError as error:
            assert "coach.db" in str(error)
            return
        with pytest.raises(sqlite3.DatabaseError):
            again.find_key(token)
