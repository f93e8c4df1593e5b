"""What is shown on the terminal of a scenario and of a score."""

import os
from typing import TYPE_CHECKING

import typer

from coach.cli.formats import isolate

from .words import CHANNELS, WORDS

if TYPE_CHECKING:
    from coach.practice.result import Result
    from coach.practice.scenario import Scenario

_SIGNS = {"better": "✓", "worse": "✗"}
_MOST = 8
"""Reasons that are told; `--format json` holds all."""
_COLOURS = {"excellent": "green", "fair": "yellow", "poor": "red"}


def echo(text: str = "") -> None:
    """Write a line; colours on a terminal only (NO_COLOR is kept)."""
    typer.echo(text, color=False if os.environ.get("NO_COLOR") else None)


def quoted(text: str) -> None:
    """Write somebody's words, set in and each line by its own direction."""
    for line in text.splitlines():
        echo(f"  {isolate(line)}" if line.strip() else "")


def say_scenario(scenario: "Scenario", ui: str) -> None:
    """Write what an agent sees before answering: the situation, the facts and the first message."""
    from coach.practice.names import called

    words, named = WORDS[ui], called("kinds", ui)
    kinds = words["comma"].join(named[kind] for kind in scenario.kinds)
    parts = (isolate(scenario.title[ui]), called("difficulties", ui)[scenario.difficulty], CHANNELS[ui][scenario.channel], kinds)
    echo(typer.style(" · ".join(parts), bold=True))
    echo(words["you"].format(agent=isolate(scenario.agent.name), company=isolate(scenario.company)))
    echo()
    quoted(scenario.situation)
    echo()
    echo(words["facts"])
    for fact in scenario.facts:
        note = words["denied"] if fact.denied else words["secret"] if fact.secret else ""
        echo(f"  - {note}{isolate(fact.say)}")
    echo()
    say_message(scenario, "start", ui)


def say_message(scenario: "Scenario", turn: str, ui: str) -> None:
    """Write a message of the customer's."""
    echo(WORDS[ui]["writes"].format(customer=isolate(scenario.customer.name)))
    quoted(scenario.turns[turn].message)


def say_result(result: "Result", text: str, ui: str) -> None:
    """Write a score with its reasons, the agent's own words marked by the reasons' numbers."""
    from coach.practice.names import called
    from coach.practice.trainers import NAMES

    words, names = WORDS[ui], NAMES[ui]
    head = f"{words['score']} {result.score}/100 · {called('grades', ui)[result.grade]}"
    echo(typer.style(head, fg=_COLOURS[result.grade], bold=True))
    echo(" · ".join(f"{names[name]} {value}" for name, value in result.criteria.items() if value is not None))
    if result.changed is not None:
        echo(words["changed"].format(points=isolate(f"{result.changed.points:+d}")))
        for side in ("better", "worse"):
            for one in getattr(result.changed, side):
                echo(f"  {_SIGNS[side]} {words[side]}: {isolate(one[ui])}")
    echo()
    quoted(_marked(result, text))
    echo()
    told = result.reasons[: _shown(result)]
    for number, reason in enumerate(told, 1):
        lost = f" ({isolate(f'-{reason.lost:g}')})" if reason.lost else ""
        echo(f"{number}. {names.get(reason.criterion, reason.criterion)}{lost}: {isolate(reason.text[ui])}")
    if rest := result.reasons[len(told) :]:
        echo(words["more"].format(n=len(rest), points=isolate(f"{-sum(one.lost for one in rest):.3g}")))
    if not result.reasons:
        echo(words["nothing"])


def _shown(result: "Result") -> int:
    """Count the reasons that are told: all but the smallest where more than one would be left."""
    return _MOST if len(result.reasons) > _MOST + 1 else len(result.reasons)


def _marked(result: "Result", text: str) -> str:
    marks: list[tuple[int, int, str]] = []
    for number, reason in enumerate(result.reasons[: _shown(result)], 1):
        for start, end in reason.spans:
            marks += [(start, 2, typer.style(f"[{number}:", fg="red")), (end, 0, typer.style("]", fg="red"))]
    for at, _, mark in sorted(marks, key=lambda one: one[:2], reverse=True):
        text = text[:at] + mark + text[at:]
    return text
