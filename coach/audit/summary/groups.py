"""Scores: of all replies, and by team, agent, channel, language, dialect and week."""

from typing import Any

from coach.audit.summary.database import Tables
from coach.audit.summary.settings import ReportSettings
from coach.config import CRITERIA
from coach.statistics import Cells, interval

GROUPS = ("team", "agent", "channel", "language", "dialect", "week")

MEANS = ", ".join(
    [
        "count(*) AS n_replies",
        "count(score) AS n",
        "avg(score) AS score",
        *(f"avg(score_{name}) AS {name}" for name in CRITERIA),
        *(f"avg((verdict = '{name}')::INT) AS {name}" for name in ("send", "revise", "hold")),
        "avg((emotion >= 2)::INT) AS hostile",
        "avg((n_missed > 0)::INT) FILTER (n_asks > 0) AS missed",
        "avg(n_words) AS words",
        "count(DISTINCT agent) AS n_agents",
    ]
)


def overall(tables: Tables, settings: ReportSettings) -> dict[str, Any]:
    """Give the figures of all replies, with how their scores are spread in tens."""
    figures = shaped(tables.row(f"SELECT {MEANS} FROM replies"))
    cells = tables.cells("0", "score", "replies").get(0)
    figures["interval"] = ends(cells, settings, "overall")
    tens = dict(tables.rows("SELECT least(score // 10, 9), count(*) FROM replies WHERE score IS NOT NULL GROUP BY ALL ORDER BY ALL"))
    figures["tens"] = [tens.get(place, 0) for place in range(10)]
    return figures


def groups(tables: Tables, settings: ReportSettings) -> dict[str, list[dict[str, Any]]]:
    """Give the figures of each group: by week in their order, else the largest first."""
    return {name: _group(tables, settings, name) for name in GROUPS}


def _group(tables: Tables, settings: ReportSettings, name: str) -> list[dict[str, Any]]:
    """Give the groups of one column.

    `value` is null for replies of which the column is unknown, and for the small groups that are folded into one, `folded` of them.
    `hostile` is null where fewer than the least number of agents stand behind it.
    """
    tables.run(f"""
        CREATE OR REPLACE TEMP TABLE folding AS
        SELECT {name} AS value, {_fold(name, settings)} AS folds FROM replies WHERE {name} IS NOT NULL GROUP BY ALL""")
    folded = tables.rows("SELECT count(*) FROM folding WHERE folds")[0][0]
    source = f"""(SELECT r.*, CASE WHEN f.folds THEN 'others' WHEN f.value IS NULL THEN 'unknown' ELSE 'named' END AS standing,
                         CASE WHEN NOT f.folds THEN f.value END AS value
                  FROM replies r LEFT JOIN folding f ON r.{name} = f.value)"""
    order = "standing, value" if name == "week" else "standing, n_replies DESC, value"
    found = tables.dicts(f"SELECT standing, value, {MEANS} FROM {source} GROUP BY standing, value ORDER BY {order}")
    cells = tables.cells("(standing, value)", "score", source)
    result = []
    for row in found:
        standing, value = row.pop("standing"), row.pop("value")
        if standing == "unknown" and name in ("week", "dialect"):
            continue
        figures = shaped(row)
        if figures["n_agents"] < settings.min_agents:  # as in `care`
            figures["hostile"] = None
        figures["interval"] = ends(cells.get((standing, value)), settings, f"{name}/{standing}/{value}")
        result.append({"value": value, "folded": folded if standing == "others" else 0, **figures})
    return result


def _fold(name: str, settings: ReportSettings) -> str:
    """Say in SQL when a group is too small to stand alone; a week is nobody's."""
    return "false" if name == "week" else f"count(*) < {settings.min_replies}"


def shaped(row: dict[str, Any]) -> dict[str, Any]:
    """Put the columns of `MEANS` in the form of summary.json."""
    verdicts = {name: row.pop(name) for name in ("send", "revise", "hold")}
    criteria = {name: row.pop(name) for name in CRITERIA}
    return {**row, "verdicts": verdicts, "criteria": criteria}


def ends(cells: Cells | None, settings: ReportSettings, name: str) -> list[float] | None:
    """Give the ends of a mean's interval, rounded."""
    found = interval(cells, settings.seed, name) if cells else None
    return [round(end, 2) for end in found] if found else None
