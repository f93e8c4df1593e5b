"""The whole road of an audit: find, ingest, judge batch by batch, finish. Started again, it goes on where it stopped."""

import json
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from coach.audit import files, ingest, pseudonyms, sources, summary
from coach.audit.engines import Engine
from coach.audit.errors import AuditChanged, AuditError
from coach.audit.finish import write_readable, write_tables
from coach.audit.parts import Parts
from coach.audit.plan import Identity, Plan, changed, coach_of, codes
from coach.audit.posts import Rejected
from coach.audit.pseudonyms import Pseudonyms
from coach.audit.rejects import LEFT_OUT, Rejects, left_out_line
from coach.audit.settings import Input, Settings, SettingsFile
from coach.audit.sources import Found, Mapping, Options
from coach.audit.sources.errors import NoSource
from coach.audit.sources.files import STDIN
from coach.audit.summary import DONE, SHIFTS, ReportSettings, Shift
from coach.audit.worker import BATCHES, IDENTITY
from coach.pipeline import Coach

WORK = "work"

Step = Literal["ingest", "sort", "judge", "tables", "report"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an audit is: files read, then conversations judged, of how many; `total` 0 where it cannot be told."""

    step: Step
    done: int = 0
    total: int = 0
    replies: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be audited, how, and where the result goes.

    `confirm` is asked, with a file's name and the YAML of a mapping, whether a guess at the columns is right; None takes it.
    `hash_ids` is the salt of the pseudonyms that stand for conversations' ids, or `auto`; None keeps the ids.
    """

    inputs: Sequence[str]
    out: Path
    settings: Settings = field(default_factory=Settings)
    report: ReportSettings = field(default_factory=ReportSettings)
    source: Options = field(default_factory=Options)
    format: str | None = None
    mapping: Mapping | None = None
    confirm: Callable[[str, str], bool] | None = None
    baseline: Path | None = None
    restart: bool = False
    hash_ids: str | None = None
    ui: Literal["en", "ar"] = "en"


def audit(asked: Asked, engine: Engine, on_progress: Callable[[Progress], object] = lambda _: None) -> dict[str, Any]:
    """Audit conversations; give what stands in summary.json.

    What an earlier start with the same input, settings, rules and models has done is kept; of a finished audit only what
    people read is written again. Raises AuditChanged where the folder holds an audit of something else, AuditError where it
    holds anything else, and the errors of inputs, profile and models.
    """
    try:
        return _audit(asked, engine, on_progress)
    except OSError as error:  # the disk is full, or the folder cannot be written: what is done is kept
        why = error.strerror or type(error).__name__
        what = {"en": f"{why}; what is done is kept, start again to go on", "ar": f"‏{why}؛ ما أُنجز محفوظ، أعد التشغيل للمتابعة"}
        raise AuditError(where=str(asked.out), what=what) from None


def _audit(asked: Asked, engine: Engine, on_progress: Callable[[Progress], object]) -> dict[str, Any]:
    out, work = asked.out, asked.out / WORK
    if asked.hash_ids is not None:
        pseudonyms.checked(asked.hash_ids, asked.settings.masked)
    if asked.baseline is not None:
        summary.read(asked.baseline)  # before any work: it is compared with at the end
    if asked.restart:
        _throw_away(out)
    _check_folder(out)
    coach = coach_of(asked.settings)
    work.mkdir(mode=0o700, parents=True, exist_ok=True)  # what stands there until the end is not masked
    with files.alone(work):
        return _in_folder(asked, coach, engine, on_progress)


def _in_folder(asked: Asked, coach: Coach, engine: Engine, on_progress: Callable[[Progress], object]) -> dict[str, Any]:
    out, work = asked.out, asked.out / WORK
    paths = _found(asked.inputs, out)
    digests = {f"{number:06} {path.name}": ingest.digest(path) for number, path in enumerate(paths)}
    identity = Identity.of(digests, _read_by(asked), asked.settings, coach)
    if not _finished(out, identity):
        plan = Plan.read(work) or _ingest(asked, paths, digests, work, on_progress)
        failed = _judge(plan, work, engine, on_progress)
        on_progress(Progress("tables"))
        write_tables(plan, work, out, failed, asked.ui)
        files.write_text(out / DONE, json.dumps({"identity": asdict(identity)}, sort_keys=True, indent=1))
    shutil.rmtree(work)
    on_progress(Progress("report"))
    return write_readable(out, identity, asked.report, asked.baseline)


def source_options(given: Input) -> Options:
    """Give the options of the sources as a settings file tells them."""
    return Options(given.zone, given.day_first, frozenset(given.own_domains), frozenset(given.own_addresses), given.encoding)


def report_settings(given: SettingsFile) -> ReportSettings:
    """Give the settings of the report as a settings file tells them."""
    shown = given.report
    shifts = tuple(Shift(one.name, one.start, one.end) for one in shown.shifts) or SHIFTS
    return ReportSettings(shown.min_replies, shown.min_agents, given.timezone, shown.split, shifts, digits=shown.digits)


def _read_by(asked: Asked) -> dict[str, Any]:
    """Tell how the input is read, as part of the audit's identity."""
    told = {name: sorted(value) if isinstance(value, frozenset) else value for name, value in asdict(asked.source).items()}
    hashed = {"hash_ids": pseudonyms.told(asked.hash_ids)} if asked.hash_ids is not None else {}
    return {**told, "format": asked.format, "mapping": asked.mapping.to_yaml() if asked.mapping else None, **hashed}


def _found(inputs: Sequence[str], out: Path) -> list[Path]:
    """Find the files; standard input becomes one. What the audit itself writes into a folder that it reads is none of them."""
    named = [one for one in inputs if one != "-"]
    paths = [path for path in sources.find(named) if not path.resolve().is_relative_to(out.resolve())] if named else []
    if len(named) < len(inputs):
        return [sources.spool_stdin(sys.stdin.buffer, out / WORK), *paths]
    if not paths:
        raise NoSource(where=", ".join(inputs))
    return paths


def _check_folder(out: Path) -> None:
    """Refuse a folder that holds something else, for what an audit writes takes the place of what is there."""
    if out.exists() and not out.is_dir():
        raise AuditError(where=str(out), what={"en": "this is a file; name a folder", "ar": "هذا ملف؛ سمِّ مجلدًا"})
    if out.is_dir() and any(out.iterdir()) and not _is_audit(out):
        what = {"en": "the folder is neither empty nor an audit's; name another", "ar": "المجلد ليس فارغًا وليس لتدقيق سابق؛ سمِّ غيره"}
        raise AuditError(where=str(out), what=what)


def _is_audit(out: Path) -> bool:
    """Tell the folder of an audit, finished or begun, from one in which somebody works."""
    if any(_identity(path) is not None for path in (out / DONE, out / WORK / IDENTITY)):
        return True
    if not out.is_dir() or {path.name for path in out.iterdir()} != {WORK}:
        return False
    begun = (STDIN, files.LOCK)  # what stands there where it was stopped at once
    return all(path.name in begun or path.name.startswith(f".{IDENTITY}.") for path in (out / WORK).iterdir())


def _identity(path: Path) -> dict[str, Any] | None:
    """Read of what an audit was; None where the file is not there or tells something else."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return dict(told["identity"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _throw_away(out: Path) -> None:
    """Remove an audit, and nothing that is not one."""
    if _is_audit(out):
        shutil.rmtree(out)


def _finished(out: Path, identity: Identity) -> bool:
    """Tell whether the folder holds the finished audit of the same things; raises AuditChanged where it holds one of others."""
    for finished, path in ((True, out / DONE), (False, out / WORK / IDENTITY)):
        if (told := _identity(path)) is not None:
            what = changed(told, asdict(identity))
            if what and not finished and Plan.read(out / WORK) is None:
                _forget(out / WORK)  # it stopped before anything was judged: nothing is lost
                break
            if what:
                raise AuditChanged(where=str(out), what=", ".join(what))
            return finished
    files.write_text(out / WORK / IDENTITY, json.dumps({"identity": asdict(identity)}, sort_keys=True))
    return False


def _forget(work: Path) -> None:
    for folder in ("messages", "rejects"):
        shutil.rmtree(work / folder, ignore_errors=True)


def _ingest(asked: Asked, paths: Sequence[Path], digests: dict[str, str], work: Path, tell: Callable[[Progress], object]) -> Plan:
    """Read all files in, sort them into batches, and write the plan."""
    messages, rejects = work / "messages", work / "rejects"
    rejects.mkdir(exist_ok=True)
    called = Pseudonyms.of(asked.hash_ids, work)
    for number, (path, label) in enumerate(zip(paths, sources.labels(paths), strict=True)):
        tell(Progress("ingest", number, len(paths)))
        mark = rejects / f"{number:06}.jsonl"  # comes last: where it is, the file's messages are
        if mark.is_file():
            continue
        found = sources.read(path, asked.format, asked.mapping or _guessed(asked, path), asked.source, label)
        files.write_whole(mark, partial(_read_in, number, path.name, _called(found, called), messages / f"{number:06}.parquet", asked.ui))
    tell(Progress("sort"))
    ends_at, agents = ingest.overview(messages, work)
    batches, conversations, left_out = ingest.write_batches(messages, work, asked.settings, work / BATCHES)
    files.write_text(rejects / LEFT_OUT, "".join(left_out_line(one, n, asked.ui) for one, n in left_out.items()))
    plan = Plan(asked.settings, ends_at, codes(agents, digests) if asked.settings.anonymous else {}, batches, conversations)
    plan.write(work)
    return plan


def _called(found: Iterator[Found], called: Pseudonyms) -> Iterator[Found]:
    """Pass on what was found, conversations under their pseudonyms."""
    for one in found:
        yield one if isinstance(one, Rejected) or called.key is None else replace(one, conversation=called(one.conversation))


def _read_in(number: int, name: str, found: Iterator[Found], target: Path, ui: str, rejects: Path) -> None:
    """Write what one file holds, messages to `target` and rejects to `rejects`."""
    with Rejects(rejects, ui) as rejected:
        ingest.write_messages(number, found, target, partial(rejected.add, name))


def _guessed(asked: Asked, path: Path) -> Mapping | None:
    """Guess what the columns of a table mean, and ask unless their names say so; None where the form tells it."""
    guess = sources.guess(path, asked.format, asked.source)
    if guess is None or guess.literal or asked.confirm is None:
        return guess
    if not asked.confirm(path.name, guess.to_yaml()):
        what = {"en": "the guess at its columns was not accepted; give --map", "ar": "لم يُقبل تخمين أعمدته؛ استعمل ‎--map"}
        raise AuditError(where=path.name, what=what)
    return guess


def _judge(plan: Plan, work: Path, engine: Engine, tell: Callable[[Progress], object]) -> list[dict[str, str]]:
    """Work on the batches that are not done; give the conversations that failed, in order."""
    parts = Parts(work / "parts")
    done = {number: told for number in range(plan.batches) if (told := parts.done(number)) is not None}
    seen, replies = (sum(told[name] for told in done.values()) for name in ("conversations", "replies"))
    tell(Progress("judge", seen, plan.conversations, replies))
    for number, told in engine.run(work, [number for number in range(plan.batches) if number not in done]):
        done[number] = told
        seen, replies = seen + told["conversations"], replies + told["replies"]
        tell(Progress("judge", seen, plan.conversations, replies))
    return [one for number in sorted(done) for one in done[number]["failed"]]
