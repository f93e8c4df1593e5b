"""What ships: small, whole, the same as the torch model it came from, and no worse on the corpus' dev split than when it was made.

The floors lie a point or two below what was measured (docs/models.md); the goals stand there too.
"""

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coach.case import Case
from coach.models import features
from coach.models.embedded import Embedded
from coach.models.evaluation import evaluate_customers, evaluate_moves
from coach.reading import MOVES
from coach.text.document import DRAFT_CUES, read
from tests.cases import COACH

CORPUS = Path(__file__).parents[2] / "corpus"
READER = Embedded()
LARGEST = 30_000_000
LANGUAGES = ("en", "ar")


def rows(name: str, split: str = "dev") -> list[dict[str, Any]]:
    """Read one split of a corpus file."""
    lines = (CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["split"] == split]


@cache
def customers(language: str) -> dict[str, str]:
    """Give the dev split's messages by id."""
    return {row["id"]: row["text"] for row in rows(f"customers_{language}")}


def replies(language: str) -> list[dict[str, Any]]:
    """Give the dev split's replies as rows to evaluate on."""
    return [{**row, "context": customers(language).get(row["customer_id"], "")} for row in rows(f"replies_{language}")]


def test_the_weights_are_small_and_what_the_card_names() -> None:
    paths = [path for path in READER.folder.iterdir() if path.is_file() and path.suffix != ".py"]
    assert sum(path.stat().st_size for path in paths) <= LARGEST
    assert READER.card["files"] == {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in paths
        if path.suffix in {".onnx", ".npy", ".npz"} or path.name == "tokenizer.json"
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_moves_on_everyday_replies(language: str) -> None:
    result = evaluate_moves(COACH.read, rows(f"routine_replies_{language}"))
    assert result.micro() >= {"en": 0.78, "ar": 0.74}[language]
    assert result.macro() >= 0.7
    assert result.calibration_error() <= 0.05


@pytest.mark.parametrize("language", LANGUAGES)
def test_moves_on_the_hard_corpus(language: str) -> None:
    result = evaluate_moves(COACH.read, replies(language))
    assert result.micro() >= {"en": 0.68, "ar": 0.62}[language]
    assert result.calibration_error() <= 0.05


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_weights_that_ship_read_customers_this_well(language: str) -> None:
    result = evaluate_customers(COACH.read, rows(f"customers_{language}"))
    assert result.figures["emotion_qwk"] >= 0.66
    assert result.figures["angry_f1"] >= 0.65
    assert result.micro() >= 0.45


@pytest.mark.parametrize("language", LANGUAGES)
def test_hard_negatives_raise_no_false_alarm(language: str) -> None:
    """In a sentence whose cue stands there without its move, no move is read that is not there."""
    right = []
    for row in replies(language):
        texts = [sentence["text"] for sentence in row["sentences"]]
        reading = COACH.read(Case.make({"draft": "\n".join(texts), "customer": row["context"] or None}))
        by_text = {sentence.text: sentence.moves.keys() for sentence in reading.draft.sentences}
        right += [by_text[s["text"]] <= set(s["moves"]) for s in row["sentences"] if s["hard"] and s["text"] in by_text]
    assert len(right) >= 150
    assert sum(right) / len(right) >= 0.42


@pytest.mark.parametrize("language", LANGUAGES)
def test_tatweel_diacritics_and_hamza_change_nothing(language: str) -> None:
    for plain, marked in (
        [("نعتذر عن التأخير إلى شؤون العملاء", "نعتـــذر عن التاخيرِ الى شوون العملاء"), ("سنعيد لك المبلغ غدًا", "سنُعيدُ لكَ المبلغَ غدا")]
        if language == "ar"
        else [("So very sorry", "SOOO very sorry"), ("can’t", "can't")]
    ):
        assert np.allclose(READER.embed([plain]), READER.embed([marked]))


def test_a_sentence_lies_nearest_to_its_own_translation() -> None:
    pairs = rows("parallel")[:1000]
    english, arabic = READER.embed([pair["en"] for pair in pairs]), READER.embed([pair["ar"] for pair in pairs])
    scores = english @ arabic.T
    own = np.arange(len(pairs))
    assert len(pairs) == 1000
    assert (scores.argmax(1) == own).mean() >= 0.8
    assert (scores.argmax(0) == own).mean() >= 0.8


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_reads_the_same_alone_and_in_company(language: str) -> None:
    texts = [sentence["text"] for row in replies(language)[:20] for sentence in row["sentences"]]
    together = Embedded(remembered=0).embed(texts)
    alone = np.concatenate([Embedded(remembered=0).embed([text]) for text in texts[:8]])
    assert np.abs(together[:8] - alone).max() < 0.05


@pytest.mark.parametrize("language", LANGUAGES)
def test_int8_decides_as_the_torch_model_does(language: str) -> None:
    pytest.importorskip("torch")
    from tokenizers import Tokenizer

    from coach.models.training import calibrate
    from coach.models.training.examples import reply
    from coach.models.training.network import Reader

    torch_reader = Reader.load(READER.folder).eval()
    tokenizer = Tokenizer.from_file(str(READER.folder / "tokenizer.json"))
    head = READER.card["heads"]["moves"]
    scale, shift, least, share = (np.array(head[name]) for name in ("scale", "shift", "thresholds", "cue_share"))
    same = []
    for row in rows(f"routine_replies_{language}"):
        logits, _ = calibrate.moves(torch_reader, [reply(row, tokenizer)])
        texts = [sentence["text"] for sentence in row["sentences"]]
        from zlib import crc32

        draft = read(("\n" if crc32(texts[0].encode()) % 2 else " ").join(texts), DRAFT_CUES)
        case = Case(draft=draft.text, customer=row["context"] or None)
        message = read(row["context"], ()) if row["context"].strip() else None
        mine = READER.move_chances(draft, message, case) >= least
        learned = calibrate.sigmoid(logits * scale + shift)
        by_cues = features.moves_features(draft, case)[:, : len(MOVES)]
        same.append((mine == ((1 - share) * learned + share * by_cues >= least)).ravel())
    agreed = np.concatenate(same)
    assert agreed.size >= 200 * len(MOVES)
    assert agreed.mean() >= 0.995


def test_features_have_the_size_that_the_heads_expect() -> None:
    draft = read("Hi Sara,\nWe will call you tomorrow.", DRAFT_CUES)
    assert features.moves_features(draft, Case(draft=draft.text)).shape == (2, features.N_MOVES)
