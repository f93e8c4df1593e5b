"""A clock that jumps back or forth: bounds hold, numbers stay in order, nothing raises."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach.api import store as keeping
from coach.api.errors import QuotaExceeded, RateLimited
from coach.api.store import Store


class Clock:
    """A clock that a test sets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at = datetime(2026, 3, 1, 12, tzinfo=UTC)
        monkeypatch.setattr(time, "time", lambda: self.at.timestamp())
        monkeypatch.setattr(keeping, "_now", lambda: self.at.isoformat(timespec="seconds"))

    def jump(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def test_a_clock_that_jumps_back_fills_no_bucket_and_empties_none(tmp_path: Path, clock: Clock) -> None:
    store = Store(tmp_path / "coach.db")
    key = store.find_key(store.create_key("one", frozenset({"check"}), rate=3))
    assert key is not None
    store.take(key)
    clock.jump(hours=-5)
    store.take(key)
    store.take(key)
    with pytest.raises(RateLimited) as raised:
        store.take(key)
    assert 1 <= raised.value.details["wait"] <= 20  # type: ignore[operator]
    clock.jump(seconds=20)
    store.take(key)


def test_a_clock_that_jumps_forth_fills_one_bucket_and_no_more(tmp_path: Path, clock: Clock) -> None:
    store = Store(tmp_path / "coach.db")
    key = store.find_key(store.create_key("one", frozenset({"check"}), rate=2))
    assert key is not None
    store.take(key, 2)
    clock.jump(days=4000)
    store.take(key, 2)
    with pytest.raises(RateLimited):
        store.take(key)


def test_a_days_quota_ends_with_the_day_that_the_clock_tells_and_one_told_wrongly_locks_nobody_out(tmp_path: Path, clock: Clock) -> None:
    store = Store(tmp_path / "coach.db")
    key = store.find_key(store.create_key("one", frozenset({"check"}), quota=2))
    assert key is not None
    clock.jump(days=4000)
    store.take(key, drafts=2)
    with pytest.raises(QuotaExceeded) as raised:
        store.take(key, drafts=1)
    assert 0 < raised.value.details["wait"] <= 86_400  # type: ignore[operator]
    clock.jump(days=-4000)
    store.take(key, drafts=2)


class TestPractice:
    """The practice store takes the server's clock; tries are ordered by their numbers."""

    def test_tries_keep_their_order_when_the_clock_jumps_back(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        pytest.importorskip("sqlalchemy", reason="the extra practice is not installed")
        from coach.practice.store import columns, open_store
        from tests.practice.store.people import reply, start

        class Jumping(datetime):
            """Tells later moments, then earlier ones."""

            told = iter([datetime(2026, 3, 2, tzinfo=UTC) - timedelta(hours=number) for number in range(1_000)])

            @classmethod
            def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
                return next(cls.told)

        with open_store(f"sqlite:///{tmp_path}/practice.db") as store:
            view = store.as_(store.add_person("Omar"))
            attempt = view.start(start())
            monkeypatch.setattr(columns, "datetime", Jumping)
            made = [view.add_try(attempt.id, reply(), {"at": number}, number) for number in range(3)]
            assert made[0].created < made[1].created < made[2].created
            assert [one.number for one in view.tries(attempt.id)] == [1, 2, 3]
            assert view.attempt(attempt.id).state == {"at": 2}
