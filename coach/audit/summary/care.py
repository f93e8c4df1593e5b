"""Care: who answers how many angry messages, and when, so that the load can be shared."""

from typing import Any

from coach.audit.summary.database import Tables
from coach.audit.summary.settings import ReportSettings, Shift

_ANGRY = "coalesce(emotion >= 2, false)"


def care(tables: Tables, settings: ReportSettings) -> dict[str, Any]:
    """Give the share of angry messages and the mean run of them in a row, by part of the day and by agent.

    Parts of the day with fewer than the least number of agents behind them are left out, and so are all agents where fewer
    have enough replies: nobody can then be told from the figure of a handful.
    """
    shifts = [{"shift": shift.name, "start": shift.start, "end": shift.end, **_shift(tables, shift)} for shift in settings.shifts]
    agents = tables.dicts(f"""
        WITH placed AS (
            SELECT agent, {_ANGRY} AS angry,
                   row_number() OVER (PARTITION BY agent ORDER BY sent_at NULLS LAST, conversation, reply)
                 - row_number() OVER (PARTITION BY agent, {_ANGRY} ORDER BY sent_at NULLS LAST, conversation, reply) AS island
            FROM replies WHERE agent IS NOT NULL),
        runs AS (SELECT agent, avg(length) AS run, max(length) AS longest
                 FROM (SELECT agent, island, count(*) AS length FROM placed WHERE angry GROUP BY agent, island) GROUP BY agent)
        SELECT r.agent, count(*) AS n, avg({_ANGRY}::INT) AS share, any_value(runs.run) AS run, any_value(runs.longest) AS longest,
               avg(coalesce(emotion >= 3, false)::INT) AS hostile
        FROM replies r LEFT JOIN runs ON runs.agent = r.agent
        WHERE r.agent IS NOT NULL GROUP BY r.agent HAVING count(*) >= {settings.min_replies} ORDER BY share DESC, r.agent""")
    return {
        "min_agents": settings.min_agents,
        "min_replies": settings.min_replies,
        "share": tables.row(f"SELECT avg({_ANGRY}::INT) AS share FROM replies")["share"],
        "shifts": [one for one in shifts if one["n_agents"] >= settings.min_agents and one["n"] >= settings.min_replies],
        "agents": agents if len(agents) >= settings.min_agents else [],
    }


def _shift(tables: Tables, shift: Shift) -> dict[str, Any]:
    joined = "AND" if shift.start < shift.end else "OR"
    return tables.row(
        f"""SELECT count(*) AS n, count(DISTINCT agent) AS n_agents, avg({_ANGRY}::INT) AS share, avg(score) AS score
            FROM replies WHERE hour >= ? {joined} hour < ?""",
        [shift.start, shift.end],
    )
