"""A backup of either engine comes back whole in either, or not at all."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from coach.errors import NotFound
from coach.practice.store.backup import copy, dump, restore
from coach.practice.store.errors import BadBackup, NewerDatabase, NotEmpty
from coach.practice.store.models import Base
from coach.practice.store.store import PracticeStore
from tests.practice.store.people import Floor, reply, start


@pytest.fixture
def used(floor: Floor) -> PracticeStore:
    """A store with something in every table."""
    mona, admin, omar = (floor.store.as_(person) for person in (floor.mona, floor.admin, floor.omar))
    practice = mona.create_set("حزمة التأخير", ["late-parcel"], 300, datetime.now(UTC) + timedelta(days=1))
    mona.invite(practice.id, floor.first.id, datetime.now(UTC) + timedelta(days=7))
    text = "أهلًا يا سارة 🙂\u2028\\u0000"
    _, tried = floor.practise(floor.omar, start(set_id=practice.id, state={"قال": [text]}), reply(text=text, seconds=12.25))
    mona.override(tried.id, 70, "x")
    mona.comment(tried.id, 0, 4, "y")
    admin.add_rubric({"excellent": 75}, {"tone": 1.5}, "z")
    admin.set_retention_days(90)
    omar.dismiss_nudge(omar.show_nudge("hostile-run").id)
    assert all(_rows(floor.store).values())
    return floor.store


def _rows(store: PracticeStore) -> dict[str, list[dict[str, Any]]]:
    with store.engine.connect() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()]
            for table in Base.metadata.sorted_tables
        }


def test_a_dump_comes_back_whole_in_either_engine(used: PracticeStore, empty_url: str, tmp_path: Path) -> None:
    counts = dump(used, tmp_path / "practice.jsonl")
    assert (tmp_path / "practice.jsonl").stat().st_mode & 0o777 == 0o600
    for url in (f"sqlite:///{tmp_path}/moved.db", empty_url):
        with PracticeStore(url) as other:
            assert restore(other, tmp_path / "practice.jsonl") == counts
            assert _rows(other) == _rows(used)


@pytest.mark.parametrize("engine", ["postgresql"])
def test_sqlite_moves_to_postgresql_and_practice_goes_on(used: PracticeStore, tmp_path: Path) -> None:
    before = _rows(used)
    dump(used, tmp_path / "there.jsonl")
    with PracticeStore(f"sqlite:///{tmp_path}/small.db") as small:
        restore(small, tmp_path / "there.jsonl")
        copy(small, tmp_path / "small.copy")
    restore(used, tmp_path / "small.copy", force=True)
    assert _rows(used) == before
    person = used.add_person("Yara")
    assert used.as_(person).start(start()).revision == 0


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_copy_is_taken_while_the_store_is_in_use(used: PracticeStore, tmp_path: Path) -> None:
    with used.engine.execution_options(coach_writing=True).begin() as other:
        other.exec_driver_sql("UPDATE people SET name = 'unfinished'")
        copy(used, tmp_path / "copy.db")
    assert [path.name for path in tmp_path.glob("copy.db*")] == ["copy.db"]
    with closing(sqlite3.connect(tmp_path / "copy.db")) as held:
        assert held.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert held.execute("SELECT count(*) FROM people WHERE name = 'unfinished'").fetchone() == (0,)
    with PracticeStore(f"sqlite:///{tmp_path}/restored.db") as other:
        restore(other, tmp_path / "copy.db")
        assert _rows(other)["tries"] == _rows(used)["tries"]


def test_a_store_in_use_is_not_overwritten_unless_asked_to(used: PracticeStore, tmp_path: Path) -> None:
    dump(used, tmp_path / "d.jsonl")
    late = used.add_person("Late")
    with pytest.raises(NotEmpty):
        restore(used, tmp_path / "d.jsonl")
    assert used.person(late.id) == late
    restore(used, tmp_path / "d.jsonl", force=True)
    assert "Late" not in {row["name"] for row in _rows(used)["people"]}


def _spoilt(lines: list[str]) -> dict[str, list[str]]:
    at, person = next((at, json.loads(line)) for at, line in enumerate(lines) if '"table": "people"' in line)
    row = person["row"]

    def other(**values: Any) -> list[str]:
        return [*lines[:at], json.dumps({"table": "people", "row": {**row, **values}}), *lines[at + 1 :]]

    return {
        "half": lines[: len(lines) // 2],
        "no end": lines[:-1],
        "a row lost": lines[:at] + lines[at + 1 :],
        "a row twice": [*lines[:at], lines[at], *lines[at:]],
        "more after the end": [*lines, lines[at]],
        "no head": lines[1:],
        "no JSON": [lines[0], "x", *lines[1:]],
        "another table": [lines[0], '{"table": "sqlite_master", "row": {}}', *lines[1:]],
        "another column": other(password="x"),
        "a wrong type": other(name=7),
        "a wrong time": other(created="yesterday"),
        "an unknown role": other(role="king"),
        "too long a name": other(name="x" * 121),
        "nobody's attempt": [line.replace(row["id"], "0" * 32) if '"table": "attempts"' not in line else line for line in lines],
        "nothing": [],
    }


def test_a_spoilt_dump_changes_nothing(used: PracticeStore, tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    dump(used, path)
    before = _rows(used)
    omar = next(row["id"] for row in before["people"] if row["name"] == "Omar")
    lines = sorted(path.read_text(encoding="utf-8").split("\n")[:-1], key=lambda line: ('"rows":' in line[:9], "format" not in line[:9]))
    first = next(at for at, line in enumerate(lines) if f'"id": "{omar}"' in line and '"table": "people"' in line)
    people = [at for at, line in enumerate(lines) if '"table": "people"' in line]
    lines[people[0]], lines[first] = lines[first], lines[people[0]]
    for what, spoilt in _spoilt(lines).items():
        path.write_text("".join(f"{line}\n" for line in spoilt), encoding="utf-8")
        with pytest.raises(BadBackup) as caught:
            restore(used, path, force=True)
        assert _rows(used) == before, what
        assert caught.value.describe("ar") != caught.value.describe("en")
        assert "سارة" not in caught.value.describe("ar")


def test_what_is_no_backup_is_told(store: PracticeStore, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        restore(store, tmp_path / "none")
    with pytest.raises(NotFound):
        restore(store, tmp_path)
    with pytest.raises(NotFound):
        dump(store, tmp_path / "none" / "d.jsonl")
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE invoices (id INTEGER)")
    (tmp_path / "broken.db").write_bytes(b"SQLite format 3\0" + b"x" * 5_000)
    for name in ("other.db", "broken.db"):
        with pytest.raises(BadBackup):
            restore(store, tmp_path / name)
    dump(store, tmp_path / "d.jsonl")
    lines = (tmp_path / "d.jsonl").read_text().split("\n")
    head = {**json.loads(lines[0]), "schema": "9999"}
    (tmp_path / "d.jsonl").write_text("\n".join([json.dumps(head), *lines[1:]]))
    with pytest.raises(NewerDatabase):
        restore(store, tmp_path / "d.jsonl")
