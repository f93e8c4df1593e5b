"""An installation from the wheel, with each combination of extras: does every command work, and does what is missing say so?

    python benchmarks/install.py [--python PYTHON] [--only EXTRA[,EXTRA]] [--skip EXTRA] [--wheel WHEEL] [--lock | --no-lock]

Builds the sdist, and from it the wheel; installs that into an environment of its own for each line of `extras` in install.yaml, outside
the checkout and without its folder on the path; runs each command of install.yaml, the server with a request, the assistant's tools
with a handshake, and in the base and the whole `--help` of every command. `--only ""` is the base alone. A megabyte is 10^6 bytes; an
installation's size is that of all its files, bytecode too, beyond an empty environment. Leaves with 1 where anything is not as it should be.
"""

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import yaml

ROOT = Path(__file__).parents[1]
TABLE: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
MAX_BASE_MB = 450
PATIENCE_S = 600
"""For one command: training an epoch, and Ray's start, take a minute on a busy machine."""
PORT = 8917
_TREE = """
import typer.main
from coach.cli.main import app
def walk(command, words):
    print(" ".join(words))
    for name, one in getattr(command, "commands", {}).items():
        walk(one, [*words, name])
walk(typer.main.get_command(app), [])
"""


@dataclass
class Installed:
    """An environment with some extras, what it takes, and what was wrong in it."""

    folder: Path
    extras: tuple[str, ...]
    install_s: float = 0
    use_s: float = 0
    megabytes: float = 0
    done: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What a table calls it."""
        return ",".join(self.extras) or "base"

    @property
    def thorough(self) -> bool:
        """Tell whether what needs no extra is tried here too: in the base, and beside every extra."""
        return not self.extras or list(self.extras) == TABLE["extras"][-1]

    @property
    def python(self) -> str:
        """The environment's interpreter."""
        return str(self.folder / "bin" / "python")

    def call(self, words: Iterable[str], work: Path, given: str = "") -> tuple[int, str, str]:
        """Run its `coach`; give the exit code, what it printed, and its errors."""
        run = subprocess.run(
            [str(self.folder / "bin" / "coach"), *words],
            input=given,
            capture_output=True,
            encoding="utf-8",
            cwd=work,
            env=plain(),
            timeout=PATIENCE_S,
            check=False,
        )
        return run.returncode, run.stdout, run.stderr

    def expect(self, what: str, holds: bool, seen: str = "") -> None:
        """Count a check; say at once where it failed."""
        self.done += 1
        if not holds:
            self.wrong.append(what)
            print(f"    WRONG {what}\n      {seen.strip()[-400:]}", flush=True)


def plain() -> dict[str, str]:
    """Give the environment without what would lead back to the checkout or to settings of ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("COACH_", "PYTHON"))} | {"PYTHONUTF8": "1"}


def quietly(words: Iterable[str | Path]) -> None:
    """Run a command; what it says is shown only where it fails."""
    run = subprocess.run(list(map(str, words)), capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(run.stdout + run.stderr)


def size(folder: Path) -> float:
    """Give the megabytes of all files below a folder."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6


def build(out: Path, python: str) -> Path:
    """Build the sdist, and the wheel from it; give the wheel."""
    maker = out / "maker"
    subprocess.run([python, "-m", "venv", maker], check=True)
    quietly([maker / "bin/python", "-m", "pip", "install", "-c", ROOT / "requirements.lock", "build"])
    quietly([maker / "bin/python", "-m", "build", "-o", out / "dist", ROOT])
    shutil.rmtree(maker)
    (wheel,) = (out / "dist").glob("*.whl")
    return wheel


@contextmanager
def installed(wheel: Path, extras: tuple[str, ...], python: str, out: Path, lock: bool) -> Iterator[Installed]:
    """Make an environment with some extras, and take it away again."""
    made = Installed(out / f"env-{'-'.join(extras) or 'base'}", extras)
    subprocess.run([python, "-m", "venv", made.folder], check=True)
    empty = size(made.folder)
    began = time.monotonic()
    wanted = f"{wheel}[{','.join(extras)}]" if extras else str(wheel)
    pinned = ["-c", str(ROOT / "requirements.lock")] if lock else []
    quietly([made.python, "-m", "pip", "install", *pinned, wanted])
    made.install_s = time.monotonic() - began
    made.megabytes = size(made.folder) - empty
    try:
        yield made
    finally:
        shutil.rmtree(made.folder)


