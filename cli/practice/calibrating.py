"""What a calibration found, for people and for programs."""

from dataclasses import asdict
from typing import Any

import typer

from coach.cli.formats import isolate
from coach.practice.calibration import Agreement, Calibration, Mark, Reply, Suggestion
from coach.practice.trainers import NAMES

_SHOWN = 160


def say_calibration(found: Calibration, ui: str) -> None:
    """Write how far trainers and we agree, and what would agree better."""
    typer.echo(_TEXTS["agreement"][ui])
    for name, one in found.agreement.items():
        typer.echo(f"  {NAMES[ui][name]}: {_agreement(one, ui)}")
    tables: dict[str, dict[str, Agreement]] = {
        "by_trainer": dict(found.trainers) if len(found.trainers) > 1 else {},
        "between": {" × ".join(map(isolate, pair)): one for pair, one in found.between.items()},
    }
    for title, rows in tables.items():
        for number, (trainer, one) in enumerate(rows.items()):
            if number == 0:
                typer.echo(_TEXTS[title][ui])
            typer.echo(f"  {isolate(trainer)}: {_agreement(one, ui, 'second' if title == 'between' else 'bias')}")
    if found.now.kappa is None and found.thresholds is None:
        return
    typer.echo(_TEXTS["suggested"][ui])
    for name, suggested in (("in_force", found.now), ("thresholds", found.thresholds), ("both", found.both)):
        if suggested is not None:
            chosen = f" · {_TEXTS['chosen'][ui]}" if suggested is found.best else ""
            typer.echo(f"  {_TEXTS[name][ui]}: {_suggestion(suggested, ui)}{chosen}")
            if name != "thresholds":
                weights = (f"{NAMES[ui][key]} {value:g}" for key, value in suggested.weights.items())
                typer.echo(f"    {_TEXTS['comma'][ui].join(weights)}")
    if found.best is None:
        typer.echo(_TEXTS["keep"][ui])


def _agreement(one: Agreement, ui: str, bias: str = "bias") -> str:
    kappa = "–" if one.kappa is None else f"{one.kappa:.2f}"
    ends = "" if one.interval is None else f" [{one.interval[0]:.2f}, {one.interval[1]:.2f}]"
    parts = [f"κ {isolate(kappa + ends)}"]
    parts += [f"r {isolate(f'{one.pearson:.2f}')}"] if one.pearson is not None else []
    if one.mae is not None and one.bias is not None:
        parts += [f"{_TEXTS['apart'][ui]} {one.mae:.1f}", f"{_TEXTS[bias][ui]} {isolate(f'{one.bias:+.1f}')}"]
    parts += [_TEXTS["of"][ui].format(n=one.n, scenarios=one.scenarios)]
    parts += [_TEXTS["few"][ui]] if one.few else []
    return " · ".join(parts)


def _suggestion(one: Suggestion, ui: str) -> str:
    kappa = "–" if one.kappa is None else f"{one.kappa:.2f}"
    return _TEXTS["grades"][ui].format(fair=one.grades.fair, excellent=one.grades.excellent, kappa=isolate(kappa))


def say_disagreements(replies: list[Reply], marks: list[Mark], reasons: list[str], show: int, ui: str) -> None:
    """Write the replies on which we differ most, side by side."""
    worst = _disagreements(replies, marks)[:show]
    if worst:
        typer.echo(_TEXTS["apart_most"][ui])
    for ours, mark in worst:
        reply = replies[mark.reply]
        where = isolate(f"{reply.scenario}/{reply.turn}")
        said = _TEXTS["they"][ui].format(trainer=isolate(mark.trainer), theirs=f"{mark.score:g}", ours=f"{ours:g}")
        typer.echo(f"  {where} · {NAMES[ui][mark.criterion]} · {said}")
        text = " ".join(reply.text.split())
        typer.echo(f"    {isolate(text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(' ', 1)[0] + '…')}")
        if reason := reasons[mark.reply].split("\n")[ui == "ar"]:
            typer.echo(f"    {_TEXTS['our_reason'][ui]}: {isolate(reason)}")


