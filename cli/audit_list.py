"""`coach audit list`: the conversations behind a figure of a finished audit, out of its tables."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.errors import MissingExtra

from .cases import Ui, UiOption, settle

if TYPE_CHECKING:
    from coach.audit.listing import Entry

_LIMIT = 50
_MOST = 100_000
_MARK = "\ufeff"
"""By which a spreadsheet knows UTF-8."""


class ListFormat(str, Enum):
    """How a list is written."""

    text = "text"
    csv = "csv"
    jsonl = "jsonl"


def list_rows(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a finished audit.")],
    where: Annotated[
        list[str] | None,
        typer.Option("--where", metavar="NAME=VALUE", help="rule=…, cause=…, theme=…, promise=broken and others; all must hold."),
    ] = None,
    agent: Annotated[str | None, typer.Option("--agent", metavar="ID", help="Only this agent's, called as in the tables.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=_MOST, help="At most so many, the worst first.")] = _LIMIT,
    format: Annotated[ListFormat, typer.Option("--format", help="How it is written.")] = ListFormat.text,
    ui: UiOption = Ui.en,
) -> None:
    """List the replies or conversations behind a figure: id, day, agent, masked excerpt, the worst first."""
    settle()
    try:
        from coach.audit import facets, listing, summary
        from coach.audit.summary.database import Tables
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("coach"):
            raise
        raise MissingExtra(what="coach audit", library=error.name or "pyarrow", extra="audit") from None
    asked = facets.parse([*(where or ()), *((f"agent={agent}",) if agent is not None else ())])
    told = summary.read(run)
    with Tables(run / "tables") as tables:
        found = listing.entries(tables, asked, limit=limit, timezone=told["settings"]["timezone"])
    for line in _written(found.entries, format, ui):
        typer.echo(line, nl=format is not ListFormat.csv)
    if format is ListFormat.text:
        typer.echo(_TEXTS["shown"][ui.value].format(n=len(found.entries), total=found.total), err=True)


def _written(entries: Iterable["Entry"], format: ListFormat, ui: Ui) -> Iterator[str]:
    if format is ListFormat.jsonl:
        yield from (json.dumps(asdict(one), ensure_ascii=False) for one in entries)
    elif format is ListFormat.csv:
        yield _MARK + _sheet(entries)
    else:
        yield from (_line(one, ui) for one in entries)


def _sheet(entries: Iterable["Entry"]) -> str:
    from dataclasses import fields

    from coach.audit.exports import cell
    from coach.audit.listing import Entry

    names = [field.name for field in fields(Entry)]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([cell(getattr(one, name)) for name in names] for one in entries)
    return text.getvalue()


def _line(one: "Entry", ui: Ui) -> str:
    """Give two lines: where it stands, and what was said there."""
    reply = "" if one.reply is None else _TEXTS["reply"][ui.value].format(n=one.reply)
    score = "" if one.score is None else _TEXTS["score"][ui.value].format(score=one.score)
    head = [one.conversation, reply, one.day or "", one.agent or "", score, one.what or ""]
    return f"{_TEXTS['joined'][ui.value].join(part for part in head if part)}\n    {one.excerpt}"


_TEXTS = {
    "shown": {"en": "{n} shown, of {total}", "ar": "المعروض {n} من أصل {total}"},
    "reply": {"en": "reply {n}", "ar": "الرد {n}"},
    "score": {"en": "score {score:g}", "ar": "الدرجة {score:g}"},
    "joined": {"en": ", ", "ar": "، "},
}
