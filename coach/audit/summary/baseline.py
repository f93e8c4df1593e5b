"""An audit beside an earlier one: what changed, and whether the replies did or the judge."""

from pathlib import Path
from typing import Any

from coach.audit.summary.database import Tables, parquet
from coach.statistics import Cells, interval

_SEED = 20_260
_RULE_CHANGE = 0.01  # of all replies
_GROUPS = ("team", "channel", "language", "agent")


def compare(old: dict[str, Any], new: dict[str, Any], old_tables: Path | None = None, new_tables: Path | None = None) -> dict[str, Any]:
    """Say what changed from one summary to a later one.

    `judge` tells whether the rule set, the models or the program differ, so that scores may differ for the same reply. With both tables at
    hand, conversations that stand unchanged in both show by how much the judge alone moved the score (`paired.unchanged`).
    """
    rules_before, rules_now = ({one["rule"]: one for one in side["rules"]} for side in (old, new))
    judge = {
        "ruleset": _sha(old) != _sha(new),
        "models": old.get("models") != new.get("models"),
        "ruleset_before": _sha(old),
        "ruleset_now": _sha(new),
        "version": old.get("version") != new.get("version"),
        "version_before": old.get("version"),
        "version_now": new.get("version"),
    }
    changed = []
    for rule in sorted({*rules_before, *rules_now}):
        before, now = (side.get(rule, {}).get("share") or 0.0 for side in (rules_before, rules_now))
        if abs(now - before) >= _RULE_CHANGE:
            changed.append({"rule": rule, "a": before, "b": now, "difference": round(now - before, 4)})
    return {
        "judge": {**judge, "changed": judge["ruleset"] or judge["models"] or judge["version"]},
        "counts": {name: [old["counts"].get(name), new["counts"].get(name)] for name in ("conversations", "replies", "rejected")},
        "overall": _pair(old["overall"], new["overall"]),
        "criteria": _pairs(old["overall"]["criteria"], new["overall"]["criteria"]),
        "groups": {name: _group(old, new, name) for name in _GROUPS},
        "rules": sorted(changed, key=lambda one: (-abs(one["difference"]), one["rule"])),
        "paired": _paired(old_tables, new_tables) if old_tables and new_tables else None,
    }


def _sha(summary: dict[str, Any]) -> Any:
    return (summary.get("ruleset") or {}).get("sha")


def _pair(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any] | None:
    """Give two scores and their difference; `sure` where their intervals lie apart, which is stricter than need be."""
    if old.get("score") is None or new.get("score") is None:
        return None
    first, second = old.get("interval"), new.get("interval")
    apart = bool(first and second and (first[1] < second[0] or second[1] < first[0]))
    return {"a": old["score"], "b": new["score"], "difference": round(new["score"] - old["score"], 4), "sure": apart}


def _pairs(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    return {name: _pair({"score": old.get(name)}, {"score": new[name]}) for name in new}


def _group(old: dict[str, Any], new: dict[str, Any], name: str) -> list[dict[str, Any]]:
    before = {one["value"]: one for one in old["groups"][name] if one["value"] is not None}
    pairs = [(one["value"], _pair(before[one["value"]], one)) for one in new["groups"][name] if one["value"] in before]
    return sorted(({"value": value, **pair} for value, pair in pairs if pair), key=lambda one: (-abs(one["difference"]), one["value"]))


def _paired(old: Path, new: Path) -> dict[str, Any] | None:
    """Compare the conversations that both tables hold; those with as many messages and the same end are unchanged."""
    with Tables(new) as tables:
        if not (old / "conversations.parquet").exists():
            return None
        rows = tables.rows(f"""
            SELECT same, change, count(*) FROM (
                SELECT n.n_messages = o.n_messages AND n.ended_at IS NOT DISTINCT FROM o.ended_at AS same,
                       round(n.score - o.score, 1) AS change
                FROM conversations n JOIN {parquet(old / "conversations.parquet")} o ON o.conversation = n.conversation
                WHERE n.score IS NOT NULL AND o.score IS NOT NULL)
            GROUP BY ALL ORDER BY ALL""")
    return {
        "all": _change([(change, count) for _, change, count in rows], "all"),
        "unchanged": _change([(change, count) for same, change, count in rows if same], "unchanged"),
    }


def _change(rows: list[tuple[float, int]], name: str) -> dict[str, Any] | None:
    cells = Cells.of((1, change, count) for change, count in rows)
    mean, ends = cells.mean(), interval(cells, _SEED, f"paired/{name}") if rows else None
    if mean is None:
        return None
    return {"n": cells.n, "difference": round(mean, 4), "interval": [round(end, 4) for end in ends] if ends else None}
