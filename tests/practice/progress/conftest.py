"""The command run in this process, in a folder with a store in it."""

import gc
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coach.cli.main import main
from coach.practice.store import open_store
from tests.cli_run import Done
from tests.practice.progress import made

Run = Callable[..., Done]


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with practice.db: Lina, and a cohort of twelve agents called Spring."""
    folder = tmp_path_factory.mktemp("kept")
    with open_store(f"sqlite:///{folder}/practice.db") as store:
        made.keep(store, made.cohort(), {}, cohort="Spring")
        made.keep(store, made.one_person(3), {"lina": "Lina"})
        for name in ("Nour", "Sami", "Sami"):
            store.add_person(name)
    return folder


@pytest.fixture
def practice(kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    thresholds = gc.get_threshold()
    monkeypatch.chdir(kept)

    def run(*arguments: object) -> Done:
        monkeypatch.setenv("COACH_UI", "en")
        monkeypatch.setattr(sys, "argv", ["coach", "practice", *map(str, arguments)])
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as left:
            code = int(left.code or 0)
        finally:
            gc.enable()
        told = capsys.readouterr()
        return Done(code, told.out, told.err)

    yield run
    gc.set_threshold(*thresholds)
