"""The page: the templates filled with a summary's figures and with examples out of the tables."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from coach.audit.report.behind import Behind, anchor, folds, shown
from coach.audit.report.charts import Charts
from coach.audit.report.examples import examples
from coach.audit.report.figures import Figures
from coach.audit.report.headlines import headlines, worst
from coach.audit.report.names import Names
from coach.audit.report.rows import Rows
from coach.audit.report.words import Words
from coach.config import parse_yaml
from coach.words import Language

_FAULTS = 10
SECTIONS = ("scores", "faults", "conversations", "customers", "people", "care", "fairness", "change", "csat", "method")


@lru_cache(maxsize=1)
def known() -> dict[str, tuple[float, float]]:
    """Give how right the judge that ships is in each respect, English and Arabic."""
    name = "known.yaml"
    read = parse_yaml((files("coach.audit.report") / name).read_text(encoding="utf-8"), name)
    return {measure: (float(en), float(ar)) for measure, (en, ar) in read.items()}


def page(summary: dict[str, Any], tables: Path, ui: Language) -> str:
    """Give the report as one HTML document that needs nothing else."""
    words = Words(ui, summary["settings"]["digits"])
    charts = Charts(words.rtl)
    rules = worst(summary)
    said = headlines(summary, words)
    with Behind(tables, summary["settings"]["timezone"]) as behind:
        under = folds(summary, behind, rules, [one.behind for one in said if one.behind])
        return (
            _environment()
            .get_template("page.html.jinja")
            .render(
                summary=summary,
                w=words,
                names=Names(words),
                rows=Rows(summary, words),
                known=known(),
                figures=Figures(summary, words, charts),
                headlines=said,
                rules=rules,
                examples=examples(tables, [one["rule"] for one in rules[:_FAULTS]], ui),
                most_faults=_FAULTS,
                sections=[name for name in SECTIONS if _stands(summary, name)],
                behind=behind,
                under=under,
                listed={where for figure in under.values() for where in figure},
                anchor=anchor,
                shown=shown,
            )
        )


def _stands(summary: dict[str, Any], section: str) -> bool:
    """Tell whether there is anything to say in a section."""
    present = {
        "change": bool(summary["before_after"] and summary["before_after"]["overall"]) or bool(summary.get("baseline")),
        "csat": summary["csat"] is not None,
        "care": bool(summary["care"]["shifts"] or summary["care"]["agents"]),
        "people": bool(summary["agents"]),
        "fairness": any(pair["measures"] for pairs in summary["fairness"].values() for pair in pairs),
    }
    return bool(summary["counts"]["conversations"] or section == "method") and present.get(section, True)


def _environment() -> Environment:
    loader = PackageLoader("coach.audit.report", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
