"""`coach practice …`, run in this process."""

import gc
import io
import sys

import pytest

from coach.cli.main import main
from tests.cli_run import Done


class Runner:
    """Runs the command in this process: importing it anew takes longer than what it does."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capsys = monkeypatch, capsys

    def __call__(self, *arguments: object, given: str = "") -> Done:
        self.monkeypatch.setenv("COACH_UI", "en")
        self.monkeypatch.setattr(sys, "argv", ["coach", "practice", *map(str, arguments)])
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
        self.capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as left:
            code = int(left.code or 0)
        finally:
            gc.enable()
        told = self.capsys.readouterr()
        return Done(code, told.out, told.err)
