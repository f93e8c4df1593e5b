"""Fairness: Arabic beside English, and men beside women, plural and neutral address; as found, and like with like."""

from collections import defaultdict
from math import pi, sqrt
from typing import Any

from coach.audit.summary.database import Tables
from coach.audit.summary.settings import ReportSettings
from coach.config import CRITERIA
from coach.statistics import Cells, difference

_PAIRS = {"language": (("en", "ar"),), "addressee": (("m", "f"), ("m", "plural"), ("m", "neutral"))}
_STRATA = {
    "language": "coalesce(emotion, -1), coalesce(channel, '')",
    "addressee": "coalesce(language, ''), coalesce(emotion, -1), coalesce(channel, '')",
}
_MATTERS = {"language": "coalesce(emotion >= 2, false)", "addressee": "coalesce(language, ''), coalesce(emotion >= 2, false)"}
"""What is held alike beside the matter: fewer things than without it, for matters are many and groups soon too small."""
_LEAST_IN_MATTER = 5  # replies to either group about one matter
_DIFFER, _BY_CHANCE = 0.05, 1.5
"""Two groups write about different things from this share of their replies on, and this many times what chance makes of one mix."""
_RULES = 20  # replies that a rule must have found at fault before its rates are compared

Counts = dict[tuple[Any, ...], list[tuple[float, float, float]]]


def fairness(tables: Tables, settings: ReportSettings) -> dict[str, list[dict[str, Any]]]:
    """Give, for each pair of groups, the difference of score, of each criterion and of each rule's share of replies.

    `plain` compares all replies; `alike` only those that answer the same level of emotion on the same channel (and, of the
    addressee, in the same language), so that a different mix of work is not taken for a different judgement. `matters` says whether
    the groups write about different things, and gives the difference of the score within what they have in common.
    """
    return {name: _compare(tables, settings, name) for name in _PAIRS}


def _compare(tables: Tables, settings: ReportSettings, name: str) -> list[dict[str, Any]]:
    values = sorted({value for pair in _PAIRS[name] for value in pair})
    listed = ", ".join(f"'{value}'" for value in values)
    sums = ", ".join(f"count({column}) AS n_{column}, sum({column})::BIGINT AS {column}" for column in _columns())
    tables.run(f"""
        CREATE OR REPLACE TEMP TABLE compared AS
        SELECT {name} AS side, {_names(_STRATA[name])}, conversation, {sums} FROM replies
        WHERE {name} IN ({listed}) AND score IS NOT NULL GROUP BY ALL""")
    keys = f"side, {', '.join(f's{place}' for place in range(_STRATA[name].count('coalesce')))}"
    measures = {column: _cells(tables, keys, f"n_{column}", column) for column in _columns()}
    shares = _rules(tables, name, keys, listed)
    result = []
    for a, b in _PAIRS[name]:
        pair = {"a": a, "b": b}
        found = [
            {"measure": _measure(column), **pair, **both}
            for column, cells in measures.items()
            if (both := _both(cells, a, b, settings, column))
        ]
        rates = [{"rule": rule, **pair, **both} for rule, cells in shares.items() if (both := _both(cells, a, b, settings, rule))]
        result.append({**pair, "measures": found, "rules": rates, "matters": _matters(tables, name, a, b, settings)})
    return result


def _matters(tables: Tables, name: str, a: str, b: str, settings: ReportSettings) -> dict[str, Any] | None:
    """Give how far the mixes of matters lie apart (half the sum of the shares' differences) and the score's difference within matters.

    None where a group is too small. What nobody could tell the matter of is a matter of its own in the mix, and left out of the difference.
    """
    counts: Counts = defaultdict(list)
    asked = f"""
        SELECT side, matter, held, n, s, count(*) FROM (
            SELECT {name} AS side, coalesce(matter, '') AS matter, ({_MATTERS[name]}) AS held, conversation,
                   count(score) AS n, sum(score)::BIGINT AS s
            FROM replies WHERE {name} IN (?, ?) AND score IS NOT NULL GROUP BY ALL)
        GROUP BY ALL ORDER BY ALL"""
    for side, matter, held, n, s, count in tables.rows(asked, [a, b]):
        counts[(side, matter, str(held))].append((n, s, count))
    sizes = {side: sum(n * count for key, cells in counts.items() if key[0] == side for n, _, count in cells) for side in (a, b)}
    if min(sizes.values()) < settings.min_replies:
        return None
    shares: dict[str, dict[str, float]] = {side: defaultdict(float) for side in (a, b)}
    for (side, matter, _), cells in counts.items():
        shares[side][matter] += sum(n * count for n, _, count in cells) / sizes[side]
    named = sorted({*shares[a], *shares[b]})
    distance = sum(abs(shares[a][one] - shares[b][one]) for one in named) / 2
    pooled = [(shares[a][one] * sizes[a] + shares[b][one] * sizes[b]) / sum(sizes.values()) for one in named]
    chance = sum(sqrt(p * (1 - p) * (1 / sizes[a] + 1 / sizes[b]) * 2 / pi) for p in pooled) / 2
    strata = sorted({key[1:] for key in counts if key[1]})
    pairs = [(Cells.of(counts.get((a, *one), [])), Cells.of(counts.get((b, *one), []))) for one in strata]
    within = difference(pairs, settings.seed, f"{name}/{a}/{b}/matters", _LEAST_IN_MATTER)
    return {
        "distance": round(distance, 4),
        "differ": distance >= max(_DIFFER, _BY_CHANCE * chance),
        "within": within.as_dict() if within else None,
    }


