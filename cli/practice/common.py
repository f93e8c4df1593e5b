"""What the commands of practice share: options, and where the scenarios are."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from coach.cli.cases import Ui
from coach.cli.formats import isolate
from coach.cli.progress_of import one_called
from coach.errors import NotFound

if TYPE_CHECKING:
    from coach.practice.bank import Bank
    from coach.practice.rubric import Rubric
    from coach.practice.store.rows import Person
    from coach.practice.store.store import PracticeStore

EXIT_PROBLEMS, EXIT_SOME_REJECTED = 1, 3


class Language(str, Enum):
    """A scenario's language."""

    en = "en"
    ar = "ar"


class Difficulty(str, Enum):
    """How hard a scenario is."""

    easy = "easy"
    medium = "medium"
    hard = "hard"


class Format(str, Enum):
    """How something is written."""

    text = "text"
    json = "json"


FolderOption = Annotated[Path | None, typer.Option("--folder", metavar="DIR", help="A company's own scenarios, laid over ours.")]
LanguageOption = Annotated[Language | None, typer.Option(help="Only this language.")]
FormatOption = Annotated[Format, typer.Option(help="text for people, json for programs.")]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The scenario's id.")]
RubricOption = Annotated[
    Path | None, typer.Option("--rubric", metavar="FILE", help="Judge by a version of the rubric that `calibrate --write` wrote.")
]

StoreOption = Annotated[str, typer.Option("--database", metavar="URL", envvar="COACH_PRACTICE_DATABASE", help="The practice store.")]
KeysOption = Annotated[Path | None, typer.Option("--keys", metavar="FILE", help="The API's file of keys; coach.db by default.")]
PersonArgument = Annotated[str, typer.Argument(metavar="PERSON", help="Someone's name or id.")]
STORE = "sqlite:///practice.db"


def begin(ui: Ui) -> None:
    """Say errors too in the language that was asked for."""
    os.environ["COACH_UI"] = ui.value


def named(text: str, ui: str) -> str:
    """Set a name at the head of a line apart where the line is Arabic, so that it runs from the right."""
    return isolate(text) if ui == "ar" else text


def code_of(language: Language | None) -> Literal["en", "ar"] | None:
    """Give a language's code."""
    return language.value if language is not None else None


def open_bank(folder: Path | None) -> "Bank":
    """Open our scenarios, with a company's own laid over them."""
    from coach.practice.bank import load

    return load(folder)


def rubric_from(file: Path | None) -> "Rubric | None":
    """Read a version of the rubric, None for ours; raises NotFound or VersionError."""
    if file is None:
        return None
    from coach.practice.rubric_version import load_version

    return load_version(file)


@contextmanager
def opened(database: str) -> "Iterator[PracticeStore]":
    """Open a store that has to be there; raises NotFound, MissingExtra or a StoreError."""
    from coach.practice.store import open_store

    place = database.removeprefix("sqlite:///")
    if place != database and not Path(place).exists():
        raise NotFound(where=place, what={"en": "there is no practice store", "ar": "لا يوجد مخزن تدريب"})
    with open_store(database) as store:
        yield store


def called(store: "PracticeStore", person: str) -> "Person":
    """Give who has this name or id; raises UnknownName or SeveralNamed."""
    from coach.practice.store.machine import Machine

    machine = Machine(store)
    return one_called(machine.people_called(person), person, {"en": "person", "ar": "شخص"}, machine.people_called)


def files_of(path: Path | None) -> Iterator[tuple[Path, str | None]]:
    """Give the files to be checked, with the language that their place says."""
    from importlib.resources import files

    if path is not None and path.is_file():
        yield path, None
        return
    folder = path if path is not None else Path(str(files("coach.practice") / "bank"))
    found = [(file, language) for language in ("en", "ar") for file in sorted((folder / language).glob("*.yaml"))]
    if not found:
        raise NotFound(where=str(folder), what={"en": "there is no en/*.yaml or ar/*.yaml", "ar": "لا يوجد en/*.yaml ولا ar/*.yaml"})
    yield from found