def prepare(work: Path) -> None:
    """Lay out what the commands of install.yaml read."""
    work.mkdir()
    for name in ("examples", "corpus"):
        shutil.copytree(ROOT / name, work / name)
    bank = ROOT / "coach/practice/bank/en"
    for folder in ("own", "bank/en"):
        (work / folder).mkdir(parents=True)
    for path in sorted(bank.glob("a*.yaml"))[:2]:
        shutil.copy(path, work / "bank/en")
    replies = (ROOT / "corpus/replies_en.jsonl").read_text(encoding="utf-8").splitlines()
    case = json.loads((ROOT / "examples/en/parcel-late.json").read_text(encoding="utf-8"))
    score = 'atm-debited-no-cash,start,"Sara, your card is safe; the money is back by Thursday, {n}.",{who},empathy,{score}\n'
    texts = {
        "message.txt": "Where is my order 4411? I am furious, you useless people!\n",
        "reply.txt": "Sara, your card is safe, and the money is back on your account by Thursday noon.\n",
        "few.jsonl": "\n".join(replies[:30]) + "\n",
        "cases.jsonl": json.dumps(case, ensure_ascii=False) + "\n",
        "scores.csv": "scenario,turn,text,trainer,criterion,score\n"
        + "".join(score.format(n=n, who=who, score=40 + 5 * n) for n in range(6) for who in ("Huda", "Omar")),
        "local.yaml": "writer: {source: local, path: nowhere}\n",
        "rude.jsonl": "".join(
            json.dumps({"text": text, "politeness": label}) + "\n"
            for n in range(20)
            for text, label in ((f"Kindly see number {n}, please.", "polite"), (f"Number {n} is shut, go away.", "impolite"))
        ),
        "practice.db": "",
        "kept.jsonl": "",
    }
    for name, text in texts.items():
        (work / name).write_text(text, encoding="utf-8")


def helped(made: Installed, work: Path) -> None:
    """Every command says what it is for, whatever is installed."""
    tree = subprocess.run([made.python, "-c", _TREE], capture_output=True, encoding="utf-8", cwd=work, env=plain(), check=True)
    for line in tree.stdout.splitlines():
        code, out, err = made.call([*line.split(), "--help"], work)
        made.expect(f"coach {line} --help", code == 0 and "Usage: coach" in out, err)


def used(made: Installed, work: Path) -> None:
    """Each command does its work, or names the extra that it lacks."""
    for use in TABLE["uses"]:
        needs = use.get("needs", [])
        if not needs and not made.thorough and not use.get("always"):
            continue
        lacks = [name for name in needs if name not in made.extras]
        if not lacks and not set(use.get("asks", [])) <= set(made.extras):
            continue
        code, out, err = made.call(shlex.split(use["run"]), work, use.get("given", ""))
        told, calm, codes = out + err, "Traceback" not in err, use.get("code", 0)
        named = code == 2 and any(f"reply-coach[{name}]" in err for name in lacks)
        works = code in (codes if isinstance(codes, list) else [codes]) and use["says"] in told
        what = f"coach {use['run']}" + (f" names {' or '.join(lacks)}" if lacks else "")
        made.expect(what, calm and (named or works), f"exit {code}: {told}")


def unserved(made: Installed, work: Path) -> None:
    """Without the extra the server does not begin, and names it."""
    code, _, err = made.call(["serve", "--no-auth"], work)
    made.expect("coach serve names server", code == 2 and "reply-coach[server]" in err and "Traceback" not in err, err)


def served(made: Installed, work: Path) -> None:
    """The server gets ready, judges, shows its page; practice answers, or names its extra; the thin client is answered."""
    base = f"http://127.0.0.1:{PORT}"
    log = (work / "server.log").open("w")
    server = subprocess.Popen(
        [made.folder / "bin/coach", "serve", "--no-auth", "--port", str(PORT)], cwd=work, env=plain(), stdout=log, stderr=log
    )
    try:
        until = time.monotonic() + 90
        while asked(f"{base}/readyz")[0] != 200 and time.monotonic() < until and server.poll() is None:
            time.sleep(0.2)
        draft = {"draft": "You should have checked. We will get back to you soon.", "customer": "Where is my order 4411?"}
        status, body = asked(f"{base}/v1/check", draft)
        made.expect("POST /v1/check", status == 200 and "blames-customer" in body, body)
        status, body = asked(f"{base}/")
        made.expect("GET /", status == 200 and "<html" in body, body)
        status, body = asked(f"{base}/v1/practice/scenarios")
        lacks = "practice" not in made.extras
        right = status == 501 and "reply-coach[practice]" in body if lacks else status == 200
        made.expect("GET /v1/practice/scenarios" + (" names practice" if lacks else ""), right, f"{status} {body}")
        code, out, err = made.call(["check", "examples/en/parcel-late.json", "--server", base], work)
        made.expect("coach check --server", code == 1 and "blames-customer" in out, err)
    finally:
        server.terminate()
        code = server.wait(30)
        log.close()
    made.expect("coach serve ends", code in (0, -15), (work / "server.log").read_text())
    made.expect("coach serve logs no fault", "Traceback" not in (work / "server.log").read_text(), (work / "server.log").read_text())


