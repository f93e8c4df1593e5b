"""What is past the bounds of length is counted, in the summary and in rejects.jsonl, and never with its text."""

import json
from pathlib import Path
from typing import Any

import pytest

from coach.audit import ingest, sources
from coach.audit.engines import InProcess
from coach.audit.posts import Rejected
from coach.audit.run import Asked, audit
from coach.audit.settings import Settings
from coach.audit.sources import Options, mail
from coach.case import MAX_DRAFT

CUES = Settings(model="cues")


def conversation(texts: list[tuple[str, str]]) -> dict[str, Any]:
    return {"id": "A-1", "messages": [{"role": role, "text": text} for role, text in texts]}


def audited(folder: Path, record: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    given = folder / "chats.jsonl"
    given.write_text(json.dumps(record) + "\n", encoding="utf-8")
    summary = audit(Asked([str(given)], folder / "audit", CUES), InProcess())
    return summary["counts"], [json.loads(line) for line in (folder / "audit" / "rejects.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_message_that_is_too_long_is_counted_apart(tmp_path: Path) -> None:
    counts, rejects = audited(tmp_path, conversation([("customer", "Where is it?"), ("agent", "secret " * MAX_DRAFT)]))
    assert (counts["rejected"], counts["too_long"]) == (1, 1)
    assert "secret" not in json.dumps(rejects)


def test_a_reply_whose_messages_are_too_long_together_is_counted(tmp_path: Path) -> None:
    half = "We are looking into it. " * (MAX_DRAFT // 40)
    counts, _ = audited(tmp_path, conversation([("customer", "Where is it?"), ("agent", half), ("agent", half)]))
    assert (counts["unread"], counts["rejected"]) == (1, 0)


def test_a_customer_who_writes_past_the_bound_costs_nobody_the_conversation(tmp_path: Path) -> None:
    long = "Where is my parcel? " * 2_400
    counts, rejects = audited(tmp_path, conversation([("customer", long), ("customer", long), ("agent", "It arrives tomorrow at noon.")]))
    assert (counts["conversations"], rejects) == (1, [])


def test_messages_past_the_most_are_counted_by_conversation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "MAX_POSTS", 3)
    texts = [("customer", f"Question {number}?") for number in range(5)]
    counts, rejects = audited(tmp_path, conversation(texts))
    assert (counts["left_out"], counts["rejected"]) == (2, 0)
    assert [(one["conversation"], one["reason"], one["messages"], one["kept"]) for one in rejects] == [("A-1", "left-out", 2, True)]


def test_a_mail_that_is_cut_says_so_and_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "_MOST_BODY", 40)
    path = tmp_path / "inbox.mbox"
    path.write_text(
        "From a@b.example Mon Mar  2 09:00:00 2026\nFrom: A <a@b.example>\nTo: help@shop.example\nSubject: s\nMessage-ID: <1@b>\n\n"
        + "Where is my order 4411? " * 4
        + "\n",
        encoding="utf-8",
    )
    found = list(sources.read(path, options=Options(own_domains=frozenset({"shop.example"}))))
    assert found[0] == Rejected(1, "cut", "text")
    assert len(found) == 2
