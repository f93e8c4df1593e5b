"""`coach evaluate`: measure a model on labelled data, or the rewrites on drafts."""

import json
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from .cases import ModelOption


class Task(str, Enum):
    """What is measured."""

    moves = "moves"
    customers = "customers"
    politeness = "politeness"
    rewrites = "rewrites"


class Format(str, Enum):
    """How the figures are given."""

    text = "text"
    json = "json"
    html = "html"


def evaluate(
    task: Annotated[
        Task, typer.Argument(help="moves: replies labelled by sentence; customers: messages; politeness: any texts; rewrites: drafts.")
    ],
    data: Annotated[
        Path,
        typer.Argument(
            help="JSON Lines: {context, sentences: [{text, moves}]}, {text, emotion, signals, asks} or {text, politeness}; "
            "for rewrites, cases or a corpus folder."
        ),
    ],
    model: ModelOption = "embedded",
    format: Annotated[Format, typer.Option(help="text, json, or one html page with plots.")] = Format.text,
) -> None:
    """Print precision, recall, F1, calibration and what is taken for what; of rewrites, what they mend and keep."""
    if task is Task.rewrites:
        _rewrites(data, format)
        return
    from coach.config import ModelNames, default_profile
    from coach.models.evaluation import evaluate_customers, evaluate_moves, evaluate_politeness, load_rows
    from coach.models.evaluation_report import as_html, as_text
    from coach.models.registry import load_model, load_models
    from coach.pipeline import Coach

    rows = load_rows(data, task.value)
    if task is Task.politeness:
        result = evaluate_politeness(load_model("politeness", model).politeness, rows)
    else:
        encoder = "cues" if model.startswith("hub:") else model
        names = (
            ModelNames(moves=model, emotion="cues", signals="cues", encoder=encoder)
            if task is Task.moves
            else ModelNames(moves="cues", emotion=model, signals=model, encoder=encoder)
        )
        read = Coach(default_profile(), load_models(names)).read
        result = (evaluate_moves if task is Task.moves else evaluate_customers)(read, rows)
    if format is Format.json:
        typer.echo(json.dumps(result.as_dict(), ensure_ascii=False))
    elif format is Format.html:
        typer.echo(as_html(result, f"{task.value}: {model} on {data.name}"))
    else:
        typer.echo(as_text(result))


def _rewrites(data: Path, format: Format) -> None:
    from coach.pipeline import Coach
    from coach.rewrite.evaluation import as_text, evaluate_rewrites, rewrite_cases

    if format is Format.html:
        raise typer.BadParameter("rewrites are given as text or json")
    coach = Coach()
    figures = evaluate_rewrites(coach, coach.rewrite, rewrite_cases(data))
    if format is Format.json:
        typer.echo(json.dumps({language: counted.as_dict() for language, counted in figures.items()}, ensure_ascii=False))
    else:
        typer.echo(as_text(figures))
