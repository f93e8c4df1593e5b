"""`coach audit`: past conversations in, a folder of tables and a report out; with `watch` as they come, `list` what a figure counts."""

import sys
import time
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from coach.errors import CoachError, MissingExtra

from .audit_list import list_rows
from .audit_said import EXIT_BELOW, EXIT_WRONG, TEXTS, gate, say, shown
from .cases import ProfileOption, Ui, UiOption, settle

if TYPE_CHECKING:
    from coach.audit.run import Asked
    from coach.audit.sources import Mapping

_POLL = 30


class _RunByDefault(TyperGroup):
    """Takes `audit IN…` for `audit run IN…`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command before the arguments where none is named."""
        if args and args[0] not in (*self.commands, "--help"):
            args = ["run", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=_RunByDefault, no_args_is_help=True, help="Audit past conversations: tables, a summary and a report.")
app.command("list")(list_rows)


class EngineName(str, Enum):
    """Who does the work."""

    process = "process"
    processes = "processes"
    ray = "ray"


class By(str, Enum):
    """Of what a mean is taken."""

    overall = "overall"
    team = "team"
    agent = "agent"
    channel = "channel"
    language = "language"
    week = "week"


OutOption = Annotated[Path, typer.Option(metavar="DIR", help="The audit's folder; started again, it goes on there.")]
SettingsOption = Annotated[
    Path | None, typer.Option("--settings", metavar="FILE", help="Time zone, targets, weekend, input and report (YAML).")
]
MapOption = Annotated[Path | None, typer.Option("--map", metavar="FILE", help="Which column holds what (YAML).")]
FormatOption = Annotated[str | None, typer.Option("--format", help="The input's form, where the files do not show it.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Take the guess at the columns without asking.")]
AuditModelOption = Annotated[str | None, typer.Option("--model", help="In place of the profile's: embedded, cues, a folder, hub:…")]
MaskOption = Annotated[bool, typer.Option("--mask/--no-mask", help="Mask names, numbers and addresses.")]
AnonymousOption = Annotated[bool, typer.Option("--anonymous", help="Codes in place of agents' names.")]
EngineOption = Annotated[EngineName, typer.Option("--engine", help="One process, processes of this machine, or a Ray cluster.")]
AddressOption = Annotated[str | None, typer.Option("--address", help="The Ray cluster's address.")]
WorkersOption = Annotated[int | None, typer.Option("--workers", min=1, help="How many at once; by default one for each core.")]
HashOption = Annotated[
    str | None,
    typer.Option(
        "--hash-ids", metavar="SALT|auto", envvar="COACH_HASH_IDS", show_envvar=True, help="Pseudonyms in place of conversations' ids."
    ),
]
FailOption = Annotated[float | None, typer.Option("--fail-under", min=0, max=100, help="Exit with 1 if a mean score is lower.")]
ByOption = Annotated[By, typer.Option("--by", help="Of what the mean is taken, for --fail-under.")]


@app.command("run")
def run(
    inputs: Annotated[list[str], typer.Argument(metavar="IN...", help="Files, folders, patterns, or - for standard input.")],
    out: OutOption,
    settings: SettingsOption = None,
    map: MapOption = None,
    format: FormatOption = None,
    yes: YesOption = False,
    profile: ProfileOption = None,
    model: AuditModelOption = None,
    mask: MaskOption = True,
    anonymous: AnonymousOption = False,
    hash_ids: HashOption = None,
    sentences: Annotated[bool, typer.Option("--sentences", help="Write the table of sentences too.")] = False,
    sample: Annotated[int | None, typer.Option(min=1, help="Only so many, in proportion by channel, team and month.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Which sample.")] = 0,
    split: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Compare before and from this day on.")] = None,
    baseline: Annotated[Path | None, typer.Option(metavar="DIR", help="An earlier audit: say what changed, and why.")] = None,
    engine: EngineOption = EngineName.processes,
    address: AddressOption = None,
    workers: WorkersOption = None,
    fail_under: FailOption = None,
    by: ByOption = By.overall,
    restart: Annotated[bool, typer.Option("--restart", help="Throw away what stands in the folder from another audit.")] = False,
    ui: UiOption = Ui.en,
) -> None:
    """Audit conversations. `coach audit IN… --out DIR` is the same."""
    asked = _asked(inputs, out, settings, map, format, yes, profile, model, mask, anonymous, hash_ids, split, ui)
    from dataclasses import replace

    from coach.audit.run import audit

    told = {"sentences": sentences, "sample": sample, "seed": seed}
    asked = replace(asked, settings=asked.settings.model_copy(update=told), baseline=baseline, restart=restart)
    try:
        with shown(ui) as tell:
            summary = audit(asked, _engine(engine, address, workers), tell)
    except KeyboardInterrupt:
        typer.echo(TEXTS["stopped"][ui.value], err=True)
        raise
    say(summary, out, ui)
    raise typer.Exit(gate(summary, fail_under, by.value, ui))