def _columns() -> list[str]:
    return ["score", *(f"score_{name}" for name in CRITERIA)]


def _measure(column: str) -> str:
    return column.removeprefix("score_")


def _names(strata: str) -> str:
    return ", ".join(f"coalesce{part} AS s{place}" for place, part in enumerate(one.rstrip(", ") for one in strata.split("coalesce")[1:]))


def _cells(tables: Tables, keys: str, size: str, total: str) -> Counts:
    found: Counts = defaultdict(list)
    for *key, n, s, count in tables.rows(
        f"SELECT {keys}, {size}, {total}, count(*) FROM compared WHERE {size} > 0 GROUP BY ALL ORDER BY ALL"
    ):
        found[tuple(key)].append((n, s, count))
    return found


def _rules(tables: Tables, name: str, keys: str, listed: str) -> dict[str, Counts]:
    """Count for each rule the conversations by how many of their replies it found at fault; those without any are the rest."""
    own = ", ".join(f"c.{key}" for key in keys.split(", "))
    strata = _names(_STRATA[name])
    same = " AND ".join(f"c.{key} = h.{key}" for key in keys.split(", "))
    rows = tables.rows(f"""
        WITH hits AS (
            SELECT rule, side, {", ".join(keys.split(", ")[1:])}, h.conversation, count(*) AS k
            FROM (SELECT DISTINCT conversation, reply, rule FROM findings) h
            JOIN (SELECT conversation, reply, {name} AS side, {strata} FROM replies
                  WHERE {name} IN ({listed}) AND score IS NOT NULL) r ON r.conversation = h.conversation AND r.reply = h.reply
            GROUP BY ALL)
        SELECT rule, {own}, n_score, k, count(*) FROM hits h JOIN compared c ON c.conversation = h.conversation AND {same}
        GROUP BY ALL ORDER BY ALL""")
    whole: dict[tuple[Any, ...], int] = {
        tuple(key): count for *key, count in tables.rows(f"SELECT {keys}, n_score, count(*) FROM compared GROUP BY ALL ORDER BY ALL")
    }
    hits: dict[str, dict[tuple[Any, ...], list[tuple[float, float]]]] = defaultdict(lambda: defaultdict(list))
    for rule, *key, n, k, count in rows:
        hits[rule][(*key, n)].append((k, count))
    result = {}
    for rule in sorted(hits):
        if sum(k * count for cells in hits[rule].values() for k, count in cells) < _RULES:
            continue
        counts: Counts = defaultdict(list)
        for (*place, n), clusters in whole.items():
            struck = hits[rule].get((*place, n), [])
            rest = clusters - sum(count for _, count in struck)
            counts[tuple(place)].extend([(n, k, count) for k, count in struck] + ([(n, 0, rest)] if rest else []))
        result[rule] = counts
    return result


def _both(counts: Counts, a: str, b: str, settings: ReportSettings, name: str) -> dict[str, Any] | None:
    """Compare `b` with `a` plainly and within strata; None where one of them is too small a group."""
    sides = {side: Cells.of(_pooled(counts, side)) for side in (a, b)}
    plain = difference([(sides[a], sides[b])], settings.seed, f"{name}/{a}/{b}", settings.min_replies)
    if plain is None:
        return None
    strata = sorted({key[1:] for key in counts})
    pairs = [(Cells.of(counts.get((a, *one), [])), Cells.of(counts.get((b, *one), []))) for one in strata]
    alike = difference(pairs, settings.seed, f"{name}/{a}/{b}/alike", settings.min_replies)
    return {"plain": plain.as_dict(), "alike": alike.as_dict() if alike else None}


def _pooled(counts: Counts, side: str) -> list[tuple[float, float, float]]:
    """Add up a side's strata; a conversation that stands in two of them counts as two clusters."""
    pooled: dict[tuple[float, float], float] = defaultdict(float)
    for key, cells in counts.items():
        if key[0] == side:
            for n, s, count in cells:
                pooled[(n, s)] += count
    return [(n, s, count) for (n, s), count in pooled.items()]
