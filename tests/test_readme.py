"""What the README and the documents print is what the commands print.

`python -m tests.test_readme` writes the present output into them.
"""

import re
import shlex

import pytest

from tests.cli_run import ROOT, coach

README = ROOT / "README.md"
_BLOCK = re.compile(r"```console\n\$ (coach [^\n]+)\n(.*?)```", re.DOTALL)
PAGES = (README, ROOT / "docs" / "rewrites.md")
BLOCKS = _BLOCK.findall(README.read_text(encoding="utf-8"))
DOCUMENTED = [block for page in PAGES for block in _BLOCK.findall(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("command", "printed"), DOCUMENTED)
def test_the_printed_output_is_real(command: str, printed: str) -> None:
    assert coach(*shlex.split(command)[1:]).out == printed


def test_the_readme_shows_both_languages() -> None:
    assert {"/en/" in command for command, _ in BLOCKS} == {True, False}


@pytest.mark.parametrize("name", re.findall(r"\]\(([^)#:]+)\)", README.read_text(encoding="utf-8")))
def test_links_lead_somewhere(name: str) -> None:
    assert (ROOT / name).exists()


@pytest.mark.parametrize(
    "command",
    ["check", "rewrite", "draft", "digest", "evaluate", "predict", "train", "serve", "keys", "feedback", "rules", "phrasebook", "corpus"],
)
def test_every_command_is_documented(command: str) -> None:
    assert f"coach {command}" in README.read_text(encoding="utf-8")
    assert coach(command, "--help").code == 0


if __name__ == "__main__":
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        page.write_text(_BLOCK.sub(lambda m: f"```console\n$ {m[1]}\n{coach(*shlex.split(m[1])[1:]).out}```", text), encoding="utf-8")
