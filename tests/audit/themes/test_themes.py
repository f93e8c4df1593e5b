"""Themes: the same whatever the order, growing where they grow, named in both languages."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from coach.audit import themes
from coach.models.embedded import Embedded
from coach.text.document import CUSTOMER_CUES, read

Row = dict[str, Any]

TOPICS: list[tuple[str | None, str, str]] = [
    ("billing/twice", "I was charged twice for the invoice", "خصمتوا مني المبلغ مرتين"),
    ("outage/internet", "The internet is down and the router blinks", "النت مقطوع والراوتر يرمش"),
    ("access/locked", "My account is locked", "حسابي مقفل"),
    (None, "The gym pool is cold in winter", "مسبح النادي بارد في الشتاء"),
    (None, "The soup came without bread", "الشوربة وصلت بدون خبز"),
    ("delay/journey", "Our flight left late", "الطيارة تأخرت"),
]
GROWING, PER_WEEK, WEEKS = 1, 4, 9


def _rows(growing: int = GROWING) -> list[Row]:
    """Six topics in both languages, four openings a week each; one has three times as many in the last third."""
    chance = np.random.default_rng(5)
    centres = chance.normal(size=(len(TOPICS), 32))
    apart = {"en": chance.normal(size=32), "ar": chance.normal(size=32)}  # what a language adds to all of its vectors
    rows: list[Row] = []
    for week in range(WEEKS):
        for topic, (cause, english, arabic) in enumerate(TOPICS):
            times = PER_WEEK * (3 if topic == growing and week >= 6 else 1)
            for number in range(times):
                language = "ar" if number % 2 else "en"
                vector = centres[topic] + 0.25 * chance.normal(size=32) + apart[language]
                vector /= np.linalg.norm(vector)
                rows.append(
                    {
                        "conversation": f"{topic}-{week}-{number}",
                        "language": language,
                        "week": f"2026-W{week + 1:02}",
                        "opening": arabic if language == "ar" else english,
                        "cause": cause,
                        "vector": np.rint(vector * 127).astype(np.int8).tobytes(),
                    }
                )
    return rows


def _batches(rows: list[Row], size: int = 50) -> Callable[[], Iterator[pa.RecordBatch]]:
    return lambda: (pa.RecordBatch.from_pylist(rows[start : start + size]) for start in range(0, len(rows), size))


def _assigned(rows: list[Row], out: Path, sample: int = themes.SAMPLE) -> dict[str, int]:
    found = themes.make(_batches(rows), out, seed=7, sample=sample)
    return {name: theme for batch in _batches(rows)() for name, theme in themes.themes_of(batch, found).items()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Row], dict[str, int], list[Row]]:
    rows, out = _rows(), tmp_path_factory.mktemp("themes") / "themes.parquet"
    assigned = _assigned(rows, out)
    return rows, assigned, pq.read_table(out).to_pylist()


def test_an_english_and_an_arabic_opening_about_the_same_thing_share_a_theme(made: tuple[list[Row], dict[str, int], list[Row]]) -> None:
    _, assigned, _ = made
    for topic in range(len(TOPICS)):
        found = [theme for conversation, theme in assigned.items() if conversation.startswith(f"{topic}-")]
        assert max(map(found.count, found)) / len(found) > 0.95


def test_planted_growth_is_found_and_only_where_it_was_planted(made: tuple[list[Row], dict[str, int], list[Row]]) -> None:
    _, _, table = made
    growth = {row["causes"][0] if row["causes"] else row["name_en"]: row["growth"] for row in table}
    planted = growth.pop("outage/internet")
    # 36 of 96 openings in the last third, 12 of 72 in the first
    assert planted == pytest.approx((36 / 96) / (12 / 72), rel=0.15)
    assert all(rate < 1 for rate in growth.values())


def test_a_theme_is_named_by_the_cause_that_its_members_share(made: tuple[list[Row], dict[str, int], list[Row]]) -> None:
    names = {row["name_en"]: row["name_ar"] for row in made[2]}
    assert names["Charged more than once"] == "الخصم أكثر من مرة"
    assert names["Account locked"] == "إيقاف الحساب"


def test_a_theme_without_a_cause_is_named_by_its_keyphrases_in_each_language(made: tuple[list[Row], dict[str, int], list[Row]]) -> None:
    gym = next(row for row in made[2] if "pool" in row["name_en"])
    assert "مسبح" in gym["name_ar"]
    assert gym["causes"] == []


def test_the_table_tells_size_and_an_example_of_each_theme(made: tuple[list[Row], dict[str, int], list[Row]]) -> None:
    rows, assigned, table = made
    for row in table:
        members = [conversation for conversation, theme in assigned.items() if theme == row["theme"]]
        assert row["size"] == len(members)
        assert row["example"] in {one["opening"] for one in rows if one["conversation"] in members}


def test_order_and_batches_change_not_one_byte(made: tuple[list[Row], dict[str, int], list[Row]], tmp_path: Path) -> None:
    rows, assigned, _ = made
    found = themes.make(_batches(rows[::-1], 7), tmp_path / "a.parquet", seed=7)
    again = {name: theme for batch in _batches(rows, 3)() for name, theme in themes.themes_of(batch, found).items()}
    themes.make(_batches(rows), tmp_path / "b.parquet", seed=7)
    assert again == assigned
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_a_sample_gives_every_conversation_a_theme_all_the_same(tmp_path: Path) -> None:
    rows = _rows()
    assigned = _assigned(rows, tmp_path / "themes.parquet", sample=160)
    assert len(assigned) > 0.85 * len(rows)


def test_an_opening_far_from_all_themes_belongs_to_none(made: tuple[list[Row], dict[str, int], list[Row]], tmp_path: Path) -> None:
    rows = made[0]
    vector = np.random.default_rng(9).normal(size=32)
    stranger = {
        **rows[0],
        "conversation": "stranger",
        "cause": "safety/pests",
        "vector": np.rint(vector / np.linalg.norm(vector) * 127).astype(np.int8).tobytes(),
    }
    assert "stranger" not in _assigned([*rows, stranger], tmp_path / "themes.parquet")


def test_too_few_openings_have_no_themes(tmp_path: Path) -> None:
    assert _assigned(_rows()[:40], tmp_path / "themes.parquet") == {}
    assert pq.read_table(tmp_path / "themes.parquet").equals(themes.THEMES.empty_table())


def test_a_few_openings_sent_again_and_again_are_no_themes(tmp_path: Path) -> None:
    rows = [{**row, "conversation": str(place)} for place, row in enumerate(_rows()[:3] * 70)]
    assert _assigned(rows, tmp_path / "themes.parquet") == {}


def test_a_theme_in_one_language_has_its_name_in_the_other_from_its_causes(tmp_path: Path) -> None:
    rows = [row for row in _rows() if row["language"] == "ar"] * 2
    rows = [{**row, "conversation": f"{place}-{row['conversation']}"} for place, row in enumerate(rows)]
    themes.make(_batches(rows), tmp_path / "themes.parquet", seed=7)
    table = pq.read_table(tmp_path / "themes.parquet").to_pylist()
    assert "Internet down or slow" in {row["name_en"] for row in table}
    assert all(row["name_en"].isascii() and row["name_ar"] for row in table)
    assert len({row["name_en"] for row in table}) == len({row["name_ar"] for row in table}) == len(table)


def test_growth_needs_weeks_and_enough_conversations(tmp_path: Path) -> None:
    rows = [{**row, "week": "2026-W01"} for row in _rows()]
    themes.make(_batches(rows), tmp_path / "themes.parquet", seed=7)
    assert set(pq.read_table(tmp_path / "themes.parquet")["growth"].to_pylist()) == {None}


@pytest.fixture(scope="module")
def encoder() -> Embedded:
    return Embedded()


def _vector(text: str, encoder: Embedded) -> np.ndarray[Any, Any]:
    packed = themes.vector(read(text, CUSTOMER_CUES), encoder)
    assert packed is not None
    return np.frombuffer(packed, dtype=np.int8) / 127


def test_a_vector_has_length_one_and_a_greeting_adds_nothing(encoder: Embedded) -> None:
    plain = _vector("My internet has been down since Monday.", encoder)
    assert np.linalg.norm(plain) == pytest.approx(1, abs=0.02)
    assert (_vector("Hello,\nMy internet has been down since Monday.", encoder) == plain).all()


def test_a_message_lies_nearer_to_its_translation_than_to_another(encoder: Embedded) -> None:
    english = _vector("My internet has been down since Monday.", encoder)
    same, other = _vector("الإنترنت مقطوع عندي منذ يوم الاثنين.", encoder), _vector("أريد استرجاع ثمن الحذاء.", encoder)
    assert english @ same > english @ other + 0.2


@pytest.mark.parametrize("text", ["Hello,", "شكرا لكم", "👍👍", "Bonjour, je voudrais savoir où se trouve mon colis, merci beaucoup."])
def test_courtesies_signs_and_other_languages_have_no_vector(text: str, encoder: Embedded) -> None:
    assert themes.vector(read(text, CUSTOMER_CUES), encoder) is None
