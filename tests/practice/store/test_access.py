"""An agent sees their own, a trainer their cohorts', an administrator all; everything else is refused in words."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from coach.practice.store.errors import GroupTooSmall, LastAdministrator, NoSuch, NotAllowed, Taken
from coach.practice.store.rows import Person
from coach.practice.store.store import View
from tests.practice.store.people import Floor, reply, start

LATER = datetime.now(UTC) + timedelta(days=1)
EVER = datetime(2020, 1, 1, tzinfo=UTC)


def test_who_sees_whose_attempts(floor: Floor) -> None:
    made = {person.name: floor.practise(person)[0].id for person in (floor.omar, floor.lina, floor.nadia, floor.mona, floor.karl)}
    seen = {
        viewer.name: {name for name, attempt in made.items() if _opens(floor.store.as_(viewer), attempt)}
        for viewer in (floor.omar, floor.nadia, floor.mona, floor.karl, floor.admin)
    }
    assert seen == {
        "Omar": {"Omar"},
        "Nadia": {"Nadia"},
        "Mona": {"Mona", "Omar", "Lina"},
        "Karl": {"Karl", "Nadia"},
        "Huda": set(made),
    }
    for viewer in (floor.omar, floor.mona, floor.karl, floor.admin):
        view = floor.store.as_(viewer)
        assert {one.id for one in view.attempts()} == {made[name] for name in seen[viewer.name]}
        assert {one.attempt for one in view.outcomes()} == {made[name] for name in seen[viewer.name]}
        assert {one.name for one in view.people()} >= seen[viewer.name]


def _opens(view: View, attempt: str) -> bool:
    try:
        view.attempt(attempt)
        view.tries(attempt)
    except NotAllowed:
        for closed in (view.tries, view.comments, view.overrides):
            with pytest.raises(NotAllowed):
                closed(attempt)
        return False
    return True


FORBIDDEN_TO_AGENTS: dict[str, Callable[[View, Floor, str, str], object]] = {
    "another's try": lambda view, floor, attempt, tried: view.add_try(attempt, reply()),
    "another's end": lambda view, floor, attempt, tried: view.finish(attempt),
    "another's list": lambda view, floor, attempt, tried: view.attempts(floor.lina.id),
    "another's outcomes": lambda view, floor, attempt, tried: view.outcomes(floor.lina.id),
    "a cohort's outcomes": lambda view, floor, attempt, tried: view.outcomes(cohort_id=floor.first.id),
    "another person": lambda view, floor, attempt, tried: view.person(floor.lina.id),
    "a comment": lambda view, floor, attempt, tried: view.comment(tried, 0, 1, "x"),
    "a score": lambda view, floor, attempt, tried: view.override(tried, 100, "x"),
    "a cohort": lambda view, floor, attempt, tried: view.create_cohort("x"),
    "members": lambda view, floor, attempt, tried: view.members(floor.first.id),
    "another's leaving": lambda view, floor, attempt, tried: view.leave(floor.first.id, floor.lina.id),
    "a set": lambda view, floor, attempt, tried: view.create_set("x", ["y"]),
    "invitations": lambda view, floor, attempt, tried: view.invitations(floor.first.id),
    "totals": lambda view, floor, attempt, tried: view.care_totals(floor.first.id, EVER),
}
FORBIDDEN_TO_TRAINERS: dict[str, Callable[[View, Floor, str, str], object]] = {
    "another's try": FORBIDDEN_TO_AGENTS["another's try"],
    "a cohort not theirs": lambda view, floor, attempt, tried: view.members(floor.second.id),
    "outcomes of a cohort not theirs": lambda view, floor, attempt, tried: view.outcomes(cohort_id=floor.second.id),
    "putting people into a cohort": lambda view, floor, attempt, tried: view.join(floor.first.id, floor.nadia.id),
    "a person": lambda view, floor, attempt, tried: view.add_person("x", "admin"),
    "a role": lambda view, floor, attempt, tried: view.change_role(floor.mona.id, "admin"),
    "the rubric": lambda view, floor, attempt, tried: view.add_rubric({}, {}, "x"),
    "the retention": lambda view, floor, attempt, tried: view.set_retention_days(0),
    "another's export": lambda view, floor, attempt, tried: view.export(floor.lina.id),
    "an erasure": lambda view, floor, attempt, tried: view.erase(floor.lina.id),
}


@pytest.mark.parametrize("what", [*FORBIDDEN_TO_AGENTS, *FORBIDDEN_TO_TRAINERS])
def test_an_agent_is_refused(floor: Floor, what: str) -> None:
    attempt, tried = floor.practise(floor.lina)
    call = {**FORBIDDEN_TO_TRAINERS, **FORBIDDEN_TO_AGENTS}[what]
    with pytest.raises(NotAllowed) as caught:
        call(floor.store.as_(floor.omar), floor, attempt.id, tried.id)
    assert caught.value.describe("en") != caught.value.describe("ar")


@pytest.mark.parametrize("what", list(FORBIDDEN_TO_TRAINERS))
def test_a_trainer_is_refused(floor: Floor, what: str) -> None:
    attempt, tried = floor.practise(floor.lina)
    with pytest.raises(NotAllowed):
        FORBIDDEN_TO_TRAINERS[what](floor.store.as_(floor.mona), floor, attempt.id, tried.id)


def test_nobody_marks_themselves_or_strangers(floor: Floor) -> None:
    for person in (floor.mona, floor.admin):
        _, own = floor.practise(person)
        with pytest.raises(NotAllowed):
            floor.store.as_(person).override(own.id, 100, "well done me")
    _, strangers = floor.practise(floor.nadia)
    with pytest.raises(NotAllowed):
        floor.store.as_(floor.mona).comment(strangers.id, 0, 1, "x")
    assert floor.store.as_(floor.admin).override(strangers.id, 90, "x").score == 90


def test_sets_are_their_makers_and_those_cohorts_they_are_given_to(floor: Floor) -> None:
    mona = floor.store.as_(floor.mona)
    practice = mona.create_set("Delays", ["late-parcel"])
    with pytest.raises(NotAllowed):
        floor.practise(floor.omar, start(set_id=practice.id))
    mona.invite(practice.id, floor.first.id, LATER)
    assert [one.id for one in floor.store.as_(floor.omar).sets()] == [practice.id]
    assert floor.store.as_(floor.nadia).sets() == floor.store.as_(floor.karl).sets() == []
    assert floor.practise(floor.omar, start(set_id=practice.id))[0].set_id == practice.id
    closed: list[tuple[Person, Callable[[View], object]]] = [
        (floor.karl, lambda view: view.delete_set(practice.id)),
        (floor.karl, lambda view: view.invite(practice.id, floor.second.id, LATER)),
        (floor.mona, lambda view: view.invite(practice.id, floor.second.id, LATER)),
        (floor.omar, lambda view: view.delete_set(practice.id)),
    ]
    for person, call in closed:
        with pytest.raises(NotAllowed):
            call(floor.store.as_(person))


def test_a_trainer_does_not_get_into_a_cohort_by_an_invitation(floor: Floor) -> None:
    attempt, _ = floor.practise(floor.omar)
    mona, karl = floor.store.as_(floor.mona), floor.store.as_(floor.karl)
    _, token = mona.invite(mona.create_set("Delays", ["late-parcel"]).id, floor.first.id, LATER)
    with pytest.raises(NotAllowed):
        karl.accept(token)
    with pytest.raises(NotAllowed):
        karl.attempt(attempt.id)


def test_a_role_ends_at_once(floor: Floor) -> None:
    attempt, _ = floor.practise(floor.omar)
    view = floor.store.as_(floor.mona)
    assert view.attempt(attempt.id).id == attempt.id
    floor.store.as_(floor.admin).change_role(floor.mona.id, "agent")
    with pytest.raises(NotAllowed):
        view.attempt(attempt.id)
    floor.store.as_(floor.omar).leave(floor.first.id, floor.omar.id)
    floor.store.as_(floor.admin).change_role(floor.mona.id, "trainer")
    with pytest.raises(NotAllowed):
        view.attempt(attempt.id)


@pytest.mark.parametrize("keep_scores", [None, False, True])
def test_the_last_administrator_stays_one(floor: Floor, keep_scores: bool | None) -> None:
    def end(who: Person, whom: Person) -> None:
        view = floor.store.as_(who)
        if keep_scores is None:
            view.change_role(whom.id, "trainer")
        else:
            view.erase(whom.id, keep_scores)

    with pytest.raises(LastAdministrator):
        end(floor.admin, floor.admin)
    with pytest.raises(LastAdministrator):
        floor.store.erase_person(floor.admin.id)
    floor.store.as_(floor.admin).change_role(floor.admin.id, "admin")
    floor.store.as_(floor.admin).change_role(floor.mona.id, "admin")
    end(floor.mona, floor.admin)
    with pytest.raises(LastAdministrator):
        end(floor.mona, floor.mona)


def test_of_two_administrators_who_put_each_other_down_one_stays(floor: Floor) -> None:
    floor.store.as_(floor.admin).change_role(floor.mona.id, "admin")

    def down(pair: tuple[Person, Person]) -> bool:
        try:
            floor.store.as_(pair[0]).change_role(pair[1].id, "agent")
        except (LastAdministrator, NotAllowed):
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(down, ((floor.admin, floor.mona), (floor.mona, floor.admin)))) == [False, True]
    assert sum(floor.store.person(one.id).role == "admin" for one in (floor.admin, floor.mona)) == 1


def test_a_new_key_is_an_administrators_to_give_and_a_trainers_to_their_agents(floor: Floor) -> None:
    for who, whom in ((floor.admin, floor.karl), (floor.admin, floor.admin), (floor.mona, floor.omar)):
        view, before = floor.store.as_(who), floor.store.person(whom.id).key_id
        assert view.keyless(whom.id).id == whom.id
        assert view.rekey(whom.id, f"key-{whom.name}") == before
        found = floor.store.find_person(key_id=f"key-{whom.name}")
        assert found is not None
        assert found.id == whom.id
    with pytest.raises(Taken):
        floor.store.as_(floor.admin).rekey(floor.lina.id, "key-Omar")
    refused = (
        (floor.mona, floor.nadia),
        (floor.mona, floor.karl),
        (floor.mona, floor.mona),
        (floor.omar, floor.omar),
        (floor.omar, floor.lina),
    )
    for who, whom in refused:
        with pytest.raises(NotAllowed):
            floor.store.as_(who).keyless(whom.id)
        with pytest.raises(NotAllowed):
            floor.store.as_(who).rekey(whom.id, "mine")


def test_words_of_care_are_between_the_page_and_the_person(floor: Floor) -> None:
    omar = floor.store.as_(floor.omar)
    nudge = omar.show_nudge("hostile-run")
    for other in (floor.mona, floor.admin, floor.lina):
        assert floor.store.as_(other).nudges() == []
        with pytest.raises(NotAllowed):
            floor.store.as_(other).dismiss_nudge(nudge.id)
    dismissed = omar.dismiss_nudge(nudge.id)
    assert dismissed.dismissed is not None
    assert omar.dismiss_nudge(nudge.id) == dismissed
    with pytest.raises(GroupTooSmall):
        floor.store.as_(floor.mona).care_totals(floor.first.id, EVER)
    for number in range(3):
        floor.store.as_(floor.admin).join(floor.first.id, floor.store.add_person(f"Agent {number}").id)
    totals = floor.store.as_(floor.mona).care_totals(floor.first.id, EVER)
    assert (totals.agents, totals.shown, totals.dismissed) == (5, 1, 1)


def test_the_rubrics_history_is_open_to_all(floor: Floor) -> None:
    admin = floor.store.as_(floor.admin)
    admin.add_rubric({"excellent": 75}, {"empathy": 16}, "as shipped")
    admin.add_rubric({"excellent": 80}, {"empathy": 20}, "the spring's rubric")
    assert [one.note for one in floor.store.as_(floor.omar).rubrics()] == ["the spring's rubric", "as shipped"]


def test_someone_erased_can_do_nothing(floor: Floor) -> None:
    view = floor.store.as_(floor.omar)
    floor.store.erase_person(floor.omar.id)
    with pytest.raises(NoSuch):
        view.attempts()
