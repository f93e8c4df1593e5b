"""`coach practice people` and `store`, and `--rubric`: what whoever runs the machine does."""

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from coach.api.store import Store
from coach.practice import bank, trust
from coach.practice.rubric import weights_now
from coach.practice.store import open_store
from coach.practice.store.rows import NewTry, Person, Start
from tests.cli.practice_runner import Runner

ID = "atm-debited-no-cash"
WORDS = "Sara, your card is safe; the money is back by Thursday."


@pytest.fixture
def place(tmp_path: Path) -> tuple[str, ...]:
    return ("--database", f"sqlite:///{tmp_path / 'practice.db'}", "--keys", str(tmp_path / "coach.db"))


@pytest.fixture
def omar(practice: Runner, place: tuple[str, ...]) -> Person:
    """Somebody with one attempt."""
    key = practice("people", "add", "Omar", *place).out.strip()
    with open_store(place[1]) as store:
        person = store.find_person(key_id=key.split("_")[1])
        assert person is not None
        view = store.as_(person)
        attempt = view.start(Start(ID, 1, "a" * 64, "en", "easy", ("delay",), False, {}))
        view.add_try(attempt.id, NewTry("start", WORDS, 62, "fair", {"tone": 90}))
    return person


class TestPeople:
    @pytest.mark.parametrize(("role", "ui", "said"), [("trainer", "en", "trainer"), ("agent", "ar", "موظف")])
    def test_a_person_and_their_key_in_one_step(self, practice: Runner, place: tuple[str, ...], role: str, ui: str, said: str) -> None:
        done = practice("people", "add", "منى", "--role", role, "--language", "ar", "--ui", ui, *place)
        key = Store(Path(place[3])).find_key(done.out.strip())
        assert key is not None
        assert key.scopes == {"practice"}
        assert said in done.err
        with open_store(place[1]) as store:
            person = store.find_person(key_id=key.id)
        assert person is not None
        assert (person.name, person.role, person.language) == ("منى", role, "ar")
        assert person.id in done.err

    @pytest.mark.parametrize("ui", ["en", "ar"])
    def test_a_new_key_for_someone_who_lost_theirs(self, practice: Runner, place: tuple[str, ...], omar: Person, ui: str) -> None:
        done = practice("people", "key", "Omar", "--ui", ui, *place)
        keys = Store(Path(place[3]))
        made = keys.find_key(done.out.strip())
        assert made is not None
        assert (made.scopes, made.rate) == ({"practice"}, 600)
        assert "Omar" in done.err
        assert [key.id for key in keys.list_keys() if key.revoked is None] == [made.id]
        with open_store(place[1]) as store:
            assert store.find_person(key_id=made.id) == replace(omar, key_id=made.id)
        assert practice("people", "key", "Nobody", "--ui", ui, *place).code == 2
        assert len([key for key in keys.list_keys() if key.revoked is None]) == 1

    def test_a_name_that_is_none_leaves_no_live_key(self, practice: Runner, place: tuple[str, ...]) -> None:
        done = practice("people", "add", " ", *place)
        assert (done.code, done.out) == (2, "")
        assert all(key.revoked for key in Store(Path(place[3])).list_keys())

    def test_everyone_is_listed_without_a_key(self, practice: Runner, place: tuple[str, ...], omar: Person) -> None:
        practice("people", "add", "Lina", "--role", "admin", *place)
        lines = practice("people", "list", *place[:2]).out.splitlines()
        assert [line.rsplit(" · ", 1)[-1].strip("\u2068\u2069") for line in lines[:2]] == ["Lina", "Omar"]
        assert lines[1].startswith(omar.id)
        assert lines[2] == "people: 2"
        assert "rck_" not in "".join(lines)

    def test_where_no_store_is_none_is_made(self, practice: Runner, tmp_path: Path) -> None:
        for arguments in (("people", "list"), ("store", "sweep"), ("store", "backup", tmp_path / "b.db"), ("store", "export", "Omar")):
            done = practice(*arguments, "--database", f"sqlite:///{tmp_path / 'none.db'}")
            assert (done.code, "there is no practice store" in done.err) == (2, True)
        assert not (tmp_path / "none.db").exists()


