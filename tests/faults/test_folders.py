"""An audit whose folder refuses: it is told at once with the folder's name, and nothing of what was given is touched."""

from pathlib import Path

import pytest

pytest.importorskip("pyarrow", reason="the extra audit is not installed")

from coach.audit.engines import InProcess
from coach.audit.run import Asked, audit
from coach.audit.settings import Settings
from coach.errors import CoachError
from tests.audit import threads

NOWHERE = Path("/proc")
"""A folder in which nobody may write, the super-user neither."""
CUES = Settings(model="cues", batch=5)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    return threads.write(tmp_path / "chats.jsonl", 3)


@pytest.mark.skipif(not (NOWHERE / "self").exists(), reason="there is no folder here that refuses everybody")
def test_a_folder_that_refuses_is_told(given: Path) -> None:
    before = given.read_bytes()
    with pytest.raises(CoachError, match="/proc"):
        audit(Asked([str(given)], NOWHERE / "audit", CUES), InProcess())
    assert given.read_bytes() == before


def test_a_file_where_the_folder_should_be_is_told(given: Path, tmp_path: Path) -> None:
    (tmp_path / "audit").write_text("mine")
    with pytest.raises(CoachError, match="audit"):
        audit(Asked([str(given)], tmp_path / "audit", CUES), InProcess())
    assert (tmp_path / "audit").read_text() == "mine"
