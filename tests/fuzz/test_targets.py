"""Every fuzz target on fixed inputs: its seeds, and changes to them that are the same each time."""

import subprocess
import sys
from pathlib import Path

import pytest

from coach.errors import BadRecord
from fuzz.mutate import mutate
from fuzz.target import CANARY, Broken, Target, told
from fuzz.targets import ALL, TARGETS

N = {
    "text": 300,
    "case": 500,
    "rules": 150,
    "rewrite": 60,
    "guard": 120,
    "phrasebook": 250,
    "profile": 120,
    "scenario": 200,
    "importers": 300,
}


@pytest.mark.parametrize("target", ALL, ids=lambda target: target.name)
def test_no_input_breaks_a_promise(target: Target) -> None:
    seeds = [seed[: target.longest] for seed in target.seeds()]
    for seed in seeds[: N[target.name]]:
        target.run(seed)
    for number in range(N[target.name]):
        target.run(mutate(seeds[number % len(seeds)], target.longest, number))


@pytest.mark.parametrize("target", ALL, ids=lambda target: target.name)
@pytest.mark.parametrize(
    "data", [b"", b"\0", b"\xff" * 9, b"\0\0\0\0", b"\0\0\0\0\x1e\x1e", b"\0\0\0\0\xed\xa0\x80", b"\0\0\0\0\xef\xbb\xbf{}"]
)
def test_hardly_any_input_breaks_none_either(target: Target, data: bytes) -> None:
    target.run(data)


def test_every_target_is_run_here() -> None:
    assert N.keys() == TARGETS.keys()


def test_the_same_seed_changes_an_input_in_the_same_way_and_keeps_its_bound() -> None:
    data = next(iter(TARGETS["text"].seeds()))
    made = [mutate(data, 200, number) for number in range(50)]
    assert made == [mutate(data, 200, number) for number in range(50)]
    assert len(set(made)) > 40
    assert max(map(len, made)) <= 200


def test_an_error_that_repeats_a_text_is_noticed() -> None:
    told(BadRecord(where="line 3", what={"en": "not JSON", "ar": "ليس JSON"}))
    with pytest.raises(Broken, match="repeats no text"):
        told(BadRecord(where="line 3", what=f"not JSON: {CANARY}"))


def test_a_search_runs_for_its_time_and_keeps_what_it_learnt(tmp_path: Path) -> None:
    pytest.importorskip("atheris")
    done = subprocess.run(
        [sys.executable, "-m", "fuzz", "scenario", "--seconds", "1", "--corpus", str(tmp_path)],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-500:]
    assert "scenario: " in done.stdout
    assert any((tmp_path / "scenario" / "kept").iterdir())
