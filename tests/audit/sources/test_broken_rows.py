"""What cannot be read is told row by row, and costs no other row."""

import gzip
import json
from pathlib import Path

import pytest

from coach.audit import sources
from coach.audit.posts import Post, Rejected
from coach.audit.rejects import REASONS, Rejects
from coach.audit.sources import Mapping, Options
from coach.case import MAX_CUSTOMER, MAX_DRAFT, MAX_MESSAGES

HEADER = "conversation_id,role,text,created_at,csat\n"
GOOD = "C-9,customer,أين طلبي؟,2026-03-02T09:00:00Z,5\n"
TURN = {"role": "customer", "text": "Where is it?"}
CSV: dict[str, str | bytes] = {
    "no-id": ",customer,hello,,\n",
    "no-text": "C-1,customer,  ,,\n",
    "unknown-role": "C-1,المدير,مرحبا,,\n",
    "bad-time": "C-1,agent,Hello,قبل قليل,\n",
    "bad-rating": "C-1,agent,Hello,,لا أدري\n",
    "too-long": f"C-1,agent,{'x' * (MAX_DRAFT + 1)},,\n",
    "not-text": "C-1,agent,a\0b,,\n",
    "wrong-encoding": b"C-1,agent,\xc3\x28,,\n",
    "missing-columns": "C-1,agent\n",
    "too-many-columns": "C-1,agent,Hello,,,,more\n",
}
LINES = {
    "not-json": '{"id": ',
    "not-an-object": "[1, 2]",
    "not-a-conversation": '{"id": "x", "messages": "none"}',
    "too-many-messages": json.dumps({"id": "x", "messages": [TURN] * (MAX_MESSAGES + 1)}),
}


def read(path: Path, data: str | bytes) -> tuple[list[Post], list[Rejected]]:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    found = list(sources.read(path, options=Options(own_domains=frozenset({"shop.example"}))))
    return [one for one in found if isinstance(one, Post)], [one for one in found if isinstance(one, Rejected)]


@pytest.mark.parametrize("reason", CSV)
def test_a_broken_row_of_csv_is_told_and_the_next_is_read(reason: str, tmp_path: Path) -> None:
    row = CSV[reason]
    data = (HEADER + GOOD).encode() + (row if isinstance(row, bytes) else row.encode()) + GOOD.encode()
    posts, rejected = read(tmp_path / "chats.csv", data)
    assert [(one.row, one.reason) for one in rejected] == [(3, reason)]
    assert len(posts) == 2 + REASONS[reason].kept


@pytest.mark.parametrize("reason", LINES)
def test_a_broken_line_of_json_is_told_and_the_next_is_read(reason: str, tmp_path: Path) -> None:
    good = json.dumps({"id": "A", "messages": [TURN]})
    posts, rejected = read(tmp_path / "chats.jsonl", f"{good}\n{LINES[reason]}\n{good}\n")
    assert [(one.row, one.reason) for one in rejected] == [(2, reason)]
    assert len(posts) == 2


@pytest.mark.parametrize("desk", ["zendesk", "freshdesk", "intercom", "chatwoot", "zoho"])
def test_a_ticket_without_messages_is_told(desk: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": 1, "subject": "شحنة"}\n')
    assert list(sources.read(tmp_path / "a.jsonl", desk)) == [Rejected(1, "not-a-conversation", "text")]


def test_a_record_past_its_bound_costs_only_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("coach.audit.sources.records.MAX_RECORD", 1_000)
    good = json.dumps({"id": "A", "messages": [TURN]})
    posts, rejected = read(tmp_path / "chats.json", f'[{good}, {{"id": "{"x" * 200_000}"}}, {good}]')
    assert ([(one.row, one.reason) for one in rejected], len(posts)) == ([(2, "too-long")], 2)


def test_a_broken_record_within_an_array_costs_only_itself(tmp_path: Path) -> None:
    good = json.dumps({"id": "A", "messages": [TURN]})
    posts, rejected = read(tmp_path / "chats.json", f'[{good}, {{"id": nothing}}, {good}]')
    assert [(one.row, one.reason) for one in rejected] == [(2, "not-json")]
    assert len(posts) == 2


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("chats.json", '[{"id": "A", "messages": [{"role": "agent", "text": "Hi"}]}, {"id": '),
        ("mail.mbox", None),
    ],
)
def test_a_file_that_breaks_off_is_read_as_far_as_it_goes(name: str, data: str | None, tmp_path: Path) -> None:
    mails = b"".join(
        b"From a@b.example Mon Mar  2 09:00:00 2026\nFrom: a@b.example\nTo: x@shop.example\n\nHello %d\n\n" % n for n in range(1_500)
    )
    packed = gzip.compress(mails)
    posts, rejected = read(tmp_path / name, data if data is not None else packed[: len(packed) - 100])
    assert posts
    assert [one.reason for one in rejected] == ["unreadable-rest"]


