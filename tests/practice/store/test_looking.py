"""What is shown, what an invitation lets in, and what a set lays down; on both engines."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest

from coach.practice.store import bounds, looking
from coach.practice.store.errors import (
    AttemptChanged,
    AttemptOver,
    BadValue,
    InvitationFull,
    InvitationOver,
    NotAllowed,
    NotInSet,
    SetOver,
    StoreError,
)
from coach.practice.store.store import PracticeStore
from tests.practice.store.people import Floor, reply, start

LATER = datetime.now(UTC) + timedelta(days=1)


def invited(floor: Floor) -> str:
    mona = floor.store.as_(floor.mona)
    return mona.invite(mona.create_set("Delays", ["late-parcel"]).id, floor.first.id, LATER)[1]


class TestAnAttemptWhole:
    def test_with_tries_remarks_and_trainers_names(self, floor: Floor) -> None:
        attempt, tried = floor.practise(floor.omar)
        again = floor.store.as_(floor.omar).add_try(attempt.id, reply(score=70))
        mona = floor.store.as_(floor.mona)
        mona.override(tried.id, 40, "too kind")
        mona.override(tried.id, 50, "still too kind")
        mona.override(again.id, 90, "empathy alone", "empathy")
        mona.comment(tried.id, 0, 2, "by name: good")
        whole = floor.store.as_(floor.omar).whole(attempt.id)
        assert [one.id for one in whole.tries] == [tried.id, again.id]
        assert [one.score for one in whole.overrides] == [40, 50, 90]
        assert whole.names == {floor.mona.id: "Mona"}
        assert (whole.first, whole.last) == (50, 70)
        assert whole.shows_master
        with pytest.raises(NotAllowed):
            floor.store.as_(floor.lina).whole(attempt.id)

    def test_the_list_gives_the_same_means_without_the_words(self, floor: Floor) -> None:
        attempt, tried = floor.practise(floor.omar, start(state={"ended": "time", "limit": 90.5}))
        view = floor.store.as_(floor.omar)
        view.add_try(attempt.id, reply(turn="later", score=30))
        floor.store.as_(floor.mona).override(tried.id, 50, "too kind")
        empty = view.start(start())
        last, first = view.summaries()
        whole = view.whole(attempt.id)
        assert (first.id, first.tries, first.first, first.last, first.remarks) == (attempt.id, 2, whole.first, whole.last, 1)
        assert (first.ended, first.limit, first.person.name) == ("time", 90.5, "Omar")
        assert (last.id, last.tries, last.first, last.remarks) == (empty.id, 0, None, 0)

    def test_of_a_cohort_or_a_set_to_its_trainers(self, floor: Floor) -> None:
        mona = floor.store.as_(floor.mona)
        practice = mona.create_set("Delays", ["late-parcel"])
        mona.invite(practice.id, floor.first.id, LATER)
        inside, _ = floor.practise(floor.omar, start(set_id=practice.id))
        outside, _ = floor.practise(floor.lina)
        floor.practise(floor.nadia)
        assert [one.id for one in mona.summaries(cohort_id=floor.first.id)] == [outside.id, inside.id]
        assert [one.id for one in mona.summaries(set_id=practice.id)] == [inside.id]
        with pytest.raises(NotAllowed):
            mona.summaries(cohort_id=floor.second.id)
        with pytest.raises(NotAllowed):
            floor.store.as_(floor.omar).summaries(person_id=floor.lina.id)


class TestSteps:
    def test_a_step_that_is_no_reply_counts_as_one(self, floor: Floor) -> None:
        view = floor.store.as_(floor.omar)
        attempt = view.start(start())
        assert view.keep(attempt.id, {"shown": True}, 0).revision == 1
        with pytest.raises(AttemptChanged):
            view.keep(attempt.id, {}, 0)
        with pytest.raises(AttemptChanged):
            view.add_try(attempt.id, reply(), {}, 0)
        assert view.keep(attempt.id, {"over": True}, 1, finished=True).finished
        with pytest.raises(AttemptOver):
            view.keep(attempt.id, {}, 2)
        assert view.attempt(attempt.id).state == {"over": True}

    def test_nobody_takes_one_in_anothers_attempt(self, floor: Floor) -> None:
        attempt, _ = floor.practise(floor.omar)
        for person in (floor.mona, floor.admin, floor.lina):
            view = floor.store.as_(person)
            for step in (lambda view=view: view.keep(attempt.id, {}), lambda view=view: view.own(attempt.id)):
                with pytest.raises(NotAllowed):
                    step()

    def test_what_a_set_lays_down(self, floor: Floor) -> None:
        mona, omar = floor.store.as_(floor.mona), floor.store.as_(floor.omar)
        for deadline, scenario, error in ((None, "another", NotInSet), (datetime.now(UTC), "late-parcel", SetOver)):
            practice = mona.create_set("Delays", ["late-parcel"], deadline=deadline)
            mona.invite(practice.id, floor.first.id, LATER)
            with pytest.raises(error):
                omar.start(start(scenario=scenario, set_id=practice.id))
        with pytest.raises(NotAllowed):
            omar.start(start(held_out=True))
        tests = mona.create_set("Tests", ["late-parcel"])
        mona.invite(tests.id, floor.first.id, LATER)
        assert omar.start(start(held_out=True, set_id=tests.id)).held_out
        assert mona.start(start(held_out=True)).held_out

    def test_how_far_one_has_come_in_a_set(self, floor: Floor) -> None:
        mona, omar = floor.store.as_(floor.mona), floor.store.as_(floor.omar)
        practice = mona.create_set("Delays", ["late-parcel", "no-refund"])
        mona.invite(practice.id, floor.first.id, LATER)
        for _ in range(2):
            omar.finish(omar.start(start(set_id=practice.id)).id)
        omar.start(start(scenario="no-refund", set_id=practice.id))
        (given,) = omar.given_sets()
        assert (given.set.id, given.trainer.name if given.trainer else None, given.done) == (practice.id, "Mona", 1)
        assert floor.store.as_(floor.lina).given_sets()[0].done == 0

    def test_an_attempt_past_its_timer_is_finished_wherever_it_is_told(self, floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
        mona, omar = floor.store.as_(floor.mona), floor.store.as_(floor.omar)
        practice = mona.create_set("Delays", ["late-parcel"], timer_seconds=60)
        mona.invite(practice.id, floor.first.id, LATER)
        timed = start(set_id=practice.id, state={"turn": "start", "limit": 60.0, "ended": None})
        attempt = omar.start(timed)
        assert (omar.summaries()[0].finished, omar.given_sets()[0].done) == (None, 0)
        ran_out = attempt.started + timedelta(seconds=60)
        monkeypatch.setattr(looking, "now", lambda: ran_out + timedelta(seconds=1))
        (told,) = mona.summaries(person_id=floor.omar.id)
        assert (told.ended, told.finished) == ("time", ran_out)
        assert omar.given_sets()[0].done == 1
        assert floor.store.as_(floor.nadia).given_sets() == []


class TestEnrolling:
    def test_a_token_makes_an_agent_in_its_cohort(self, floor: Floor) -> None:
        person, practice = floor.store.enrol(invited(floor), "سارة", "ar", "key-1")
        assert (person.role, person.language, person.key_id, practice.name) == ("agent", "ar", "key-1", "Delays")
        view = floor.store.as_(person)
        assert [one.set.id for one in view.given_sets()] == [practice.id]
        assert person.id in {one.id for one in floor.store.as_(floor.mona).members(floor.first.id)}

    def test_what_opens_nothing_makes_nobody(self, floor: Floor) -> None:
        before = len(floor.store.as_(floor.admin).people())
        for token, name, error in (("nonsense", "X", InvitationOver), (invited(floor), " ", BadValue)):
            with pytest.raises(error):
                floor.store.enrol(token, name, "en", "key-1")
        assert len(floor.store.as_(floor.admin).people()) == before
        assert floor.store.find_person(key_id="key-1") is None

    def test_many_at_once_never_pass_the_limit(self, floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bounds, "MAX_JOINED", 5)
        token = invited(floor)

        def join(number: int) -> type[StoreError] | None:
            try:
                floor.store.enrol(token, f"N{number}", "en", f"key-{number}")
            except StoreError as error:
                return type(error)
            return None

        with ThreadPoolExecutor(8) as threads:
            met = list(threads.map(join, range(12)))
        assert (met.count(None), met.count(InvitationFull)) == (5, 7)
        invitation = floor.store.invitation(token)
        assert invitation.joined == 5
        assert len(floor.store.as_(floor.mona).members(floor.first.id)) == 3 + 5

    def test_who_is_in_already_is_not_counted(self, floor: Floor, store: PracticeStore) -> None:
        token = invited(floor)
        floor.store.as_(floor.omar).accept(token)
        assert floor.store.invitation(token).joined == 0


def test_the_latest_version_of_the_rubric_is_in_force(floor: Floor) -> None:
    admin, omar = floor.store.as_(floor.admin), floor.store.as_(floor.omar)
    assert omar.rubric() is None
    for fair in (40, 50):
        made = admin.add_rubric({"fair": fair, "excellent": 80}, {"tone": 1}, "why")
    assert omar.rubric() == made
    assert omar.names_of_rubrics() == {floor.admin.id: floor.admin.name}


def test_a_word_of_care_is_not_shown_twice_by_two_requests(floor: Floor) -> None:
    omar, quiet = floor.store.as_(floor.omar), datetime.now(UTC) - timedelta(hours=2)
    assert omar.show_nudge("hostile-run", quiet)
    assert omar.show_nudge("hostile-run", quiet) is None
    assert len(omar.nudges()) == 1


def test_a_time_beyond_all_bounds_is_told(floor: Floor) -> None:
    far = datetime.min.replace(tzinfo=timezone(timedelta(hours=5)))
    with pytest.raises(BadValue):
        floor.store.as_(floor.mona).create_set("x", ["y"], deadline=far)
