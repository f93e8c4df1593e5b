"""`coach practice`: scenarios to learn by, replies scored with reasons, and how far the scores can be trusted."""

import os
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, cast

import typer

from coach.case import check_text
from coach.errors import CoachError, InputError, NotFound, UnknownName

from .cases import Ui, UiOption, read_text, settle, stream_cases
from .formats import isolate, write_json

if TYPE_CHECKING:
    from coach.practice.bank import Bank
    from coach.practice.scenario import Kind, Scenario
    from coach.practice.trust import Figures

app = typer.Typer(help="Practise on made-up customers; write scenarios; see how far scores can be trusted.", no_args_is_help=True)
EXIT_PROBLEMS, EXIT_SOME_REJECTED = 1, 3
GOAL = 0.98
"""The share of scenarios whose samples have to keep their order."""


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


class NoReply(InputError):
    """Nobody is there to write a reply."""

    code = "no-reply"
    text: ClassVar[dict[str, str]] = {
        "en": "this is no terminal, so a reply is needed: --reply FILE, or --reply - for standard input",
        "ar": "هذه ليست طرفية، فلا بد من الرد: ‎--reply FILE، أو ‎--reply -‎ للإدخال القياسي",
    }


FolderOption = Annotated[Path | None, typer.Option("--folder", metavar="DIR", help="A company's own scenarios, laid over ours.")]
LanguageOption = Annotated[Language | None, typer.Option(help="Only this language.")]
FormatOption = Annotated[Format, typer.Option(help="text for people, json for programs.")]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The scenario's id.")]


@app.command("list")
def list_scenarios(
    language: LanguageOption = None,
    kind: Annotated[str | None, typer.Option(help="Only this kind: angry, refusal, delay …")] = None,
    difficulty: Annotated[Difficulty | None, typer.Option(help="Only this difficulty.")] = None,
    held_out: Annotated[
        bool | None, typer.Option("--held-out/--no-held-out", help="Only those kept for tests, or only the others.")
    ] = None,
    folder: FolderOption = None,
    format: FormatOption = Format.text,
    ui: UiOption = Ui.en,
) -> None:
    """List the scenarios."""
    _begin(ui)
    from .practising import DIFFICULTIES, KINDS

    if kind is not None and kind not in KINDS["en"]:
        raise UnknownName(kind="kind", name=kind[:80], known=", ".join(KINDS["en"]))
    found = _bank(folder).pick(
        language=_code(language), kind=cast("Kind | None", kind), difficulty=difficulty.value if difficulty else None, held_out=held_out
    )
    if format is Format.json:
        names = ("id", "version", "language", "dialect", "title", "sector", "channel", "difficulty", "kinds", "held_out")
        write_json([one.model_dump(include=set(names)) for one in found], sys.stdout, indent=2)
        return
    for one in found:
        kinds = _TEXTS["comma"][ui.value].join(KINDS[ui.value][kind] for kind in one.kinds)
        kept = f" · {_TEXTS['held_out'][ui.value]}" if one.held_out else ""
        level = DIFFICULTIES[ui.value][one.difficulty]
        typer.echo(f"{_name(one.id, ui.value)}  {_name(one.language, ui.value)} · {level} · {isolate(one.title[ui.value])} · {kinds}{kept}")
    typer.echo(_TEXTS["listed"][ui.value].format(n=len(found)))


@app.command("show")
def show(key: IdArgument, folder: FolderOption = None, format: FormatOption = Format.text, ui: UiOption = Ui.en) -> None:
    """Show what an agent sees: the situation, what is known, and the message."""
    _begin(ui)
    scenario = _bank(folder)[key]
    if format is Format.json:
        names = {
            "id",
            "version",
            "language",
            "dialect",
            "title",
            "channel",
            "difficulty",
            "kinds",
            "customer",
            "agent",
            "company",
            "situation",
        }
        facts = [fact.model_dump(include={"key", "say", "denied", "secret"}) for fact in scenario.facts]
        write_json(scenario.model_dump(include=names) | {"facts": facts, "message": scenario.turns["start"].message}, sys.stdout, indent=2)
        return
    from .practising import say_scenario

    say_scenario(scenario, ui.value)


