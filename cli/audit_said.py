"""What `coach audit` says while it works and when it is done."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from .cases import Ui

if TYPE_CHECKING:
    from coach.audit.gates import By
    from coach.audit.run import Progress

EXIT_BELOW, EXIT_WRONG, EXIT_SOME_REJECTED = 1, 2, 3


@contextmanager
def shown(ui: Ui) -> "Iterator[Callable[[Progress], None]]":
    """Show progress with its rate and the time left, on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, rate="")
        began: list[tuple[str, float, int]] = []

        def tell(now: "Progress") -> None:
            if not began or began[-1][0] != now.step:
                began.append((now.step, time.monotonic(), now.replies))
                bar.reset(task, description=TEXTS[now.step][ui.value], total=now.total or None)
            seconds = time.monotonic() - began[-1][1]
            rate = f"{(now.replies - began[-1][2]) / seconds:,.0f} {TEXTS['rate'][ui.value]}" if now.replies and seconds > 1 else ""
            bar.update(task, completed=now.done, rate=rate)

        yield tell


def say(summary: dict[str, Any], out: Path, ui: Ui) -> None:
    """Say in a few lines what was found, and where the rest stands."""
    from coach.audit.report.headlines import headlines
    from coach.audit.report.words import Words

    judge = (summary.get("baseline") or {}).get("judge") or {}
    if judge.get("version"):
        before, now = (judge[name] or "–" for name in ("version_before", "version_now"))
        typer.echo(TEXTS["version"][ui.value].format(before=before, now=now), err=True)
    for one in headlines(summary, Words(ui.value, summary["settings"]["digits"])):
        typer.echo(one.text)
    typer.echo(str(out / f"report.{ui.value}.html"))


def gate(summary: dict[str, Any], bar: float | None, by: "By", ui: Ui) -> int:
    """Give the exit code: 1 where a mean is under the bar, 3 where something was rejected, 0 otherwise."""
    from coach.audit.gates import below

    found = below(summary, bar, by) if bar is not None else []
    for one in found:
        group = one.value or TEXTS["others"][ui.value]
        typer.echo(TEXTS["below"][ui.value].format(by=by, value=group, score=round(one.score, 1), n=one.n, bar=bar), err=True)
    counts = summary["counts"]
    if any(counts[name] for name in ("too_long", "cut", "left_out", "unread")):
        typer.echo(TEXTS["too_long"][ui.value].format(**counts), err=True)
    rejected = counts["rejected"]
    if rejected:
        typer.echo(TEXTS["rejected"][ui.value].format(n=rejected), err=True)
    return EXIT_BELOW if found else EXIT_SOME_REJECTED if rejected else 0


TEXTS = {
    "guess": {"en": "{file}: the columns seem to mean:", "ar": "{file}: يبدو أن معاني الأعمدة:"},
    "unasked": {
        "en": "Nobody can be asked here: accept this with --yes, or save it, mend it and give it with --map.",
        "ar": "لا أحد هنا ليُسأل: اقبل هذا بالخيار ‎--yes، أو احفظه وصحّحه وأعطه بالخيار ‎--map.",
    },
    "right": {"en": "Is that right?", "ar": "هل هذا صحيح؟"},
    "ingest": {"en": "reading files", "ar": "قراءة الملفات"},
    "sort": {"en": "sorting", "ar": "ترتيب"},
    "judge": {"en": "judging", "ar": "تقييم المحادثات"},
    "tables": {"en": "writing tables", "ar": "كتابة الجداول"},
    "report": {"en": "writing the report", "ar": "كتابة التقرير"},
    "stopped": {
        "en": "stopped; what is done is kept: the same command goes on from there",
        "ar": "توقف التدقيق؛ ما أُنجز محفوظ: أعد الأمر نفسه ليتابع من هناك",
    },
    "rate": {"en": "replies/s", "ar": "رد/ث"},
    "below": {
        "en": "below {bar:g}: {by} {value} scores {score:g} over {n} replies",
        "ar": "دون {bar:g}: ‏{by} ‏{value} بدرجة {score:g} على {n} من الردود",
    },
    "too_long": {
        "en": "past the bounds of length: {too_long} rows not read, {cut} mails cut, {left_out} messages left out at the end of "
        "conversations, {unread} replies not judged; see rejects.jsonl",
        "ar": "ما تجاوز حدود الطول: سطور لم تُقرأ {too_long}، ورسائل بريد قُطعت {cut}، ورسائل تُركت من آخر المحادثات {left_out}، "
        "وردود لم تُقيَّم {unread}؛ انظر rejects.jsonl",
    },
    "version": {
        "en": "the audit compared with was made by program {before}, this one by {now}: scores may differ for the same reply",
        "ar": "التدقيق السابق أجراه الإصدار {before} من البرنامج وهذا أجراه {now}: قد تختلف درجة الرد الواحد",
    },
    "others": {"en": "(smaller ones together)", "ar": "(الأصغر مجتمعة)"},
    "rejected": {"en": "rejected rows: {n}; see rejects.jsonl", "ar": "سطور مرفوضة: {n}؛ انظر rejects.jsonl"},
}
