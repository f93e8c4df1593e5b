"""A page for each rule, in both languages, from what the rule itself holds: its docstring, its texts, its test cases, its figures.

The Arabic of a docstring stands in rules_ar.yaml; names of rules, criteria and severities are those of the audit's report.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from coach.config import CRITERIA, default_profile
from coach.findings import Rule
from coach.rules import RULES
from docs.generate import LANGUAGES, ROOT

HERE = Path(__file__).parent
CASES = ROOT / "tests" / "rules"
SHOWN = 3
"""Test cases shown on a page, of those flagged and of those not, in each language."""
_EXAMPLE = re.compile(r"^ {4}(\w[\w ]*):\s+(.+)$", re.MULTILINE)
_SIGNS = str.maketrans({"|": "&#124;", "*": "&#42;", "[": "&#91;", "_": "&#95;", "`": "&#96;", "<": "&lt;", "{": "&#123;"})
_SLOT = re.compile(r"\{\w+\}")


@cache
def _yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def words(language: str) -> dict[str, Any]:
    """Give the headings and sentences of the pages in `language`."""
    return {part: said[language] for part, said in _yaml(HERE / "words.yaml").items()}


def names(language: str) -> dict[str, Any]:
    """Give what rules, criteria, severities and channels are called."""
    called: dict[str, Any] = _yaml(ROOT / "coach" / "audit" / "report" / f"texts.{language}.yaml")
    return called


def parts(rule: Rule) -> tuple[str, str, str]:
    """Give a page's first line, its reasons and the sentence on severity, as the docstring has them."""
    about = rule.page.partition("\nEnglish\n")[0].strip()
    title, _, rest = about.partition("\n\n")
    why, _, severity = rest.partition("Severity:")
    return title.strip(), why.strip(), severity.strip()


def examples(rule: Rule, spoken: str) -> list[tuple[str, str]]:
    """Give the docstring's examples in one language, line by line: what it is, and the text."""
    english, _, arabic = rule.page.partition("\nEnglish\n")[2].partition("\nArabic\n")
    return _EXAMPLE.findall(f"\n{english if spoken == 'en' else arabic}")


def cases(rule: Rule, spoken: str, flagged: bool) -> list[tuple[str, str, list[str]]]:
    """Give some of the rule's test cases that need the least beside the draft: message, draft, the words that are flagged."""
    file = CASES / f"{rule.id}.yaml"
    given = _yaml(file)[spoken].values() if file.is_file() else ()
    plain = [case for case in given if isinstance(case.get("customer", ""), str) and bool(case["flagged"]) == flagged]
    plain.sort(key=lambda case: (len(case), len(case["draft"])))
    return [(case.get("customer", ""), case["draft"], case["flagged"]) for case in plain[:SHOWN]]


def pages(language: str) -> dict[str, str]:
    """Give the text of each rule's page, and of their index, by name."""
    made = {f"rules/{rule.id}": page(rule, language) for rule in RULES}
    return {"rules/index": index(language), **made}


def page(rule: Rule, language: str) -> str:
    """Write the page of one rule."""
    say, called = words(language), names(language)
    title, why, severity = parts(rule)
    if language == "ar":
        own = _yaml(HERE / "rules_ar.yaml")[rule.id]
        title, why, severity = "", own["what"], own["severity"]
    held = rule.id in default_profile().verdict.hold
    lines = [
        f"# {called['rules'][rule.id]}",
        f"[{say['other']}]({'../ar' if language == 'en' else '../..'}/rules/{rule.id}.html)",
        f"{title}\n\n{why}" if title else why,
        "\n".join(
            [
                f"| {say['fact']} | |",
                "|---|---|",
                f"| {say['id']} | `{rule.id}` |",
                f"| {say['criterion']} | [{called['criteria'][rule.criterion]}](index.md#{rule.criterion}) |",
                f"| {say['severity']} | {' '.join(severity.split())} |",
                f"| {say['message']} | {say['needed'] if rule.needs_customer else say['not_needed']} |",
                *([f"| {say['verdict']} | {say['held']} |"] if held else []),
            ]
        ),
        f"## {say['says']}",
        "\n>\n".join(f"> {_gaps(said[language])}" for said in (rule.message, *rule.variants.values())),
        f"{say['reason']} {rule.why[language]}",
        f"## {say['examples']}",
        *_examples(rule, language),
        f"## {say['tests']}",
        say["tests_are"].format(id=rule.id),
        *_cases(rule, language),
        f"## {say['measured']}",
        _measured(rule, language),
        f"## {say['change']}",
        f"{say['change_how']}\n\n```yaml\nrules:\n  {rule.id}: {{severity: {'warning' if rule.severity == 'advice' else 'advice'}}}"
        f"   # {say['or_off']}\n```",
    ]
    return "\n\n".join(lines) + "\n"


