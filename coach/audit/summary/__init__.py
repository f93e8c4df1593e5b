"""The summary of an audit: every figure of the report, out of the finished tables, as one plain structure."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coach.audit.summary.baseline import compare
from coach.audit.summary.care import care
from coach.audit.summary.change import before_after
from coach.audit.summary.conversations import conversations
from coach.audit.summary.csat import csat
from coach.audit.summary.customers import customers, themes
from coach.audit.summary.database import Tables
from coach.audit.summary.fairness import fairness
from coach.audit.summary.faults import canned, rules
from coach.audit.summary.groups import groups, overall
from coach.audit.summary.people import agents
from coach.audit.summary.settings import SHIFTS, ReportSettings, Shift

SCHEMA_VERSION = 1

__all__ = ["SCHEMA_VERSION", "SHIFTS", "ReportSettings", "Shift", "compare", "make"]


def make(
    tables: Path, settings: ReportSettings, ruleset: Mapping[str, str] | None = None, models: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Give the summary of the tables in a folder; `rejects.jsonl` is looked for beside that folder.

    The same tables and settings give the same summary. Whoever compares with an earlier audit adds `baseline`, from `compare`.
    """
    with Tables(tables, settings.memory) as opened:
        grouped = groups(opened, settings)
        return {
            "schema_version": SCHEMA_VERSION,
            "ruleset": dict(ruleset or {}),
            "models": dict(models or {}),
            "settings": _settings(settings),
            "counts": _counts(opened, settings, tables.parent / "rejects.jsonl"),
            "overall": overall(opened, settings),
            "groups": grouped,
            "rules": rules(opened),
            "canned": canned(opened),
            "conversations": conversations(opened),
            "customers": customers(opened),
            "themes": themes(opened),
            "agents": agents(opened, settings, grouped["agent"]),
            "care": care(opened, settings),
            "fairness": fairness(opened, settings),
            "before_after": before_after(opened, settings),
            "csat": csat(opened, settings),
        }


def _settings(settings: ReportSettings) -> dict[str, Any]:
    return {
        "min_replies": settings.min_replies,
        "min_agents": settings.min_agents,
        "timezone": settings.timezone,
        "split": settings.split.isoformat() if settings.split else None,
        "seed": settings.seed,
        "digits": settings.digits,
    }


def _counts(tables: Tables, settings: ReportSettings, rejects: Path) -> dict[str, Any]:
    found = tables.row(
        """
        SELECT (SELECT count(*) FROM conversations) AS conversations,
               (SELECT count(*) FROM replies) AS replies,
               (SELECT count(score) FROM replies) AS judged,
               (SELECT count(DISTINCT agent) FROM replies) AS agents,
               (SELECT count(*) FROM findings) AS findings,
               (SELECT sum(n_messages)::BIGINT FROM conversations) AS messages,
               (SELECT min(week) FROM conversations) AS first_week,
               (SELECT max(week) FROM conversations) AS last_week,
               (SELECT strftime(timezone(?, min(started_at)), '%Y-%m-%d') FROM conversations) AS first_day,
               (SELECT strftime(timezone(?, max(started_at)), '%Y-%m-%d') FROM conversations) AS last_day""",
        [settings.timezone, settings.timezone],
    )
    if rejects.exists():
        with rejects.open("rb") as lines:
            found["rejected"] = sum(1 for line in lines if line.strip() and b'"kept": true' not in line)
    return {"rejected": 0, **found}
