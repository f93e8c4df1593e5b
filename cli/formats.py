"""Reports for people and for programs."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TextIO
from xml.sax.saxutils import escape, quoteattr

from pydantic_core import to_json

from coach import __version__
from coach.case import Case
from coach.errors import CoachError
from coach.slots import is_note

if TYPE_CHECKING:
    from coach.pipeline import Coach
    from coach.rewrite.digest import Digest
    from coach.rewrite.draft import Drafted
    from coach.rewrite.made import Rewrite

_FSI, _PDI = "\u2068", "\u2069"
_COLOURS = {"error": "31", "warning": "33", "advice": "36", "bold": "1", "dim": "2", "good": "32"}
_LEVELS = {"error": "error", "warning": "warning", "advice": "note"}
_WORDS = {
    "en": {
        "score": "score",
        "send": "send",
        "revise": "revise",
        "hold": "hold",
        "status": "ticket",
        "open": "open",
        "pending": "pending",
        "solved": "solved",
        "customer": "customer",
        "asks": "asks",
        "answered": "answered",
        "deferred": "put off",
        "refused": "refused",
        "missed": "missed",
        "error": "error",
        "warning": "warning",
        "advice": "advice",
        "try": "try",
        "none": "Nothing to mend.",
        "skipped": "not judged",
        "calm": "calm",
        "dissatisfied": "dissatisfied",
        "angry": "angry",
        "hostile": "hostile",
        "customers": "in the customer's message",
        "before": "before",
        "after": "after",
        "unchanged": "Nothing to mend: the draft stays as it is.",
        "remaining": "still to mend",
        "needs": "fill in",
        "notes": "say in your own words",
        "perhaps": "perhaps:",
        "delete": "delete",
        "another": "another way",
        "situation": "situation",
        "others": "nearest others (--situation)",
        "unused": "given and not used",
        "asked": "asked",
        "owed": "owed",
        "not_owed": "not owed",
    },
    "ar": {
        "score": "الدرجة",
        "send": "أرسل",
        "revise": "عدّل",
        "hold": "لا ترسل",
        "status": "التذكرة",
        "open": "مفتوحة",
        "pending": "بانتظار العميل",
        "solved": "محلولة",
        "customer": "العميل",
        "asks": "طلباته",
        "answered": "أُجيب",
        "deferred": "مؤجل",
        "refused": "مرفوض",
        "missed": "بلا جواب",
        "error": "خطأ",
        "warning": "تنبيه",
        "advice": "نصيحة",
        "try": "جرّب",
        "none": "لا شيء يحتاج إلى تعديل.",
        "skipped": "لم يُحكم عليه",
        "calm": "هادئ",
        "dissatisfied": "غير راضٍ",
        "angry": "غاضب",
        "hostile": "عدائي",
        "customers": "في رسالة العميل",
        "before": "قبل",
        "after": "بعد",
        "unchanged": "لا شيء يحتاج إلى تعديل: تبقى المسودة كما هي.",
        "remaining": "بقي للتعديل",
        "needs": "املأ",
        "notes": "قل بصياغتك",
        "perhaps": "لعلها:",
        "delete": "احذف",
        "another": "صيغة أخرى",
        "situation": "الموقف",
        "others": "مواقف قريبة (--situation)",
        "unused": "ذُكر ولم يُستعمل",
        "asked": "المطلوب",
        "owed": "له علينا",
        "not_owed": "ليس عليك",
    },
}


def write_json(value: Any, out: TextIO, indent: int | None = None) -> None:
    """Write one JSON document and a line break."""
    out.write(to_json(value, indent=indent).decode() + "\n")


def record_error(error: CoachError, line: int, identity: str | None) -> dict[str, Any]:
    """Give the line that stands in a stream for a case that could not be read."""
    return {
        "id": identity,
        "line": line,
        "error": {"code": error.code, "message": error.describe("en"), "message_ar": error.describe("ar")},
    }


def isolate(text: str) -> str:
    """Set a text apart so that its direction disturbs no neighbour (Unicode bidi isolates)."""
    return f"{_FSI}{text}{_PDI}"


class _Pen:
    """Writes with colour on a terminal only (NO_COLOR is kept)."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._colour = out.isatty() and not os.environ.get("NO_COLOR")

    def line(self, text: str = "") -> None:
        self._out.write(text + "\n")

    def paint(self, text: str, colour: str) -> str:
        return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m" if self._colour else text


