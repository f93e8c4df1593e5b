"""Cases from arguments, files and standard input."""

import gc
import os
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from coach.case import MAX_RECORD, Case, id_of, line_of, more_than
from coach.config import Profile, default_profile, load_profile
from coach.errors import InputError, NotFound, NotText, TooLong

MAX_FILE = 1_000_000
"""Bytes read of a draft or message file: far past what a case may hold, far below what hurts."""


class Channel(str, Enum):
    """Where the reply goes."""

    email = "email"
    chat = "chat"
    whatsapp = "whatsapp"
    social = "social"
    sms = "sms"


class Ui(str, Enum):
    """The language of messages."""

    en = "en"
    ar = "ar"


class DraftLanguage(str, Enum):
    """The draft's language."""

    auto = "auto"
    en = "en"
    ar = "ar"


class Gender(str, Enum):
    """How the customer is addressed."""

    m = "m"
    f = "f"
    plural = "plural"
    neutral = "neutral"
    unknown = "unknown"


class Offsets(str, Enum):
    """What offsets count."""

    codepoint = "codepoint"
    utf16 = "utf16"


FileArgument = Annotated[str, typer.Argument(metavar="[FILE or -]", help="The draft: a text file, or - for standard input.")]
DraftOption = Annotated[str | None, typer.Option("--draft", help="The draft itself, in place of a file.")]
CustomerOption = Annotated[str | None, typer.Option("--customer", metavar="FILE", help="The customer's message: a text file.")]
MessageOption = Annotated[str | None, typer.Option("--message", help="The customer's message itself, in place of a file.")]
ChannelOption = Annotated[Channel, typer.Option(help="Where the reply goes.")]
LanguageOption = Annotated[DraftLanguage, typer.Option(help="The draft's language; auto finds it out.")]
UiOption = Annotated[Ui, typer.Option("--ui", envvar="COACH_UI", help="The language of the findings' messages.")]
NameOption = Annotated[str | None, typer.Option(help="The customer's name.")]
AgentOption = Annotated[str | None, typer.Option(help="The agent's name.")]
GenderOption = Annotated[Gender, typer.Option(help="The customer's gender or number, where known.")]
ProfileOption = Annotated[Path | None, typer.Option(envvar="COACH_PROFILE", help="A company's profile (YAML) laid over the rubric.")]
ModelOption = Annotated[
    str, typer.Option("--model", help="embedded (what ships), cues, a folder that `coach train` wrote, or hub:<id or path>.")
]
OffsetsOption = Annotated[Offsets, typer.Option(help="What offsets count.")]
JsonlOption = Annotated[bool, typer.Option("--jsonl", help="Read one case (JSON) a line from the file or standard input.")]


def ui_language() -> str:
    """Give the language, `en` or `ar`, that COACH_UI asks for."""
    return "ar" if os.environ.get("COACH_UI", "").startswith("ar") else "en"


def settle() -> None:
    """End the start-up, during which nothing is collected: what is loaded stays, and only what comes after is watched.

    Reports hold no cycles, so collections find nothing; the wider threshold spares most of them.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


def profile_from(path: Path | None) -> Profile:
    """Load a profile, or give ours."""
    return load_profile(path) if path is not None else default_profile()


def one_case(
    file: str,
    draft: str | None,
    customer: str | None,
    message: str | None,
    channel: Channel,
    language: DraftLanguage,
    ui: Ui,
    name: str | None,
    agent: str | None,
    gender: Gender,
) -> Case:
    """Make a case of the options given; a file named *.json holds a whole case."""
    if draft is None and file.endswith(".json"):
        if customer or message or name or agent or channel is not Channel.email or gender is not Gender.unknown:
            raise typer.BadParameter(f"{file} holds the whole case; write channel, customer and names into it")
        case = Case.from_json(read_bytes(file), where=file)
        return case if ui is Ui.en else case.model_copy(update={"ui_language": ui.value})
    fields: dict[str, Any] = {
        "draft": draft if draft is not None else read_text(file, "draft"),
        "channel": channel.value,
        "language": language.value,
        "ui_language": ui.value,
        "customer": message if message is not None else read_text(customer, "customer") if customer else None,
        "context": {"customer_name": name, "agent_name": agent, "addressee_gender": gender.value},
    }
    return Case.make(fields)


def read_bytes(file: str) -> bytes:
    """Read a file or standard input, up to a bound; raises InputError past it."""
    try:
        if file == "-":
            data = sys.stdin.buffer.read(MAX_FILE + 1)
        else:
            with open(file, "rb") as stream:
                data = stream.read(MAX_FILE + 1)
    except OSError as error:
        raise NotFound(where=file, what=error.strerror or "not readable") from None
    if len(data) > MAX_FILE:
        raise TooLong(
            where={"en": "standard input", "ar": "المدخل القياسي"} if file == "-" else file,
            n=more_than(MAX_FILE),
            limit=MAX_FILE,
        )
    return data


def read_text(file: str, name: str) -> str:
    """Read UTF-8 text, a byte-order mark left off; raises InputError."""
    data = read_bytes(file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotText(where=name, what=f"byte 0x{data[error.start]:02x}", at=error.start) from None


def stream_cases(file: str) -> Iterator[tuple[int, Case | InputError, str | None]]:
    """Read cases line by line: line number, the case or what is wrong with it, and its id if one can be read."""
    with _open(file) as stream:
        for number, line in lines_of(stream):
            where = line_of(number)
            if len(line) > MAX_RECORD:
                yield number, TooLong(where=where, n=more_than(MAX_RECORD), limit=MAX_RECORD), None
                continue
            try:
                case = Case.from_json(line.strip(), where=where)
                yield number, case, case.id
            except InputError as error:
                yield number, error, id_of(line)


def lines_of(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Give the lines that hold something, numbered from 1; one that is too long comes cut just past MAX_RECORD."""
    number = 0
    while line := stream.readline(MAX_RECORD + 2):
        number += 1
        if line.strip():
            yield number, line
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_RECORD + 2)


class _Stdin:
    """Standard input as a context that is not closed."""

    def __enter__(self) -> BinaryIO:
        return sys.stdin.buffer

    def __exit__(self, *exception: object) -> None:
        return None


def _open(file: str) -> Any:
    if file == "-":
        return _Stdin()
    try:
        return open(file, "rb")
    except OSError as error:
        raise NotFound(where=file, what=error.strerror or "not readable") from None
