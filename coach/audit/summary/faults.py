"""Faults: how often each rule speaks, and texts that are used again and again."""

from typing import Any

from coach.audit.summary.database import Tables

_SEVERITIES = ("error", "warning", "advice")
_MOST_CANNED = 30
_WORTH_TELLING = 5  # uses from which a text counts as canned


def rules(tables: Tables) -> list[dict[str, Any]]:
    """Give each rule with the replies that it found at fault, the most frequent first.

    `share` is of the replies that were judged, `languages` the same within each language.
    """
    judged = dict(tables.rows("SELECT language, count(score) FROM replies GROUP BY ALL ORDER BY ALL"))
    found: dict[str, dict[str, Any]] = {}
    asked = f"""
        SELECT rule, any_value(criterion), language, count(*), sum(n),
               {", ".join(f"sum({severity})" for severity in _SEVERITIES)}, sum(sure) / 1e6 / sum(n)
        FROM (SELECT rule, criterion, language, conversation, reply, count(*) AS n, sum(round(1e6 * confidence)::BIGINT) AS sure,
                     {", ".join(f"count(*) FILTER (severity = '{severity}') AS {severity}" for severity in _SEVERITIES)}
              FROM findings GROUP BY ALL)
        GROUP BY rule, language ORDER BY rule, language"""
    for rule, criterion, language, replies, findings, *severities, sure in tables.rows(asked):
        one = found.setdefault(
            rule,
            {"rule": rule, "criterion": criterion, "n": 0, "findings": 0, "severities": dict.fromkeys(_SEVERITIES, 0), "languages": {}},
        )
        one["n"] += int(replies)
        one["findings"] += int(findings)
        for name, count in zip(_SEVERITIES, severities, strict=True):
            one["severities"][name] += int(count)
        if language is not None:
            share = round(replies / judged[language], 4) if judged.get(language) else None
            one["languages"][language] = {"n": int(replies), "share": share, "confidence": round(sure, 4) if sure is not None else None}
    total = sum(judged.values())
    for one in found.values():
        one["share"] = round(one["n"] / total, 4) if total else None
        one["severity"] = max(_SEVERITIES, key=lambda name: (one["severities"][name], -_SEVERITIES.index(name)))
    return sorted(found.values(), key=lambda one: (-one["n"], one["rule"]))


def canned(tables: Tables) -> dict[str, Any]:
    """Give the texts that are sent again and again, the most used first, and the share of all replies that are such."""
    asked = f"""
        SELECT canned AS hash, any_value(language ORDER BY conversation, reply) AS language, count(*) AS n,
               count(DISTINCT agent) AS n_agents, avg(score) AS score,
               min_by(text, (conversation, reply)) AS example
        FROM replies WHERE canned IS NOT NULL GROUP BY canned HAVING count(*) >= {_WORTH_TELLING}"""
    texts = tables.dicts(f"SELECT * FROM ({asked}) ORDER BY n DESC, hash LIMIT {_MOST_CANNED}")
    for one in texts:
        one["agents"] = [
            {"agent": agent, "n": n}
            for agent, n in tables.rows(
                """SELECT agent, count(*) AS n FROM replies WHERE canned = ? AND agent IS NOT NULL
                   GROUP BY agent ORDER BY n DESC, agent LIMIT 3""",
                [one["hash"]],
            )
        ]
    share = f"""
        SELECT coalesce(sum(n), 0) AS n, sum(n) / (SELECT nullif(count(*), 0) FROM replies) AS share, sum(n * score) / sum(n) AS score
        FROM (SELECT count(*) AS n, avg(score) AS score FROM replies
              WHERE canned IS NOT NULL GROUP BY canned HAVING count(*) >= {_WORTH_TELLING})"""
    totals = tables.row(share)
    return {"n": int(totals["n"]), "share": totals["share"], "score": totals["score"], "texts": texts}