class TestStore:
    @pytest.mark.parametrize("lines", [(), ("--lines",)])
    def test_a_backup_comes_back_whole(
        self, practice: Runner, place: tuple[str, ...], omar: Person, tmp_path: Path, lines: tuple[str, ...]
    ) -> None:
        file, other = tmp_path / "backup", f"sqlite:///{tmp_path / 'other.db'}"
        assert practice("store", "backup", file, *lines, *place[:2]).code == 0
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert practice("store", "restore", file, "--database", other).out == "people: 1, attempts: 1, tries: 1\n"
        with open_store(other) as store:
            assert store.person(omar.id) == omar
        again = practice("store", "restore", file, "--database", other)
        assert (again.code, "force" in again.err) == (2, True)
        assert practice("store", "restore", file, "--force", "--database", other).code == 0

    def test_what_is_no_backup_changes_nothing(self, practice: Runner, place: tuple[str, ...], omar: Person, tmp_path: Path) -> None:
        (tmp_path / "half").write_text('{"format": "coach-practice-dump"', encoding="utf-8")
        for file in (tmp_path / "half", tmp_path / "nowhere"):
            assert practice("store", "restore", file, "--force", *place[:2]).code == 2
        with open_store(place[1]) as store:
            assert store.person(omar.id) == omar

    def test_export_by_name_or_id(self, practice: Runner, place: tuple[str, ...], omar: Person, tmp_path: Path) -> None:
        by_name = json.loads(practice("store", "export", "Omar", *place[:2]).out)
        assert by_name["attempts"][0]["tries"][0]["text"] == WORDS
        assert practice("store", "export", omar.id, "--out", tmp_path / "omar.json", *place[:2]).out == ""
        assert json.loads((tmp_path / "omar.json").read_text(encoding="utf-8"))["person"] == by_name["person"]
        assert stat.S_IMODE((tmp_path / "omar.json").stat().st_mode) == 0o600

    def test_of_two_of_one_name_an_id_is_asked_for(self, practice: Runner, place: tuple[str, ...], omar: Person) -> None:
        practice("people", "add", "Omar", *place)
        done = practice("store", "erase", "Omar", "--yes", *place)
        assert (done.code, omar.id in done.err) == (2, True)
        assert practice("store", "export", "Nobody", *place[:2]).code == 2

    @pytest.mark.parametrize("more", [(), ("--keep-scores",)])
    def test_erased_with_their_key(self, practice: Runner, place: tuple[str, ...], omar: Person, more: tuple[str, ...]) -> None:
        done = practice("store", "erase", "Omar", "--yes", *more, *place)
        assert (done.code, done.out) == (0, "erased: attempts 1, replies 1, remarks 0\n")
        assert practice("people", "list", *place[:2]).out.count("Omar") == 0
        assert all(key.revoked for key in Store(Path(place[3])).list_keys())
        assert WORDS.encode() not in b"".join(file.read_bytes() for file in Path(place[3]).parent.glob("practice.db*"))

    def test_it_asks_first(self, practice: Runner, place: tuple[str, ...], omar: Person) -> None:
        assert practice("store", "erase", "Omar", *place, given="n\n").code == 1
        with open_store(place[1]) as store:
            assert store.person(omar.id) == omar

    @pytest.mark.parametrize(("ui", "said"), [("en", "let go of"), ("ar", "أُزيلت")])
    def test_the_sweep_says_what_went(self, practice: Runner, place: tuple[str, ...], omar: Person, ui: str, said: str) -> None:
        assert said in practice("store", "sweep", "--ui", ui, *place[:2]).out
        with open_store(place[1]) as store:
            assert store.export_person(omar.id)["attempts"][0]["tries"][0]["text"] == WORDS


class TestRubric:
    @pytest.fixture
    def version(self, tmp_path: Path) -> Path:
        content = {
            "version": 2,
            "date": "2026-03-01",
            "note": "2026-03-01 tone counts",
            "grades": {"fair": 5, "excellent": 10},
            "weights": weights_now() | {"completeness": 1.0, "facts": 1.0, "moves": 1.0, "tone": 300.0},
            "kappa": {"before": 0.5, "before_interval": None, "after": 0.6},
            "scores": 20,
            "scenarios": 5,
            "trainers": 2,
        }
        file = tmp_path / "rubric.yaml"
        file.write_text(yaml.safe_dump(content), encoding="utf-8")
        return file

    def test_another_version_changes_score_grade_and_rule_set(self, practice: Runner, version: Path) -> None:
        text = next(sample.text for sample in bank.load()[ID].samples if sample.grade == "fair")
        given = ("try", ID, "--reply", "-", "--format", "json")
        ours, theirs = (json.loads(practice(*given, *more, given=text).out) for more in ((), ("--rubric", version)))
        assert ours["score"] != theirs["score"]
        assert (ours["grade"], theirs["grade"]) == ("fair", "excellent")
        assert ours["ruleset"] != theirs["ruleset"]
        assert ours["criteria"] == theirs["criteria"]

    def test_trust_measures_by_it(self, practice: Runner, version: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        seen = []
        monkeypatch.setattr(trust, "order", lambda _, rubric: seen.append(rubric) or {})
        practice("trust")
        practice("trust", "--rubric", version)
        assert seen[0] is None
        assert seen[1].grades.excellent == 10

    def test_one_that_cannot_be_used_is_told_with_its_field(self, practice: Runner, version: Path) -> None:
        version.write_text(version.read_text(encoding="utf-8").replace("fair: 5", "fair: 50"), encoding="utf-8")
        done = practice("try", ID, "--reply", "-", "--rubric", version, given="Hello.")
        assert (done.code, done.out) == (2, "")
        assert "fair begins below excellent" in done.err
