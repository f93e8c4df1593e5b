"""Pseudonyms for conversations' ids: stable under one salt, in every output, and nowhere the id itself or the salt."""

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from coach.audit.engines import InProcess
from coach.audit.errors import AuditChanged, AuditError
from coach.audit.pseudonyms import AUTO, Pseudonyms, checked
from coach.audit.run import Asked, audit
from coach.audit.settings import Settings
from tests.audit import threads

CUES = Settings(model="cues", batch=5)
SALT = "a long and secret salt"


def audited(folder: Path, given: Path, salt: str | None, **more: object) -> Path:
    audit(Asked([str(given)], folder, CUES, hash_ids=salt, **more), InProcess())  # type: ignore[arg-type]
    return folder


def names(out: Path) -> list[str]:
    return [str(one) for one in pq.read_table(out / "tables" / "conversations.parquet")["conversation"].to_pylist()]


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return threads.write(tmp_path_factory.mktemp("given") / "chats.jsonl", 6)


@pytest.fixture(scope="module")
def salted(given: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return audited(tmp_path_factory.mktemp("salted") / "audit", given, SALT)


def test_no_output_holds_an_id_or_the_salt(salted: Path) -> None:
    for path in (path for path in salted.rglob("*") if path.is_file()):
        held = path.read_bytes()
        assert not any(f"c0000{number}".encode() in held for number in range(6)), path.name
        assert SALT.encode() not in held, path.name
    with duckdb.connect(str(salted / "audit.duckdb"), read_only=True) as database:
        assert all(name.startswith("c-") for (name,) in database.execute("SELECT conversation FROM replies").fetchall())


def test_the_same_salt_gives_the_same_pseudonyms_and_another_gives_others(salted: Path, given: Path, tmp_path: Path) -> None:
    assert names(audited(tmp_path / "again", given, SALT)) == names(salted)
    assert set(names(audited(tmp_path / "other", given, SALT + "!"))).isdisjoint(names(salted))


def test_auto_gives_others_each_time_and_leaves_no_key(given: Path, tmp_path: Path) -> None:
    first, second = (audited(tmp_path / name, given, AUTO) for name in ("first", "second"))
    assert set(names(first)).isdisjoint(names(second))
    assert not list(first.rglob("*.key"))


def test_auto_keeps_its_key_while_an_audit_is_stopped(tmp_path: Path) -> None:
    assert Pseudonyms.of(AUTO, tmp_path)("c1") == Pseudonyms.of(AUTO, tmp_path)("c1")
    assert Pseudonyms.of(AUTO, tmp_path)("c1") != Pseudonyms.of(AUTO, tmp_path)("c2")


def test_another_salt_is_another_audit(salted: Path, given: Path) -> None:
    with pytest.raises(AuditChanged, match="source"):
        audited(salted, given, SALT + "?")


@pytest.mark.parametrize(("salt", "masked"), [("short", True), ("x" * 1001, True), (SALT, False), (AUTO, False)])
def test_a_salt_that_keeps_no_secret_is_refused_in_both_languages(salt: str, masked: bool) -> None:
    with pytest.raises(AuditError) as refused:
        checked(salt, masked)
    assert refused.value.describe("en") != refused.value.describe("ar")


def test_without_a_salt_ids_stay(tmp_path: Path) -> None:
    assert Pseudonyms.of(None, tmp_path)("C-1") == "C-1"
