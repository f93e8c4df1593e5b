"""Before and after a date."""

from typing import Any

from coach.audit.summary.database import Tables
from coach.audit.summary.settings import ReportSettings
from coach.config import CRITERIA
from coach.statistics import Cells, difference


def before_after(tables: Tables, settings: ReportSettings) -> dict[str, Any] | None:
    """Compare the replies sent before the day of `settings.split` with those from it on; None without such a day.

    Clusters are conversations; nothing is paired, since another reply answers another message. An agent is compared who has
    enough replies on both sides.
    """
    if settings.split is None:
        return None
    after = f"(sent_at >= timezone('{_zone(settings)}', TIMESTAMP '{settings.split.isoformat()} 00:00:00'))"
    source = f"(SELECT *, {after} AS later FROM replies WHERE sent_at IS NOT NULL)"
    found = {name: _halves(tables, "0", column, source, settings) for name, column in _measures().items()}
    agents = _halves(tables, "agent", "score", f"(SELECT * FROM {source} WHERE agent IS NOT NULL)", settings)
    return {
        "split": settings.split.isoformat(),
        "overall": found["score"].get(0),
        "criteria": {name: halves[0] for name in CRITERIA if (halves := found[name]).get(0)},
        "rules": _rules(tables, source, settings),
        "agents": [{"agent": agent, **one} for agent, one in sorted(agents.items())],
    }


def _zone(settings: ReportSettings) -> str:
    return settings.timezone.replace("'", "''")


def _measures() -> dict[str, str]:
    return {"score": "score", **{name: f"score_{name}" for name in CRITERIA}}


def _halves(tables: Tables, key: str, value: str, source: str, settings: ReportSettings) -> dict[Any, dict[str, Any]]:
    cells = tables.cells(f"({key}, later)", value, source)
    result = {}
    for group in sorted({group for group, _ in cells}):
        sides = [cells.get((group, later), Cells.of([])) for later in (False, True)]
        found = difference([(sides[0], sides[1])], settings.seed, f"split/{value}/{group}", settings.min_replies)
        if found:
            result[group] = found.as_dict()
    return result


def _rules(tables: Tables, source: str, settings: ReportSettings) -> list[dict[str, Any]]:
    """Give the rules whose share of replies surely changed, the greatest change first."""
    rows = tables.rows(f"""
        SELECT rule, later, n, k, count(*) FROM (
            SELECT rule, later, conversation, any_value(n) AS n, count(*) AS k
            FROM (SELECT DISTINCT conversation, reply, rule FROM findings)
            JOIN (SELECT conversation, reply, later, count(*) OVER (PARTITION BY conversation, later) AS n
                  FROM {source} WHERE score IS NOT NULL) USING (conversation, reply)
            GROUP BY rule, later, conversation)
        GROUP BY ALL ORDER BY ALL""")
    sizes = tables.rows(f"""
        SELECT later, n, count(*) FROM (SELECT later, conversation, count(*) AS n FROM {source} WHERE score IS NOT NULL GROUP BY ALL)
        GROUP BY ALL ORDER BY ALL""")
    result = []
    for rule in sorted({row[0] for row in rows}):
        sides = []
        for later in (False, True):
            hits = [(n, k, count) for name, when, n, k, count in rows if name == rule and when == later]
            struck: dict[int, int] = {}
            for n, _, count in hits:
                struck[n] = struck.get(n, 0) + count
            sides.append(Cells.of([*hits, *((n, 0, count - struck.get(n, 0)) for when, n, count in sizes if when == later)]))
        found = difference([(sides[0], sides[1])], settings.seed, f"split/{rule}", settings.min_replies)
        if found and found.sure:
            result.append({"rule": rule, **found.as_dict()})
    return sorted(result, key=lambda one: (-abs(one["difference"]), one["rule"]))
