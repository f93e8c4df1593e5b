"""What the summary says of tables in which something was planted."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from coach.audit import summary
from coach.audit.summary.care import care
from coach.audit.summary.change import before_after
from coach.audit.summary.csat import csat
from coach.audit.summary.customers import customers, themes
from coach.audit.summary.database import Tables
from coach.audit.summary.fairness import fairness
from coach.audit.summary.groups import groups
from coach.audit.summary.people import agents
from coach.audit.tables import CONVERSATIONS, FINDINGS, PROMISES, REPLIES, TABLES
from tests.audit.report import fakes
from tests.audit.report.conftest import SETTINGS


def changed(tables: Path, folder: Path, name: str, change) -> Path:
    """Copy tables with each row of one of them changed, or left out where `change` gives None."""
    folder.mkdir(parents=True)
    for path in tables.glob("*.parquet"):
        table = pq.read_table(path)
        if path.stem == name:
            rows = [row for row in map(change, table.to_pylist()) if row is not None]
            table = pa.Table.from_pylist(rows, schema=table.schema)
        pq.write_table(table, folder / path.name)
    return folder


def part(make, folder: Path, settings=SETTINGS):
    """Make one part of the summary."""
    with Tables(folder) as opened:
        return make(opened, settings)


def people(folder: Path, settings=SETTINGS):
    with Tables(folder) as opened:
        return agents(opened, settings, groups(opened, settings)["agent"])


def empty(folder: Path) -> Path:
    folder.mkdir()
    for name in ("conversations", "replies", "findings", "promises"):
        pq.write_table(TABLES[name].empty_table(), folder / f"{name}.parquet")
    return folder


def test_the_same_tables_give_the_same_summary_byte_for_byte_in_whatever_order_their_rows_stand(tables, made, tmp_path):
    for path in tables.glob("*.parquet"):
        table = pq.read_table(path)
        pq.write_table(table.take(pa.array(range(len(table) - 1, -1, -1))), tmp_path / path.name)
    again = summary.make(tmp_path, SETTINGS, made["ruleset"], made["models"])
    assert json.dumps(again) == json.dumps(made)


def test_it_can_be_written_as_strict_json(made):
    json.dumps(made, allow_nan=False)


def test_each_grouping_holds_every_reply_once(made):
    for name in ("team", "agent", "channel", "language"):
        assert sum(one["n_replies"] for one in made["groups"][name]) == made["counts"]["replies"], name


def test_small_groups_are_folded_and_the_unknown_stand_apart(tables):
    found = part(groups, tables, replace(SETTINGS, min_replies=60))["agent"]
    assert all(one["n_replies"] >= 60 for one in found if one["value"] is not None)
    folded = [one for one in found if one["folded"]]
    assert len(folded) == 1
    assert folded[0]["folded"] + sum(one["value"] is not None for one in found) == 40
    assert [one for one in found if one["value"] is None and not one["folded"]]


def test_no_agent_with_few_replies_is_judged(tables):
    settings = replace(SETTINGS, min_replies=60)
    shown = people(tables, settings)
    assert shown
    assert all(one["n_replies"] >= 60 for one in shown)
    assert {one["agent"] for one in part(care, tables, settings)["agents"]} <= {one["agent"] for one in shown}


def test_hostility_is_not_told_of_a_handful_of_people(tables):
    found = part(care, tables, replace(SETTINGS, min_agents=41))
    assert found["agents"] == []
    assert found["shifts"] == []


def test_the_hostile_are_among_the_angry(tables, tmp_path):
    def follow_up(row):
        return {**row, "emotion": 3 if int(row["conversation"][-1]) % 5 == 0 else None}

    found = part(care, changed(tables, tmp_path / "hostile", "replies", follow_up))["agents"]
    assert found
    assert all(0 < one["hostile"] <= one["share"] for one in found)


def test_no_group_of_a_handful_shows_its_anger(tables):
    found = part(groups, tables, replace(SETTINGS, min_agents=2))
    assert {one["hostile"] for one in found["agent"] if one["n_agents"] < 2} == {None}
    assert all(one["hostile"] is not None for one in found["team"])


def test_the_first_day_is_one_of_the_audits_zone(tables, tmp_path):
    def late(row):
        return {**row, "started_at": datetime(2026, 2, 28, 22, 0, tzinfo=UTC)}

    folder = changed(tables, tmp_path / "late", "conversations", late)
    assert summary.make(folder, replace(SETTINGS, timezone="Asia/Riyadh"))["counts"]["first_day"] == "2026-03-01"


def test_a_planted_weakness_is_what_its_agent_should_practise(tables, tmp_path):
    def plant(row):
        return (
            {**row, "rule": "shouting", "criterion": "clarity", "severity": "advice"}
            if row["agent"] == "Sara" and row["reply"] == 0
            else row
        )

    found = people(changed(tables, tmp_path / "planted", "findings", plant))
    sara = next(one for one in found if one["agent"] == "Sara")
    assert sara["stands_out"]
    assert sara["practise"][0] == "shouting"
    assert sum("shouting" in one["practise"] for one in found) <= 3


def test_a_planted_strength_is_told(tables, tmp_path):
    def plant(row):
        return {**row, "score_tone": 99} if row["agent"] == "Omar" and row["score_tone"] is not None else row

    found = people(changed(tables, tmp_path / "planted", "replies", plant))
    omar = next(one for one in found if one["agent"] == "Omar")
    assert omar["strengths"][0] == "tone"


def test_where_agents_differ_by_chance_alone_hardly_anyone_stands_out(tables, tmp_path):
    def shuffle(row):
        return {**row, "agent": f"agent {int(row['conversation'][2:]) * 7919 % 20:02}"}

    replies = changed(tables, tmp_path / "once", "replies", shuffle)
    found = people(changed(replies, tmp_path / "twice", "findings", shuffle))
    assert len(found) == 20
    assert sum(one["stands_out"] for one in found) <= 5
    assert sum(bool(one["strengths"]) for one in found) <= 5
    assert all(one["practise"] for one in found)


def test_a_change_at_the_date_is_found_and_none_where_there_is_none(tables, made, tmp_path):
    moved = fakes.write(tmp_path / "moved", 1200, shift=5)
    overall = part(before_after, moved)["overall"]
    assert overall["sure"]
    assert overall["interval"][0] < 5 < overall["interval"][1]
    assert not made["before_after"]["overall"]["sure"]


def test_without_a_date_there_is_no_before_and_after(tables):
    assert part(before_after, tables, replace(SETTINGS, split=None)) is None


def test_the_day_of_the_split_begins_in_the_audits_time_zone(tables, made):
    east = part(before_after, tables, replace(SETTINGS, timezone="Asia/Riyadh"))["overall"]
    assert sum(east["n"]) == sum(made["before_after"]["overall"]["n"])
    assert east["n"][1] >= made["before_after"]["overall"]["n"][1]


def test_a_harder_mix_is_not_taken_for_an_unfair_judgement(tables, tmp_path):
    def plant(row):
        if row["score"] is None or row["emotion"] is None:
            return row
        hard = row["language"] == "ar" and row["conversation"][-1] in "01234567"
        level = 3 if hard or row["conversation"][-1] == "9" else 0
        return {
            **row,
            "emotion": level,
            "channel": "chat",
            "score": 50 + int(row["conversation"][-2]) if level else 90 - int(row["conversation"][-2]),
        }

    pairs = part(fairness, changed(tables, tmp_path / "planted", "replies", plant))["language"]
    score = pairs[0]["measures"][0]
    assert score["measure"] == "score"
    assert score["plain"]["difference"] < -15
    assert abs(score["alike"]["difference"]) < 1.5


def test_a_rule_that_speaks_more_in_one_language_is_found(tables, tmp_path):
    def plant(row):
        return {**row, "rule": "jargon"} if row["language"] == "ar" and row["reply"] == 0 else row

    pairs = part(fairness, changed(tables, tmp_path / "planted", "findings", plant))["language"]
    jargon = next(one for one in pairs[0]["rules"] if one["rule"] == "jargon")
    for found in (jargon["plain"], jargon["alike"]):
        assert found["sure"]
        assert found["difference"] > 0.2


def test_shares_of_rules_are_of_the_replies_of_a_language(tables, made):
    judged = sum(row["score"] is not None and row["language"] == "ar" for row in pq.read_table(tables / "replies.parquet").to_pylist())
    one = made["rules"][0]
    hit = {
        (row["conversation"], row["reply"])
        for row in pq.read_table(tables / "findings.parquet").to_pylist()
        if row["rule"] == one["rule"] and row["language"] == "ar"
    }
    assert one["languages"]["ar"]["n"] == len(hit)
    assert one["languages"]["ar"]["share"] == pytest.approx(len(hit) / judged, abs=1e-4)


def test_what_moves_a_rating_is_found(tables, tmp_path):
    moves = {row["conversation"]: row["moves"] for row in pq.read_table(tables / "replies.parquet").to_pylist() if row["reply"] == 0}

    def plant(row):
        kind = "resolution" in moves[row["conversation"]]
        return {**row, "csat": 0.75 if kind else 0.25} if row["score"] is not None else row

    found = part(csat, changed(tables, tmp_path / "planted", "conversations", plant))
    assert found["drivers"][0]["name"] == "move_resolution"
    assert found["drivers"][0]["interval"][0] > 10


def test_nothing_is_said_of_ratings_where_there_are_none(tmp_path):
    assert part(csat, fakes.write(tmp_path / "unrated", 60, csat=0)) is None


def test_runs_of_angry_messages_are_counted_in_the_order_of_time(tmp_path):
    replies = [
        {
            "conversation": f"c{place:02}",
            "reply": 0,
            "agent": agent,
            "emotion": level,
            "hour": 9,
            "sent_at": fakes.START.replace(minute=place),
        }
        for agent in "abcde"
        for place, level in enumerate([2, 3, 0, 2, 0] * 5)
    ]
    folder = empty(tmp_path / "runs")
    pq.write_table(pa.Table.from_pylist(replies, schema=REPLIES), folder / "replies.parquet")
    found = part(care, folder)["agents"]
    assert {(one["share"], one["run"], one["longest"]) for one in found} == {(0.6, 1.5, 2)}


def test_the_night_goes_past_midnight(made, tables):
    replies = pq.read_table(tables / "replies.parquet").to_pylist()
    night = sum(row["hour"] is not None and (row["hour"] >= 22 or row["hour"] < 6) for row in replies)
    assert next(one for one in made["care"]["shifts"] if one["shift"] == "night")["n"] == night


def test_promises_that_came_due_are_the_measure_of_keeping(tables, made):
    outcomes = [row["outcome"] for row in pq.read_table(tables / "promises.parquet").to_pylist()]
    promises = made["conversations"]["promises"]
    assert promises["n"] == len(outcomes)
    assert promises["kept_share"] == pytest.approx(outcomes.count("kept") / (len(outcomes) - outcomes.count("unknown")), abs=1e-4)


def test_the_weeks_of_a_theme_are_those_of_its_conversations(tables, made):
    rows = pq.read_table(tables / "conversations.parquet").to_pylist()
    for one in made["themes"]:
        assert sum(n for _, n in one["weeks"]) == sum(row["theme"] == one["theme"] and row["week"] is not None for row in rows)


def test_an_audit_without_themes_has_none(tmp_path):
    assert part(lambda opened, _: themes(opened), fakes.write(tmp_path / "plain", 60)) == []


def test_a_cause_that_grows_is_seen_to(tables, tmp_path):
    def plant(row):
        late = row["week"] is not None and row["week"] >= "2026-W19"
        return {**row, "cause": "outage/internet" if late or row["conversation"].endswith("7") else "delay/order"}

    causes = part(lambda opened, _: customers(opened), changed(tables, tmp_path / "planted", "conversations", plant))["causes"]
    assert {one["name"]: one["growth"] for one in causes}["outage/internet"] > 5


def test_a_folder_may_be_called_anything(tables, made, tmp_path):
    folder = changed(tables, tmp_path / "Omar's [audit]*?", "conversations", lambda row: row)
    assert part(groups, folder)["team"] == made["groups"]["team"]
    assert summary.compare(made, made, folder, folder)["paired"]["all"]["n"] > 0


def test_rejected_rows_are_counted(tables, tmp_path):
    (tmp_path / "out").mkdir()
    fakes.write(tmp_path / "out" / "tables", 30)
    (tmp_path / "out" / "rejects.jsonl").write_text('{"row": 1}\n{"row": 2}\n', encoding="utf-8")
    assert summary.make(tmp_path / "out" / "tables", SETTINGS)["counts"]["rejected"] == 2


def test_nothing_read_is_summarised_as_nothing(tmp_path):
    found = summary.make(empty(tmp_path / "none"), SETTINGS)
    assert found["counts"]["replies"] == 0
    assert found["overall"]["score"] is None
    assert found["agents"] == []


def test_the_fakes_have_the_columns_of_the_audit(tables):
    for name, schema in {"conversations": CONVERSATIONS, "replies": REPLIES, "findings": FINDINGS, "promises": PROMISES}.items():
        assert pq.read_schema(tables / f"{name}.parquet").equals(schema), name


def test_the_same_audit_beside_itself_shows_no_change(tables, made):
    found = summary.compare(made, made, tables, tables)
    assert not found["judge"]["changed"]
    assert found["overall"]["difference"] == 0
    assert found["rules"] == []
    assert found["paired"]["unchanged"]["difference"] == 0
    assert found["paired"]["unchanged"]["n"] == found["paired"]["all"]["n"]


def test_another_rule_set_says_that_the_judge_changed_and_by_how_much(tables, made, tmp_path):
    harder = changed(
        tables, tmp_path / "harder", "conversations", lambda row: {**row, "score": None if row["score"] is None else row["score"] - 4}
    )
    now = {**made, "ruleset": {"profile": "default", "sha": "another"}}
    found = summary.compare(made, now, tables, harder)
    assert found["judge"]["changed"]
    assert found["judge"]["ruleset"]
    assert not found["judge"]["models"]
    assert found["paired"]["unchanged"]["difference"] == pytest.approx(-4, abs=0.01)


def test_a_conversation_that_went_on_is_not_taken_for_the_judges_doing(tables, made, tmp_path):
    longer = changed(tables, tmp_path / "longer", "conversations", lambda row: {**row, "n_messages": row["n_messages"] + 2})
    found = summary.compare(made, made, tables, longer)
    assert found["paired"]["unchanged"] is None
    assert found["paired"]["all"]["n"] > 0


def test_an_ask_at_the_end_does_not_seem_to_please_because_who_asks_on_is_calm(tables, tmp_path):
    def plant(row):
        n = int(row["conversation"][-4:]) if row["conversation"][-4:].isdigit() else hash(row["conversation"])
        asks, angry = n % 3 == 0, n % 3 != 0 and n % 2 == 0
        return {**row, "n_unanswered": int(asks), "emotion_last": 3 if angry else 0, "csat": (0.4 if angry else 0.7) + 0.01 * (n % 7)}

    drivers = part(csat, changed(tables, tmp_path / "planted", "conversations", plant))["drivers"]
    last = next(one for one in drivers if one["name"] == "unanswered")
    assert abs(last["effect"]) < 2
    assert not {"emotion", "emotion_last", "turns", "arabic"} & {one["name"] for one in drivers}


def test_an_ask_left_by_the_first_reply_is_told_as_what_lowers_the_rating(tables, tmp_path):
    missed = {}

    def replies(row):
        n = sum(map(ord, row["conversation"]))
        if row["reply"] == 0:
            missed[row["conversation"]] = n % 4 == 0
        return {**row, "n_missed": int(n % 4 == 0 and row["reply"] == 0)}

    folder = changed(tables, tmp_path / "replies", "replies", replies)
    folder = changed(
        folder, tmp_path / "planted", "conversations", lambda row: {**row, "csat": 0.3 if missed.get(row["conversation"]) else 0.8}
    )
    first = next(one for one in part(csat, folder)["drivers"] if one["name"] == "missed_first")
    assert first["sure"]
    assert first["effect"] < -20


def test_groups_that_write_about_different_things_are_told_so_and_compared_within_a_matter(tables, tmp_path):
    def plant(row):
        n = sum(map(ord, row["conversation"])) + row["reply"]
        hard = n % 10 < (8 if row["addressee"] == "f" else 2)
        return {**row, "matter": "refund" if hard else "info", "score": (60 if hard else 90) + n % 3 if row["score"] is not None else None}

    pairs = part(fairness, changed(tables, tmp_path / "planted", "replies", plant))["addressee"]
    pair = next(one for one in pairs if (one["a"], one["b"]) == ("m", "f"))
    assert pair["measures"][0]["plain"]["difference"] < -10
    assert pair["matters"]["differ"]
    assert abs(pair["matters"]["within"]["difference"]) < 1


def test_groups_with_one_mix_of_matters_are_not_said_to_differ(tables, tmp_path):
    planted = changed(tables, tmp_path / "planted", "replies", lambda row: {**row, "matter": "info"})
    pairs = part(fairness, planted)["addressee"]
    assert not any(pair["matters"]["differ"] for pair in pairs if pair["matters"])


def test_another_version_of_the_program_is_named_on_both_sides_and_changes_the_judge(made):
    before, now = {**made, "version": "1.0/1"}, {**made, "version": "1.1/2"}
    judge = summary.compare(before, now)["judge"]
    assert (judge["changed"], judge["version"], judge["version_before"], judge["version_now"]) == (True, True, "1.0/1", "1.1/2")
    assert not summary.compare(now, now)["judge"]["changed"]


def test_an_older_audits_version_is_read_from_its_own_file(tmp_path):
    (tmp_path / "summary.json").write_text(json.dumps({"schema_version": 1}), encoding="utf-8")
    assert summary.read(tmp_path)["version"] is None
    (tmp_path / "audit.json").write_text(json.dumps({"identity": {"version": "0.9/1"}}), encoding="utf-8")
    assert summary.read(tmp_path)["version"] == "0.9/1"
