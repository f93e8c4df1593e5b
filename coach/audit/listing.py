"""Lists: the conversations behind a figure, each with its day, its agent and a masked excerpt, the worst first."""

from dataclasses import dataclass
from typing import Any, Literal

from coach.audit.facets import Asked, condition, listed_table
from coach.audit.summary.database import Tables

MOST = 100_000
"""Rows of one list: more are read out of the tables themselves."""
EXCERPT = 200
"""Code points of an excerpt, unless fewer are asked for."""
_AGENTS = 3

_FROM = {
    "findings": "findings f JOIN replies r ON r.conversation = f.conversation AND r.reply = f.reply",
    "promises": "promises p JOIN replies r ON r.conversation = p.conversation AND r.reply = p.reply",
    "replies": "replies r",
    "conversations": "conversations c",
}
_EXCERPTS = {
    "findings": "coalesce(nullif(f.sentence, ''), r.text)",
    "promises": "p.sentence",
    "replies": "r.text",
    "conversations": "c.opening",
}
_WHAT = {"findings": "f.rule", "promises": "p.outcome", "replies": "r.verdict", "conversations": "c.cause"}
_ORDERS = {
    "findings": "CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, round(f.confidence, 1) DESC, r.score NULLS LAST",
    "promises": "CASE p.outcome WHEN 'broken' THEN 0 WHEN 'late' THEN 1 WHEN 'unknown' THEN 2 ELSE 3 END, p.due NULLS LAST",
    "replies": "r.score NULLS LAST",
    "conversations": "c.emotion_last DESC NULLS LAST, c.score NULLS LAST",
}
_LONGEST_FIRST = {  # by how many times its target a time is; what never came is the worst
    "first-response": "c.first_response_minutes / c.first_response_target DESC NULLS FIRST",
    "resolution": "c.resolution_minutes / c.resolution_target DESC NULLS LAST",
    "rating": "c.csat NULLS LAST",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list; `reply` and its like are None where whole conversations are listed. `what` is the rule, outcome or verdict."""

    conversation: str
    reply: int | None
    day: str | None
    agent: str | None
    team: str | None
    channel: str | None
    language: str | None
    score: float | None
    what: str | None
    excerpt: str


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows that were asked for, and how many there are in all."""

    entries: tuple[Entry, ...]
    total: int


def entries(
    tables: Tables,
    asked: Asked,
    *,
    limit: int,
    timezone: str = "UTC",
    excerpt: int = EXCERPT,
    each: Literal["reply", "conversation"] = "reply",
) -> Listed:
    """List what bears every facet of `asked`, the worst first; days are those of `timezone`.

    Each reply (or conversation, as `each` says) stands once, with the gravest that was found in it. The same tables give the same list.
    """
    table = listed_table(asked)
    found = [condition(name, value, table) for name, value in asked]
    where = " AND ".join(sql for sql, _ in found) or "true"
    bound = [value for _, values in found for value in values]
    alias = "c" if table == "conversations" else "r"
    key = f"{alias}.conversation" if each == "conversation" or alias == "c" else f"{alias}.conversation, {alias}.reply"
    order = f"{_order(table, asked)}, {alias}.conversation{'' if alias == 'c' else ', r.reply'}, {_EXCERPTS[table]}"
    reply = "NULL::INTEGER" if alias == "c" else "r.reply"
    agent = f"array_to_string(c.agents[1:{_AGENTS}], '; ')" if alias == "c" else "r.agent"
    sent = "c.started_at" if alias == "c" else "r.sent_at"
    once = f"row_number() OVER (PARTITION BY {key} ORDER BY {order}) = 1"
    rows = tables.rows(
        f"""SELECT {alias}.conversation, {reply}, strftime(timezone(?, {sent}), '%Y-%m-%d'), nullif({agent}, ''), {alias}.team,
                   {alias}.channel, {alias}.language, {alias}.score, {_WHAT[table]},
                   left(trim(regexp_replace(left(coalesce({_EXCERPTS[table]}, ''), {4 * excerpt}), '\\s+', ' ', 'g')), {excerpt + 1})
            FROM {_FROM[table]} WHERE {where} QUALIFY {once} ORDER BY {order} LIMIT {limit}""",
        [timezone, *bound],
    )
    ((total,),) = tables.rows(f"SELECT count(DISTINCT ({key})) FROM {_FROM[table]} WHERE {where}", bound)
    return Listed(tuple(_entry(row, excerpt) for row in rows), int(total))


def _order(table: str, asked: Asked) -> str:
    """Say in SQL what is worst: the longest wait, the lowest of a criterion, else what stands for the table."""
    names = dict(asked)
    first = [_LONGEST_FIRST[name] for name in names if name in _LONGEST_FIRST and table == "conversations"]
    if "measure" in names and table != "conversations":
        first.append(f"r.score_{names['measure']}")
    return ", ".join([*first, _ORDERS[table]])


def _entry(row: tuple[Any, ...], longest: int) -> Entry:
    *told, excerpt = row
    values = (*told, excerpt if len(excerpt) <= longest else excerpt[: longest - 1].rstrip() + "…")
    return Entry(*values)
