"""Kinds, levels and grades are called the same in the library, on the terminal and on the page."""

import json
from importlib.resources import files
from typing import Any, get_args

import pytest

from coach.practice.bank import Difficulty
from coach.practice.names import called
from coach.practice.scenario import GRADES, Kind
from coach.practice.told import Words

FAMILIES = {"kinds": get_args(Kind), "difficulties": get_args(Difficulty), "grades": GRADES}


@pytest.mark.parametrize("ui", ["en", "ar"])
@pytest.mark.parametrize("family", FAMILIES)
def test_names_are_the_same_everywhere(family: Any, ui: Any) -> None:
    named = called(family, ui)
    assert list(named) == list(FAMILIES[family])
    assert {key: Words(ui).name(family, key) for key in named} == named
    page = json.loads((files("coach.api") / "static" / "i18n" / f"practice.{ui}.json").read_text(encoding="utf-8"))
    assert {key: name[0].lower() + name[1:] for key, name in page[family].items()} == named