@app.command("watch")
def watch(
    folder: Annotated[Path, typer.Argument(metavar="DIR", exists=True, file_okay=False, help="Where new files come.")],
    out: OutOption,
    settings: SettingsOption = None,
    map: MapOption = None,
    format: FormatOption = None,
    yes: YesOption = False,
    profile: ProfileOption = None,
    model: AuditModelOption = None,
    mask: MaskOption = True,
    anonymous: AnonymousOption = False,
    hash_ids: HashOption = None,
    every: Annotated[float, typer.Option(min=1, help="Seconds between two looks.")] = _POLL,
    once: Annotated[bool, typer.Option("--once", help="Audit what is new and leave, as a nightly job does.")] = False,
    engine: EngineOption = EngineName.processes,
    address: AddressOption = None,
    workers: WorkersOption = None,
    fail_under: FailOption = None,
    by: ByOption = By.overall,
    ui: UiOption = Ui.en,
) -> None:
    """Audit each file that comes into a folder, by itself, into a folder of its own under --out, beside the one before it."""
    asked = _asked([str(folder)], out, settings, map, format, yes, profile, model, mask, anonymous, hash_ids, None, ui)
    from coach.audit.watch import Watch

    watched = Watch(asked, _engine(engine, address, workers))
    worst, failed = 0, False
    while True:
        with shown(ui) as tell:
            for path, where, summary in watched.step(settled=once, on_progress=tell):
                typer.echo(f"{path.name}:")
                if isinstance(summary, CoachError):
                    typer.echo(f"coach: {summary.describe(ui.value)}", err=True)
                    failed = True
                else:
                    say(summary, where, ui)
                    worst = max(worst, gate(summary, fail_under, by.value, ui))
        if once:
            raise typer.Exit(EXIT_BELOW if worst == EXIT_BELOW else EXIT_WRONG if failed else worst)
        time.sleep(every)


def _asked(
    inputs: list[str],
    out: Path,
    settings: Path | None,
    map: Path | None,
    format: str | None,
    yes: bool,
    profile: Path | None,
    model: str | None,
    masked: bool,
    anonymous: bool,
    hash_ids: str | None,
    split: datetime | None,
    ui: Ui,
) -> "Asked":
    """Put together what is asked, from the options and the settings file."""
    settle()
    try:
        from coach.audit.run import Asked, report_settings, source_options
        from coach.audit.settings import Settings, SettingsFile
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("coach"):
            raise
        raise MissingExtra(what="coach audit", library=error.name or "pyarrow", extra="audit") from None
    file = SettingsFile.load(settings)
    if split is not None:
        file = file.model_copy(update={"report": file.report.model_copy(update={"split": split.date()})})
    options = source_options(file.input)
    return Asked(
        inputs=inputs,
        out=out,
        settings=Settings(
            profile=profile,
            model=model,
            timezone=file.timezone,
            weekend=file.weekend,
            targets=file.targets,
            masked=masked,
            anonymous=anonymous,
        ),
        report=report_settings(file),
        source=options,
        format=format,
        mapping=_mapping(map),
        hash_ids=hash_ids,
        confirm=None if yes else _confirm(ui),
        ui=ui.value,
    )


def _mapping(path: Path | None) -> "Mapping | None":
    from coach.audit.sources import Mapping

    return Mapping.load(path) if path is not None else None


def _confirm(ui: Ui) -> Callable[[str, str], bool]:
    """Ask a person whether a guess at the columns is right; where nobody can be asked, it is not taken."""

    def ask(file: str, guess: str) -> bool:
        typer.echo(TEXTS["guess"][ui.value].format(file=file), err=True)
        typer.echo(guess, err=True)
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            typer.echo(TEXTS["unasked"][ui.value], err=True)
            return False
        return typer.confirm(TEXTS["right"][ui.value], err=True)

    return ask


def _engine(name: EngineName, address: str | None, workers: int | None) -> Any:
    from coach.audit.engines import ENGINES

    return ENGINES[name.value](address, workers)
