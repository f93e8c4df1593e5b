"""A person's data is given out whole, and goes when it is to go, down to the file's bytes."""

import json
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from coach.practice.store import models
from coach.practice.store.backup import dump
from coach.practice.store.errors import NoSuch, StoreFault
from coach.practice.store.privacy import Erased
from coach.practice.store.store import PracticeStore
from tests.practice.store.people import Floor, reply, start

SECRET = "my own words 7f3a"


def _marked(floor: Floor) -> str:
    """Omar's attempt, full of his words; gives its id."""
    omar, mona = floor.store.as_(floor.omar), floor.store.as_(floor.mona)
    attempt = omar.start(start(state={"said": [SECRET]}))
    tried = omar.add_try(attempt.id, reply(text=SECRET, reasons=[{"found": SECRET}]), {"said": [SECRET, SECRET]})
    mona.comment(tried.id, 0, 5, f"why {SECRET}?")
    mona.override(tried.id, 70, f"{SECRET} is fine")
    omar.show_nudge("hostile-run")
    return attempt.id


def _whole(store: PracticeStore, folder: Path) -> str:
    dump(store, folder / "all.jsonl")
    return (folder / "all.jsonl").read_text(encoding="utf-8")


def test_an_export_holds_everything_about_someone_and_nothing_of_others(floor: Floor) -> None:
    _marked(floor)
    floor.practise(floor.lina, reply=reply(text="Lina's words"))
    mona = floor.store.as_(floor.mona)
    mona.invite(mona.create_set("Delays", ["late-parcel"]).id, floor.first.id, datetime.now(UTC) + timedelta(days=1))
    told = json.dumps(floor.store.as_(floor.omar).export(floor.omar.id), ensure_ascii=False)
    assert told.count(SECRET) == 6
    assert "Lina" not in told
    assert floor.mona.id not in told
    given = json.loads(told)
    assert given["person"]["name"] == "Omar"
    assert [cohort["name"] for cohort in given["cohorts"]] == ["First"]
    assert [tried["score"] for attempt in given["attempts"] for tried in attempt["tries"]] == [62]
    assert len(given["nudges"]) == 1
    trainer = floor.store.export_person(floor.mona.id)
    assert {name: len(made) for name, made in trainer["made"].items()} == {
        "sets": 1, "invitations": 1, "overrides": 1, "comments": 1, "rubric_versions": 0,
    }  # fmt: skip
    assert "token_sha" not in json.dumps(trainer)
    with pytest.raises(NoSuch):
        floor.store.export_person("0" * 32)


@pytest.mark.parametrize("keep_scores", [False, True])
def test_an_erased_person_is_gone(floor: Floor, tmp_path: Path, keep_scores: bool) -> None:
    _marked(floor)
    lina, _ = floor.practise(floor.lina)
    erased = floor.store.as_(floor.admin).erase(floor.omar.id, keep_scores)
    assert erased == Erased(1, 1, 1)
    left = _whole(floor.store, tmp_path)
    for gone in (SECRET, floor.omar.id, "Omar"):
        assert gone not in left
    assert floor.store.as_(floor.lina).attempt(lina.id).id == lina.id
    scores = [one for one in floor.store.as_(floor.admin).outcomes() if one.person != floor.lina.id]
    assert [one.score for one in scores] == ([70] if keep_scores else [])
    for one in scores:
        assert (one.at.hour, one.at.minute, one.at.second) == (0, 0, 0)
        assert floor.store.person(one.person).name == "-"
        assert floor.store.export_person(one.person)["cohorts"] == []


def test_an_erased_trainers_remarks_stay_without_their_name(floor: Floor) -> None:
    attempt = _marked(floor)
    floor.store.erase_person(floor.mona.id)
    (comment,) = floor.store.as_(floor.omar).comments(attempt)
    (override,) = floor.store.as_(floor.omar).overrides(attempt)
    assert comment.trainer_id is override.trainer_id is None
    assert override.score == 70


@pytest.mark.parametrize("engine", ["sqlite"])
def test_erased_words_are_gone_from_the_files_bytes(floor: Floor, tmp_path: Path) -> None:
    _marked(floor)
    assert any(SECRET.encode() in path.read_bytes() for path in tmp_path.glob("practice.db*"))
    floor.store.erase_person(floor.omar.id)
    assert not any(SECRET.encode() in path.read_bytes() for path in tmp_path.glob("practice.db*"))


def test_old_texts_go_and_scores_stay(floor: Floor, tmp_path: Path) -> None:
    old, admin = _marked(floor), floor.store.as_(floor.admin)
    recent, _ = floor.practise(floor.omar, reply=reply(text="still here"))
    again = floor.store.as_(floor.omar).start(start())
    with floor.store.engine.begin() as connection:
        long_ago = datetime.now(UTC) - timedelta(days=40)
        connection.execute(update(models.Attempt).where(models.Attempt.id.in_([old, again.id])).values(started=long_ago))
        connection.execute(update(models.Try).where(models.Try.attempt_id == old).values(created=long_ago))
        connection.execute(update(models.Nudge).values(shown_at=long_ago))
    floor.store.as_(floor.omar).add_try(again.id, reply(text="taken up again"))
    assert admin.retention_days() == 365
    assert floor.store.sweep() == Erased(0, 0, 0)
    admin.set_retention_days(0)
    assert floor.store.sweep() == Erased(0, 0, 0)
    admin.set_retention_days(30)
    assert floor.store.sweep() == Erased(1, 1, 1)
    assert floor.store.sweep().tries == 0
    assert SECRET not in _whole(floor.store, tmp_path)
    omar = floor.store.as_(floor.omar)
    (tried,) = omar.tries(old)
    assert (tried.text, tried.score, tried.reasons) == (None, 62, [])
    assert omar.attempt(old).finished is not None
    assert [omar.tries(one)[0].text for one in (recent.id, again.id)] == ["still here", "taken up again"]
    assert omar.nudges() == []
    assert len(omar.outcomes()) == 3


def test_no_words_stand_in_the_databases_errors(floor: Floor) -> None:
    bad = models.Try(
        attempt_id="0" * 32, turn="start", number=1, text=SECRET, score=500, grade="x", criteria={}, reasons=[], ruleset_sha="", models={}
    )
    with pytest.raises(StoreFault) as caught:
        floor.store.transactions.write(lambda session: session.add(bad))
    assert SECRET not in "".join(traceback.format_exception(caught.value))
