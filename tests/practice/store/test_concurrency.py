"""Fifty at once lose nothing, in threads and in processes."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from coach.practice.store.errors import AttemptChanged
from coach.practice.store.store import PracticeStore
from tests.practice.store.people import Floor, reply, start

AGENTS, EACH = 50, 20


def test_fifty_threads_on_one_attempt_lose_nothing(floor: Floor) -> None:
    view = floor.store.as_(floor.omar)
    attempt = view.start(start())

    def practise(number: int) -> list[tuple[str, int]]:
        turn = ("start", "angrier")[number % 2]
        return [(turn, floor.store.as_(floor.omar).add_try(attempt.id, reply(turn=turn)).number) for _ in range(EACH)]

    with ThreadPoolExecutor(AGENTS) as pool:
        given = [one for some in pool.map(practise, range(AGENTS)) for one in some]
    kept = [(one.turn, one.number) for one in view.tries(attempt.id)]
    assert sorted(given) == sorted(kept) == sorted((turn, number) for turn in ("start", "angrier") for number in range(1, 501))
    assert view.attempt(attempt.id).revision == AGENTS * EACH


WORKER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from coach.practice.store import open_store
from tests.practice.store.people import START, REPLY
url, people = sys.argv[1], sys.argv[2:]
with open_store(url) as store, ThreadPoolExecutor(len(people)) as pool:
    def practise(person):
        view = store.as_(person)
        attempt = view.start(START)
        for revision in range(5):
            view.add_try(attempt.id, REPLY, {"at": revision}, revision)
    list(pool.map(practise, people))
"""


def test_processes_that_open_and_fill_a_store_at_once_lose_nothing(empty_url: str) -> None:
    with PracticeStore(empty_url) as store:
        people = [store.add_person(f"Agent {number}").id for number in range(AGENTS)]
        workers = [
            subprocess.Popen([sys.executable, "-c", WORKER, empty_url, *people[number::2]], stderr=subprocess.PIPE) for number in range(2)
        ]
        for worker in workers:
            assert worker.wait(60) == 0, worker.communicate()[1].decode()[-2_000:]
            worker.communicate()
        for person in people:
            view = store.as_(person)
            (attempt,) = view.attempts()
            assert [one.number for one in view.tries(attempt.id)] == list(range(1, 6))
            assert attempt.state == {"at": 4}


def test_many_open_an_empty_database_at_once(empty_url: str) -> None:
    def opened(_: int) -> str:
        with PracticeStore(empty_url) as store:
            return store.add_person("Omar").id

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(opened, range(16)))) == 16


def test_of_replies_to_one_state_just_one_is_kept(floor: Floor) -> None:
    view = floor.store.as_(floor.omar)
    attempt = view.start(start())

    def answer(number: int) -> bool:
        try:
            view.add_try(attempt.id, reply(), {"by": number}, revision=0)
        except AttemptChanged:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(answer, range(16))) == 1
    assert len(view.tries(attempt.id)) == 1


@pytest.mark.parametrize("engine", ["sqlite"])
def test_reading_goes_on_while_another_writes(floor: Floor) -> None:
    attempt, _ = floor.practise(floor.omar)
    with floor.store.engine.execution_options(coach_writing=True).begin() as other:
        other.exec_driver_sql("UPDATE people SET name = 'Omar A.' WHERE name = 'Omar'")
        assert floor.store.as_(floor.omar).me().name == "Omar"
        assert len(floor.store.as_(floor.omar).tries(attempt.id)) == 1
    assert floor.store.as_(floor.omar).me().name == "Omar A."
