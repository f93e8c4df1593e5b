from pathlib import Path

import pytest

from coach.errors import UnknownName
from coach.practice import bank
from coach.practice.bank import ScenarioError

HERE = Path(__file__).parent / "bank"
LAMP = (HERE / "en" / "lamp-refund-late.yaml").read_text(encoding="utf-8")


def _folder(root: Path, text: str, name: str = "lamp-refund-late", language: str = "en") -> Path:
    (root / language).mkdir(parents=True)
    (root / language / f"{name}.yaml").write_text(text, encoding="utf-8")
    return root


def test_our_bank_loads_whole():
    ours = bank.load()
    assert len(list(ours)) == len(ours) >= 120
    assert all(len(ours.pick(language=language)) >= 60 for language in bank.LANGUAGES)


def test_a_company_is_laid_over_ours():
    both = bank.load(HERE)
    assert len(both) == len(bank.load()) + 3
    assert both["lamp-refund-late"].company == "Lumo"


def test_a_known_id_takes_ours_place(tmp_path):
    ours = bank.load()
    key = ours.pick(language="en")[0].id
    laid = bank.load(_folder(tmp_path, LAMP.replace("id: lamp-refund-late", f"id: {key}"), key))
    assert len(laid) == len(ours)
    assert laid[key].company == "Lumo"


def test_files_are_read_when_asked_for(tmp_path):
    laid = bank.load(_folder(tmp_path, "id: [", "broken"))
    assert "broken" in laid
    with pytest.raises(ScenarioError, match=r"broken\.yaml:"):
        laid["broken"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("difficulty: easy", "difficulty: mild", r"yaml:6: difficulty"),
        ("facts: [refund, cause]\n      words", "facts: [refund, colour]\n      words", r"turns\b.*: turn start names the fact colour"),
        ("id: lamp-refund-late", "id: other", r"yaml:1: id must be lamp-refund-late"),
        ("  start:\n", "  begin:\n", "turns begin with"),
    ],
)
def test_errors_name_file_and_line(tmp_path, old, new, said):
    assert old in LAMP
    with pytest.raises(ScenarioError, match=said.replace(r"turns\b.*: ", "")) as caught:
        bank.load(_folder(tmp_path, LAMP.replace(old, new, 1)))["lamp-refund-late"]
    assert "lamp-refund-late.yaml:" in str(caught.value)
    assert caught.value.describe("ar") != caught.value.describe("en")
    assert "Sara" not in str(caught.value)


def test_what_is_not_utf8_is_told(tmp_path):
    _folder(tmp_path, "")
    (tmp_path / "en" / "lamp-refund-late.yaml").write_bytes(b"id: \xff")
    with pytest.raises(ScenarioError, match="not UTF-8 at byte 4"):
        bank.load(tmp_path)["lamp-refund-late"]


def test_an_empty_folder_and_an_id_in_both_languages_are_refused(tmp_path):
    with pytest.raises(ScenarioError, match="there is no"):
        bank.load(tmp_path)
    _folder(tmp_path, LAMP)
    _folder(tmp_path, LAMP, language="ar")
    with pytest.raises(ScenarioError, match="both languages"):
        bank.load(tmp_path)


def test_an_unknown_id_is_told():
    with pytest.raises(UnknownName):
        bank.load()["no-such-scenario"]


def test_pick_asks_for_all_at_once():
    laid = bank.load(HERE)
    picked = laid.pick(language="ar", kind="delay", difficulty="medium", held_out=True)
    assert "router-delivery-egypt" in {one.id for one in picked}
    assert all(one.language == "ar" and "delay" in one.kinds and one.difficulty == "medium" and one.held_out for one in picked)
    assert not {one.id for one in laid.pick(held_out=False)} & {one.id for one in picked}