@app.command("try")
def try_reply(
    key: IdArgument,
    reply: Annotated[str | None, typer.Option(metavar="FILE or -", help="The reply; without it, a conversation on the terminal.")] = None,
    turn: Annotated[str, typer.Option(help="With --reply: which of the customer's messages it answers.")] = "start",
    previous: Annotated[
        Path | None, typer.Option(metavar="RESULT.json", help="With --reply: the last try's result, to say what changed.")
    ] = None,
    timer: Annotated[float | None, typer.Option(metavar="SECONDS", min=1, max=86_400, help="Without --reply: how long there is.")] = None,
    state: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Without --reply: where the conversation is kept, to go on later.")
    ] = None,
    folder: FolderOption = None,
    format: FormatOption = Format.text,
    ui: UiOption = Ui.en,
) -> None:
    """Answer a made-up customer and see what the reply is worth, and why."""
    _begin(ui)
    scenario = _bank(folder)[key]
    if reply is not None:
        _score(scenario, turn, read_text(reply, "reply"), previous, format, ui.value)
        return
    if format is Format.json or turn != "start" or previous is not None:
        raise typer.BadParameter("--turn, --previous and --format json go with --reply")
    if not sys.stdin.isatty():
        raise NoReply
    from coach.pipeline import Coach
    from coach.practice.attempt import start

    from .practising import Talk, load_state

    kept = load_state(state, scenario) if state is not None else None
    Talk(scenario, kept or start(scenario, timer), Coach(), ui.value, state).run()


def _score(scenario: "Scenario", turn: str, text: str, previous: Path | None, format: Format, ui: str) -> None:
    from coach.pipeline import Coach
    from coach.practice.attempt import MAX_REPLY
    from coach.practice.scoring import score

    from .practising import load_result, say_message, say_result

    open_turns = [name for name, one in scenario.turns.items() if one.goals is not None]
    if turn not in open_turns:
        raise UnknownName(kind="turn", name=turn[:80], known=", ".join(open_turns))
    text = text.rstrip("\r\n")
    check_text(text, "reply", MAX_REPLY)
    coach = Coach()
    settle()
    result = score(scenario, turn, text, coach, load_result(previous, scenario, turn) if previous is not None else None)
    if format is Format.json:
        write_json(result.model_dump(mode="json"), sys.stdout, indent=2)
        return
    say_result(result, text, ui)
    typer.echo()
    if result.next_turn is None:
        typer.echo(_TEXTS["end"][ui])
    else:
        say_message(scenario, result.next_turn, ui)


@app.command("lint")
def lint(
    path: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER or FILE]", help="A folder with en/ and ar/, or one file; else ours.")
    ] = None,
    ui: UiOption = Ui.en,
) -> None:
    """Say what is wrong with scenarios, and what is still to be filled in; advice alone is no fault."""
    _begin(ui)
    from coach.pipeline import Coach
    from coach.practice import bank, lint

    ours = bank.load()
    checked: list[Scenario] = []
    problems = 0
    for file, language in _files(path):
        try:
            one = _whole(file, language, ui.value)
        except CoachError as error:
            typer.echo(error.describe(ui.value), err=True)
            problems += 1
            continue
        if isinstance(one, int):
            problems += one
        else:
            checked.append(one)
    own = {one.id: one for one in checked} if path is not None else {}
    others = [*(one for one in ours if one.id not in own), *own.values()] if checked else []
    coach = Coach()
    settle()
    for one in checked:
        for problem in lint.check(one, coach, others):
            problems += not problem.advice
            note = f"{_TEXTS['advice'][ui.value]}: " if problem.advice else ""
            typer.echo(f"{_name(one.id, ui.value)}: {note}{isolate(problem.say(ui.value))}", err=True)
    typer.echo(_TEXTS["linted"][ui.value].format(n=len(checked), problems=problems))
    raise typer.Exit(EXIT_PROBLEMS if problems else 0)


def _files(path: Path | None) -> Iterator[tuple[Path, str | None]]:
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


