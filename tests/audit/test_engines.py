"""Whoever does the work, the tables are the same, byte for byte; and whatever kills it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from coach.audit.engines import InProcess, Processes
from coach.audit.run import Asked, audit
from tests.audit import nursery, threads

KILLS = 50


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return threads.write(tmp_path_factory.mktemp("given") / "chats.jsonl", 60)


@pytest.fixture(scope="module")
def reference(given: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("reference") / "audit"
    nursery.run(given, out)
    return out


def test_the_tables_hold_every_conversation_once_and_in_order(reference: Path) -> None:
    import pyarrow.parquet as pq

    names = pq.read_table(reference / "tables" / "conversations.parquet")["conversation"].to_pylist()
    assert names == [f"c{number:05}" for number in range(60)]


def test_processes_give_the_tables_of_one_process(given: Path, reference: Path, tmp_path: Path) -> None:
    audit(Asked([str(given)], tmp_path / "audit", nursery.SETTINGS), Processes(2))
    assert nursery.tables(tmp_path / "audit") == nursery.tables(reference)


def test_an_audit_killed_fifty_times_at_random_moments_ends_as_an_undisturbed_one(given: Path, reference: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, nursery.__file__, str(given), str(reference), str(tmp_path), str(KILLS), "7"],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    told = json.loads(done.stdout)
    assert told["kills"] == KILLS
    assert told["wrong"] == []


def test_a_second_start_of_a_finished_audit_judges_nothing_again(given: Path, tmp_path: Path) -> None:
    class NoEngine(InProcess):
        def run(self, work, numbers):
            raise AssertionError("nothing is left to do")

    out = tmp_path / "audit"
    nursery.run(given, out)
    before = nursery.tables(out)
    audit(Asked([str(given)], out, nursery.SETTINGS), NoEngine())
    assert nursery.tables(out) == before
