"""The summary of an audit: every figure of the report, out of the finished tables, as one plain structure."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coach import forms
from coach.audit.errors import AuditError
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

NAME = "summary.json"
DONE = "audit.json"
"""Stands in a finished audit's folder: what it was of."""
_TOO_LONG = ("too-long", "too-many-messages")

__all__ = ["DONE", "NAME", "SHIFTS", "ReportSettings", "Shift", "compare", "make", "read"]


def make(
    tables: Path,
    settings: ReportSettings,
    ruleset: Mapping[str, str] | None = None,
    models: Mapping[str, str] | None = None,
    version: str | None = None,
) -> dict[str, Any]:
    """Give the summary of the tables in a folder; `rejects.jsonl` is looked for beside that folder.

    The same tables and settings give the same summary. Whoever compares with an earlier audit adds `baseline`, from `compare`.
    """
    with Tables(tables, settings.memory) as opened:
        grouped = groups(opened, settings)
        return {
            "schema_version": forms.SUMMARY,
            "version": version,
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


def read(folder: Path) -> dict[str, Any]:
    """Give the summary of a finished audit; raises AuditError where there is none, NewerForm where a later program wrote it.

    What an older one does not say of its program's version, the audit's own file does.
    """
    try:
        found = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = None
    if not isinstance(found, dict):
        raise AuditError(where=str(folder), what={"en": "this is no finished audit", "ar": "ليس هذا تدقيقًا مكتملًا"})
    forms.refuse_newer(found, forms.SUMMARY, str(folder / NAME))
    return found if found.get("version") else {**found, "version": _version(folder)}


def _version(folder: Path) -> str | None:
    try:
        told = json.loads((folder / DONE).read_text(encoding="utf-8"))
        return str(told["identity"]["version"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


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
               (SELECT count(*) FROM replies WHERE n_words IS NULL) AS unread,
               (SELECT count(DISTINCT agent) FROM replies) AS agents,
               (SELECT count(*) FROM findings) AS findings,
               (SELECT sum(n_messages)::BIGINT FROM conversations) AS messages,
               (SELECT min(week) FROM conversations) AS first_week,
               (SELECT max(week) FROM conversations) AS last_week,
               (SELECT strftime(timezone(?, min(started_at)), '%Y-%m-%d') FROM conversations) AS first_day,
               (SELECT strftime(timezone(?, max(started_at)), '%Y-%m-%d') FROM conversations) AS last_day""",
        [settings.timezone, settings.timezone],
    )
    return {**_rejected(rejects), **found}


def _rejected(rejects: Path) -> dict[str, int]:
    """Count the rows that were not audited, those that were too long among them, and the messages of which the end was left out."""
    counts = {"rejected": 0, "too_long": 0, "cut": 0, "left_out": 0}
    if not rejects.exists():
        return counts
    with rejects.open(encoding="utf-8") as lines:
        for told in (json.loads(line) for line in lines if line.strip()):
            counts["rejected"] += not told.get("kept")
            counts["too_long"] += told.get("reason") in _TOO_LONG
            counts["cut"] += told.get("reason") == "cut"
            counts["left_out"] += told.get("messages", 0)
    return counts