def _gaps(text: str) -> str:
    return _SLOT.sub("…", text)


def _spoken(language: str) -> tuple[str, str]:
    return ("en", "ar") if language == "en" else ("ar", "en")


def _table(language: str, spoken: str, heads: list[str], rows: list[list[str]]) -> str:
    """Write a table whose texts are in another direction than the page's, if they are."""
    cells = [heads, ["---"] * len(heads), *([_cell(cell) for cell in row] for row in rows)]
    body = "\n".join(f"| {' | '.join(row)} |" for row in cells)
    return f"**{words(language)['spoken'][spoken]}**\n\n{body}"


def _cell(text: str) -> str:
    """Give a text as a cell that takes its own direction, and whose signs are no Markdown."""
    return f'<bdi dir="auto">{" ".join(text.split()).translate(_SIGNS)}</bdi>'


def _examples(rule: Rule, language: str) -> list[str]:
    kinds = words(language)["kinds"]
    shown = {"Gender": words(language)["genders"], "Channel": names(language)["channels"]}
    return [
        _table(language, spoken, ["", ""], [[kinds[kind], shown.get(kind, {}).get(text, text)] for kind, text in examples(rule, spoken)])
        for spoken in _spoken(language)
    ]


def _cases(rule: Rule, language: str) -> list[str]:
    say = words(language)
    tables = []
    for spoken in _spoken(language):
        shown = [case for wanted in (True, False) for case in cases(rule, spoken, wanted)]
        asked = any(customer for customer, _, _ in shown)
        rows = [[*([customer] if asked else []), draft, " · ".join(found) or "–"] for customer, draft, found in shown]
        tables.append(_table(language, spoken, [*([say["message"]] if asked else []), say["draft"], say["found"]], rows))
    return tables


def _measured(rule: Rule, language: str) -> str:
    say, figures = words(language), _yaml(HERE / "measured.yaml")
    if any(rule.id not in figures[spoken]["rules"] for spoken in LANGUAGES):
        return str(say["unmeasured"])
    rows = [f"| | {say['spoken']['en']} | {say['spoken']['ar']} |", "|---|---|---|"]
    for line, part, whole in (("hits", "found", "marked"), ("alarms", "masters", "n_masters")):
        shares = [_share(figures[spoken], rule.id, part, whole, say["none"]) for spoken in ("en", "ar")]
        rows.append(f"| {say[line]} | {shares[0]} | {shares[1]} |")
    return "\n".join(rows) + f"\n\n{say['measured_how']}"


def _share(figures: dict[str, Any], rule: str, part: str, whole: str, none: str) -> str:
    counted = figures["rules"][rule]
    total = counted.get(whole, figures.get(whole))
    return f"{counted[part]} / {total}" if total else none


def index(language: str) -> str:
    """Write the list of all rules by criterion, with each criterion's weight."""
    say, called = words(language), names(language)
    weights: dict[str, float] = {str(name): weight for name, weight in default_profile().criteria.items()}
    other = f"[{say['other']}]({'../ar' if language == 'en' else '../..'}/rules/index.html)"
    lines = [f"# {say['rules']}", other, say["rules_are"].format(n=len(RULES))]
    for criterion in CRITERIA:
        lines.append(f"## {called['criteria'][criterion]} {{ #{criterion} }}")
        lines.append(say["weight"].format(weight=round(weights[criterion]), whole=round(sum(weights.values()))))
        rows = [f"| {say['rule']} | {say['severity']} | {say['what']} |", "|---|---|---|"]
        for rule in RULES:
            if rule.criterion == criterion:
                first = parts(rule)[0] if language == "en" else _gaps(rule.message["ar"])
                rows.append(f"| [{called['rules'][rule.id]}]({rule.id}.md) `{rule.id}` | {called['severities'][rule.severity]} | {first} |")
        lines.append("\n".join(rows))
    return "\n\n".join(lines) + "\n"
