"""`coach check`: one draft, or a stream of cases."""

import sys
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer

from coach.errors import InputError

from .cases import (
    AgentOption,
    Channel,
    ChannelOption,
    CustomerOption,
    DraftLanguage,
    DraftOption,
    FileArgument,
    Gender,
    GenderOption,
    JsonlOption,
    LanguageOption,
    MessageOption,
    NameOption,
    Offsets,
    OffsetsOption,
    ProfileOption,
    Ui,
    UiOption,
    one_case,
    profile_from,
    settle,
    stream_cases,
)

EXIT_FOUND, EXIT_SOME_FAILED = 1, 3


class Format(str, Enum):
    """How the report is written."""

    text = "text"
    json = "json"
    ndjson = "ndjson"
    sarif = "sarif"
    junit = "junit"


class FailOn(str, Enum):
    """From which severity on the exit code is 1."""

    error = "error"
    warning = "warning"
    advice = "advice"
    never = "never"


_RANK = {"error": 3, "warning": 2, "advice": 1}
_FROM = {FailOn.error: 3, FailOn.warning: 2, FailOn.advice: 1, FailOn.never: 4}


def check(
    file: FileArgument = "-",
    draft: DraftOption = None,
    customer: CustomerOption = None,
    message: MessageOption = None,
    channel: ChannelOption = Channel.email,
    language: LanguageOption = DraftLanguage.auto,
    ui: UiOption = Ui.en,
    name: NameOption = None,
    agent: AgentOption = None,
    gender: GenderOption = Gender.unknown,
    profile: ProfileOption = None,
    format: Annotated[Format | None, typer.Option(help="How the report is written; text by default, ndjson with --jsonl.")] = None,
    fail_on: Annotated[FailOn, typer.Option(help="From which severity on the exit code is 1.")] = FailOn.error,
    offsets: OffsetsOption = Offsets.codepoint,
    jsonl: JsonlOption = False,
    server: Annotated[str | None, typer.Option(envvar="COACH_SERVER", help="Let this server judge; the key comes from COACH_KEY.")] = None,
) -> None:
    """Check a draft: what is wrong, where, why, and how to mend it."""
    from . import formats

    coach = _coach(server, profile)
    settle()
    if jsonl:
        raise typer.Exit(_stream(coach, file, format or Format.ndjson, fail_on, offsets))
    case = one_case(file, draft, customer, message, channel, language, ui, name, agent, gender)
    report = coach.check(case).as_dict()
    written = _offsets(report, case, offsets)
    match format or Format.text:
        case Format.text:
            formats.write_text(report, case, sys.stdout)
        case Format.json:
            formats.write_json(written, sys.stdout, indent=2)
        case Format.ndjson:
            formats.write_json(written, sys.stdout)
        case Format.sarif:
            formats.write_sarif([(file, written)], coach, sys.stdout)
        case Format.junit:
            formats.write_junit([(file, report)], coach, sys.stdout)
    raise typer.Exit(EXIT_FOUND if _worst(report) >= _FROM[fail_on] else 0)


def _coach(server: str | None, profile: Path | None) -> Any:
    """Give the coach that judges: ours, or a server's."""
    if server is None:
        from coach.pipeline import Coach

        return Coach(profile_from(profile))
    if profile is not None:
        raise typer.BadParameter("the server judges by its own profile; leave --profile and COACH_PROFILE out")
    from .remote import RemoteCoach

    return RemoteCoach(server)


def _stream(coach: Any, file: str, format: Format, fail_on: FailOn, offsets: Offsets) -> int:
    """Check case after case, keeping nothing but, for whole-document formats, the findings."""
    from . import formats

    failed = found = False
    kept: list[tuple[str, dict[str, Any]]] = []
    for number, case, identity in stream_cases(file):
        if isinstance(case, InputError):
            failed = True
            if format in (Format.ndjson, Format.json):
                formats.write_json(formats.record_error(case, number, identity), sys.stdout)
            else:
                sys.stderr.write(f"coach: {case.describe('en')}\n")
            continue
        report = coach.check(case).as_dict()
        found = found or _worst(report) >= _FROM[fail_on]
        if format in (Format.ndjson, Format.json):
            formats.write_json(_offsets(report, case, offsets), sys.stdout)
        elif format == Format.text:
            formats.write_text(report, case, sys.stdout)
        else:
            kept.append((identity or f"line {number}", {"findings": _offsets(report, case, offsets)["findings"]}))
    if format == Format.sarif:
        formats.write_sarif(kept, coach, sys.stdout)
    elif format == Format.junit:
        formats.write_junit(kept, coach, sys.stdout)
    return EXIT_SOME_FAILED if failed else EXIT_FOUND if found else 0


def _worst(report: dict[str, Any]) -> int:
    return max((_RANK[finding["severity"]] for finding in report["findings"]), default=0)


def _offsets(report: dict[str, Any], case: Any, offsets: Offsets) -> dict[str, Any]:
    if offsets is Offsets.codepoint:
        return report
    from coach.report import in_utf16

    return in_utf16(report, case.draft, case.message)