def asked(address: str, body: object = None) -> tuple[int, str]:
    """Give the status and text of an answer; 0 where nobody answers."""
    data = None if body is None else json.dumps(body).encode()
    try:
        with urlopen(Request(address, data, {"Content-Type": "application/json"}), timeout=30) as answer:
            return int(answer.status), answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()
    except (URLError, ConnectionError, TimeoutError) as error:
        return 0, str(error)


def shaken(made: Installed, work: Path) -> None:
    """The assistant's tools: handshake, list, one call, as lines of JSON-RPC."""
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "install", "version": "1"}}
    calls: list[dict[str, Any]] = [
        {"id": 1, "method": "initialize", "params": hello},
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/list"},
        {"id": 3, "method": "tools/call", "params": {"name": "check", "arguments": {"draft": "We will get back to you soon."}}},
    ]
    server = subprocess.Popen(
        [made.folder / "bin/coach", "mcp"], cwd=work, env=plain(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )
    answers: dict[int, str] = {}
    assert server.stdin
    assert server.stdout
    for call in calls:
        server.stdin.write(json.dumps({"jsonrpc": "2.0", **call}) + "\n")
        server.stdin.flush()
        while "id" in call and call["id"] not in answers and (line := server.stdout.readline()):
            answers[json.loads(line).get("id", 0)] = line
    server.stdin.close()
    server.wait(30)
    made.expect("mcp initialize", "reply-coach" in answers.get(1, ""), str(answers))
    made.expect("mcp tools/list", all(f'"{name}"' in answers.get(2, "") for name in ("check", "rewrite", "draft", "digest")), str(answers))
    made.expect("mcp check", "vague-next-step" in answers.get(3, ""), str(answers))


def documented(made: Installed, work: Path) -> None:
    """The site's makers are there. The pages are the checkout's: `make docs` makes them."""
    run = subprocess.run([made.python, "-m", "zensical", "--version"], capture_output=True, encoding="utf-8", cwd=work, check=False)
    made.expect("zensical --version", run.returncode == 0, run.stderr)


def tried(made: Installed, work: Path) -> None:
    """Run all that this installation has to show."""
    print(f"==> {made.name}: {made.megabytes:.0f} MB in {made.install_s:.0f} s", flush=True)
    began = time.monotonic()
    prepare(work)
    if made.thorough:
        helped(made, work)
    used(made, work)
    if "server" not in made.extras:
        unserved(made, work)
    for extra, check in (("server", served), ("mcp", shaken), ("docs", documented)):
        if extra in made.extras:
            check(made, work)
    if not made.extras:
        made.expect(f"base takes at most {MAX_BASE_MB} MB", made.megabytes <= MAX_BASE_MB, f"{made.megabytes:.1f} MB")
    made.use_s = time.monotonic() - began
    print(f"    {made.done} checks in {made.use_s:.0f} s, {len(made.wrong)} wrong", flush=True)


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--python", default=sys.executable, help="the interpreter that is installed for")
    parser.add_argument("--only", action="append", help="these extras alone, with commas between them; once for each environment")
    parser.add_argument("--skip", action="append", default=[], help="no environment with this extra")
    parser.add_argument("--wheel", type=Path, help="a wheel that is built already")
    parser.add_argument("--lock", action=argparse.BooleanOptionalAction, default=True, help="the pinned versions, or today's newest")
    return parser.parse_args()


def main() -> None:
    """Build, install, try, and print a table."""
    asked_for = options()
    chosen = [tuple(filter(None, one.split(","))) for one in asked_for.only] if asked_for.only else list(map(tuple, TABLE["extras"]))
    chosen = [extras for extras in chosen if not set(extras) & set(asked_for.skip)]
    tables = []
    with tempfile.TemporaryDirectory(prefix="coach-install-") as folder:
        out = Path(folder)
        began = time.monotonic()
        wheel = asked_for.wheel.resolve() if asked_for.wheel else build(out, asked_for.python)
        print(f"==> {wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB, built in {time.monotonic() - began:.0f} s", flush=True)
        for number, extras in enumerate(chosen):
            with installed(wheel, extras, asked_for.python, out, asked_for.lock) as made:
                tried(made, out / f"work-{number}")
            tables.append(made)
    version = subprocess.run([asked_for.python, "-V"], capture_output=True, text=True, check=True).stdout.strip()
    print(f"\n{version:50} {'MB':>6} {'install s':>10} {'checks':>7} {'wrong':>6}")
    for made in tables:
        print(f"{made.name:50} {made.megabytes:6.0f} {made.install_s:10.0f} {made.done:7} {len(made.wrong):6}")
    sys.exit(any(made.wrong for made in tables))


if __name__ == "__main__":
    main()
