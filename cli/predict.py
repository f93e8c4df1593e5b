"""`coach predict`: one model by itself, a line in and a line out."""

import json
import sys
from enum import Enum
from typing import Annotated, Any

import typer

from .cases import ModelOption, lines_of, ui_language
from .check import EXIT_SOME_FAILED


class Task(str, Enum):
    """What is predicted."""

    moves = "moves"
    emotion = "emotion"
    signals = "signals"
    politeness = "politeness"


def predict(
    task: Annotated[Task, typer.Option(help="Which model.")],
    model: ModelOption = "embedded",
) -> None:
    """Read `{"text", "context"}` per line, write `{"labels", "confidences"}` per line.

    `context` is the customer's message for moves. A line that cannot be read gives `{"line", "error"}` and exit code 3.
    """
    from coach.case import line_of
    from coach.errors import CoachError
    from coach.models.predict import Predictor

    predictor = Predictor(task.value, model)
    failed = False
    for number, line in lines_of(sys.stdin.buffer):
        try:
            answer: dict[str, Any] = predictor.line(line, line_of(number))
        except CoachError as error:
            failed = True
            answer = {"line": number, "error": {"code": error.code, "message": error.describe(ui_language())}}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    if failed:
        raise typer.Exit(EXIT_SOME_FAILED)
