"""What is kept of practice comes back as it was; what does not fit is refused."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from coach.errors import NotText, TooLong
from coach.practice.store.errors import (
    AttemptChanged,
    AttemptOver,
    BadUrl,
    BadValue,
    ForeignDatabase,
    InvitationOver,
    NoSuch,
    NotAllowed,
    StoreError,
    StoreUnreachable,
    Taken,
)
from coach.practice.store.store import PracticeStore
from tests.practice.store.people import Floor, reply, start

ARABIC = "أهلًا يا سارة، شحنتك رقم ٤٤١١ خرجت اليوم 🙂"


def test_an_attempt_comes_back_as_it_was(floor: Floor) -> None:
    view = floor.store.as_(floor.omar)
    state = {"turn": "start", "said": [ARABIC], "seconds": 12.5, "shown": None}
    attempt = view.start(start(language="ar", kinds=("hostile",), state=state))
    tried = view.add_try(attempt.id, reply(text=ARABIC, reasons=[{"criterion": "empathy", "spans": [[0, 4]]}], seconds=31.5))
    assert view.attempt(attempt.id).state == state
    assert view.attempt(attempt.id).kinds == ["hostile"]
    assert view.attempt(attempt.id).revision == 1
    assert view.tries(attempt.id) == [tried]
    assert tried.text == ARABIC
    assert tried.criteria == {"empathy": 40, "tone": 90, "refusal": None}
    assert tried.created.tzinfo is UTC
    assert abs(datetime.now(UTC) - tried.created) < timedelta(minutes=1)


def test_tries_are_numbered_by_turn_and_the_state_goes_along(floor: Floor) -> None:
    view = floor.store.as_(floor.omar)
    attempt = view.start(start())
    numbers = [view.add_try(attempt.id, reply(turn=turn), {"turn": turn}).number for turn in ("start", "start", "angrier", "start")]
    assert numbers == [1, 2, 1, 3]
    assert view.attempt(attempt.id).state == {"turn": "start"}


def test_two_replies_to_one_state_are_noticed(floor: Floor) -> None:
    view = floor.store.as_(floor.omar)
    attempt = view.start(start())
    view.add_try(attempt.id, reply(), {"turn": "calmer"}, revision=0)
    with pytest.raises(AttemptChanged):
        view.add_try(attempt.id, reply(), {"turn": "angrier"}, revision=0)
    assert view.attempt(attempt.id).state == {"turn": "calmer"}
    assert len(view.tries(attempt.id)) == 1


def test_a_finished_attempt_takes_no_try(floor: Floor) -> None:
    view = floor.store.as_(floor.omar)
    attempt = view.start(start())
    view.add_try(attempt.id, reply(), finished=True)
    with pytest.raises(AttemptOver):
        view.add_try(attempt.id, reply())
    over = view.attempt(attempt.id).finished
    assert view.finish(attempt.id).finished == over


def test_attempts_come_by_pages_the_latest_first(floor: Floor) -> None:
    view = floor.store.as_(floor.omar)
    made = [view.start(start(scenario=f"s{number}")) for number in range(5)]
    page = view.attempts(limit=3)
    rest = view.attempts(before=page[-1].started, limit=3)
    assert [one.id for one in [*page, *rest]] == [one.id for one in reversed(made)]
    assert [one.scenario for one in view.attempts(scenario="s2")] == ["s2"]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"text": "x" * 4_001}, TooLong),
        ({"text": "a\0b"}, NotText),
        ({"text": "a\ud800b"}, NotText),
        ({"score": 101}, BadValue),
        ({"score": -1}, BadValue),
        ({"grade": "superb"}, BadValue),
        ({"turn": "t" * 61}, TooLong),
        ({"turn": ""}, BadValue),
        ({"reasons": [object()]}, BadValue),
        ({"criteria": {"empathy": float("nan")}}, BadValue),
        ({"reasons": ["x" * 200_001]}, TooLong),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_kept(floor: Floor, wrong: dict[str, object], error: type[Exception]) -> None:
    view = floor.store.as_(floor.omar)
    attempt = view.start(start())
    with pytest.raises(error):
        view.add_try(attempt.id, reply(**wrong))
    assert view.tries(attempt.id) == []
    assert view.attempt(attempt.id).revision == 0


def test_a_long_conversation_fits_and_an_endless_one_does_not(floor: Floor) -> None:
    view = floor.store.as_(floor.omar)
    attempt = view.start(start(state={"said": ["س" * 4_000] * 500}))
    assert len(view.attempt(attempt.id).state["said"]) == 500
    with pytest.raises(TooLong):
        view.finish(attempt.id, {"said": ["س" * 4_000] * 1_000})
    assert view.attempt(attempt.id).finished is None


def test_times_without_a_zone_are_refused_and_others_kept_in_utc(floor: Floor) -> None:
    view = floor.store.as_(floor.mona)
    with pytest.raises(BadValue):
        view.create_set("Delays", ["late-parcel"], deadline=datetime(2026, 1, 1))
    riyadh = timezone(timedelta(hours=3))
    made = view.create_set("Delays", ["late-parcel", "no-refund"], 300, datetime(2026, 1, 1, 2, tzinfo=riyadh), shows_master=False)
    kept = view.set(made.id)
    assert kept.deadline == datetime(2025, 12, 31, 23, tzinfo=UTC)
    assert (kept.scenarios, kept.timer_seconds, kept.shows_master) == (["late-parcel", "no-refund"], 300, False)


def test_a_trainers_score_stands_beside_the_machines(floor: Floor) -> None:
    attempt, tried = floor.practise(floor.omar)
    mona = floor.store.as_(floor.mona)
    mona.override(tried.id, 70, "kinder than it looks")
    mona.override(tried.id, 80, "on second thought")
    mona.override(tried.id, 75, "said what happened", "empathy")
    mona.comment(tried.id, 0, 7, "«أهلًا» أقرب إليها")
    omar = floor.store.as_(floor.omar)
    assert omar.tries(attempt.id)[0].score == 62
    assert [one.score for one in omar.overrides(attempt.id)] == [70, 80, 75]
    assert [(one.start, one.end) for one in omar.comments(attempt.id)] == [(0, 7)]
    outcome = omar.outcomes()[0]
    assert (outcome.score, outcome.criteria["empathy"], outcome.criteria["tone"]) == (80, 75, 90)
    with pytest.raises(BadValue):
        mona.comment(tried.id, 5, 4_000, "past the end")
    with pytest.raises(BadValue):
        mona.override(tried.id, 70, "no such criterion", "charm")


def test_a_withdrawn_remark_counts_no_more_and_stays_in_the_trainers_history(floor: Floor) -> None:
    attempt, tried = floor.practise(floor.omar)
    mona, omar = floor.store.as_(floor.mona), floor.store.as_(floor.omar)
    first, last = mona.override(tried.id, 70, "kinder than it looks"), mona.override(tried.id, 80, "on second thought")
    said = mona.comment(tried.id, 0, 7, "not so")
    for other in (floor.admin, floor.karl, floor.omar):
        with pytest.raises(NotAllowed):
            floor.store.as_(other).withdraw_override(last.id)
        with pytest.raises(NotAllowed):
            floor.store.as_(other).withdraw_comment(said.id)
    for _ in range(2):
        mona.withdraw_override(last.id)
        mona.withdraw_comment(said.id)
    assert [one.score for one in omar.overrides(attempt.id)] == [70]
    assert (omar.outcomes()[0].score, omar.summaries()[0].last, omar.summaries()[0].remarks) == (70, 70, 1)
    seen, looked = omar.whole(attempt.id), mona.whole(attempt.id)
    assert ([one.id for one in seen.overrides], seen.comments, seen.last) == ([first.id], [], 70)
    assert [(one.id, one.withdrawn is None) for one in looked.overrides] == [(first.id, True), (last.id, False)]
    assert [(one.text, one.withdrawn is None) for one in looked.comments] == [("not so", False)]
    assert looked.last == 70


def test_an_invitation_opens_until_it_ends(floor: Floor) -> None:
    mona, later = floor.store.as_(floor.mona), datetime.now(UTC) + timedelta(days=1)
    practice = mona.create_set("Delays", ["late-parcel"])
    invitation, token = mona.invite(practice.id, floor.first.id, later)
    nadia = floor.store.as_(floor.nadia)
    assert nadia.accept(token).id == practice.id
    assert nadia.accept(token).id == practice.id
    assert floor.nadia.id in {one.id for one in mona.members(floor.first.id)}
    assert nadia.start(start(set_id=practice.id)).set_id == practice.id
    mona.withdraw(invitation.id)
    _, old = mona.invite(practice.id, floor.first.id, datetime.now(UTC) - timedelta(seconds=1))
    for worthless in (token, old, "", "nonsense"):
        with pytest.raises(InvitationOver):
            nadia.accept(worthless)
    assert token not in str(mona.invitations(floor.first.id))


def test_a_set_taken_back_leaves_the_attempts(floor: Floor) -> None:
    mona = floor.store.as_(floor.mona)
    practice = mona.create_set("Delays", ["late-parcel"])
    mona.invite(practice.id, floor.first.id, datetime.now(UTC) + timedelta(days=1))
    attempt, _ = floor.practise(floor.omar, start(set_id=practice.id))
    mona.delete_set(practice.id)
    assert mona.attempt(attempt.id).set_id is None
    assert mona.invitations(floor.first.id) == []


def test_people_are_found_by_what_is_theirs_alone(store: PracticeStore) -> None:
    omar = store.add_person("Omar", key_id="k1", external_id="hr-7")
    assert store.find_person(key_id="k1") == omar
    assert store.find_person(external_id="hr-7") == omar
    assert store.find_person(key_id="k2") is None
    assert store.find_person() is None
    with pytest.raises(Taken):
        store.add_person("Lina", key_id="k1")
    with pytest.raises(Taken):
        store.add_person("Lina", external_id="hr-7")


@pytest.mark.parametrize("name", ["0" * 32, "x", "", "a b", "' OR 1=1 --", "م" * 50, "a\0"])
def test_an_unknown_id_is_told_without_repeating_words(floor: Floor, name: str) -> None:
    with pytest.raises(NoSuch) as caught:
        floor.store.as_(floor.admin).attempt(name)
    assert "'" not in caught.value.describe("en")
    with pytest.raises(NoSuch):
        floor.store.as_(name).me()


@pytest.mark.parametrize(
    "url", ["", "nonsense", "sqlite://", "sqlite:///:memory:", "mysql://x/y", "postgresql://host", "sqlite:///a?mode=ro"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(BadUrl):
        PracticeStore(url)


def test_nobody_answering_is_told_without_the_password(tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path}/none/p.db", "postgresql://coach:secret@127.0.0.1:9/none"):
        with pytest.raises(StoreUnreachable) as caught:
            PracticeStore(url)
        assert "secret" not in caught.value.describe("en")
        assert caught.value.__cause__ is None


def test_a_file_of_something_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sara, " * 1_000)
    with pytest.raises(ForeignDatabase):
        PracticeStore(f"sqlite:///{path}")
    assert path.read_text().startswith("Dear Sara")


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "practice.db"
    with PracticeStore(f"sqlite:///{path}") as store:
        store.add_person("Omar")
        assert {one.stat().st_mode & 0o777 for one in tmp_path.iterdir()} == {0o600}


def test_every_error_speaks_both_languages() -> None:
    details = dict.fromkeys(("what", "where", "kind", "name", "least", "found", "known", "to"), "x")
    kinds = StoreError.__subclasses__()
    assert len({kind.code for kind in kinds}) == len(kinds) == 21
    for kind in kinds:
        said = {kind(**details).describe(language) for language in ("en", "ar")}
        assert len(said) == 2
