"""`coach practice progress` and `coach practice certificate`: how someone does, read from the store on this machine."""

import os
import sys
from contextlib import contextmanager
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, TypeVar

import typer

from coach.errors import InputError, NotFound, UnknownName

from .cases import Ui, UiOption
from .formats import isolate, write_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coach.practice.progress import Outcome
    from coach.practice.store.machine import Machine
    from coach.practice.store.rows import Cohort, Person

_ALL = "criteria"
T = TypeVar("T", "Person", "Cohort")


class Format(str, Enum):
    """How progress is written."""

    text = "text"
    json = "json"
    svg = "svg"


class Digits(str, Enum):
    """Which digits stand in Arabic."""

    western = "western"
    eastern = "eastern"


class NobodyNamed(InputError):
    """It is not said of whom progress is to be shown, or of two at once."""

    code = "nobody-named"
    text: ClassVar[dict[str, str]] = {
        "en": "name either a person or, with --cohort, a group",
        "ar": "اذكر شخصًا واحدًا، أو مجموعة بالخيار ‎--cohort",
    }


class SeveralNamed(InputError):
    """A name is borne by several."""

    code = "several-named"
    text: ClassVar[dict[str, str]] = {
        "en": "several are called {name}; give the id of one: {ids}",
        "ar": "أكثر من واحد بالاسم {name}؛ أعط معرّف المقصود: {ids}",
    }


DatabaseOption = Annotated[str, typer.Option("--database", metavar="URL", help="The practice store.")]
TrainingOption = Annotated[
    datetime | None, typer.Option("--training", metavar="DATE", formats=["%Y-%m-%d"], help="Compare before and after this day.")
]
DigitsOption = Annotated[Digits, typer.Option(help="With --ui ar: the digits.")]
_DATABASE = "sqlite:///practice.db"


def progress(
    person: Annotated[str | None, typer.Argument(metavar="[PERSON]", help="Someone's name or id.")] = None,
    cohort: Annotated[str | None, typer.Option("--cohort", metavar="NAME", help="A group's name or id: its agents together.")] = None,
    database: DatabaseOption = _DATABASE,
    training: TrainingOption = None,
    figure: Annotated[
        str, typer.Option(help="With --format svg: the figure over time, or `criteria` for all of them side by side.")
    ] = "overall",
    format: Annotated[Format, typer.Option(help="text for people, json for programs, svg for a plot.")] = Format.text,
    digits: DigitsOption = Digits.western,
    ui: UiOption = Ui.en,
) -> None:
    """Show how first tries come out, held-out scenarios apart, and what changed since a training."""
    os.environ["COACH_UI"] = ui.value
    if (person is None) == (cohort is None):
        raise NobodyNamed
    _known_figure(figure)
    name, outcomes = _cohort(database, cohort) if cohort is not None else _person(database, person or "")
    at = _moment(training)
    if format is Format.svg:
        from coach.practice.plots import criteria_plot, progress_plot

        if figure == _ALL:
            drawn = criteria_plot(outcomes, ui.value, at, name=name, cohort=cohort is not None, digits=digits.value)
        else:
            drawn = progress_plot(outcomes, figure, ui.value, at, name=name, cohort=cohort is not None, digits=digits.value)
        typer.echo(drawn)
    elif format is Format.json:
        from coach.practice.progress import report

        write_json({"who": name, **report(outcomes, at, group=cohort is not None)}, sys.stdout, indent=2)
    else:
        _say(name, outcomes, at, cohort is not None, digits, ui)


def certificate(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Someone's name or id.")],
    out: Annotated[Path, typer.Option(metavar="FILE.html", help="Where it is written.")],
    database: DatabaseOption = _DATABASE,
    training: TrainingOption = None,
    trainer: Annotated[str, typer.Option(help="The trainer's name, for the signature.")] = "",
    digits: DigitsOption = Digits.western,
    ui: UiOption = Ui.en,
) -> None:
    """Write a summary of someone's practice to print and to sign; it claims no more than the tries bear out."""
    os.environ["COACH_UI"] = ui.value
    name, outcomes = _person(database, person)
    with _machine(database) as machine:
        version = machine.rubric()
    from coach.practice.bank import load
    from coach.practice.certificate import certificate
    from coach.practice.settings import Grades
    from coach.practice.spacing import Candidate, next_up
    from coach.practice.told import Words

    grades = None if version is None else Grades(**version.thresholds)
    candidates = [Candidate(one.id, one.kinds, one.difficulty, one.held_out) for one in load()]
    page = certificate(
        name,
        outcomes,
        ui.value,
        date.today(),
        training=_moment(training),
        rubric="" if version is None else f"{version.created:%Y-%m-%d} {version.id[:8]}",
        grades=grades,
        upcoming=next_up(outcomes, candidates, datetime.now(UTC), grades=grades),
        trainer=trainer,
        digits=digits.value,
    )
    try:
        out.write_text(page, encoding="utf-8")
    except OSError as error:
        raise NotFound(where=str(out), what=error.strerror or "-") from None
    typer.echo(Words(ui.value)("terminal.written", file=str(out)), err=True)


