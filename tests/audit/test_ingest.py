"""From messages to batches: whole conversations, in one order, none twice."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from coach.audit import ingest
from coach.audit.batches import read_batch
from coach.audit.posts import Post, Rejected
from coach.audit.settings import Settings

AT = datetime(2026, 3, 1, tzinfo=UTC)


def post(conversation: str, text: str, role: str = "customer", minutes: int | None = 0, **more: object) -> Post:
    at = None if minutes is None else AT + timedelta(minutes=minutes)
    return Post(conversation, role, text, sent_at=at, **more)


def batches(folder: Path, files: Iterable[Iterable[Post | Rejected]], settings: Settings) -> list[list]:
    for number, posts in enumerate(files):
        ingest.write_messages(number, posts, folder / "messages" / f"{number:06}.parquet", lambda _: None)
    out = folder / "batches.parquet"
    count, *_ = ingest.write_batches(folder / "messages", folder, settings, out)
    assert pq.ParquetFile(out).num_row_groups == count
    return [list(read_batch(out, number)) for number in range(count)]


def test_conversations_are_whole_whatever_the_order_of_their_messages(tmp_path: Path) -> None:
    files = [[post("b", "1"), post("a", "1"), post("b", "3", minutes=2)], [post("a", "2", minutes=1), post("b", "2", minutes=1)]]
    found = [one for batch in batches(tmp_path, files, Settings(batch=10)) for one in batch]
    assert [(one.id, [p.text for p in one.posts]) for one in found] == [("a", ["1", "2"]), ("b", ["1", "2", "3"])]


def test_a_batch_holds_so_many_conversations(tmp_path: Path) -> None:
    posts = [post(f"{n:03}", text) for n in range(25) for text in ("q", "a")]
    sizes = [len(batch) for batch in batches(tmp_path, [posts], Settings(batch=10))]
    assert sizes == [10, 10, 5]


def test_batches_do_not_depend_on_how_many_rows_come_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    posts = [post(f"{n:03}", str(m), minutes=m) for n in range(30) for m in range(n % 5 + 1)]
    whole = batches(tmp_path / "whole", [posts], Settings(batch=7))
    monkeypatch.setattr(ingest, "_ROWS", 3)
    assert batches(tmp_path / "small", [posts], Settings(batch=7)) == whole


def test_a_message_that_two_exports_hold_is_there_once(tmp_path: Path) -> None:
    twice = [post("a", "hello", message="m1"), post("a", "reply", "agent", 1, message="m2")]
    ((one,),) = batches(tmp_path, [twice, twice], Settings())
    assert [p.text for p in one.posts] == ["hello", "reply"]


def test_without_all_times_the_order_is_the_sources(tmp_path: Path) -> None:
    ((one,),) = batches(tmp_path, [[post("a", "1", minutes=9), post("a", "2", minutes=None), post("a", "3", minutes=1)]], Settings())
    assert [p.text for p in one.posts] == ["1", "2", "3"]


def test_the_first_team_and_the_last_status_count(tmp_path: Path) -> None:
    posts = [post("a", "1", team="north", status="open"), post("a", "2", minutes=1, team="south", status="solved", csat=0.5)]
    ((one,),) = batches(tmp_path, [posts], Settings())
    assert (one.team, one.status, one.csat) == ("north", "solved", 0.5)


def test_a_thread_without_end_is_cut(tmp_path: Path) -> None:
    posts = [post("a", str(n), minutes=n) for n in range(ingest.MAX_POSTS + 50)] + [post("b", "1")]
    ((first, second),) = batches(tmp_path, [posts], Settings())
    assert (len(first.posts), second.id) == (ingest.MAX_POSTS, "b")


def test_rejects_are_handed_on_and_the_others_stay(tmp_path: Path) -> None:
    rejected: list[Rejected] = []
    found = [post("a", "1"), Rejected(2, "no-text"), post("a", "2")]
    assert ingest.write_messages(0, found, tmp_path / "m.parquet", rejected.append) == 2
    assert [one.row for one in rejected] == [2]


class TestSample:
    POSTS = tuple(
        post(f"{team}-{n:03}", "q", minutes=n * 60 * 24, team=team)
        for team, size in (("big", 60), ("small", 30), ("tiny", 10))
        for n in range(size)
    )

    def names(self, folder: Path, files: Iterable[Iterable[Post]], sample: int, seed: int = 0) -> list[str]:
        return [one.id for batch in batches(folder, files, Settings(sample=sample, seed=seed)) for one in batch]

    def test_teams_are_in_it_in_proportion(self, tmp_path: Path) -> None:
        names = self.names(tmp_path, [self.POSTS], 50)
        shares = {team: sum(name.startswith(team) for name in names) for team in ("big", "small", "tiny")}
        assert len(names) == 50
        assert shares["big"] in range(28, 33)
        assert shares["small"] in range(13, 18)
        assert shares["tiny"] in range(4, 7)

    def test_it_depends_on_the_seed_and_not_on_the_order(self, tmp_path: Path) -> None:
        first = self.names(tmp_path / "a", [self.POSTS], 20)
        assert self.names(tmp_path / "b", [self.POSTS[::-1]], 20) == first
        assert self.names(tmp_path / "c", [self.POSTS], 20, seed=1) != first


def test_the_newest_time_and_the_agents_are_known(tmp_path: Path) -> None:
    posts = [
        post("a", "1"),
        post("a", "2", "agent", 5, author="هدى"),
        post("b", "3", "agent", 90, author="Omar"),
        post("b", "4", author="Sara"),
    ]
    ingest.write_messages(0, posts, tmp_path / "messages" / "0.parquet", lambda _: None)
    assert ingest.overview(tmp_path / "messages", tmp_path) == (AT + timedelta(minutes=90), ["Omar", "هدى"])
