"""Customers: the course of their emotion, what brings them, and when."""

from typing import Any

from coach.audit.summary.database import Tables

COURSES = ("cooled", "same", "heated")
_MOST_CAUSES = 25
_ENOUGH = 10  # conversations in either third below which growth says nothing


def customers(tables: Tables) -> dict[str, Any]:
    """Give how customers felt, the causes and matters with their growth, and the busy hours."""
    return {
        "course": _course(tables),
        "causes": _reasons(tables, "cause"),
        "matters": _reasons(tables, "matter"),
        "hours": _hours(tables),
    }


def _course(tables: Tables) -> dict[str, Any]:
    """Give the share of each course, the levels at the start, and where each level ended (rows: first, columns: last)."""
    counts = dict(tables.rows("SELECT course, count(*) FROM conversations WHERE course IS NOT NULL GROUP BY ALL ORDER BY ALL"))
    n = sum(counts.values())
    first = dict(tables.rows("SELECT emotion_first, count(*) FROM conversations WHERE emotion_first IS NOT NULL GROUP BY ALL ORDER BY ALL"))
    grid = [[0] * 4 for _ in range(4)]
    paired = tables.rows("""
        SELECT emotion_first, emotion_last, count(*) FROM conversations
        WHERE course IS NOT NULL AND emotion_first BETWEEN 0 AND 3 AND emotion_last BETWEEN 0 AND 3 GROUP BY ALL ORDER BY ALL""")
    for start, end, count in paired:
        grid[start][end] = count
    upset = sum(map(sum, grid[2:]))
    return {
        "n": n,
        "shares": {name: round(counts.get(name, 0) / n, 4) if n else None for name in COURSES},
        "first": [first.get(level, 0) for level in range(4)],
        "grid": grid,
        "angry_cooled": round(sum(sum(grid[level][:level]) for level in (2, 3)) / upset, 4) if upset else None,
        "n_angry": upset,
    }


def thirds(tables: Tables) -> tuple[list[str], list[str]]:
    """Give the weeks of the first and of the last third of the time; empty with fewer than three weeks."""
    weeks = [week for (week,) in tables.rows("SELECT DISTINCT week FROM conversations WHERE week IS NOT NULL ORDER BY week")]
    third = len(weeks) // 3
    return (weeks[:third], weeks[-third:]) if third else ([], [])


def _reasons(tables: Tables, column: str) -> list[dict[str, Any]]:
    """Give the commonest values of a column with share, score, anger, and growth: share in the last third over that in the first."""
    first, last = thirds(tables)
    early, late = (tables.rows("SELECT count(*) FROM conversations WHERE list_contains(?, week)", [weeks])[0][0] for weeks in (first, last))
    rows = tables.dicts(
        f"""SELECT {column} AS name, count(*) AS n, count(*) / (SELECT count(*) FROM conversations) AS share, avg(score) AS score,
                   avg((emotion_peak >= 2)::INT) AS angry,
                   count(*) FILTER (list_contains(?, week)) AS early, count(*) FILTER (list_contains(?, week)) AS late
            FROM conversations WHERE {column} IS NOT NULL GROUP BY {column} ORDER BY n DESC, name LIMIT {_MOST_CAUSES}""",
        [first, last],
    )
    for row in rows:
        before, after = row.pop("early"), row.pop("late")
        tells = early and late and before and max(before, after) >= _ENOUGH
        row["growth"] = round((after / late) / (before / early), 4) if tells else None
    return rows


def themes(tables: Tables) -> list[dict[str, Any]]:
    """Give the themes, the largest first, each with how many conversations it held in each week."""
    found = tables.dicts("SELECT * FROM themes WHERE theme >= 0 ORDER BY size DESC, theme")
    weeks = [week for (week,) in tables.rows("SELECT DISTINCT week FROM conversations WHERE week IS NOT NULL ORDER BY week")]
    counts = {
        (theme, week): n
        for theme, week, n in tables.rows("""
            SELECT theme, week, count(*) FROM conversations WHERE theme >= 0 AND week IS NOT NULL GROUP BY ALL ORDER BY ALL""")
    }
    scores = {
        theme: (score, angry)
        for theme, score, angry in tables.rows("""
        SELECT theme, round(avg(score), 2), round(avg((emotion_peak >= 2)::INT), 4) FROM conversations WHERE theme >= 0
        GROUP BY ALL ORDER BY ALL""")
    }
    for one in found:
        one["weeks"] = [[week, counts.get((one["theme"], week), 0)] for week in weeks]
        one["score"], one["angry"] = scores.get(one["theme"], (None, None))
    return found


def _hours(tables: Tables) -> dict[str, Any]:
    """Give the conversations that began in each hour of each weekday (from Monday)."""
    counts = [[0] * 24 for _ in range(7)]
    for weekday, hour, n in tables.rows("""
            SELECT weekday, hour, count(*) FROM conversations
            WHERE weekday BETWEEN 1 AND 7 AND hour BETWEEN 0 AND 23 GROUP BY ALL ORDER BY ALL"""):
        counts[weekday - 1][hour] = n
    return {"counts": counts}
