"""Tables for people: CSV that a spreadsheet opens as it should, Arabic and all, and in which no cell is a formula."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from coach.audit.summary.database import Tables, rounded
from coach.config import CRITERIA

_BATCH = 5_000
_OPENING = 200
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")

_MINUTE = "%Y-%m-%d %H:%M %z"

_AGENTS = f"""
    SELECT agent, mode(team ORDER BY team) AS team, count(*) AS replies, avg(score) AS score,
           {", ".join(f"avg(score_{name}) AS {name}" for name in CRITERIA)},
           avg((verdict = 'send')::INT) AS ready_to_send, avg((verdict = 'hold')::INT) AS held_back,
           avg((n_missed > 0)::INT) FILTER (n_asks > 0) AS with_missed_asks, quantile_cont(wait_minutes, 0.5) AS median_wait_minutes,
           avg(n_words) AS words
    FROM replies WHERE agent IS NOT NULL GROUP BY agent ORDER BY agent"""

_FAULTS = """
    SELECT rule, criterion, severity, language, agent, count(*) AS findings, count(DISTINCT conversation) AS conversations,
           avg(confidence) AS confidence
    FROM findings GROUP BY ALL ORDER BY findings DESC, rule, severity, language, agent"""

_CONVERSATIONS = f"""
    SELECT conversation, strftime(started_at, '{_MINUTE}') AS started_at, strftime(ended_at, '{_MINUTE}') AS ended_at,
           channel, team, array_to_string(agents, '; ') AS agents, language, dialect, left(opening, {_OPENING}) AS opening,
           n_messages, n_replies, score, csat, emotion_first, emotion_last, course, first_response_minutes, first_response_met,
           longest_wait_minutes, resolution_minutes, resolution_met, n_handoffs, n_asks, n_unanswered, n_promises, n_promises_kept,
           n_promises_broken, n_repeated, followed_up, reminded, status, suggested_status, status_fits, matter, cause, theme
    FROM conversations ORDER BY conversation"""

_PROMISES = f"""
    SELECT conversation, reply, agent, sentence, strftime(due, '{_MINUTE}') AS due, outcome, settled_by
    FROM promises ORDER BY conversation, reply, due, sentence"""

EXPORTS = {"agents": _AGENTS, "faults": _FAULTS, "conversations": _CONVERSATIONS, "promises": _PROMISES}


def write(tables: Path, out: Path, timezone: str = "UTC", memory: str = "1GB") -> None:
    """Write `agents.csv`, `faults.csv`, `conversations.csv` and `promises.csv` of the tables in a folder into the folder `out`.

    UTF-8 with the mark by which a spreadsheet knows it; times are those of `timezone`, with their distance from UTC. Of texts there are
    only the opening's beginning and what was promised.
    """
    out.mkdir(parents=True, exist_ok=True)
    with Tables(tables, memory) as opened:
        opened.run(f"SET TimeZone = '{timezone}'")
        for name, sql in EXPORTS.items():
            answer = opened.ask(sql)
            with (out / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow([column[0] for column in answer.description or []])
                for rows in _batches(answer):
                    writer.writerows([cell(value) for value in row] for row in rows)


def _batches(answer: duckdb.DuckDBPyConnection) -> Iterable[Sequence[Sequence[Any]]]:
    while rows := answer.fetchmany(_BATCH):
        yield rows


def cell(value: Any) -> Any:
    """Give a cell that a spreadsheet takes for what it is: a text that begins like a formula gets an apostrophe (OWASP)."""
    if isinstance(value, str):
        line = " ".join(value.split())
        return f"'{line}" if line.startswith(_FORMULA) else line
    return rounded(value)