def _whole(file: Path, language: str | None, ui: str) -> "Scenario | int":
    """Read a scenario; where something is still to be filled in, say so and give how much."""
    from coach.practice.bank import ScenarioError, parse
    from coach.practice.make import missing

    text = read_text(str(file), file.name)
    left = missing(text, str(file))
    for one in left:
        said = f" ({isolate(one.what)})" if one.what else ""
        typer.echo(f"{file}:{one.line}: {_TEXTS['to_fill'][ui].format(place=isolate(one.place))}{said}", err=True)
    if left:
        return len(left)
    scenario = parse(text, str(file))
    if language is not None and (scenario.id, scenario.language) != (file.stem, language):
        what = {"en": "id and language must be those of the file's place", "ar": "يجب أن يطابق المعرّف واللغة مكان الملف"}
        raise ScenarioError(where=str(file), what=what)
    return scenario


@app.command("trust")
def trust(
    language: LanguageOption = None,
    folder: Annotated[
        Path | None, typer.Option("--folder", metavar="DIR", help="Measure a company's own scenarios, in place of ours.")
    ] = None,
    format: FormatOption = Format.text,
    ui: UiOption = Ui.en,
) -> None:
    """Measure on the bank's own samples whether scores keep the order, and whether playing for points pays."""
    _begin(ui)
    from dataclasses import asdict

    from coach.practice.bank import Bank
    from coach.practice.trust import order

    whole = _bank(folder)
    own = {file.stem for file, _ in _files(folder)} if folder is not None else set(whole.ids)
    chosen = {key: place for key, place in whole.places.items() if key in own and (language is None or place[0] == language.value)}
    if not chosen:
        raise NotFound(where=str(folder), what={"en": "there is no scenario in this language", "ar": "لا سيناريو بهذه اللغة"})
    figures = {code: one for code, one in order(Bank(chosen)).items() if one.scenarios}
    met = all(one.ordered >= GOAL * one.scenarios and not one.won for one in figures.values())
    if format is Format.json:
        write_json({"goal": GOAL, "met": met, "languages": {code: asdict(one) for code, one in figures.items()}}, sys.stdout, indent=2)
    else:
        for code, one in figures.items():
            _say_trust(code, one, ui.value)
        typer.echo(_TEXTS["met" if met else "not_met"][ui.value])
    raise typer.Exit(0 if met else EXIT_PROBLEMS)


def _say_trust(code: str, one: "Figures", ui: str) -> None:
    typer.echo(_TEXTS["bank"][ui].format(language=_TEXTS[code][ui], n=one.scenarios))
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
        typer.echo(f"  {_TEXTS[name][ui]}: {isolate(figure)}{listed}")


@app.command("new")
def new(
    key: IdArgument,
    language: Annotated[Language, typer.Option(help="The scenario's language.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write.")],
    ui: UiOption = Ui.en,
) -> None:
    """Write an empty scenario with comments; fill it in, then `coach practice lint FILE`."""
    _begin(ui)
    from coach.practice.make import template, write_new

    write_new(out, template(key, language.value))
    typer.echo(_TEXTS["made"][ui.value].format(file=isolate(str(out))))


@app.command("import")
def import_cases(
    cases: Annotated[
        str, typer.Argument(metavar="CASES.jsonl", help="Cases, one a line: {customer, draft, channel, context}; - for input.")
    ],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where en/ and ar/ are made.")],
    mask: Annotated[bool, typer.Option("--mask/--no-mask", help="Put TODO in place of names and numbers.")] = True,
    ui: UiOption = Ui.en,
) -> None:
    """Make skeletons of scenarios from past cases, with TODO for what only a trainer knows."""
    _begin(ui)
    from coach.practice.make import id_of, skeleton, write_new

    made = rejected = 0
    for number, case, _ in stream_cases(cases):
        try:
            if isinstance(case, InputError):
                raise case
            key = id_of(case, number)
            language, text = skeleton(case, key, mask)
            write_new(out / language / f"{key}.yaml", text)
            made += 1
        except CoachError as error:
            typer.echo(f"{_TEXTS['line'][ui.value]} {number}: {error.describe(ui.value)}", err=True)
            rejected += 1
    typer.echo(_TEXTS["imported"][ui.value].format(n=made, folder=isolate(str(out))))
    raise typer.Exit(EXIT_SOME_REJECTED if rejected else 0)