def _disagreements(replies: list[Reply], marks: list[Mark]) -> list[tuple[float, Mark]]:
    """List our score with each mark, those furthest apart first."""
    pairs = [(ours, mark) for mark in marks if (ours := replies[mark.reply].ours(mark.criterion)) is not None]
    return sorted(pairs, key=lambda one: (-abs(one[0] - one[1].score), replies[one[1].reply].scenario, one[1].trainer, one[1].criterion))


def as_json(found: Calibration, replies: list[Reply], marks: list[Mark], show: int) -> dict[str, Any]:
    """Give all figures, and the disagreements, for programs."""

    def suggestion(one: Suggestion | None) -> dict[str, Any] | None:
        return None if one is None else {"weights": dict(one.weights), "grades": one.grades.model_dump(), "kappa": one.kappa}

    names = {id(found.thresholds): "thresholds", id(found.both): "both"}
    return {
        "agreement": {name: asdict(one) for name, one in found.agreement.items()},
        "trainers": {name: asdict(one) for name, one in found.trainers.items()},
        "between": [{"trainers": pair, **asdict(one)} for pair, one in found.between.items()],
        "now": suggestion(found.now),
        "thresholds": suggestion(found.thresholds),
        "both": suggestion(found.both),
        "best": None if found.best is None else names[id(found.best)],
        "disagreements": [
            {
                "scenario": replies[mark.reply].scenario,
                "turn": replies[mark.reply].turn,
                "text": replies[mark.reply].text,
                "trainer": mark.trainer,
                "criterion": mark.criterion,
                "theirs": mark.score,
                "ours": ours,
            }
            for ours, mark in _disagreements(replies, marks)[:show]
        ],
    }


_TEXTS = {
    "comma": {"en": ", ", "ar": "، "},
    "agreement": {"en": "Trainers and we:", "ar": "المدربون ونحن:"},
    "by_trainer": {"en": "Each trainer and we:", "ar": "كل مدرب ونحن:"},
    "between": {"en": "Trainer and trainer:", "ar": "مدرب ومدرب:"},
    "suggested": {
        "en": "Grades that begin there, and κ on scenarios they were not taken from:",
        "ar": "بدايات التقديرات، وκ على سيناريوهات لم تُستخرج منها:",
    },
    "in_force": {"en": "in force", "ar": "المعمول به"},
    "thresholds": {"en": "other thresholds", "ar": "حدود أخرى"},
    "both": {"en": "other weights and thresholds", "ar": "أوزان وحدود أخرى"},
    "grades": {"en": "fair {fair}, excellent {excellent}, κ {kappa}", "ar": "مقبول من {fair}، ممتاز من {excellent}، κ {kappa}"},
    "chosen": {"en": "surely better", "ar": "أفضل بلا شك"},
    "keep": {"en": "Nothing is surely better than what is in force.", "ar": "لا شيء أفضل يقينًا من المعمول به."},
    "apart": {"en": "apart by", "ar": "متوسط الفرق"},
    "bias": {"en": "theirs less ours", "ar": "درجتهم ناقص درجتنا"},
    "second": {"en": "the second less the first", "ar": "الثاني ناقص الأول"},
    "of": {"en": "{n} scores, {scenarios} scenarios", "ar": "الدرجات {n}، السيناريوهات {scenarios}"},
    "few": {"en": "too few to build on", "ar": "أقل من أن يُبنى عليه"},
    "apart_most": {"en": "Furthest apart:", "ar": "أبعد ما اختلفنا فيه:"},
    "they": {"en": "{trainer} {theirs}, we {ours}", "ar": "{trainer} ‏{theirs} ونحن {ours}"},
    "our_reason": {"en": "our first reason", "ar": "أول أسبابنا"},
}
