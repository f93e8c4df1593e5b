"""`python -m docs.generate`: makes the site, and leaves with 1 where a link leads nowhere."""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from docs.generate import LANGUAGES, ROOT
from docs.generate.check import problems
from docs.generate.staging import BrokenLink, stage


def build(out: Path, work: Path) -> list[str]:
    """Make the site in `out` by way of `work`; both are emptied first. Give what is wrong with it."""
    for folder in (out, work):
        shutil.rmtree(folder, ignore_errors=True)
    for language in LANGUAGES:
        try:
            stage(language, work / language)
        except BrokenLink as error:
            return [str(error)]
        made = subprocess.run(
            [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", str(work / language / "mkdocs.yml")],
            check=False,
            capture_output=True,
            text=True,
            env={**os.environ, "NO_COLOR": "1"},
        )
        if made.returncode:
            return [f"zensical, {language}: {made.stdout or made.stderr}"]
        shutil.copytree(work / language / "site", out if language == "en" else out / language, dirs_exist_ok=True)
    return problems(out)


def main() -> None:
    """Read the command line, make the site, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m docs.generate", description="Make the documentation's site.")
    parser.add_argument("--out", type=Path, default=ROOT / "site", help="the site's folder (site)")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "docs", help="where it is prepared (build/docs)")
    options = parser.parse_args()
    wrong = build(options.out.resolve(), options.work.resolve())
    for one in wrong:
        sys.stderr.write(f"{one}\n")
    if not wrong:
        pages = len(list(options.out.rglob("*.html")))
        sys.stdout.write(f"{pages} pages, every link checked: {options.out / 'index.html'}\n")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