def write_text(report: dict[str, Any], case: Case, out: TextIO) -> None:
    """Write a report for people: verdict, the draft with numbered marks, then each finding."""
    words, pen = _WORDS[case.ui_language], _Pen(out)
    score = report["score"]["overall"]
    shown = "–" if score is None else f"{score}/100"
    head = f"{words['score']} {shown} · {words[report['verdict']]} · {words['status']}: {words[report['suggested_status']]}"
    pen.line(pen.paint(head, "bold"))
    if customer := report["customer"]:
        emotion = words[customer["emotion"]["name"]]
        asks = " · ".join(f"{isolate(ask['text'])} ({words[ask['status']]})" for ask in customer["asks"])
        pen.line(f"{words['customer']}: {emotion}" + (f" · {words['asks']}: {asks}" if asks else ""))
    pen.line()
    for line in _marked(report, case.draft, pen).splitlines():
        pen.line(f"  {isolate(line)}" if line.strip() else "")
    pen.line()
    for number, finding in enumerate(report["findings"], 1):
        _write_finding(number, finding, words, pen)
    if not report["findings"]:
        pen.line(pen.paint(words["none"], "good") if score is not None else "")
    if score is None and report["skipped"]:
        pen.line(f"{words['skipped']}: {report['skipped'][-1]['reason']}")


def _marked(report: dict[str, Any], draft: str, pen: _Pen) -> str:
    """Set [1…] marks around what was found; ‸ marks the place of something missing."""
    marks: list[tuple[int, int, str]] = []
    for number, finding in enumerate(report["findings"], 1):
        if finding["target"] == "customer":
            continue
        colour = finding["severity"]
        if finding["start"] == finding["end"]:
            marks.append((finding["start"], 1, pen.paint(f"‸[{number}]", colour)))
        else:
            marks.append((finding["start"], 2, pen.paint(f"[{number}:", colour)))
            marks.append((finding["end"], 0, pen.paint("]", colour)))
    for at, _, mark in sorted(marks, key=lambda mark: mark[:2], reverse=True):
        draft = draft[:at] + mark + draft[at:]
    return draft


def _write_finding(number: int, finding: dict[str, Any], words: dict[str, str], pen: _Pen) -> None:
    severity = pen.paint(words[finding["severity"]], finding["severity"])
    place = f" ({words['customers']})" if finding["target"] == "customer" else ""
    pen.line(f"{number}. {severity} {finding['rule']}{place}: {isolate(finding['message'])}")
    pen.line(f"   {pen.paint(finding['why'], 'dim')}")
    for suggestion in finding["suggestions"]:
        texts = [edit["replacement"].strip() or f"({words['delete']})" for edit in suggestion["edits"]]
        pen.line(f"   {words['try']}: {' … '.join(isolate(text) for text in texts if text)}")


def _needs(needs: Sequence[Mapping[str, str]], words: Mapping[str, str], pen: _Pen) -> None:
    """List the questions that fill the slots; of slots that hold a note of the agent's, tell how many, and what is proposed for each."""
    asked = [need for need in needs if not is_note(need["slot"])]
    if asked:
        pen.line(f"{words['needs']}: " + " · ".join(f"{isolate(need['slot'])} {isolate(need['ask'])}" for need in asked))
    if len(asked) < len(needs):
        pen.line(f"{words['notes']}: {len(needs) - len(asked)} ⟦…⟧")
    for need in needs:
        if "perhaps" in need:
            pen.line(f"  {isolate(need['slot'])} {words['perhaps']} {isolate(need['perhaps'])}")


def write_rewrite(result: "Rewrite", case: Case, out: TextIO) -> None:
    """Write a rewrite for people: the text, the scores, what was mended, what the agent must fill in."""
    words, pen = _WORDS[case.ui_language], _Pen(out)
    if not result.edits:
        pen.line(pen.paint(words["unchanged"], "good") if not result.remaining else result.text)
    else:
        for line in result.text.splitlines():
            pen.line(line)
        pen.line()
        pen.line(pen.paint(f"{words['score']}: {result.score_before} → {result.score_after}", "bold"))
        for rule in result.fixed:
            pen.line(f"  {pen.paint('✓', 'good')} {rule}")
    _needs(result.needs, words, pen)
    if result.remaining:
        pen.line(f"{words['remaining']}: {', '.join(result.remaining)}")
    for number, other in enumerate(result.alternatives, 2):
        pen.line()
        pen.line(pen.paint(f"{words['another']} {number} ({other.score_before} → {other.score_after})", "bold"))
        for line in other.text.splitlines():
            pen.line(line)


