"""What commands are run with."""

import gc
from collections.abc import Iterator

import pytest

from tests.cli.practice_runner import Runner


@pytest.fixture
def practice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Runner]:
    thresholds = gc.get_threshold()
    yield Runner(monkeypatch, capsys)
    gc.set_threshold(*thresholds)
