"""The impression of a whole reply: what it tells apart, where it is silent, and that training and serving describe alike."""

import json
from pathlib import Path

import numpy as np
import pytest

from coach.case import Case
from coach.config import ModelNames
from coach.models.beside import N_WHOLE, Beside
from coach.models.folders import WEIGHTS
from coach.models.impression import FILE
from coach.models.registry import load_models
from coach.pipeline import Coach

COACH = Coach()
CORPUS = Path(__file__).parents[2] / "corpus"
LATE = {"en": "My mother's bed has been broken since last night. When does somebody come?", "ar": "سرير أمي معطل من البارحة. متى يأتي أحد؟"}
USEFUL = {"en": "He comes at 10 this morning and brings a spare bed.", "ar": "يصل الفني اليوم الساعة 10 صباحًا ومعه سرير بديل."}
EMPTY = {
    "en": "Thank you for contacting us. Kindly note that all requests are handled in turn. Please check our website.",
    "ar": "نشكر تواصلكم معنا. تُعالج جميع الطلبات حسب الأولوية. يرجى مراجعة الموقع.",
}


def impression(draft: str, customer: str | None, **more: object) -> float | None:
    told = COACH.read(Case(draft=draft, customer=customer, **more)).impression  # type: ignore[arg-type]
    return None if told is None else told.overall


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_short_reply_that_helps_leaves_a_better_impression_than_a_long_one_that_does_not(language: str) -> None:
    useful, empty = impression(USEFUL[language], LATE[language]), impression(EMPTY[language], LATE[language])
    assert useful is not None
    assert empty is not None
    assert useful > 60
    assert empty < 40


@pytest.mark.parametrize("language", ["en", "ar"])
def test_spelling_and_diacritics_hardly_change_it(language: str) -> None:
    plain = impression(USEFUL[language], LATE[language])
    spelt = impression(USEFUL[language].replace("الساعة", "السـاعة").replace("10", "١٠"), LATE[language])
    assert plain is not None
    assert spelt is not None
    assert abs(plain - spelt) < 10


def test_nothing_is_told_without_a_message_or_across_languages_or_without_the_encoder_that_ships() -> None:
    assert impression(USEFUL["en"], None) is None
    assert impression(USEFUL["en"], LATE["ar"]) is None
    cues = Coach(models=load_models(ModelNames(moves="cues", emotion="cues", signals="cues", encoder="cues")))
    assert cues.read(Case(draft=USEFUL["en"], customer=LATE["en"])).impression is None


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_hollow_reply_never_scores_as_one_to_be_sent(language: str) -> None:
    report = COACH.check(Case(draft=EMPTY[language], customer=LATE[language]))
    assert report.verdict != "send"
    assert "unanswered-question" in {finding["rule"] for finding in report.as_dict()["findings"]}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_keeps_the_order_of_scored_replies_of_which_it_learnt(language: str) -> None:
    rows = [json.loads(line) for line in (CORPUS / f"reviews_{language}.jsonl").read_text(encoding="utf-8").splitlines()][:80]
    told = [impression(row["draft"], row["customer"], channel=row["channel"]) for row in rows]
    kept = [(one, row["score"]) for one, row in zip(told, rows, strict=True) if one is not None]
    ours, theirs = zip(*kept, strict=True)
    assert len(kept) > 70
    assert np.corrcoef(ours, theirs)[0, 1] > 0.75


def test_what_is_described_is_what_the_head_was_trained_on() -> None:
    reading = COACH.read(Case(draft=USEFUL["en"], customer=LATE["en"]))
    assert reading.customer is not None
    once = Beside(reading.draft, reading.customer, COACH.models.encoder).whole
    told = np.load(WEIGHTS / FILE)
    assert once.shape == (N_WHOLE,)
    assert told.shape == (len(COACH.models.encoder.card["heads"]["impression"]["judged"]), N_WHOLE + 1)  # type: ignore[union-attr]
    assert once.dtype == np.float32


@pytest.mark.parametrize(
    ("customer", "draft"),
    [
        ("Where is my parcel? A week late!", "Hello, I am sorry about the delay. Your parcel is delayed. Please wait. Kind regards"),
        ("وين طلبي؟ لي اسبوع انتظر", "السلام عليكم، أتفهم أن تأخر طلبك أمر مزعج. نعتذر عن التأخير. راجعوا الموقع. مع خالص التحية."),
    ],
)
def test_courtesies_around_nothing_make_no_reply_that_can_be_sent(customer: str, draft: str) -> None:
    assert COACH.check(Case(draft=draft, customer=customer)).verdict == "revise"


@pytest.mark.parametrize(
    ("customer", "draft"),
    [("Thanks, that fixed it. You're a star.", "You're very welcome, enjoy your evening!"), ("مشكورين على سرعة التجاوب", "حياك الله 🌹")],
)
def test_an_answer_to_thanks_leaves_no_impression_to_lose_points_by(customer: str, draft: str) -> None:
    assert impression(draft, customer) is None
    assert COACH.check(Case(draft=draft, customer=customer, channel="chat")).verdict == "send"
