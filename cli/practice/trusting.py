"""`coach practice trust` and `calibrate`: how far scores can be believed, and what would bring them nearer to trainers'."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.cases import Ui, UiOption, read_text, settle
from coach.cli.formats import isolate, write_json
from coach.errors import NotFound

from .common import EXIT_PROBLEMS, FolderOption, Format, FormatOption, LanguageOption, RubricOption, begin, files_of, open_bank, rubric_from
from .texts import TEXTS

if TYPE_CHECKING:
    from coach.practice.trust import Figures

GOAL = 0.98
"""The share of scenarios whose samples have to keep their order."""


def trust(
    language: LanguageOption = None,
    folder: Annotated[
        Path | None, typer.Option("--folder", metavar="DIR", help="Measure a company's own scenarios, in place of ours.")
    ] = None,
    rubric: RubricOption = None,
    format: FormatOption = Format.text,
    ui: UiOption = Ui.en,
) -> None:
    """Measure on the bank's own samples whether scores keep the order, and whether playing for points pays."""
    begin(ui)
    from dataclasses import asdict

    from coach.practice.bank import Bank
    from coach.practice.trust import order

    whole, version = open_bank(folder), rubric_from(rubric)
    own = {file.stem for file, _ in files_of(folder)} if folder is not None else set(whole.ids)
    chosen = {key: place for key, place in whole.places.items() if key in own and (language is None or place[0] == language.value)}
    if not chosen:
        raise NotFound(where=str(folder), what={"en": "there is no scenario in this language", "ar": "لا سيناريو بهذه اللغة"})
    figures = {code: one for code, one in order(Bank(chosen), rubric=version).items() if one.scenarios}
    met = all(one.ordered >= GOAL * one.scenarios and not one.won for one in figures.values())
    if format is Format.json:
        write_json({"goal": GOAL, "met": met, "languages": {code: asdict(one) for code, one in figures.items()}}, sys.stdout, indent=2)
    else:
        for code, one in figures.items():
            _say_trust(code, one, ui.value)
        typer.echo(TEXTS["met" if met else "not_met"][ui.value])
    raise typer.Exit(0 if met else EXIT_PROBLEMS)


def _say_trust(code: str, one: "Figures", ui: str) -> None:
    typer.echo(TEXTS["bank"][ui].format(language=TEXTS[code][ui], n=one.scenarios))
    share = 100 * one.ordered / one.scenarios
    rows: tuple[tuple[str, str, list[str]], ...] = (
        ("ordered", f"{one.ordered}/{one.scenarios} ({share:.1f}%)", one.disordered),
        ("graded", f"{one.graded}/{3 * one.scenarios}", []),
        ("masters", f"{one.masters_excellent}/{one.masters}", one.weak_masters),
        ("held", f"{one.attacks_held}/{one.attacks}", one.won),
        ("clean", f"{one.clean}/{one.masters + one.scenarios}", one.false_claims),
    )
    for name, figure, told in rows:
        listed = f" · {isolate(', '.join(told))}" if told else ""
        typer.echo(f"  {TEXTS[name][ui]}: {isolate(figure)}{listed}")


def calibrate(
    scores: Annotated[
        str, typer.Argument(metavar="SCORES", help="CSV or JSON Lines: scenario, turn, text or reply, trainer, criterion, score.")
    ],
    write: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the suggestion as a version of the rubric (YAML).")] = None,
    note: Annotated[str, typer.Option(help="With --write: the day and why, '2026-03-01 two trainers'.")] = "",
    show: Annotated[int, typer.Option(min=0, max=1_000, help="How many disagreements to show.")] = 5,
    seed: Annotated[int, typer.Option(min=0, help="Of the intervals.")] = 0,
    folder: FolderOption = None,
    format: FormatOption = Format.text,
    ui: UiOption = Ui.en,
) -> None:
    """Hold trainers' scores against ours; suggest weights and thresholds where others agree better."""
    begin(ui)
    from coach.pipeline import Coach
    from coach.practice.calibration import calibrate
    from coach.practice.rubric_version import check_note, load_version, version_of, write_version
    from coach.practice.trainers import read_rows, scored

    from . import calibrating

    if write is not None:
        check_note(note)
    bank = open_bank(folder)
    rows = read_rows(read_text(scores, scores), scores, bank)
    coach = Coach()
    settle()
    replies, marks, reasons = scored(rows, bank, coach)
    found = calibrate(replies, marks, seed)
    if format is Format.json:
        write_json(calibrating.as_json(found, replies, marks, show), sys.stdout, indent=2)
    else:
        calibrating.say_calibration(found, ui.value)
        calibrating.say_disagreements(replies, marks, reasons, show, ui.value)
    if write is None:
        return
    number = load_version(write).version + 1 if write.exists() else 1
    if found.best is None:
        typer.echo(TEXTS["not_written"][ui.value], err=True)
        raise typer.Exit(EXIT_PROBLEMS)
    trainers = len({mark.trainer for mark in marks if mark.criterion == "overall"})
    write_version(write, version_of(found, trainers, number, note))
    typer.echo(TEXTS["written"][ui.value].format(n=number, file=isolate(str(write))), err=True)