def _say(name: str, outcomes: "list[Outcome]", at: datetime | None, cohort: bool, digits: Digits, ui: Ui) -> None:
    from coach.practice.progress import FIGURES, limits
    from coach.practice.sides import sides_of
    from coach.practice.told import Words

    words = Words(ui.value, digits.value)
    sides = sides_of(outcomes, words, cohort)
    days = sorted(one.at for side in sides for one in side.firsts)
    typer.echo(isolate(name) if ui is Ui.ar else name)
    if not days:
        typer.echo(words("none"))
        return
    first, last = (words.said(words.day(day.astimezone(UTC).date().isoformat())) for day in (days[0], days[-1]))
    typer.echo(words("period", first=first, last=last))
    typer.echo()
    for figure in FIGURES:
        told = [side.line(words.standing_n(side.standing(figure)), figure) for side in sides]
        typer.echo(words("terminal.line", figure=words.said(words.figure(figure)), told=words.said(" · ".join(told))))
    if at is not None:
        typer.echo("\n" + words("since", day=words.said(words.day(at.date().isoformat()))))
        for figure in FIGURES:
            told = [side.line(words.change(side.change(figure, at)), figure) for side in sides]
            typer.echo(words("terminal.line", figure=words.said(words.figure(figure)), told=words.said(" · ".join(told))))
    typer.echo("\n" + words("notes.firsts"))
    typer.echo(words("notes.interval") + " " + words("notes.too_little", n=limits().least.replies))
    if at is not None:
        typer.echo(words("notes.proof"))


def _person(database: str, called: str) -> "tuple[str, list[Outcome]]":
    """Give someone's name and outcomes; raises UnknownName or SeveralNamed."""
    with _machine(database) as machine:
        found = one_called(machine.people_called(called), called, {"en": "person", "ar": "شخص"}, machine.people_called)
        return found.name, machine.outcomes(found.id)


def _cohort(database: str, called: str) -> "tuple[str, list[Outcome]]":
    """Give a cohort's name and its agents' outcomes; raises UnknownName or SeveralNamed."""
    with _machine(database) as machine:
        found = one_called(machine.cohorts_called(called), called, {"en": "group", "ar": "مجموعة"}, machine.cohorts_called)
        agents = machine.agents(found.id)
        return found.name, [one for one in machine.outcomes(cohort_id=found.id) if one.person in agents]


@contextmanager
def _machine(database: str) -> "Iterator[Machine]":
    """Open the store, which has to be there: reading makes none."""
    from coach.practice.store import open_store

    place = database.removeprefix("sqlite:///")
    if place != database and not Path(place).exists():
        raise NotFound(where=place, what={"en": "there is no practice store", "ar": "لا يوجد مخزن تدريب"})
    with open_store(database) as store:
        from coach.practice.store.machine import Machine

        yield Machine(store)


def one_called(found: list[T], called: str, kind: dict[str, str], known: "Callable[[], list[T]]") -> T:
    """Give the one that was found; raises UnknownName, with some that are `known`, or SeveralNamed."""
    if not found:
        raise UnknownName(kind=kind, name=called[:80], known=", ".join(one.name for one in known()) or "-")
    if len(found) > 1:
        raise SeveralNamed(name=isolate(called), ids=", ".join(one.id for one in found))
    return found[0]


def _known_figure(figure: str) -> None:
    from coach.practice.progress import FIGURES

    if figure not in (*FIGURES, _ALL):
        raise UnknownName(kind={"en": "figure", "ar": "رقم"}, name=figure[:80], known=", ".join((*FIGURES, _ALL)))


def _moment(day: datetime | None) -> datetime | None:
    return None if day is None else day.replace(tzinfo=UTC)