def write_drafted(result: "Drafted", ui: str, out: TextIO) -> None:
    """Write a drafted reply for people: the text, the situation that it answers, what is still to fill in."""
    words, pen = _WORDS[ui], _Pen(out)
    for line in result.text.splitlines():
        pen.line(line)
    pen.line()
    pen.line(f"{words['situation']}: {isolate(getattr(result.situation.title, ui))} ({result.situation.id})")
    others = ", ".join(choice.situation.id for choice in result.nearest if choice.situation is not result.situation)
    if others:
        pen.line(f"{words['others']}: {others}")
    _needs(result.needs, words, pen)
    if result.unused:
        pen.line(f"{words['unused']}: " + " · ".join(isolate(name) for name in result.unused))


def write_digest(result: "Digest", ui: str, out: TextIO) -> None:
    """Write a digest for people: the message without its hostility, what is owed and what is not, and calm words by firmness."""
    words, pen = _WORDS[ui], _Pen(out)
    pen.line(isolate(result.neutral))
    pen.line()
    for ask in result.asks:
        pen.line(f"{words['asked']}: {isolate(ask['text'])}")
    for name in ("owed", "not_owed"):
        for said in getattr(result, name):
            pen.line(f"{words[name]}: {said}")
    pen.line()
    for boundary in result.boundaries:
        pen.line(f"{boundary['firmness']}. {isolate(boundary['text'])}")
    if result.handover:
        pen.line(f"4. {isolate(result.handover)}")


def write_sarif(reports: Iterable[tuple[str, dict[str, Any]]], coach: "Coach", out: TextIO) -> None:
    """Write SARIF 2.1.0, one result a finding; columns count as the report's offsets do."""
    results = [
        {
            "ruleId": finding["rule"],
            "level": _LEVELS[finding["severity"]],
            "message": {"text": finding["message"]},
            "partialFingerprints": {"coach/v1": finding["id"]},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": _uri(name)},
                        "region": {"charOffset": finding["start"], "charLength": finding["end"] - finding["start"]},
                    }
                }
            ],
        }
        for name, report in reports
        for finding in report["findings"]
    ]
    rules = [
        {
            "id": rule.id,
            "shortDescription": {"text": rule.page.splitlines()[0]},
            "defaultConfiguration": {"level": _LEVELS[rule.severity]},
            "properties": {"criterion": rule.criterion},
        }
        for rule in coach.rules
    ]
    driver = {"name": "reply-coach", "version": __version__, "rules": rules}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    write_json(log, out, indent=2)


def _uri(name: str) -> str:
    from urllib.parse import quote

    return "stdin" if name == "-" else quote(name)


def write_junit(reports: Iterable[tuple[str, dict[str, Any]]], coach: "Coach", out: TextIO) -> None:
    """Write JUnit XML: a suite a case, a test a rule, a failure a finding."""
    suites = []
    total = failures = 0
    for name, report in reports:
        cases = []
        for rule in coach.rules:
            found = [finding for finding in report["findings"] if finding["rule"] == rule.id]
            total += 1
            failures += bool(found)
            inner = "".join(
                f"<failure type={quoteattr(f['severity'])} message={quoteattr(_xml(f['message']))}>"
                f"{escape(_xml(f['found'] or f['why']))}</failure>"
                for f in found[:1]
            )
            cases.append(f"    <testcase classname={quoteattr(rule.criterion)} name={quoteattr(rule.id)}>{inner}</testcase>\n")
        n_failed = sum("<failure" in case for case in cases)
        suites.append(
            f'  <testsuite name={quoteattr(_xml(name))} tests="{len(cases)}" failures="{n_failed}">\n{"".join(cases)}  </testsuite>\n'
        )
    out.write(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="reply-coach" tests="{total}" failures="{failures}">\n'
        f"{''.join(suites)}</testsuites>\n"
    )


_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _xml(text: str) -> str:
    """Leave out what XML 1.0 cannot hold."""
    return _NOT_XML.sub("", text)
