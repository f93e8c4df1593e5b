"""The benchmark's conversations are what their truth says, and an audit that finds just that scores full marks."""

import csv
import importlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("duckdb")

from coach.audit.posts import ROLES, Conversation, Post  # noqa: E402
from coach.audit.tables import TABLES  # noqa: E402
from coach.audit.turns import turns  # noqa: E402

N = 200
BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
Records = list[dict[str, Any]]


@pytest.fixture(scope="module")
def benchmarks() -> Iterator[dict[str, ModuleType]]:
    """The benchmark's modules by name, as they see each other where one is run as a script."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        names = ("audit_material", "audit_spoken", "audit_threads", "audit_conversations", "audit_conclusions", "audit_truth")
        yield {name: importlib.import_module(name) for name in names}


@pytest.fixture(scope="module")
def made(benchmarks: dict[str, ModuleType], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out: Path = tmp_path_factory.mktemp("made") / "conversations.jsonl"
    benchmarks["audit_conversations"].make(out, N)
    return out


@pytest.fixture(scope="module")
def records(made: Path) -> Records:
    return [json.loads(line) for line in made.read_bytes().splitlines()]


@pytest.fixture(scope="module")
def truths(made: Path) -> Records:
    return _truths(made)


def _truths(made: Path) -> Records:
    with pa.input_stream(f"{made}.truth.jsonl.zst", compression="zstd") as stream:
        return [json.loads(line) for line in stream.read().splitlines()]


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _conversation(record: dict[str, Any]) -> Conversation:
    posts = tuple(Post(record["id"], said["role"], said["text"], said["author"], _time(said["sent_at"])) for said in record["messages"])
    return Conversation(record["id"], posts)


def test_each_conversation_begins_with_the_customer_and_runs_in_time(records: Records) -> None:
    assert len(records) == N
    for record in records:
        assert record["messages"][0]["role"] == "customer"
        assert {said["role"] for said in record["messages"]} <= set(ROLES)
        times = [_time(said["sent_at"]) for said in record["messages"]]
        assert times == sorted(times)


def test_no_hole_is_left_open(records: Records) -> None:
    texts = [said["text"] for record in records for said in record["messages"]]
    assert all(text.strip() and not set(text) & set("{}⟦⟧|") for text in texts)


def test_both_languages_every_dialect_and_channel_occur(records: Records, truths: Records) -> None:
    assert {"msa", "gulf", "egyptian", "levantine", "maghrebi", "en"} == {truth["dialect"] for truth in truths}
    assert {"email", "chat", "whatsapp", "social", "sms"} == {record["channel"] for record in records}
    for record, truth in zip(records, truths, strict=True):
        opening = record["messages"][0]["text"]
        assert any("\u0621" <= sign <= "\u064a" for sign in opening) == (truth["language"] == "ar")


def test_the_same_seed_gives_the_same_bytes_however_it_is_cut(
    benchmarks: dict[str, ModuleType], made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maker = benchmarks["audit_conversations"]
    monkeypatch.setattr(maker, "CHUNK", 70)
    maker.make(tmp_path / "again.jsonl", N)
    maker.make(tmp_path / "other.jsonl", N, seed=8)
    assert (tmp_path / "again.jsonl").read_bytes() == made.read_bytes()
    assert (tmp_path / "again.jsonl.truth.json").read_bytes() == Path(f"{made}.truth.json").read_bytes()
    assert _truths(tmp_path / "again.jsonl") == _truths(made)
    assert (tmp_path / "other.jsonl").read_bytes() != made.read_bytes()


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_every_form_holds_the_same_messages(benchmarks: dict[str, ModuleType], records: Records, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"conversations.{form}"
    benchmarks["audit_conversations"].make(out, N, form=form)
    if form == "csv":
        with out.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    else:
        rows = pq.read_table(out).to_pylist()
    columns = ("conversation_id", "message_id", "sent_at", "role", "author", "text")
    messages = [
        (record["id"], said["id"], said["sent_at"], said["role"], said["author"], said["text"])
        for record in records
        for said in record["messages"]
    ]
    assert [tuple(row[name] for name in columns) for row in rows] == messages


def test_the_truth_numbers_replies_as_an_audit_does(records: Records, truths: Records) -> None:
    for record, truth in zip(records, truths, strict=True):
        spoken = [turn for turn in turns(_conversation(record)) if turn.role == "agent"]
        assert [turn.author for turn in spoken] == [reply["agent"] for reply in truth["replies"]]
        assert [turn.first for turn in spoken] == [reply["message"] for reply in truth["replies"]]


def test_the_truth_counts_the_customers_turns(records: Records, truths: Records) -> None:
    for record, truth in zip(records, truths, strict=True):
        assert len(truth["emotions"]) == sum(turn.role == "customer" for turn in turns(_conversation(record)))


def test_the_first_response_is_as_late_as_planted(benchmarks: dict[str, ModuleType], records: Records, truths: Records) -> None:
    targets = benchmarks["audit_threads"].TARGETS
    for record, truth in zip(records, truths, strict=True):
        messages = record["messages"]
        wait = _time(messages[truth["replies"][0]["message"]]["sent_at"]) - _time(messages[0]["sent_at"])
        assert (wait <= timedelta(minutes=targets[record["channel"]])) == truth["first_response_met"]


def test_promises_stand_in_their_replies_and_are_settled_when_they_are_said_to_be(records: Records, truths: Records) -> None:
    outcomes = Counter(promise["outcome"] for truth in truths for promise in truth["promises"])
    assert outcomes.keys() == {"kept", "late", "broken"}
    for record, truth in zip(records, truths, strict=True):
        for promise in truth["promises"]:
            said = record["messages"][truth["replies"][promise["reply"]]["message"]]
            assert promise["say"] in said["text"]
            assert _time(said["sent_at"]) < _time(promise["due"])
            if promise["outcome"] == "broken":
                assert promise["settled_by"] is None
                continue
            settled = record["messages"][truth["replies"][promise["settled_by"]]["message"]]
            assert (_time(settled["sent_at"]) <= _time(promise["due"])) == (promise["outcome"] == "kept")


def test_an_unanswered_ask_is_the_last_word(records: Records, truths: Records) -> None:
    ends = [record["messages"][-1]["role"] for record, truth in zip(records, truths, strict=True) if truth["unanswered"]]
    assert ends
    assert set(ends) == {"customer"}


def test_a_reminder_stands_before_the_closing_where_there_is_one(records: Records, truths: Records) -> None:
    for record, truth in zip(records, truths, strict=True):
        assert (truth["reminded"] is not None) == (record["messages"][-1]["text"] == "closed")
        kinds = [reply["template"].partition("-")[0] for reply in truth["replies"]]
        assert (kinds[-1] == "reminder") == bool(truth["reminded"])


def test_a_planted_status_fits_or_does_not(records: Records, truths: Records) -> None:
    for record, truth in zip(records, truths, strict=True):
        if truth["followed_up"] is not None and truth["status_fits"] is not None:
            assert (record["status"] == "solved") == truth["status_fits"]


def test_only_replies_of_the_corpus_carry_rules_and_the_trained_have_fewer_after(benchmarks: dict[str, ModuleType]) -> None:
    counts: Counter[tuple[str, ...]] = Counter()
    maker = benchmarks["audit_conversations"]
    for start in (0, 2_000):
        counts += maker.chunk(start, n=3_000, seed=7, form="jsonl").counts
    planted = maker.aggregates(counts, 3_000, 7)
    shares: dict[tuple[bool, str], list[float]] = {}
    for agent in planted["agents"]:
        for when, share in agent["faulty"].items():
            shares.setdefault((agent["trained"], when), []).append(share)
    means = {key: sum(values) / len(values) for key, values in shares.items()}
    assert means[True, "after"] < 0.6 * means[True, "before"]
    assert means[False, "after"] == pytest.approx(means[False, "before"], abs=0.1)
    themes = planted["counts"]["theme"]
    assert themes["growing/2"] > 1.5 * themes["growing/0"]
    assert themes["fading/0"] > 1.5 * themes["fading/2"]
    hits = sum(max(agent["rules"], key=agent["rules"].__getitem__) == agent["focus"] for agent in planted["agents"])
    assert hits >= 0.6 * len(planted["agents"])


def test_arabic_men_and_women_get_equally_good_replies(benchmarks: dict[str, ModuleType]) -> None:
    faulty: dict[str, list[bool]] = {"m": [], "f": []}
    thread, material = benchmarks["audit_threads"].Thread, benchmarks["audit_material"].material()
    for number in range(2_000):
        truth = thread(material, 7, number, 2_000).finished()[1]
        if truth["language"] == "ar" and truth["gender"]:
            faulty[truth["gender"]] += [bool(reply["rules"]) for reply in truth["replies"] if reply["rules"] is not None]
    men, women = (sum(values) / len(values) for values in faulty.values())
    assert men == pytest.approx(women, abs=0.05)


def test_each_language_has_promises_enough_and_each_dialect_every_kind_of_text(benchmarks: dict[str, ModuleType]) -> None:
    texts = benchmarks["audit_material"].material().texts
    dialects = ("msa", "gulf", "egyptian", "levantine", "maghrebi")
    promises = {"en": texts["en"]["promises"], "ar": [promise for dialect in dialects for promise in texts[dialect]["promises"]]}
    for language, some in promises.items():
        for part in ("say", "keep", "late"):
            assert len({promise[part] for promise in some}) >= 25, (language, part)
    for dialect in dialects:
        assert texts["en"].keys() - texts[dialect].keys() <= {"macros"}


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("hours 24", "2026-01-10T15:30"),
        ("day 1 12", "2026-01-10T12:00"),
        ("day 2 24", "2026-01-12T00:00"),
        ("weekday 7 24", "2026-01-12T00:00"),
        ("weekday 5 15", "2026-01-16T15:00"),
        ("workdays 1", "2026-01-13T00:00"),
    ],
)
def test_a_promise_of_friday_falls_due(benchmarks: dict[str, ModuleType], due: str, expected: str) -> None:
    friday = int(datetime(2026, 1, 9, 15, 30, tzinfo=UTC).timestamp())
    reckoned = datetime.fromtimestamp(benchmarks["audit_spoken"].due_time(due, friday), UTC)
    assert reckoned.strftime("%Y-%m-%dT%H:%M") == expected


@pytest.mark.parametrize(
    ("emotions", "expected"),
    [([1], None), ([2, 0], "cooled"), ([0, 2], "heated"), ([1, 1], "same"), ([0, 3, 0], "cooled"), ([1, 3, 2], "heated")],
)
def test_a_customer_cools_or_heats(benchmarks: dict[str, ModuleType], emotions: list[int], expected: str | None) -> None:
    assert benchmarks["audit_spoken"].course(emotions) == expected


def test_an_audit_that_finds_the_truth_scores_full_marks(
    benchmarks: dict[str, ModuleType], made: Path, records: Records, truths: Records, tmp_path: Path
) -> None:
    _write_audit(tmp_path, records, truths)
    found = list(benchmarks["audit_truth"].Truth(tmp_path, made).found())
    assert {"first response late", "promise kept", "promise broken", "canned texts", "unanswered at the end", "cooled"} <= {
        one.name for one in found
    }
    assert [one for one in found if one.n and (one.recall != 1 or one.precision not in (1, None))] == []


def test_an_audit_that_misses_or_invents_scores_less(
    benchmarks: dict[str, ModuleType], made: Path, records: Records, truths: Records, tmp_path: Path
) -> None:
    blind = [truth | {"handoffs": 0, "reminded": False, "course": "cooled", "promises": []} for truth in truths]
    _write_audit(tmp_path, records, blind)
    found = {one.name: one for one in benchmarks["audit_truth"].Truth(tmp_path, made).found()}
    assert found["handed off"].recall == found["reminded"].recall == found["heated"].recall == found["promise seen"].recall == 0
    assert found["cooled"].precision < 1


@pytest.mark.parametrize("right", [True, False])
def test_the_summary_is_held_against_what_was_planted(
    benchmarks: dict[str, ModuleType], made: Path, records: Records, truths: Records, tmp_path: Path, right: bool
) -> None:
    planted = json.loads(Path(f"{made}.truth.json").read_text(encoding="utf-8"))
    sign = 1 if right else -1
    sure = [0.01, 100.0]
    summary = {
        "agents": [{"agent": agent["name"], "practise": [agent["focus"] if right else "shouting"]} for agent in planted["agents"]],
        "before_after": {
            "agents": [
                {"agent": agent["name"], "interval": sure if agent["trained"] == right else [-5.0, 0.0]} for agent in planted["agents"]
            ]
        },
        "fairness": {
            "addressee": [
                {"a": "m", "b": "f", "measures": [{"measure": "score", "plain": _difference(right), "alike": _difference(right)}]}
            ]
        },
        "csat": {
            "drivers": [
                {"name": name, "effect": sign * effect, "sure": True}
                for name, effect in (("move_apology", 5), ("wait", -4), ("missed_first", -3))
            ]
        },
    }
    _write_audit(tmp_path, records, truths)
    growth = (3.0, 0.3) if right else (1.0, 1.0)
    themes = [{"theme": number, "name_en": "a theme", "growth": growth[number]} for number in (0, 1)]
    pq.write_table(pa.Table.from_pylist(themes), tmp_path / "tables" / "themes.parquet")
    checks = list(
        benchmarks["audit_conclusions"].Conclusions(benchmarks["audit_truth"].Truth(tmp_path, made).db, planted, summary).checks()
    )
    assert {"growing theme", "fading theme", "training: the trained surely better", "CSAT moved by missed"} <= {
        check.name for check in checks
    }
    assert [check for check in checks if check.right != right] == []


def _difference(fair: bool) -> dict[str, Any]:
    return {"difference": 0.1, "interval": [-1.0, 1.2]} if fair else {"difference": 9.0, "interval": [8.0, 10.0]}


def _write_audit(out: Path, records: Records, truths: Records) -> None:
    """Write the tables that an audit would write that sees just this truth."""
    rows: dict[str, Records] = {name: [] for name in ("conversations", "replies", "findings", "promises")}
    for record, truth in zip(records, truths, strict=True):
        key = {"conversation": truth["id"]}
        same = {name: truth[name] for name in ("first_response_met", "course", "followed_up", "reminded", "status_fits")}
        counts = {"n_handoffs": truth["handoffs"], "n_unanswered": int(truth["unanswered"] or 0), "n_repeated": truth["repeated"]}
        theme = {"growing": 0, "fading": 1}.get(truth["theme"], -1)
        rows["conversations"].append(key | same | counts | {"ended_at": _time(record["messages"][-1]["sent_at"]), "theme": theme})
        for reply in truth["replies"]:
            rows["replies"].append(
                key | {"reply": reply["reply"], "agent": reply["agent"], "canned": reply["template"], "score": 60 if reply["rules"] else 90}
            )
            rows["findings"] += [key | {"reply": reply["reply"], "rule": rule} for rule in reply["rules"] or ()]
        rows["promises"] += [key | {"reply": one["reply"], "sentence": one["say"], "outcome": one["outcome"]} for one in truth["promises"]]
    (out / "tables").mkdir()
    for name, some in rows.items():
        pq.write_table(pa.Table.from_pylist(some, TABLES[name]), out / "tables" / f"{name}.parquet")
