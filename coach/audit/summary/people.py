"""Agents: what each does best, and what to practise next, beside colleagues with the same kind of work."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from coach.audit.summary.database import Tables
from coach.audit.summary.settings import ReportSettings
from coach.config import CRITERIA
from coach.rules import BY_ID
from coach.statistics import shrink

_SURE = 2.0
"""Posterior standard deviations from which a gap is worth telling someone: many gaps are looked at for each agent, and the replies
of a conversation are not as independent as they are counted."""

WEIGHT = {"error": 60.0, "warning": 30.0, "advice": 10.0}
"""What a rule costs by its severity, as in rubric.yaml."""

_FEW = 3
_HITS = 3
"""Replies at fault below which a rule is not named for practice, however seldom it speaks of others."""
_STRATUM = "coalesce(language, ''), coalesce(emotion >= 2, false)"

Gap = tuple[str, float, float, float, float]
"""A criterion or rule, by how much the agent is better than expected, how sure that is, what it weighs, and the agent's own figure."""


def agents(tables: Tables, settings: ReportSettings, groups: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each agent with enough replies, by name, with `strengths` and what to `practise`, both the most worth first.

    An agent is compared with what colleagues' replies in the same language to customers as upset give, and the gap is shrunk
    towards none by how few replies there are. Without a gap that is sure, what costs the agent most is named for practice and
    `stands_out` is false.
    """
    known = {row["value"]: row for row in groups if row["value"] is not None}
    gaps: dict[str, list[Gap]] = defaultdict(list)
    for gap in (_criteria(tables, known), _rules(tables, known)):
        for agent, found in gap.items():
            gaps[agent].extend(found)
    teams = dict(tables.rows("SELECT agent, mode(team ORDER BY team) FROM replies WHERE agent IS NOT NULL GROUP BY agent ORDER BY agent"))
    result = []
    for agent in sorted(known):
        row = known[agent]
        found = gaps[agent]
        worse = sorted((gap for gap in found if -gap[1] > _SURE * gap[2]), key=lambda gap: (gap[1] * gap[3], gap[0]))
        better = sorted((gap for gap in found if gap[1] > _SURE * gap[2]), key=lambda gap: (-gap[1] * gap[3], gap[0]))
        practise = [gap[0] for gap in worse if gap[0] not in CRITERIA and gap[4] * row["n"] >= _HITS][:_FEW]
        costly = sorted((gap for gap in found if gap[0] not in CRITERIA and gap[4] > 0), key=lambda gap: (-gap[4] * gap[3], gap[0]))
        result.append(
            {
                "agent": agent,
                "team": teams.get(agent),
                "n_replies": row["n_replies"],
                "score": row["score"],
                "interval": row["interval"],
                "criteria": row["criteria"],
                "verdicts": row["verdicts"],
                "strengths": [gap[0] for gap in better][:_FEW],
                "practise": practise or [gap[0] for gap in costly][:1],
                "stands_out": bool(practise),
                "rates": {gap[0]: round(gap[4], 4) for gap in found if gap[0] not in CRITERIA},
            }
        )
    return result


def _criteria(tables: Tables, known: dict[str, Any]) -> dict[str, list[Gap]]:
    """Compare each criterion's mean with that of the same strata, in points."""
    result: dict[str, list[Gap]] = defaultdict(list)
    for name in CRITERIA:
        rows = tables.rows(f"""
            SELECT agent, {_STRATUM}, count(score_{name}), sum(score_{name}), sum(score_{name}::DOUBLE * score_{name}) FROM replies
            WHERE agent IS NOT NULL AND score_{name} IS NOT NULL GROUP BY ALL ORDER BY ALL""")
        _compare(rows, known, name, 1.0, 1.0, lambda n, total, squares: max(squares / n - (total / n) ** 2, 25.0), result)
    return result


def _rules(tables: Tables, known: dict[str, Any]) -> dict[str, list[Gap]]:
    """Compare each rule's share of replies with that of the same strata; fewer is better."""
    result: dict[str, list[Gap]] = defaultdict(list)
    sizes = {
        (agent, *stratum): n
        for agent, *stratum, n in tables.rows(f"SELECT agent, {_STRATUM}, count(score) FROM replies WHERE agent IS NOT NULL GROUP BY ALL")
    }
    hits: dict[str, dict[tuple[Any, ...], int]] = defaultdict(dict)
    severities: dict[str, str] = {}
    asked = f"""
        SELECT f.rule, min(f.severity), r.agent, {_STRATUM.replace("language", "r.language").replace("emotion", "r.emotion")}, count(*)
        FROM (SELECT conversation, reply, rule, mode(severity ORDER BY severity) AS severity FROM findings GROUP BY ALL) f
        JOIN (SELECT conversation, reply, agent, language, emotion FROM replies WHERE agent IS NOT NULL AND score IS NOT NULL) r
          ON r.conversation = f.conversation AND r.reply = f.reply
        GROUP BY f.rule, r.agent, 4, 5 ORDER BY ALL"""
    for rule, severity, agent, *stratum, n in tables.rows(asked):
        hits[rule][(agent, *stratum)] = n
        severities[rule] = BY_ID[rule].severity if rule in BY_ID else severity
    for rule in sorted(hits):
        rows = [(*place, n, hits[rule].get(place, 0), 0) for place, n in sorted(sizes.items()) if n]
        weight = WEIGHT.get(severities[rule], 10.0)
        _compare(rows, known, rule, -1.0, weight, lambda n, total, _: max(total / n * (1 - total / n), 1e-4), result)
    return result


def _compare(
    rows: Iterable[tuple[Any, ...]],
    known: dict[str, Any],
    name: str,
    sign: float,
    weight: float,
    variance: Callable[[float, float, float], float],
    result: dict[str, list[Gap]],
) -> None:
    """Add each agent's gap from what the strata of their replies would give; rows of (agent, stratum …, n, sum, sum of squares)."""
    strata: dict[tuple[Any, ...], np.ndarray[Any, np.dtype[np.float64]]] = defaultdict(lambda: np.zeros(3))
    own: dict[str, list[tuple[tuple[Any, ...], float, float]]] = defaultdict(list)
    for agent, *stratum, n, total, squares in rows:
        strata[tuple(stratum)] += (n, float(total), float(squares))
        own[agent].append((tuple(stratum), float(n), float(total)))
    gaps, noise, means, names = [], [], [], []
    for agent in sorted(own):
        if agent not in known:
            continue
        n = sum(size for _, size, _ in own[agent])
        mean = sum(total for *_, total in own[agent]) / n
        expected = sum(size * strata[place][1] / strata[place][0] for place, size, _ in own[agent]) / n
        names.append(agent)
        gaps.append(sign * (mean - expected))
        means.append(mean)
        noise.append(sum(size * variance(*strata[place]) for place, size, _ in own[agent]) / n / n)
    if names:
        shrunken, spread = shrink(gaps, noise)
        for agent, gap, square, mean in zip(names, shrunken, spread, means, strict=True):
            result[agent].append((name, float(gap), float(np.sqrt(square)), weight, mean))