@app.command("calibrate")
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
    _begin(ui)
    from coach.pipeline import Coach
    from coach.practice.calibration import calibrate
    from coach.practice.rubric_version import check_note, load_version, version_of, write_version
    from coach.practice.trainers import read_rows, scored

    from . import calibrating

    if write is not None:
        check_note(note)
    bank = _bank(folder)
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
        typer.echo(_TEXTS["not_written"][ui.value], err=True)
        raise typer.Exit(EXIT_PROBLEMS)
    trainers = len({mark.trainer for mark in marks if mark.criterion == "overall"})
    write_version(write, version_of(found, trainers, number, note))
    typer.echo(_TEXTS["written"][ui.value].format(n=number, file=isolate(str(write))), err=True)


def _begin(ui: Ui) -> None:
    """Say errors too in the language that was asked for."""
    os.environ["COACH_UI"] = ui.value


def _name(text: str, ui: str) -> str:
    """Set a name at the head of a line apart where the line is Arabic, so that it runs from the right."""
    return isolate(text) if ui == "ar" else text


def _code(language: Language | None) -> Literal["en", "ar"] | None:
    return language.value if language is not None else None


def _bank(folder: Path | None) -> "Bank":
    from coach.practice.bank import load

    return load(folder)


_TEXTS = {
    "comma": {"en": ", ", "ar": "، "},
    "en": {"en": "English", "ar": "الإنجليزية"},
    "ar": {"en": "Arabic", "ar": "العربية"},
    "held_out": {"en": "for tests", "ar": "للاختبار"},
    "listed": {"en": "scenarios: {n}", "ar": "عدد السيناريوهات: {n}"},
    "end": {"en": "The conversation ends here.", "ar": "تنتهي المحادثة هنا."},
    "advice": {"en": "advice", "ar": "نصيحة"},
    "to_fill": {"en": "{place} is still to be filled in", "ar": "لم يُملأ بعد: {place}"},
    "linted": {"en": "checked: {n}, problems: {problems}", "ar": "فُحص: {n}، والمشكلات: {problems}"},
    "bank": {"en": "{language}, scenarios: {n}", "ar": "{language}، عدد السيناريوهات: {n}"},
    "ordered": {"en": "samples in order, poor < fair < excellent", "ar": "أمثلة بترتيبها: ضعيف ثم مقبول ثم ممتاز"},
    "graded": {"en": "samples in their own grade", "ar": "أمثلة في تقديرها"},
    "masters": {"en": "model replies that score as excellent", "ar": "ردود نموذجية درجتها ممتازة"},
    "held": {"en": "attempts at playing for points that stay below excellent", "ar": "محاولات تحايل لم تبلغ الممتاز"},
    "clean": {"en": "good replies without a false alarm about facts", "ar": "ردود جيدة بلا إنذار كاذب في المعلومات"},
    "met": {"en": "The goal is met: order in 98%, nothing won by playing.", "ar": "تحقق الهدف: الترتيب سليم في 98% ولم ينجح أي تحايل."},
    "not_met": {
        "en": "The goal is missed: order in 98%, nothing won by playing.",
        "ar": "لم يتحقق الهدف: ترتيب سليم في 98% وألا ينجح أي تحايل.",
    },
    "made": {
        "en": "{file} is made. Fill it in, then check it with coach practice lint.",
        "ar": "أُنشئ {file}. املأه ثم افحصه بالأمر coach practice lint.",
    },
    "line": {"en": "line", "ar": "السطر"},
    "imported": {"en": "skeletons made: {n}, in {folder}", "ar": "هياكل أُنشئت: {n}، في {folder}"},
    "not_written": {"en": "Nothing was written.", "ar": "لم يُكتب شيء."},
    "written": {"en": "version {n} is written to {file}", "ar": "كُتبت النسخة {n} في {file}"},
}
