"""What the pages print: commands with their output, and examples of code.

`python -m tests.docs.printed` runs each command and writes its present output into its page.
"""

import contextlib
import gc
import io
import os
import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from coach.cli.main import main
from tests.cli_run import ROOT, Done

PAGES = sorted([*ROOT.glob("*.md"), ROOT / "corpus" / "README.md", *(ROOT / "docs").rglob("*.md")])
_WELL = (0, 1)
"""Exit codes of a command that did what it was asked, with or without a finding."""
_PRINTED = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)
_FENCE = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
_SHELL = re.compile(r"^```(?:console|sh|bash)\n.*?^```|^(?: {4}(?! )[^\n]*\n)+", re.DOTALL | re.MULTILINE)
_CALL = re.compile(r"(?:^|[|;] )(?:\$ )?(coach(?: [^\n|]*)?)", re.MULTILINE)

ELSEWHERE = {
    "docs/practice.md": "tests/cli/test_practice.py",
    "docs/practice.ar.md": "tests/cli/test_practice.py",
    "docs/progress.md": "tests/practice/progress/test_progress_commands.py",
    "docs/progress.ar.md": "tests/practice/progress/test_progress_commands.py",
}
"""Pages whose printed commands another test runs."""

UNRUN = {
    "coach audit examples/audit/chats.jsonl --out audit": "writes a folder; tests/audit/test_guide.py runs it into one of its own",
    "coach audit examples/audit/chats.jsonl --out audit --ui ar": "the same in Arabic",
    "coach audit 2026-04/ --out april --baseline march": "needs two months of chats; tests/cli/test_audit.py runs a baseline",
    "coach audit 2026-04/ --out april --baseline march --ui ar": "the same in Arabic",
    "coach audit 2026-04/ --out april --fail-under 75 --by team": "needs a month of chats; tests/cli/test_audit.py runs the bar",
    "coach audit 2026-04/ --out april --fail-under 75 --by team --ui ar": "the same in Arabic",
    "coach audit watch exports/ --out audits --once --fail-under 75": "needs a folder of exports; tests/cli/test_audit.py watches one",
    "coach audit watch exports/ --out audits --once --fail-under 75 --ui ar": "the same in Arabic",
    'coach audit list audit --where rule=blames-customer --agent "Omar" --limit 50': "needs one's own audit; tests/audit lists from one",
    'coach audit list audit --where rule=blames-customer --agent "ريم" --limit 50 --ui ar': "the same in Arabic",
    "coach audit list audit --where promise=broken --where channel=chat --format csv > broken.csv": "the same into a file",
    "coach audit list audit --where first-response=late --format jsonl": "the same as JSON Lines",
    "ray start --head": "needs a cluster; tests/audit/test_ray.py runs one",
    "coach audit exports/ --out /shared/audit --engine ray --address auto": "needs a cluster; tests/audit/test_ray.py runs one",
}
"""Printed commands that no test runs as they stand, each with the reason; their options are checked all the same."""


@dataclass(frozen=True)
class Shown:
    """A command on a page, and the output printed below it; None where none is printed."""

    page: Path
    command: str
    output: str | None

    @property
    def name(self) -> str:
        """Give the page's path within the repository."""
        return self.page.relative_to(ROOT).as_posix()


def shown() -> Iterator[Shown]:
    """Yield each command of each `console` block."""
    for page in PAGES:
        for block in _PRINTED.findall(page.read_text(encoding="utf-8")):
            yield from in_block(page, block)


def in_block(page: Path, block: str) -> Iterator[Shown]:
    """Yield the commands of one block; what stands between two of them is the first one's output."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield Shown(page, command.partition("  #")[0].rstrip(), output or None)


def calls() -> Iterator[Shown]:
    """Yield each call of `coach` that a page prints in a block of commands, run or not."""
    for page in PAGES:
        for block in _SHELL.findall(page.read_text(encoding="utf-8")):
            for call in _CALL.findall(re.sub(r"\\\n\s*", " ", block)):
                yield Shown(page, re.split(r" +#| [<>] ", call)[0], None)


def examples(language: str) -> Iterator[tuple[str, str]]:
    """Yield each fenced example in a language, such as `json`, with the page that prints it."""
    for page in PAGES:
        for spoken, body in _FENCE.findall(page.read_text(encoding="utf-8")):
            if spoken == language:
                yield page.relative_to(ROOT).as_posix(), body


def called(command: str, given: str = "") -> Done:
    """Run a call of `coach` in this process, which need not load everything anew."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    plain = {key: value for key, value in os.environ.items() if not key.startswith("COACH_")}
    thresholds = gc.get_threshold()
    try:
        with (
            mock.patch.object(sys, "argv", shlex.split(command)),
            mock.patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode()))),
            mock.patch.dict(os.environ, plain, clear=True),
            contextlib.chdir(ROOT),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            main()
    except SystemExit as left:
        code = int(left.code or 0)
    finally:
        gc.enable()
        gc.set_threshold(*thresholds)
    return Done(code, out.getvalue(), err.getvalue())


def run(command: str) -> str:
    """Give what a printed command prints today; `echo "…" |` before it is its input."""
    piped = re.match(r'echo "([^"\n]*)" \| (.*)', command)
    done = called(piped[2], f"{piped[1]}\n") if piped else called(command)
    assert done.code in _WELL, done.err
    return done.out


def runs(one: Shown) -> bool:
    """Tell whether the command is run by the documents' own tests."""
    return one.name not in ELSEWHERE and one.command not in UNRUN


def _refresh(page: Path) -> None:
    def anew(block: re.Match[str]) -> str:
        parts = list(in_block(page, block[1]))
        if not all(map(runs, parts)):
            return block[0]
        return "```console\n" + "".join(f"$ {one.command}\n{run(one.command)}" for one in parts) + "```"

    text = page.read_text(encoding="utf-8")
    new = _PRINTED.sub(anew, text)
    if new != text:
        page.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    for one in PAGES:
        _refresh(one)
