"""docs/api.md: its commands run, and its tables are whole."""

import json
import re
import subprocess

import pytest

from coach.api.app import create_app
from coach.api.errors import PRACTICE, ApiError
from coach.api.practice.desk import NotEnrolled
from coach.api.settings import Settings
from coach.errors import CoachError, InputError, WriterError
from coach.practice.store import errors as store
from tests.api.serving import Served
from tests.cli_run import ROOT

TEXT = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"```bash\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_commands_work(served: Served, command: str) -> None:
    run = subprocess.run(
        ["bash", "-euc", command],
        capture_output=True,
        env={"PATH": "/usr/bin:/bin", "COACH_URL": served.url, "COACH_KEY": served.key},
        check=True,
    )
    answers = [json.loads(line) for line in re.sub(r"(?<=\})(?=\{)", "\n", run.stdout.decode()).splitlines()]
    assert answers
    assert not any("code" in answer or "error" in answer for answer in answers)


def test_commands_are_in_both_languages() -> None:
    arabic = [command for command in COMMANDS if re.search("[\u0621-\u064a]", command)]
    assert len(arabic) >= 2
    assert len(COMMANDS) - len(arabic) >= 2


ANSWERED = [
    *ApiError.__subclasses__(),
    *WriterError.__subclasses__(),
    *(kind for kind in InputError.__subclasses__() if kind.__module__ == InputError.__module__),
    *(kind for kind, _ in PRACTICE),
    *(store.InvitationFull, store.StoreBusy, store.StoreUnreachable, store.StoreFault, NotEnrolled),
]


@pytest.mark.parametrize("error", ANSWERED, ids=lambda kind: kind.code)
def test_every_code_is_explained(error: type[CoachError]) -> None:
    assert f"`{error.code}`" in TEXT


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_explained(name: str) -> None:
    assert f"`{name}`" in TEXT


def test_every_route_is_named() -> None:
    for path in create_app(Settings()).openapi()["paths"]:
        assert path in TEXT or path.removeprefix("/v1/") in TEXT, path
