"""Databases of the first versions are brought up to date with all that they hold; newer ones and other programs' are left alone."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from coach import forms
from coach.api import store as module
from coach.api.store import STEPS, Store
from coach.errors import NewerForm, NotFound
from coach.practice.store import open_store
from coach.practice.store.backup import restore
from coach.practice.store.schema import revisions
from coach.practice.store.store import PracticeStore

FIRST = Path(__file__).parent / "first"
KEY = "rck_0123456789ab_made-up-for-the-tests"
OMAR, HUDA = "fe126faf9de540bfbcd4174b79e3310b", "495b085575a0485fb9ce93e753a05fe4"
REVOKED = "rck_ba9876543210_another-made-up-one"


def made(name: str, path: Path) -> Path:
    """Make a database of the statements that are kept of it."""
    with closing(sqlite3.connect(path)) as base:
        base.executescript((FIRST / f"{name}.sql").read_text(encoding="utf-8"))
    return path


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as base:
        return int(base.execute("PRAGMA user_version").fetchone()[0])


def content(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as base:
        return list(base.iterdump())


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return made("coach", tmp_path / "coach.db")


class TestKeys:
    """coach.db."""

    def test_the_first_file_is_numbered_and_keeps_keys_use_and_feedback(self, keys: Path) -> None:
        assert version(keys) == 0
        before = content(keys)
        store = Store(keys)
        assert version(keys) == forms.KEYS == len(STEPS)
        key = store.find_key(KEY)
        assert key is not None
        assert (key.name, key.scopes, key.rate, key.quota) == ("مكتب الدعم", {"check", "rewrite"}, 120, 500)
        assert store.find_key(REVOKED) is None
        assert [one.id for one in store.list_keys()] == ["0123456789ab", "ba9876543210"]
        assert [row["rule"] for row in store.feedback()] == ["blames-customer"]
        store.close()
        assert content(keys) == before

    def test_a_new_file_has_the_tables_of_one_that_came_all_the_way(self, keys: Path, tmp_path: Path) -> None:
        for path in (keys, tmp_path / "new.db"):
            Store(path).close()

        def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
            with closing(sqlite3.connect(path)) as base:
                names = [name for (name,) in base.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
                return {name: base.execute(f"PRAGMA table_info({name})").fetchall() for name in names}

        assert tables(keys) == tables(tmp_path / "new.db")
        assert version(tmp_path / "new.db") == forms.KEYS

    def test_a_newer_file_is_left_alone_and_both_versions_told(self, keys: Path) -> None:
        with closing(sqlite3.connect(keys)) as base:
            base.execute(f"PRAGMA user_version = {forms.KEYS + 1}")
        before = keys.read_bytes()
        with pytest.raises(NewerForm) as caught:
            Store(keys)
        for language in ("en", "ar"):
            told = caught.value.describe(language)
            assert "coach.db" in told
            assert str(forms.KEYS + 1) in told
        assert keys.read_bytes() == before

    def test_another_program_s_database_is_left_alone(self, tmp_path: Path) -> None:
        path = made("practice", tmp_path / "practice.db")
        before = path.read_bytes()
        with pytest.raises(NotFound, match="not a database of keys"):
            Store(path)
        assert path.read_bytes() == before

    def test_a_step_that_fails_leaves_the_file_as_it_was(self, keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        Store(keys).close()
        before = content(keys)
        broken = ("ALTER TABLE keys ADD COLUMN note TEXT", "INSERT INTO nowhere VALUES (1)")
        monkeypatch.setattr(module, "STEPS", (*STEPS, broken))
        monkeypatch.setattr(forms, "KEYS", forms.KEYS + 1)
        with pytest.raises(NotFound):
            Store(keys)
        assert content(keys) == before
        assert version(keys) == len(STEPS)

    def test_many_workers_that_start_at_once_take_the_steps_once(self, keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(module, "STEPS", (*STEPS, ("CREATE TABLE once (x INTEGER)", "INSERT INTO once VALUES (1)")))
        monkeypatch.setattr(forms, "KEYS", forms.KEYS + 1)
        with ThreadPoolExecutor(6) as threads:
            for store in threads.map(Store, [keys] * 6):
                store.close()
        with closing(sqlite3.connect(keys)) as base:
            assert base.execute("SELECT count(*) FROM once").fetchone() == (1,)
        assert version(keys) == len(STEPS) + 1


class TestPractice:
    """practice.db, and the lines of a backup; tests/practice/store tries PostgreSQL too."""

    @staticmethod
    def held(store: PracticeStore) -> tuple[list[str], list[int]]:
        told = store.export_person(OMAR)
        return [store.person(one).name for one in (OMAR, HUDA)], [one["score"] for one in told["attempts"][0]["tries"]]

    def test_the_first_database_keeps_people_attempts_and_scores(self, tmp_path: Path) -> None:
        path = made("practice", tmp_path / "practice.db")
        with open_store(f"sqlite:///{path}") as store:
            assert self.held(store) == (["Omar", "هدى"], [62])
        with closing(sqlite3.connect(path)) as base:
            assert base.execute("SELECT version_num FROM alembic_version").fetchone() == (revisions()[-1],)

    def test_the_first_backup_is_restored_into_todays_store(self, tmp_path: Path) -> None:
        with open_store(f"sqlite:///{tmp_path / 'practice.db'}") as store:
            restore(store, FIRST / "practice.jsonl")
            assert self.held(store) == (["Omar", "هدى"], [62])
