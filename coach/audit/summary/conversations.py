"""Conversations: times against their targets, promises, hand-offs, and how they end."""

from typing import Any

from coach.audit.summary.database import Tables

OUTCOMES = ("kept", "late", "broken", "unknown")
_TIMES = ("first_response", "resolution")


def conversations(tables: Tables) -> dict[str, Any]:
    """Give the figures of whole conversations; a share is null where nothing was there to count."""
    return {
        "times": {name: _times(tables, name) for name in _TIMES},
        "wait": tables.row(
            "SELECT quantile_cont(wait_minutes, 0.5) AS median, quantile_cont(wait_minutes, 0.9) AS slow FROM replies WHERE kind = 'answer'"
        ),
        "follow_up": tables.row("SELECT count(follow_up_minutes) AS n, quantile_cont(follow_up_minutes, 0.5) AS median FROM conversations"),
        "promises": _promises(tables),
        **tables.row("""
            SELECT avg((n_unanswered > 0)::INT) FILTER (n_asks > 0) AS unanswered,
                   sum(n_unanswered)::BIGINT AS n_unanswered,
                   avg(n_handoffs) AS handoffs,
                   avg((n_handoffs >= 2)::INT) AS many_handoffs,
                   avg((n_repeated > 0)::INT) AS repeated,
                   avg(followed_up::INT) AS followed_up,
                   avg(reminded::INT) AS reminded,
                   avg(status_fits::INT) AS status_fits,
                   avg((status = 'solved')::INT) AS solved
            FROM conversations"""),
        "misfits": tables.dicts("""
            SELECT status, suggested_status, count(*) AS n FROM conversations
            WHERE NOT status_fits GROUP BY ALL ORDER BY n DESC, status, suggested_status LIMIT 6"""),
        "missed": tables.row("""
            SELECT coalesce(sum(n_asks), 0)::BIGINT AS asks, coalesce(sum(n_missed), 0)::BIGINT AS missed,
                   sum(n_missed) / nullif(sum(n_asks), 0) AS share
            FROM replies"""),
    }


def _times(tables: Tables, name: str) -> list[dict[str, Any]]:
    """Give the times of all conversations (channel null) and of each channel; `slow` is the ninth decile."""
    asked = f"""
        SELECT channel, count({name}_minutes) AS n, quantile_cont({name}_minutes, 0.5) AS median,
               quantile_cont({name}_minutes, 0.9) AS slow, mode({name}_target) AS target, avg({name}_met::INT) AS met
        FROM conversations"""
    every = tables.row(asked.replace("channel,", "NULL AS channel,").replace(f"mode({name}_target)", "NULL"))
    rows = tables.dicts(f"{asked} WHERE channel IS NOT NULL GROUP BY channel ORDER BY n DESC, channel")
    return [every, *(row for row in rows if row["n"])]


def _promises(tables: Tables) -> dict[str, Any]:
    counts = dict(tables.rows("SELECT outcome, count(*) FROM promises GROUP BY ALL ORDER BY ALL"))
    outcomes = {name: int(counts.get(name, 0)) for name in OUTCOMES}
    settled = sum(outcomes.values()) - outcomes["unknown"]
    return {"n": sum(counts.values()), **outcomes, "kept_share": round(outcomes["kept"] / settled, 4) if settled else None}
