"""Personal: names that a text itself shows, and nothing missed because a word was looked for first."""

import pytest

from coach.text import personal
from coach.text.personal import find_personal

SHOWN = [
    ("My name is Imran Qureshi", "Imran"),
    ("MY NAME'S Imran", "Imran"),
    ("name: imran", "imran"),
    ("This is Imran from billing", "Imran"),
    ("I’m Imran here again", "Imran"),
    ("It's Imran speaking", "Imran"),
    ("my daughter Layan was there", "Layan"),
    ("a man named Rashid came", "Rashid"),
    ("I spoke with Rashid", "Rashid"),
    ("our driver Rashid left it", "Rashid"),
    ("we asked Mrs Carver", "Carver"),
    ("Prof. Idris knows", "Idris"),
    ("his name is Rashid", "Rashid"),
    ("It came late.\nKind Regards\nRashid", "Rashid"),
    ("All the best, Rashid", "Rashid"),
    ("اسمي راشد، ورقمي عندكم", "راشد"),
    ("كلمت المهندس راشد أمس", "راشد"),
]


@pytest.mark.parametrize(("text", "name"), SHOWN)
def test_a_name_that_a_text_shows_is_found(text: str, name: str) -> None:
    (found,) = find_personal([text], replies=())
    assert name in " ".join(text[one.start : one.end] for one in found)


@pytest.mark.parametrize(("text", "name"), SHOWN)
def test_no_pattern_matches_without_a_word_that_it_needs(text: str, name: str) -> None:
    matching = {sign.pattern for sign in personal._SHOWN if sign.pattern.search(text)}
    assert matching <= set(personal._fitting(personal._SHOWN, text))
