"""What the report says, in both languages."""

import re
from pathlib import Path

import pytest

from coach.audit import causes, report
from coach.audit.report.names import Names
from coach.audit.report.page import SECTIONS, known
from coach.audit.report.words import Words, load_texts
from coach.audit.summary.csat import MOVES
from coach.audit.summary.settings import SHIFTS
from coach.config import CRITERIA
from coach.rules import RULES
from coach.words import plural, texts_of

ROOT = Path(__file__).parents[3]
FOLDER = Path(report.__file__).parent
FORMS = {"en": {"one", "other"}, "ar": {"zero", "one", "two", "few", "many", "other"}}


def bare(text: str) -> str:
    return re.sub("[\u2066-\u2069]", "", text)


def texts(language: str) -> dict[str, list[str]]:
    """Give each text by its name, with all its plural forms."""
    found: dict[str, list[str]] = {}
    for name, text in texts_of(load_texts(language)).items():
        head, _, last = name.rpartition(".")
        found.setdefault(head if last in FORMS["ar"] else name, []).append(text)
    return found


def test_both_languages_say_the_same_things():
    assert set(texts("en")) == set(texts("ar"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_plural_has_all_the_forms_of_its_language(language):
    wanted = len(FORMS[language])
    other = "ar" if language == "en" else "en"
    for name, forms in texts(language).items():
        assert len(forms) == (wanted if len(texts(other)[name]) > 1 or len(forms) > 1 else 1), name


def test_both_languages_fill_the_same_gaps():
    arabic = texts("ar")
    for name, forms in texts("en").items():
        gaps = {gap for form in forms for gap in re.findall(r"\{(\w+)\}", form)}
        assert gaps == {gap for form in arabic[name] for gap in re.findall(r"\{(\w+)\}", form)}, name


def test_arabic_is_arabic_and_english_english():
    for name, forms in texts("ar").items():
        if name not in ("span", "times_of", "day", "short_day", "comma", "points"):
            assert all(re.search("[\u0621-\u064a]", form) for form in forms), name
    assert not any(re.search("[\u0600-\u06ff]", form) for forms in texts("en").values() for form in forms)


def test_no_text_lies_unused():
    source = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*") if path.suffix in (".py", ".jinja"))
    families = set(re.findall(r'name\("(\w+)"', source)) | {"channels", "languages", "dialects"}
    begun = set(re.findall(r'f?"([a-z_.]+)\.(?:\{|" ~)', source))
    spelt = set(re.findall(r'"([a-z_][a-z_0-9.]*)"', source))
    for name in texts("en"):
        head, _, last = name.rpartition(".")
        listed = last.isdigit() and (head in spelt or head in begun)
        assert name in spelt or head in begun or listed or (head in families and head != "columns") or _column(name), name


def _column(name: str) -> bool:
    """Tell whether a column is named after one of the groups by which scores are shown."""
    return name in {f"columns.{group}" for group in ("team", "channel", "language", "dialect")}


def test_whatever_the_summary_names_has_a_name_in_both_languages():
    for language in ("en", "ar"):
        named = load_texts(language)
        assert set(named["rules"]) == {rule.id for rule in RULES}
        assert set(named["criteria"]) == set(CRITERIA)
        assert set(named["sections"]) == set(SECTIONS)
        assert set(named["moves"]) == set(MOVES)
        assert set(named["shifts"]) == {shift.name for shift in SHIFTS}
        assert set(named["method"]["known"]) == set(known())


@pytest.mark.parametrize(
    ("n", "said"),
    [(0, "لا محادثات"), (1, "محادثة واحدة"), (2, "محادثتان"), (3, "3 محادثات"), (10, "10 محادثات"), (11, "11 محادثة"), (99, "99 محادثة"),
     (100, "100 محادثة"), (102, "102 محادثة"), (103, "103 محادثات"), (3000, "3,000 محادثة")],
)  # fmt: skip
def test_arabic_counts_as_arabic_does(n, said):
    assert Words("ar")("counts.conversations", n=n) == said


def test_a_fraction_takes_the_form_of_no_whole_number():
    assert plural("ar", 2.5) == "other"
    assert plural("ar", 2.0) == "two"


@pytest.mark.parametrize(
    ("minutes", "en", "ar"),
    [(25, "25 minutes", "25 دقيقة"), (3, "3 minutes", "3 دقائق"), (120, "2 hours", "ساعتان"), (504, "8.4 hours", "8.4 ساعة"), (4320, "3 days", "3 أيام"), (None, "–", "–")],
)  # fmt: skip
def test_a_span_of_time_is_said_in_the_unit_that_reads_best(minutes, en, ar):
    assert Words("en").duration(minutes) == en
    assert Words("ar").duration(minutes) == ar


def test_digits_are_by_choice():
    eastern = Words("ar", "eastern")
    assert eastern.number(1234.5, 1) == "١٬٢٣٤٫٥"
    assert eastern.percent(0.25) == "٢٥٪"
    assert bare(eastern("interval")) == "مجال الثقة ٩٥٪"
    assert "F1" in eastern("method.known.moves")
    assert Words("ar").number(1234.5, 1) == "1,234.5"
    assert Words("en", "eastern").number(1234) == "1,234"


def test_a_sign_stands_before_its_number_in_either_direction():
    assert Words("en").signed(-1.26) == "\u22121.3"
    assert Words("ar").signed(-1.26) == "\u2066\u22121.3\u2069"
    assert Words("en").signed(0.04) == "0.0"
    assert Words("en").signed(-0.04) == "0.0"


def test_a_name_from_outside_is_isolated_within_a_sentence():
    assert Words("ar")("people.seldom", rule="x-1") == "يندر: \u2068x-1\u2069"


def test_braces_in_a_value_are_no_gap():
    assert bare(Words("en")("change.ruleset", before="{now}", now="b")) == "The rule set was {now} and is b."


def test_what_is_not_in_a_list_is_called_as_it_is_written():
    assert bare(Words("ar").name("channels", "fax")) == "fax"
    assert Words("ar").name("channels", None) == "غير مذكور"
    assert Names(Words("en")).cause("gone/away") == "gone/away"


def test_every_cause_has_a_name():
    matter = next(iter(causes.table().matters))
    assert Names(Words("ar")).cause(matter) == causes.table().matters[matter].name["ar"]


def test_the_figures_of_how_right_the_judge_is_are_those_of_the_docs():
    said = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("moves", "emotion", "signals"):
        en, ar = known()[name]
        assert re.search(rf"{name}.*\| \d\.\d\d / {en:.2f} \| \d\.\d\d / {ar:.2f} \|", said), name
    docs = (ROOT / "docs" / "models.md").read_text(encoding="utf-8")
    en, ar = known()["missed"]
    assert f"{en:.2f} (English) and {ar:.2f} (Arabic) are misses" in docs
    assert known()["told"] == (0.6, 0.8)
    assert "three in five (English) and\nfour in five (Arabic)" in said
