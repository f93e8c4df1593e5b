"""`coach train`: fine-tune on a company's own labelled rows."""

import gc
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

EXIT_WORSE = 1
_LIBRARIES = ("torch", "transformers", "tokenizers", "safetensors", "tqdm", "onnx", "onnxruntime")


class Task(str, Enum):
    """What is trained."""

    moves = "moves"
    customers = "customers"
    politeness = "politeness"


def train(
    data: Annotated[
        list[Path],
        typer.Argument(
            help="JSON Lines: {context, sentences: [{text, moves}]}, {text, emotion, signals, evidence} or {text, politeness}; "
            "or feedback that the API collected."
        ),
    ],
    task: Annotated[Task, typer.Option(help="moves: replies labelled by sentence; customers: emotion and signals; politeness: any texts.")],
    out: Annotated[Path, typer.Option(help="The folder that the model is written to.")],
    base: Annotated[str, typer.Option(help="embedded (what ships), a folder that `coach train` wrote, or hub:<id or path>.")] = "embedded",
    dev: Annotated[Path | None, typer.Option(help="Rows to measure with; without it a tenth of DATA is set apart.")] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="The most epochs that are run.")] = None,
    seed: Annotated[int, typer.Option(help="Fixes every choice that is made by chance.")] = 1,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start anew where OUT holds an earlier run.")] = False,
) -> None:
    """Train from a base, compare the two on the dev rows, and say whether it is better.

    A run that was killed goes on by the same command. Exit code 0 when the new model is at least as
    good, 1 when it is worse or no epoch of it beat the base on the dev rows.
    """
    _check_libraries()
    from coach.models.training.company.plan import Plan
    from coach.models.training.company.train import train as run

    # The command line keeps the collector off, which a long training cannot afford.
    gc.enable()
    outcome = run(Plan(task.value, tuple(data), out, base, dev, epochs, seed, fresh))
    typer.echo(outcome.as_text())
    if not outcome.as_good:
        raise typer.Exit(EXIT_WORSE)


def _check_libraries() -> None:
    """Raise MissingExtra for the first library that training needs and this machine lacks."""
    from coach.errors import MissingExtra

    for library in _LIBRARIES:
        try:
            import_module(library)
        except ImportError:
            raise MissingExtra(what="coach train", library=library, extra="models") from None
