"""`coach evaluate`: measure a model on labelled data."""

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer


class Task(str, Enum):
    """What is measured."""

    moves = "moves"
    customers = "customers"


def evaluate(
    task: Annotated[Task, typer.Argument(help="moves: replies labelled sentence by sentence; customers: messages.")],
    data: Annotated[Path, typer.Argument(help="JSON Lines: {context, sentences: [{text, moves}]} or {text, emotion, signals, asks}.")],
) -> None:
    """Print precision, recall and F1 for each label, and the averages."""
    from coach.models.evaluation import evaluate_customers, evaluate_moves, load_rows
    from coach.pipeline import Coach

    rows = load_rows(data, task.value)
    coach = Coach()
    typer.echo(evaluate_moves(coach.read, rows) if task is Task.moves else evaluate_customers(coach.read, rows))