def test_a_mail_without_a_sender_is_told(tmp_path: Path) -> None:
    posts, rejected = read(tmp_path / "a.mbox", "From x Mon Mar  2 09:00:00 2026\nSubject: none\n\nHello\n")
    assert not posts
    assert [one.reason for one in rejected] == ["not-mail"]


def test_every_reason_is_tried_here() -> None:
    assert {*CSV, *LINES, "unreadable-rest", "not-mail"} == set(REASONS) - {"failed", "cut", "left-out"}  # no row is to blame for these


def test_a_stray_quotation_mark_costs_one_row(tmp_path: Path) -> None:
    posts, rejected = read(tmp_path / "chats.csv", HEADER + 'C-1,agent,"Hello,,\n' + GOOD * 3)
    assert [(one.row, one.reason) for one in rejected] == [(2, "missing-columns")]
    assert len(posts) == 3


def test_a_field_without_end_costs_one_row(tmp_path: Path) -> None:
    posts, rejected = read(tmp_path / "chats.csv", HEADER + 'C-1,agent,"' + "x" * 3_000_000 + "\n" + GOOD * 2)
    assert [(one.row, one.reason) for one in rejected] == [(2, "too-long")]
    assert len(posts) == 2


def test_customers_may_write_more_than_agents(tmp_path: Path) -> None:
    long = f"C-1,customer,{'x' * MAX_CUSTOMER},,\nC-1,customer,{'x' * (MAX_CUSTOMER + 1)},,\n"
    posts, rejected = read(tmp_path / "chats.csv", HEADER + long)
    assert (len(posts), [one.row for one in rejected]) == (1, [3])


def test_nested_brackets_without_end_are_told(tmp_path: Path) -> None:
    (tmp_path / "chats.json").write_text('[{"id": ' + "[" * 300_000)
    mapping = Mapping.parse("columns: {conversation: id, role: role, text: text}")
    found = list(sources.read(tmp_path / "chats.json", "jsonl", mapping))
    assert [one.reason for one in found if isinstance(one, Rejected)] == ["unreadable-rest"]


@pytest.mark.parametrize(("language", "words"), [("en", "no words"), ("ar", "بلا كلام")])
def test_the_list_of_rejects_says_why_in_either_language_and_quotes_nobody(language: str, words: str, tmp_path: Path) -> None:
    with Rejects(tmp_path / "rejects.jsonl", language) as rejects:
        rejects.add("chats.csv", Rejected(4, "no-text", "text"))
        rejects.add("chats.csv", Rejected(5, "bad-time", "sent_at"))
    first, second = map(json.loads, (tmp_path / "rejects.jsonl").read_text(encoding="utf-8").splitlines())
    assert (first["file"], first["row"], first["reason"], first["field"], first["kept"]) == ("chats.csv", 4, "no-text", "text", False)
    assert words in first["message"]
    assert second["kept"]
    assert rejects.counts == {"no-text": 1, "bad-time": 1}


@pytest.mark.parametrize("reason", REASONS.values(), ids=REASONS)
def test_every_reason_is_said_in_both_languages(reason: object) -> None:
    assert any("\u0621" <= sign <= "\u064a" for sign in reason.ar)  # type: ignore[attr-defined]
    assert reason.en.isascii()  # type: ignore[attr-defined]
