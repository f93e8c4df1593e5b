# ruff: noqa: E402 -- the libraries are looked for before anything that needs them
"""The recipe's parts: open sets, vocabulary, batches, pre-training, fine-tuning, calibration, and what export writes for serving."""

import csv
import gzip
import json
import random
from collections import Counter
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import pytest

for library in ("torch", "transformers", "onnx", "tokenizers", "safetensors", "onnxruntime"):
    pytest.importorskip(library)

import numpy as np
import onnx
import onnxruntime
import torch
from tokenizers import Tokenizer
from transformers import BertForMaskedLM

from coach.case import Case
from coach.errors import BadModel
from coach.models import features
from coach.models.embedded import Embedded
from coach.models.training import batches, calibrate, examples, export, finetune, graph, pretrain, sources, vocabulary
from coach.models.training.network import EMBEDDING, Reader, strongest
from coach.reading import EMOTIONS, MOVES, POLITENESS, SIGNALS
from coach.text.document import CUSTOMER_CUES, DRAFT_CUES, read

# ONNX is still written through TorchScript, of which torch says that it will go.
pytestmark = pytest.mark.filterwarnings(
    "ignore:You are using the legacy TorchScript-based ONNX export:DeprecationWarning",
    "ignore:The feature will be removed:DeprecationWarning:torch.*",
)


# The open sets


def _csv(path: Path, rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)


def _text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _zip(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text.encode()))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with a few invented rows under the names and columns of every open set."""
    _zip(
        tmp_path / "en_multidogo_customer/train.jsonl.gz",
        '{"utterance": "my seat is gone", "domain": "airline"}\n{"utterance": "hello desk"}\n',
    )
    _text(
        tmp_path / "en_goemotions/original/train.tsv",
        "you ruined it\t2\ta1\na sad day\t9\ta2\nmany thanks\t15\ta3\nboth at once\t2,9\ta4\na fear\t14\ta5\n",
    )
    _text(tmp_path / "en_goemotions/original/dev.tsv", "a dev line\t27\tb1\n")
    _text(tmp_path / "en_goemotions/original/test.tsv", "a test line\t27\tc1\n")
    _csv(tmp_path / "en_banking77/train.csv", [["text", "category"], ["Where is it,\nplease?", "card_arrival"]])
    _csv(tmp_path / "en_banking77/test.csv", [["text", "category"], ["a held-out bank line", "card_arrival"]])
    intents = {
        "train": [["set a timer", "timer"]],
        "oos_val": [["who won", "oos"]],
        "test": [["a held-out intent", "x"]],
        "oos_test": [["one more", "oos"]],
    }
    _text(tmp_path / "en_clinc150/data_full.json", json.dumps(intents))
    toxic = [
        ["toxic", "neutral1", "neutral2", "neutral3"],
        ['"fools" run it', "unwise people run it", "others run it", ""],
        ["utter rot", "poor work", "", ""],
    ]
    _csv(tmp_path / "en_paradetox/paradetox.tsv", toxic, "\t")
    _text(tmp_path / "en_email_intent_parakweet/Ask0729-fixed.txt", "No\tAct now\nYes\tPlease call me\tback\n")
    _csv(
        tmp_path / "en_davidson_hate_offensive/labeled_data.csv", [["", "count", "class", "tweet"], ["0", "3", "2", "RT @you: what a mess"]]
    )
    _csv(tmp_path / "en_positive_frames/wholetrain.csv", [["", "original_text", "reframed_text"], ["0", "I am stuck", "I have time"]])
    ironic = [["", "tweet", "sarcastic", "rephrase"], ["0", "great, rain again", "1", "I dislike rain"], ["1", "it rains", "0", ""]]
    _csv(tmp_path / "en_ar_isarcasmeval/train/train.En.csv", ironic)
    _zip(tmp_path / "text_ar/text.tsv.gz", "shami\tوين الطلب\nshami\tما وصل شي\n")
    _zip(tmp_path / "text_ar/text_more.tsv.gz", "wiki\tالقرية صغيرة\tجدًا\n")
    sarcastic = [
        ["tweet", "sarcasm", "sentiment", "dialect"],
        ['"خدمة رائعة، شهر كامل"', "TRUE", "NEG", "msa"],
        ['"وصلت اليوم"', "FALSE", "NEU", "msa"],
    ]
    _csv(tmp_path / "ar_arsarcasm_v2/training_data.csv", sarcastic)
    _csv(
        tmp_path / "ar_saudi_irony/SaudiIrony.csv",
        [["Tweet ID", "Tweets with Decoded emojis", "Final Annotation"], ["1", "ما شاء الله عليكم", "تهكم"]],
    )
    _csv(tmp_path / "ar_arbanking77/Banking77_Arabized_MSA_PAL_train.csv", [["label", "text"], ["وصول البطاقة", "أين بطاقتي؟"]])
    _csv(tmp_path / "ar_arbanking77/Banking77_Arabized_MSA_PAL_val.csv", [["label", "text"], ["وصول البطاقة", "لم تصل بطاقتي"]])
    polite = [
        ["Sentence", "Source", "label"],
        ["شكرًا لكم", "Tweet", "Polite"],
        ["شُكراً لكُم", "Tweet", "Impolite"],
        ["التطبيق لا يعمل", "Companies", " neutral "],
        ["أنتم لصوص", "Tweet", "Impolite"],
        ["لا أدري", "Tweet", "Unclear"],
    ]
    _csv(tmp_path / "ar_adab_politeness/TaskApoliteness_train.csv", polite, encoding="utf-8-sig")
    _csv(tmp_path / "parallel_en_ar/pairs.tsv", [["source", "licence", "en", "ar"], ["t", "CC", 'He said "go".', "قال «اذهب»."]], "\t")
    _text(tmp_path / "parallel_en_ar/pairs_interface.tsv", "ui\tOpen the file\tافتح الملف\nui\tbroken row\n")
    return tmp_path


PAIRS = [('He said "go".', "قال «اذهب»."), ("Open the file", "افتح الملف")]


def test_english_lines_come_from_every_set_and_never_from_a_test_split(root: Path) -> None:
    wanted = [
        "my seat is gone", "hello desk",
        "you ruined it", "a sad day", "many thanks", "both at once", "a fear", "a dev line",
        "Where is it,\nplease?",
        "set a timer", "who won",
        '"fools" run it', "unwise people run it", "others run it", "utter rot", "poor work",
        "Act now", "Please call me\tback",
        "RT @you: what a mess",
        "I am stuck", "I have time",
        "great, rain again", "it rains",
        *(english for english, _ in PAIRS),
    ]  # fmt: skip
    assert Counter(sources.english_lines(root)) == Counter(wanted)


def test_arabic_lines_come_from_every_set(root: Path) -> None:
    wanted = [
        "وين الطلب", "ما وصل شي", "القرية صغيرة\tجدًا",
        "خدمة رائعة، شهر كامل", "وصلت اليوم",
        "ما شاء الله عليكم",
        "أين بطاقتي؟", "لم تصل بطاقتي",
        "شكرًا لكم", "التطبيق لا يعمل", "أنتم لصوص",
        *(arabic for _, arabic in PAIRS),
    ]  # fmt: skip
    assert Counter(sources.arabic_lines(root)) == Counter(wanted)


def test_labelled_sets_give_their_labels(root: Path) -> None:
    assert list(sources.pairs(root)) == PAIRS
    # The second spelling of a text is the same text; a label that is none of the three is left out.
    assert list(sources.adab(root)) == [
        ("شكرًا لكم", POLITENESS.index("polite")),
        ("التطبيق لا يعمل", POLITENESS.index("neutral")),
        ("أنتم لصوص", POLITENESS.index("impolite")),
    ]
    assert list(sources.goemotions(root)) == [("you ruined it", 2), ("a sad day", 1), ("many thanks", 0)]
    assert list(sources.sarcasm(root)) == [
        ("great, rain again", True), ("it rains", False), ("خدمة رائعة، شهر كامل", True), ("وصلت اليوم", False),
    ]  # fmt: skip
    assert list(sources.toxicity(root)) == [
        ('"fools" run it', True),
        ("unwise people run it", False),
        ("utter rot", True),
        ("poor work", False),
    ]


def test_links_handles_and_white_space_are_cleaned() -> None:
    assert sources.clean("  see https://a.io/x?y=1\t@omar_1\n now$LINK ") == "see [link] @user now[link]"


RESPELT = str.maketrans({"أ": "ا", "إ": "آ", "ة": "ه", "ى": "ي", "ب": "بِ", "ل": "لـ", "ر": "رّ", "٣": "3"})


def test_a_text_is_held_out_whatever_its_spelling() -> None:
    texts = [f"أرسلتُ الطلب إلى المحطة الكبرى {n} مرة" for n in range(600)]
    found = [sources.held_out(text) for text in texts]
    assert 30 <= sum(found) <= 90  # a tenth of them
    assert all(text.translate(RESPELT) != text for text in texts)
    assert [sources.held_out(text.translate(RESPELT)) for text in texts] == found
    assert [sources.held_out(f"  {text.upper()} !") for text in texts] == found


def test_distinct_keeps_the_first_of_each_text_and_nothing_measured() -> None:
    measured = frozenset([sources.key("Where is my ORDER?"), sources.key("أين الطلب")])
    lines = ["One  line", "one line!", None, "", " ?! ", "where is my order", "أَيـن الطلب؟", "شكراً", "شكرا", "two lines"]
    assert sources.distinct(lines, measured) == ["One line", "شكراً", "two lines"]
    assert sources.distinct(["where is my order"]) == ["where is my order"]


# The vocabulary

LINES = [
    "The parcel left the shop today and so it will arrive soon.",
    "Please send the order number so that we can help you with 12 items.",
    "I am very sorry about the long delay of the order, thank you for waiting.",
    "You are thieves and liars, where is my money? I will leave you for good.",
    "Don't restart the router again, the good lamp is blue and the chair is green.",
    "طلبك خرج اليوم من المتجر وسيصل غدا إن شاء الله.",
    "أرسل رقم الطلب لنساعدك من فضلك، لدينا 12 رقم.",
    "نعتذر بشدة عن التأخير في خدمة العملاء وشكرا لصبرك.",
    "أنتم لصوص وكذابون، أين فلوسي؟ سأترك الشركة.",
    "نرجعها لك إلى الحساب، المصباح أزرق والكرسي أخضر على مستوى شيء رؤية.",
]


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    return vocabulary.train(LINES * 4, 700, tmp_path_factory.mktemp("vocabulary") / "tokenizer.json")


SPELLINGS = {
    "tatweel": ("الطلب", "الطـــلـب"),
    "diacritics": ("نرجعها", "نُرَجِّعُهَا"),
    "tatweel and diacritics": ("نرجعها", "نُرجِّعــهَا"),
    "superscript alef": ("الله", "اللّٰه"),
    "alef with hamza": ("أرسل", "ارسل"),
    "alef with hamza below": ("إلى", "آلى"),
    "alef maksura": ("على", "علي"),
    "teh marbuta": ("خدمة", "خدمه"),
    "hamza on its own": ("شيء", "شي"),
    "hamza on waw": ("رؤية", "روية"),
    "Persian letters": ("لك", "لک"),
    "presentation forms": ("لا", "ﻻ"),
    "Eastern digits": ("12 items", "٣٤ items"),
    "Persian digits": ("12 items", "۵۶ items"),
    "stretched Latin": ("so good", "soooooo good"),
    "stretched Arabic": ("شكرا", "شكراااااا"),
    "stretched within": ("الطلب", "الطللللب"),
    "capitals": ("thank you for waiting", "Thank YOU for WAITING"),
    "curly apostrophe": ("don't", "don’t"),
    "direction mark": ("الطلب اليوم", "\u200fالطلب\u200e اليوم"),
}


@pytest.mark.parametrize(("plain", "written"), SPELLINGS.values(), ids=SPELLINGS.keys())
def test_spellings_of_one_word_give_the_same_pieces(tokenizer: Tokenizer, plain: str, written: str) -> None:
    found, other = tokenizer.encode(plain, add_special_tokens=False), tokenizer.encode(written, add_special_tokens=False)
    assert plain != written
    assert "[UNK]" not in found.tokens
    assert found.tokens == other.tokens


def test_a_letter_written_twice_is_no_stretching(tokenizer: Tokenizer) -> None:
    assert tokenizer.encode("good", add_special_tokens=False).tokens == ["good"]
    assert tokenizer.encode("gooood", add_special_tokens=False).tokens == tokenizer.encode("god", add_special_tokens=False).tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Soooooo THE parcel — ٣٤ items", ["So", "THE", "parcel", "٣٤", "items"]),
        ("«نُرجِّعــهَا» اليوم شكراااا الطّلب 12 رقم", ["اليوم", "رقم", "شكرا", "نُرجِّعــهَا"]),
        ("ﻻ 👋🏽 الطلب", ["الطلب"]),
    ],
)
def test_offsets_point_into_the_text_as_it_was_written(tokenizer: Tokenizer, text: str, words: list[str]) -> None:
    encoded = tokenizer.encode(text, add_special_tokens=False)
    assert all(0 <= left < right <= len(text) for left, right in encoded.offsets)
    assert all(before <= after for (before, _), (after, _) in pairwise(encoded.offsets))
    # Join what continues a word: then each word stands where it was written.
    spans: list[list[int]] = []
    for piece, (left, right) in zip(encoded.tokens, encoded.offsets, strict=True):
        if piece.startswith("##"):
            spans[-1][1] = right
        else:
            spans.append([left, right])
    found = [text[left:right] for left, right in spans]
    assert [word for word in words if word not in found] == []


def test_a_vocabulary_comes_back_from_its_file(tmp_path: Path) -> None:
    made = vocabulary.train(LINES * 4, 300, tmp_path / "tokenizer.json")
    loaded = Tokenizer.from_file(str(tmp_path / "tokenizer.json"))
    assert made.get_vocab_size() <= 300
    assert [loaded.token_to_id(piece) for piece in vocabulary.SPECIAL] == [0, 1, 2, 3, 4]
    assert loaded.get_vocab() == made.get_vocab()
    for line in LINES:
        assert loaded.encode(line).ids == made.encode(line).ids
        assert loaded.encode(line).offsets == made.encode(line).offsets


# Batches and pre-training


@pytest.mark.parametrize("seed", range(4))
def test_buckets_hold_every_row_once_and_stay_within_their_size(seed: int) -> None:
    draw = random.Random(seed)
    lengths = [draw.randint(1, 60) for _ in range(3000)]
    groups = list(batches.bucketed(lengths, 200, random.Random(seed)))
    assert sorted(row for group in groups for row in group) == list(range(3000))
    assert max(len(group) * max(lengths[row] for row in group) for group in groups) <= 200
    # Rows of like length lie together: little of the batches is padding.
    assert sum(len(group) * max(lengths[row] for row in group) for group in groups) < 1.2 * sum(lengths)
    assert groups != list(batches.bucketed(lengths, 200, random.Random(seed + 1)))
    assert groups == list(batches.bucketed(lengths, 200, random.Random(seed)))


def test_a_row_longer_than_a_batch_stands_alone() -> None:
    assert sorted(sorted(group) for group in batches.bucketed([500, 3, 3], 10, random.Random(0))) == [[0], [1, 2]]


def test_rows_are_padded_to_the_longest() -> None:
    batch = batches.pad([[2, 9, 3], [2, 3], []])
    assert batch.ids.tolist() == [[2, 9, 3], [2, 3, 0], [0, 0, 0]]
    assert batch.mask.tolist() == [[1, 1, 1], [1, 1, 0], [0, 0, 0]]


@pytest.mark.parametrize(("n_left", "n_right"), [(5, 5), (3, 11), (9, 2), (0, 4), (4, 0)])
def test_a_mixed_pair_keeps_both_orders(n_left: int, n_right: int) -> None:
    left, right = list(range(100, 100 + n_left)), list(range(200, 200 + n_right))
    mixed = pretrain.mixed_pair(left, right)
    assert [piece for piece in mixed if piece < 200] == left
    assert [piece for piece in mixed if piece >= 200] == right
    if min(n_left, n_right) > 1:  # neither side stands in one block
        assert sum((one < 200) != (other < 200) for one, other in pairwise(mixed)) > 1


def test_about_fifteen_in_a_hundred_pieces_are_masked_and_no_special_one() -> None:
    draw = random.Random(0)
    batch = batches.pad([[2, *(draw.randint(5, 499) for _ in range(draw.randint(5, 60))), 3] for _ in range(600)])
    ids, chosen = pretrain._mask(batch, 500, 4, torch.Generator().manual_seed(3))
    able = batch.ids > 4
    assert not (chosen & ~able).any()
    assert torch.equal(ids[~chosen], batch.ids[~chosen])
    share = float(chosen.sum()) / float(able.sum())
    assert 0.135 < share < 0.165
    masked = float((ids[chosen] == 4).float().mean())
    kept = float((ids[chosen] == batch.ids[chosen]).float().mean())
    assert 0.77 < masked < 0.83
    assert 0.08 < kept < 0.12
    other = ids[chosen & (ids != 4)]
    assert int(other.min()) >= 5
    assert int(other.max()) < 500
    again, _ = pretrain._mask(batch, 500, 4, torch.Generator().manual_seed(3))
    assert torch.equal(ids, again)


@pytest.mark.parametrize("steps", [7, 100, 5000])
def test_the_rate_rises_shortly_then_falls_to_a_twentieth(steps: int) -> None:
    rates = [pretrain.warm_then_down(step, steps) for step in range(steps + 1)]
    top = rates.index(1.0)
    assert top <= steps // 20
    assert rates[0] > 0
    assert all(before < after for before, after in pairwise(rates[: top + 1]))
    assert all(before >= after for before, after in pairwise(rates[top:]))
    assert rates[-1] == pytest.approx(0.05)
    assert pretrain.warm_then_down(2 * steps, steps) == pytest.approx(0.05)


def test_word_vectors_have_a_row_for_each_piece() -> None:
    pytest.importorskip("gensim")
    texts = [[10, 11, 12, 13], [20, 21, 22, 23]] * 30 + [[30, 10]]
    table = pretrain.word_vectors(texts, 50, 16, 2, 1)
    assert table.shape == (50, 16)
    assert table.dtype == np.float32
    seen = [10, 11, 12, 13, 20, 21, 22, 23]
    assert float(np.abs(table[seen]).mean()) == pytest.approx(0.05, rel=1e-3)
    unseen = np.delete(table, seen, axis=0)  # 30 stands there once only
    assert float(unseen.std()) == pytest.approx(0.02, rel=0.2)


def _ids(tokenizer: Tokenizer, text: str) -> list[int]:
    return [2, *tokenizer.encode(text, add_special_tokens=False).ids, 3]


def _language_model(tokenizer: Tokenizer) -> BertForMaskedLM:
    torch.manual_seed(5)
    return BertForMaskedLM(pretrain.configuration(tokenizer.get_vocab_size(), 1, 64))


def _masked_loss(model: BertForMaskedLM, texts: list[list[int]]) -> float:
    """Hide each sentence's third piece and ask for it."""
    batch = batches.pad(texts)
    hidden = batch.ids.clone()
    hidden[:, 3] = 4
    model.eval()
    with torch.no_grad():
        scores = model(input_ids=hidden, attention_mask=batch.mask).logits[:, 3]
    return float(torch.nn.functional.cross_entropy(scores, batch.ids[:, 3]))


def test_masked_words_are_learnt(tokenizer: Tokenizer, tmp_path: Path) -> None:
    texts = [_ids(tokenizer, line) for line in LINES]
    model = _language_model(tokenizer)
    before = _masked_loss(model, texts)
    pretrain.masked_language_model(model, texts * 8, tokenizer, 100, 512, 1, tmp_path / "masked.pt", rate=5e-3)
    assert _masked_loss(model, texts) < before - 1.5
    saved = torch.load(tmp_path / "masked.pt", weights_only=True)
    assert saved["done"] == 100
    assert all(torch.equal(tensor, saved["model"][name]) for name, tensor in model.state_dict().items())


def _stopped(
    tokenizer: Tokenizer, path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[dict[str, torch.Tensor], dict[str, torch.Tensor], list[list[torch.Tensor]]]:
    """Train eight steps at once, and four and four; give both ends' weights and the masks of the batches that each run saw."""
    down = pretrain.warm_then_down
    monkeypatch.setattr(pretrain, "warm_then_down", lambda step, steps: down(step, 8))  # the half run is a stopped whole one
    texts = [_ids(tokenizer, line) for line in LINES] * 3
    seen: list[list[torch.Tensor]] = []
    ends = []
    for steps, file in ((8, "whole.pt"), (4, "parts.pt"), (8, "parts.pt")):
        model = _language_model(tokenizer)
        masks: list[torch.Tensor] = []
        model.bert.register_forward_pre_hook(lambda _, args, given, masks=masks: masks.append(given["attention_mask"]), with_kwargs=True)
        pretrain.masked_language_model(model, texts, tokenizer, steps, 128, 1, path / file)
        seen.append(masks)
        ends.append(model.state_dict())
    return ends[0], ends[2], seen


def test_a_stopped_run_goes_on_with_the_batches_that_are_left(
    tokenizer: Tokenizer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, (whole, first, rest) = _stopped(tokenizer, tmp_path, monkeypatch)
    assert [mask.tolist() for mask in whole] == [mask.tolist() for mask in (*first, *rest)]
    assert (len(first), len(rest)) == (4, 4)


@pytest.mark.xfail(strict=True, reason="the generator of the masks and torch's own (dropout) start anew when a run resumes")
def test_a_stopped_run_ends_with_the_same_weights(tokenizer: Tokenizer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, resumed, _ = _stopped(tokenizer, tmp_path, monkeypatch)
    assert [name for name in whole if not torch.equal(whole[name], resumed[name])] == []


def test_a_run_that_is_done_gives_the_saved_weights(tokenizer: Tokenizer, tmp_path: Path) -> None:
    texts = [_ids(tokenizer, line) for line in LINES]
    first = _language_model(tokenizer)
    pretrain.masked_language_model(first, texts, tokenizer, 3, 128, 1, tmp_path / "masked.pt")
    again = _language_model(tokenizer)
    assert not torch.equal(first.bert.embeddings.word_embeddings.weight, again.bert.embeddings.word_embeddings.weight)
    pretrain.masked_language_model(again, texts, tokenizer, 3, 128, 1, tmp_path / "masked.pt")
    assert all(torch.equal(tensor, again.state_dict()[name]) for name, tensor in first.state_dict().items())


# Labelled rows

JOINED = {
    "en": (
        ("Hello Sara,", "Hi Omar,", "Good day,", "Dear Mona,", "Hello Adam,", "Hi Lina,"),
        (
            ("The parcel left the shop today.", ["explanation"]),
            ("I am very sorry about the delay.", ["apology", "empathy"]),
            ("We wait for you", []),
            ("please send the number.", ["instruction"]),
        ),
    ),
    "ar": (
        ("أهلا سارة.", "أهلا عمر.", "مرحبا بك.", "مرحبا منى.", "أهلا آدم.", "حياك الله."),
        (
            ("خرج الطلب اليوم من المتجر.", ["explanation"]),
            ("نعتذر بشدة عن التأخير.", ["apology", "empathy"]),
            ("نحن في انتظارك", []),
            ("أرسل رقم الطلب.", ["instruction"]),
        ),
    ),
}


@pytest.mark.parametrize("language", JOINED)
@pytest.mark.parametrize("lines", [True, False], ids=["a line each", "one after the other"])
def test_a_reply_is_labelled_by_overlap(tokenizer: Tokenizer, language: str, lines: bool) -> None:
    greetings, rest = JOINED[language]
    greeting = next(text for text in greetings if bool(crc32(text.encode()) % 2) is lines)
    written = [(greeting, ["greeting"]), *rest]
    customer = {"en": "Where is it? I wait.", "ar": "أين الطلب؟ أنا أنتظر."}[language]
    row = {"sentences": [{"text": text, "moves": moves} for text, moves in written], "customer": customer}
    made = examples.reply(row, tokenizer)
    draft = read(("\n" if lines else " ").join(text for text, _ in written), DRAFT_CUES)
    wanted = []
    for sentence in draft.sentences:
        own = [(text, moves) for text, moves in written if text in sentence.text]
        assert own
        wanted.append({move for _, moves in own for move in moves})
    assert [{MOVES[place] for place in np.flatnonzero(line)} for line in made.targets] == wanted
    # What has no full stop runs on into the next, unless that stands on its own line.
    assert len(draft.sentences) == (5 if lines else 4)
    assert made.sentences == [_ids(tokenizer, sentence.text) for sentence in draft.sentences]
    assert made.features.shape == (len(draft.sentences), features.N_MOVES)
    assert [len(one) for one in made.customer] == [
        len(_ids(tokenizer, part)) for part in customer.replace("؟", "؟|").replace("?", "?|").split("|")
    ]
    assert examples.reply({"sentences": row["sentences"]}, tokenizer).customer == []


def test_labels_follow_sentences_that_are_cut_otherwise() -> None:
    draft = read("It left today. Thanks for waiting so long.", DRAFT_CUES)
    assert [sentence.text for sentence in draft.sentences] == ["It left today.", "Thanks for waiting so long."]
    # One written sentence over both; a neighbour of which only a corner lies in the second; a short one within it.
    assert examples.overlapping(draft, [draft.text], [["closing"]]) == [{"closing"}, {"closing"}]
    cut = len("It left today. Th")
    assert examples.overlapping(draft, [draft.text[:cut], draft.text[cut + 1 :]], [["explanation"], ["gratitude"]]) == [
        {"explanation"},
        {"gratitude"},
    ]
    texts = ["It left today.", "Thanks", "for waiting so long."]
    assert examples.overlapping(draft, texts, [["explanation"], ["gratitude"], ["empathy"]]) == [{"explanation"}, {"gratitude", "empathy"}]


@pytest.mark.parametrize(
    ("text", "proof", "signal"),
    [
        ("Where is my money? You are thieves and liars, I said!", "thieves and liars", "insult"),
        ("Soooo where is the order?\nI will leave you.", "I will leave you", "threat_leave"),
        ("أين فُلوسي يا شركـــة؟ أنتم لُصوصٌ وكذابون اليوم.", "لُصوصٌ وكذابون", "insult"),
        ("شكرااااا على الطلب. سأتركُ الشركة غدا", "سأتركُ الشركة", "threat_leave"),
    ],
)
def test_evidence_falls_on_the_pieces_of_its_words(tokenizer: Tokenizer, text: str, proof: str, signal: str) -> None:
    start = text.index(proof)
    row = {"text": text, "emotion": 2, "signals": [signal], "evidence": [{"signal": signal, "start": start, "end": start + len(proof)}]}
    made = examples.message(row, tokenizer)
    assert (made.level, [SIGNALS[place] for place in np.flatnonzero(made.signals)]) == (2, [signal])
    assert made.features.shape == (features.N_CUSTOMER,)
    column = SIGNALS.index(signal)
    sentences = [sentence.text for sentence in read(text, CUSTOMER_CUES).sentences]
    assert len(made.sentences) == len(sentences) == 2
    assert made.sentences == [_ids(tokenizer, sentence) for sentence in sentences]
    assert not made.evidence[0].any()
    marks = made.evidence[1]
    assert not np.delete(marks, column, axis=1).any()
    assert marks.shape == (len(made.sentences[1]), len(SIGNALS))
    marked = [piece for piece, mark in zip(made.sentences[1], marks[:, column], strict=True) if mark]
    assert marked == tokenizer.encode(proof, add_special_tokens=False).ids
    assert marked != made.sentences[1][1:-1]


def test_long_sentences_are_cut(tokenizer: Tokenizer) -> None:
    long = "the parcel left " * 40
    assert len(examples.pieces(tokenizer, long)) == 64
    made = examples.message({"text": long, "emotion": 0, "signals": []}, tokenizer)
    assert made.sentences == [examples.pieces(tokenizer, long)]
    assert made.evidence[0].shape == (64, len(SIGNALS))
    assert examples.text(long, 2, tokenizer).sentences == made.sentences


def test_only_the_writers_own_words_are_read(tokenizer: Tokenizer) -> None:
    made = examples.text("Thank you.\n> where is the order?\n", 2, tokenizer)
    assert (made.sentences, made.label) == ([_ids(tokenizer, "Thank you.")], 2)
    assert examples.text("😡😡", 0, tokenizer).sentences == [_ids(tokenizer, "😡😡")]


# The network and fine-tuning


def _reader(tokenizer: Tokenizer, seed: int = 7) -> Reader:
    torch.manual_seed(seed)
    return Reader(pretrain.configuration(tokenizer.get_vocab_size(), 1, 64)).eval()


@pytest.mark.parametrize("n_rows", [1, 5, 90])
def test_encoding_together_gives_each_row_what_it_gets_alone(tokenizer: Tokenizer, n_rows: int) -> None:
    reader = _reader(tokenizer)
    draw = random.Random(n_rows)
    rows = [[2, *(draw.randint(5, tokenizer.get_vocab_size() - 1) for _ in range(draw.randint(0, 40))), 3] for _ in range(n_rows)]
    with torch.no_grad():
        together = finetune.encode(reader, rows)
        for place, row in enumerate(rows):
            alone = reader.encode(batches.pad([row]))
            assert torch.allclose(together.vector[place], alone.vector[0], atol=1e-5)
            assert torch.allclose(together.evidence[place, : len(row)], alone.evidence[0], atol=1e-5)
            assert together.mask[place].tolist() == [1] * len(row) + [0] * (max(map(len, rows)) - len(row))
            assert torch.allclose(strongest(together.evidence, together.mask)[place], alone.evidence[0].amax(0), atol=1e-5)
    assert n_rows == 1 or not torch.allclose(together.vector[0], together.vector[1], atol=1e-3)


def test_weights_come_back_from_their_folder(tokenizer: Tokenizer, tmp_path: Path) -> None:
    reader = _reader(tokenizer)
    reader.save(tmp_path / "a")
    loaded = Reader.load(tmp_path / "a")
    assert all(torch.equal(tensor, reader.state_dict()[name].half().float()) for name, tensor in loaded.state_dict().items())
    assert loaded.config.num_hidden_layers == 1


WORDS = {
    "en": ("the blue lamp", "the green chair", "left the shop", "is long", "today", "again", "soon"),
    "ar": ("المصباح أزرق", "الكرسي أخضر", "خرج من المتجر", "مستوى شيء", "اليوم", "غدا", "الحساب"),
}


def _said(kind: int, number: int) -> str:
    """Give a sentence of kind 0 or 1, in English and Arabic in turn, with words beside it that tell nothing."""
    words = WORDS[("en", "ar")[number % 2]]
    draw = random.Random(number)
    return f"{words[kind]} {' '.join(draw.sample(words[2:], 2))}."


def _replies(tokenizer: Tokenizer) -> finetune.Data:
    moves = ("explanation", "resolution")
    data = finetune.Data()
    for number in range(24):
        kinds = [number // 2 % 2, number // 4 % 2]
        data.replies.append(
            examples.reply({"sentences": [{"text": _said(kind, number), "moves": [moves[kind]]} for kind in kinds]}, tokenizer)
        )
    return data


def _messages(tokenizer: Tokenizer) -> finetune.Data:
    data = finetune.Data()
    for number in range(24):
        kind = number // 2 % 2
        text = _said(kind, number)
        row = {"text": text, "emotion": 3 * kind, "signals": ["urgency"] if kind else []}
        if kind:
            row["evidence"] = [{"signal": "urgency", "start": 0, "end": len(WORDS[("en", "ar")[number % 2]][1])}]
        data.messages.append(examples.message(row, tokenizer))
    return data


def _texts(tokenizer: Tokenizer) -> finetune.Data:
    return finetune.Data(texts=[examples.text(_said(number // 2 % 2, number), 2 * (number // 2 % 2), tokenizer) for number in range(24)])


def _pairs(tokenizer: Tokenizer) -> finetune.Data:
    every = list(range(5, tokenizer.get_vocab_size()))
    random.Random(0).shuffle(every)
    rows = [[2, *every[start : start + 4], 3] for start in range(0, 24 * 4, 4)]
    teacher = np.eye(12, dtype=np.float32)
    return finetune.Data(pairs=[finetune.Pair(rows[n], rows[12 + n], teacher[n] if n % 2 else None) for n in range(12)])


def _moves_score(reader: Reader, data: finetune.Data) -> float:
    logits, wanted = calibrate.moves(reader, data.replies)
    return calibrate.micro_f1(logits >= 0, wanted)


def _messages_score(reader: Reader, data: finetune.Data) -> float:
    logits, wanted = calibrate.customers(reader, data.messages)
    return calibrate.micro_f1(logits >= 0, wanted)


def _texts_score(reader: Reader, data: finetune.Data) -> float:
    logits, labels = calibrate.politeness(reader, data.texts)
    return float((logits.argmax(1) == labels).mean())


def _pairs_score(reader: Reader, data: finetune.Data) -> float:
    with torch.no_grad():
        found = finetune.encode(reader, [*(pair.left for pair in data.pairs), *(pair.right for pair in data.pairs)])
        both = reader.embed(found.vector)
    near = both[: len(data.pairs)] @ both[len(data.pairs) :].T
    return float((near.argmax(1) == torch.arange(len(data.pairs))).float().mean())


TASKS = {
    "moves": (_replies, _moves_score),
    "messages": (_messages, _messages_score),
    "politeness": (_texts, _texts_score),
    "pairs": (_pairs, _pairs_score),
}
QUICK = finetune.Settings(epochs=20, replies=8, messages=8, texts=8, pairs=12, encoder_rate=2e-3, head_rate=5e-3, follow=0.2)


@pytest.mark.parametrize(("make", "score"), TASKS.values(), ids=TASKS.keys())
def test_each_head_learns(tokenizer: Tokenizer, make, score) -> None:
    data = make(tokenizer)
    reader = _reader(tokenizer)
    before = score(reader, data)
    best = finetune.fit(reader, data, QUICK, lambda average: score(average, data), patience=20)
    assert best > 0.9
    assert best > before + 0.3
    assert not reader.training
    assert score(reader, data) == pytest.approx(best)


def test_evidence_is_learnt_on_its_pieces(tokenizer: Tokenizer) -> None:
    data = _messages(tokenizer)
    reader = _reader(tokenizer)
    finetune.fit(reader, data, QUICK)
    column = SIGNALS.index("urgency")
    with torch.no_grad():
        found = finetune.customer_logits(reader, data.messages)[1]
    chances = torch.sigmoid(found.evidence.float())[:, :, column]
    wanted = torch.zeros_like(chances)
    for place, mark in enumerate(mark for example in data.messages for mark in example.evidence):
        wanted[place, : len(mark)] = torch.from_numpy(mark[:, column])
    seen = found.mask.bool()
    assert float(chances[seen & (wanted == 1)].mean()) > float(chances[seen & (wanted == 0)].mean()) + 0.3


def test_pairs_without_a_teacher_have_a_loss_too(tokenizer: Tokenizer) -> None:
    reader = _reader(tokenizer)
    pairs = _pairs(tokenizer).pairs
    plain = [finetune.Pair(pair.left, pair.right) for pair in pairs]
    with torch.no_grad():
        assert 0 < float(finetune.pairs_loss(reader, plain)) < float(finetune.pairs_loss(reader, pairs))
        same = [finetune.Pair(pair.left, pair.left) for pair in pairs]
        assert float(finetune.pairs_loss(reader, same)) < float(finetune.pairs_loss(reader, plain))


def test_fitting_stops_early_and_keeps_the_best_weights(tokenizer: Tokenizer) -> None:
    scores = iter([0.5, 0.9, 0.1, 0.9, 0.2, 1.0])
    stood = []

    def judge(average: Reader) -> float:
        assert not average.training
        stood.append({name: tensor.clone() for name, tensor in average.state_dict().items()})
        return next(scores)

    reader = _reader(tokenizer)
    best = finetune.fit(reader, _texts(tokenizer), finetune.Settings(epochs=6, texts=12, follow=0.3), judge, patience=3)
    assert (best, len(stood)) == (0.9, 5)
    assert all(torch.equal(tensor, stood[1][name]) for name, tensor in reader.state_dict().items())
    assert any(not torch.equal(stood[1][name], stood[4][name]) for name in stood[1])


class Stopped(Exception):
    pass


def test_a_stopped_fit_goes_on_to_the_same_weights(tokenizer: Tokenizer, tmp_path: Path) -> None:
    data = finetune.Data(_replies(tokenizer).replies, _messages(tokenizer).messages, _texts(tokenizer).texts, _pairs(tokenizer).pairs)
    settings = finetune.Settings(epochs=4, replies=9, messages=9, texts=9, pairs=5, follow=0.3)
    judged: list[int] = []

    def judge(_: Reader) -> float:
        judged.append(len(judged) + 1)
        if judged[-1] == 3:
            raise Stopped
        return float(judged[-1])  # ever better: the last weights are kept

    with pytest.raises(Stopped):
        finetune.fit(_reader(tokenizer), data, settings, judge, checkpoint=tmp_path / "fit.pt")
    resumed, whole = _reader(tokenizer), _reader(tokenizer)
    finetune.fit(resumed, data, settings, judge, checkpoint=tmp_path / "fit.pt")
    assert len(judged) == 5  # the two epochs that were done are not done again
    finetune.fit(whole, data, settings)
    assert all(torch.equal(tensor, resumed.state_dict()[name]) for name, tensor in whole.state_dict().items())
    with pytest.raises(ValueError, match="cannot be resumed"):
        finetune.fit(whole, data, finetune.Settings(pair_steps=1), checkpoint=tmp_path / "other.pt")


# Calibration


def test_platt_finds_a_known_line() -> None:
    draw = np.random.default_rng(0)
    logits = draw.normal(0, 3, 20_000)
    targets = (draw.random(20_000) < calibrate.sigmoid(0.5 * logits - 1.2)).astype(float)
    scale, shift = calibrate.platt(logits, targets)
    assert scale == pytest.approx(0.5, abs=0.03)
    assert shift == pytest.approx(-1.2, abs=0.08)
    # Rows without weight say nothing; with no rows that say anything the line is the identity.
    twice = calibrate.platt(np.concatenate([logits, logits]), np.concatenate([targets, 1 - targets]), np.repeat([1.0, 0.0], 20_000))
    assert twice == pytest.approx((scale, shift), abs=1e-3)
    assert calibrate.platt(logits[:5], targets[:5], np.zeros(5)) == pytest.approx((1.0, 0.0))


def test_calibration_error_is_the_weighted_distance_by_bin() -> None:
    # Bin 1 holds two (0.05 said, half true), bin 4 one (0.35 said, false), the last two (0.95 said, both true).
    chances = np.array([[0.05, 0.05], [0.95, 0.95]])
    targets = np.array([[0.0, 1.0], [1.0, 1.0]])
    wanted = (2 * 0.45 + 2 * 0.05) / 4
    assert calibrate.calibration_error(chances, targets) == pytest.approx(wanted)
    assert calibrate.calibration_error(np.append(chances, 0.35), np.append(targets, 0.0)) == pytest.approx((4 * wanted + 0.35) / 5)
    assert calibrate.calibration_error(np.array([0.0, 1.0]), np.array([0.0, 1.0])) == 0.0
    # In one bin only the means count.
    assert calibrate.calibration_error(chances, targets, bins=1) == pytest.approx(0.25)


def test_micro_f1_counts_all_decisions_together() -> None:
    assert calibrate.micro_f1(np.array([[1, 0], [1, 1]]), np.array([[1, 1], [0, 1]])) == pytest.approx(2 / 3)
    assert calibrate.micro_f1(np.zeros((2, 2)), np.ones((2, 2))) == 0.0


def test_thresholds_have_the_best_f1_and_lean_to_one_half_where_a_label_is_rare() -> None:
    # The best F1 takes in the doubtful middle, of which four in ten are true: a low threshold.
    logits = np.repeat([-4.0, -0.4, 4.0], [50, 10, 4])
    targets = np.concatenate([np.zeros(50), np.repeat([1.0, 0.0], [4, 6]), np.ones(4)])
    rare = calibrate.calibrate(logits[:, None], targets[:, None])
    common = calibrate.calibrate(np.tile(logits, 60)[:, None], np.tile(targets, 60)[:, None])
    assert common.thresholds[0] < rare.thresholds[0] < 0.5
    assert 0.2 <= common.thresholds[0] < 0.45
    found = calibrate.sigmoid(np.tile(logits, 60) * common.scale[0] + common.shift[0]) >= common.thresholds[0]
    assert common.recall[0] == 1.0
    assert common.precision[0] == pytest.approx(float(np.tile(targets, 60)[found].mean()), abs=1e-3)
    assert common.precision[0] == pytest.approx(8 / 14, abs=1e-3)


def test_each_label_is_calibrated_by_itself() -> None:
    draw = np.random.default_rng(1)
    targets = (draw.random((400, 2)) < 0.4).astype(float)
    logits = (2 * targets - 1) * [3.0, -3.0] + draw.normal(0, 0.3, (400, 2))
    made = calibrate.calibrate(logits, targets)
    assert made.scale[0] > 0 > made.scale[1]  # the second label's logits are upside down
    assert made.precision == made.recall == [1.0, 1.0]
    assert all(len(getattr(made, name)) == 2 for name in ("scale", "shift", "thresholds", "precision", "recall"))


def test_logits_and_targets_stand_in_the_order_of_the_examples(tokenizer: Tokenizer) -> None:
    reader = _reader(tokenizer)
    data = finetune.Data(_replies(tokenizer).replies * 2, _messages(tokenizer).messages * 2, _texts(tokenizer).texts * 2)
    logits, targets = calibrate.moves(reader, data.replies)
    assert logits.shape == targets.shape == (sum(len(example.sentences) for example in data.replies), len(MOVES))
    assert np.allclose(logits[: len(logits) // 2], logits[len(logits) // 2 :], atol=1e-5)
    logits, targets = calibrate.customers(reader, data.messages)
    assert logits.shape == targets.shape == (48, 3 + len(SIGNALS))
    assert targets[2].tolist() == [1, 1, 1, *(float(name == "urgency") for name in SIGNALS)]
    assert targets[0].sum() == 0
    logits, labels = calibrate.politeness(reader, data.texts)
    assert logits.shape == (48, len(POLITENESS))
    assert labels.tolist() == [example.label for example in data.texts]


# Export and serving


def _lively(tokenizer: Tokenizer, seed: int) -> Reader:
    """A random net of two layers and two attention heads, whose heads answer more loudly than fresh ones."""
    torch.manual_seed(seed)
    reader = Reader(pretrain.configuration(tokenizer.get_vocab_size(), 2, 128)).eval()
    with torch.no_grad():
        for weight in reader.encoder.parameters():
            if weight.dim() == 2:
                weight.mul_(3)
        for head in (reader.moves, reader.customer, reader.politeness):
            head[-1].weight.mul_(15)
        reader.evidence.weight.mul_(3)
    return reader


def _card(bound: float) -> dict:
    heads = {
        "moves": {"scale": [1.1] * len(MOVES), "shift": [0.2] * len(MOVES), "thresholds": [bound] * len(MOVES)},
        "customer": {"scale": [0.9] * (3 + len(SIGNALS)), "shift": [0.1] * (3 + len(SIGNALS)), "thresholds": [bound] * (3 + len(SIGNALS))},
        "politeness": {"scale": [1.0] * 3, "shift": [0.0] * 3},
    }
    return {"name": "tiny", "schema_version": 1, "heads": heads}


@pytest.fixture(scope="module")
def trained(tokenizer: Tokenizer) -> Reader:
    return _lively(tokenizer, 11)


@pytest.fixture(scope="module")
def weights(trained: Reader, tokenizer: Tokenizer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("weights")
    export.export(trained, folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    export.write_card(folder, _card(0.5))
    return folder


def _copy(weights: Path, to: Path) -> Path:
    to.mkdir()
    for path in weights.iterdir():
        (to / path.name).write_bytes(path.read_bytes())
    return to


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _cosines(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return (one * other).sum(-1) / np.linalg.norm(one, axis=-1) / np.linalg.norm(other, axis=-1)


def _rows(reader: Reader, n_rows: int) -> list[list[int]]:
    draw = random.Random(n_rows)
    return [[2, *(draw.randint(5, reader.config.vocab_size - 1) for _ in range(draw.randint(1, 62))), 3] for _ in range(n_rows)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_exported_encoder_agrees_with_torch(tokenizer: Tokenizer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    reader = _lively(tokenizer, seed)
    export.export(reader, tmp_path / "out")
    assert list((tmp_path / "here").iterdir()) == []  # nothing is left where the run was started
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["customer.onnx", "encoder.onnx", "moves.onnx", "politeness.onnx"]
    session = _session(tmp_path / "out/encoder.onnx")
    rows = _rows(reader, 12)
    read = [session.run(None, {"ids": np.array([row], dtype=np.int64)}) for row in rows]
    vector, embedding = (np.concatenate([one[place] for one in read]) for place in (0, 1))
    batch = batches.pad(rows)
    with torch.no_grad():
        found = reader.encode(batch)
        wanted = reader.embed(found.vector).numpy()
    assert (vector.shape, embedding.shape) == ((12, 128), (12, EMBEDDING))
    assert [one[2].shape for one in read] == [(1, len(row), len(SIGNALS)) for row in rows]
    assert _cosines(vector, found.vector.numpy()).min() > 0.98
    assert _cosines(embedding, wanted).min() > 0.98
    assert np.allclose(np.linalg.norm(embedding, axis=1), 1, atol=1e-4)
    for one, row, evidence in zip(read, rows, found.evidence.numpy(), strict=True):
        assert _cosines(one[2].ravel(), evidence[: len(row)].ravel()) > 0.98
    # Each is nearest to its own row, so that likeness says something.
    for one, other in ((vector, found.vector.numpy()), (embedding, wanted)):
        assert _cosines(one[:, None], other[None]).argmax(1).tolist() == list(range(12))
    kinds = {tensor.data_type for tensor in onnx.load(str(tmp_path / "out/encoder.onnx")).graph.initializer}
    assert onnx.TensorProto.INT8 in kinds


def test_the_plain_graph_is_the_network(trained: Reader, tmp_path: Path) -> None:
    onnx.save(graph.encoder(trained), tmp_path / "plain.onnx")
    session = _session(tmp_path / "plain.onnx")
    for row in _rows(trained, 9):
        vector, embedding, evidence = session.run(None, {"ids": np.array([row], dtype=np.int64)})
        with torch.no_grad():
            found = trained.encode(batches.pad([row]))
            assert np.allclose(vector, found.vector, atol=1e-4)
            assert np.allclose(embedding, trained.embed(found.vector), atol=1e-4)
            assert np.allclose(evidence, found.evidence, atol=1e-4)


def test_rows_of_one_length_are_read_together(trained: Reader, weights: Path) -> None:
    session = _session(weights / "encoder.onnx")
    draw = random.Random(9)
    rows = [[2, *(draw.randint(5, trained.config.vocab_size - 1) for _ in range(20)), 3] for _ in range(9)]
    together = session.run(None, {"ids": np.array(rows, dtype=np.int64)})
    for place, row in enumerate(rows):
        for one, all_ in zip(session.run(None, {"ids": np.array([row], dtype=np.int64)}), together, strict=True):
            # Activations are quantised over the whole batch, so the last digits may differ.
            assert _cosines(one[0].ravel(), all_[place].ravel()) > 0.99


@pytest.mark.parametrize("head", ["moves", "customer", "politeness"])
def test_exported_heads_agree_with_torch(trained: Reader, weights: Path, head: str) -> None:
    network = getattr(trained, head)
    given = torch.randn(5, network[1].in_features, generator=torch.Generator().manual_seed(0))
    logits = _session(weights / f"{head}.onnx").run(None, {"features": given.numpy()})[0]
    with torch.no_grad():
        assert np.allclose(logits, network(given).numpy(), atol=1e-3)
    assert float(logits.std()) > 0.1


def test_the_card_tells_the_checksum_of_every_file(weights: Path, tmp_path: Path) -> None:
    folder = _copy(weights, tmp_path / "w")
    card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
    names = ["customer.onnx", "encoder.onnx", "moves.onnx", "politeness.onnx", "tokenizer.json"]
    assert card["files"] == {name: sha256((folder / name).read_bytes()).hexdigest() for name in names}
    assert len(card["sha"]) == 64
    export.write_card(folder, _card(0.5))
    assert json.loads((folder / "card.json").read_text(encoding="utf-8"))["sha"] == card["sha"]
    for change in ("heads", "tokenizer", "file"):
        given = _card(0.6 if change == "heads" else 0.5)
        if change != "heads":
            path = folder / {"tokenizer": "tokenizer.json", "file": "moves.onnx"}[change]
            path.write_bytes(path.read_bytes() + b" ")
        before = json.loads((folder / "card.json").read_text(encoding="utf-8"))["sha"]
        export.write_card(folder, given)
        assert json.loads((folder / "card.json").read_text(encoding="utf-8"))["sha"] != before


PARTS = ["encoder.onnx", "moves.onnx", "customer.onnx", "politeness.onnx"]


@pytest.mark.parametrize("name", PARTS)
def test_a_flipped_byte_is_told_with_the_files_name(weights: Path, tmp_path: Path, name: str) -> None:
    folder = _copy(weights, tmp_path / "w")
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(bytes(data))
    with pytest.raises(BadModel) as error:
        Embedded(folder)
    assert str(folder / name) in error.value.describe("en")
    assert name in error.value.describe("ar")


@pytest.mark.parametrize("name", PARTS)
def test_a_missing_file_is_told_with_its_name(weights: Path, tmp_path: Path, name: str) -> None:
    folder = _copy(weights, tmp_path / "w")
    (folder / name).unlink()
    with pytest.raises(BadModel, match=name):
        Embedded(folder)


@pytest.mark.parametrize("change", ["missing", "flipped", "broken"])
def test_a_wrong_tokeniser_is_told(weights: Path, tmp_path: Path, change: str) -> None:
    folder = _copy(weights, tmp_path / "w")
    path = folder / "tokenizer.json"
    if change == "missing":
        path.unlink()
    else:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('"[UNK]"', '"[UNX]"') if change == "flipped" else text[:-20], encoding="utf-8")
    with pytest.raises(BadModel, match=r"tokenizer\.json"):
        Embedded(folder).embed(["the parcel"])


@pytest.mark.parametrize("text", [None, "{", "\udcff"])
def test_a_card_that_cannot_be_read_is_told(weights: Path, tmp_path: Path, text: str | None) -> None:
    folder = _copy(weights, tmp_path / "w")
    if text is None:
        (folder / "card.json").unlink()
    else:
        (folder / "card.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadModel, match=r"card\.json"):
        Embedded(folder)


@pytest.mark.parametrize("text", ["{}", "[]", '{"name": "x", "sha": "y"}'])
def test_a_card_without_its_fields_is_told(weights: Path, tmp_path: Path, text: str) -> None:
    folder = _copy(weights, tmp_path / "w")
    (folder / "card.json").write_text(text, encoding="utf-8")
    with pytest.raises(BadModel, match=r"card\.json lacks .*files"):
        Embedded(folder)


DRAFTS = {
    "en": "Hello Sara,\nI am very sorry about the delay. The parcel left the shop today!\n> where is it?\nKind regards,\nOmar",
    "ar": "أهلًا سارة،\nنعتذر بشدّة عن التأخيـــر. خرج الطلب اليوم 👋\n> أين الطلب؟\nمع خالص التحية،\nعمر",
    "mixed": "أهلا Sara، طلبك left the shop. شكرا!",
}
MESSAGES = {
    "en": "Where is my order?? You are THIEVES and liars 😡. I will leave you!\nSooooo good…",
    "ar": "أين فُلوسي؟؟ أنتم لُصوصٌ وكذابون 😡. سأترك الشركـــة!\nشكرااااا",
    "mixed": "وين my order؟ this is the third time يا شركة",
    "emoji": "😡😡",
    "long": "the parcel left the shop. " * 100,
}


@pytest.mark.parametrize("bound", [0.3, 0.5, 0.7])
@pytest.mark.parametrize("language", DRAFTS)
def test_moves_are_served_in_range(weights: Path, tmp_path: Path, language: str, bound: float) -> None:
    folder = _copy(weights, tmp_path / "w")
    export.write_card(folder, _card(bound))
    model = Embedded(folder)
    case = Case(draft=DRAFTS[language], customer=MESSAGES[language])
    draft, message = read(case.draft, DRAFT_CUES), read(MESSAGES[language], CUSTOMER_CUES)
    chances = model.move_chances(draft, message, case)
    assert chances.shape == (len(draft.sentences), len(MOVES))
    assert ((chances > 0) & (chances < 1)).all()
    made = model.moves(draft, message, case)
    assert len(made) == len(draft.sentences)
    for sentence, moves, row in zip(draft.sentences, made, chances, strict=True):
        if sentence.kind == "signature":
            assert moves == {"closing": 0.9}
        elif sentence.kind != "body":
            assert moves == {}
        else:
            assert moves == {move: pytest.approx(chance, abs=1e-5) for move, chance in zip(MOVES, row, strict=True) if chance >= bound}
            assert sentence.likely.keys() == {move for move, chance in zip(MOVES, row, strict=True) if 0.15 <= chance < bound}
    assert language == "mixed" or {sentence.kind for sentence in draft.sentences} == {"body", "quote", "signature"}
    assert any(made)
    assert not np.allclose(chances, model.move_chances(draft, None, case), atol=1e-3)  # the customer's words count
    assert model.moves(read("", DRAFT_CUES), None, Case(draft="-")) == []


@pytest.mark.parametrize("bound", [0.05, 0.5, 0.95])
@pytest.mark.parametrize("language", MESSAGES)
def test_emotion_and_signals_are_served_in_range(weights: Path, tmp_path: Path, language: str, bound: float) -> None:
    folder = _copy(weights, tmp_path / "w")
    export.write_card(folder, _card(bound))
    model = Embedded(folder)
    text = MESSAGES[language]
    case, message = Case(draft="-", customer=text), read(text, CUSTOMER_CUES)
    emotion = model.emotion(message, case)
    assert emotion.level in range(len(EMOTIONS))
    assert 0 <= emotion.confidence <= 1
    chances = model._message(message, case)[0]
    found = model.signals(message, case)
    assert {signal.signal: signal.confidence for signal in found} == {
        name: pytest.approx(chance, abs=1e-5) for name, chance in zip(SIGNALS, chances[3:], strict=True) if chance >= bound
    }
    assert bound != 0.05 or len(found) > 2
    assert bound != 0.95 or len(found) < len(SIGNALS)
    spans = [(sentence.start, sentence.end) for sentence in message.sentences]
    for signal in found:
        assert any(left <= signal.start < signal.end <= right for left, right in spans)
        # Evidence begins and ends between words.
        assert signal.start == 0 or not (text[signal.start - 1].isalnum() and text[signal.start].isalnum())
        assert signal.end == len(text) or not (text[signal.end - 1].isalnum() and text[signal.end].isalnum())
    assert [signal.start for signal in found] == sorted(signal.start for signal in found)


def test_evidence_is_the_run_around_the_strongest_piece(weights: Path, tokenizer: Tokenizer) -> None:
    model = Embedded(weights)
    text = "Where is my order?? You are thieves and liars. أنتم لصوص!"
    message = read(text, CUSTOMER_CUES)
    case = Case(draft="-", customer=text)
    best: dict[str, tuple[float, int]] = {}
    for sentence in message.sentences:
        [one] = model.encode([sentence.text])
        for piece, (left, _) in enumerate(one.offsets):
            for name, strength in zip(SIGNALS, one.evidence[piece], strict=True):
                if name not in best or strength > best[name][0]:
                    best[name] = (float(strength), sentence.start + left)
    found = model.signals(message, case)
    assert found
    assert all(signal.start <= best[signal.signal][1] < signal.end for signal in found)


def test_who_wrote_before_contacts_again(weights: Path) -> None:
    model = Embedded(weights)
    thread = [{"role": "customer", "text": "Where is it?"}, {"role": "agent", "text": "Soon."}, {"role": "customer", "text": "And now?"}]
    case = Case.make({"draft": "-", "customer": thread})
    again = [signal for signal in model.signals(read("And now?", CUSTOMER_CUES), case) if signal.signal == "repeat_contact"]
    assert len(again) == 1
    assert 0 <= again[0].start < again[0].end <= len("And now?")


def test_an_empty_message_is_calm(weights: Path) -> None:
    model = Embedded(weights)
    case, nothing = Case(draft="-"), read("", CUSTOMER_CUES)
    assert (model.emotion(nothing, case).level, model.signals(nothing, case)) == (0, [])


def test_a_text_of_nothing_is_neutral(weights: Path) -> None:
    assert Embedded(weights).politeness(read("", ())).tolist() == [float(name == "neutral") for name in POLITENESS]


@pytest.mark.parametrize("text", [*DRAFTS.values(), *MESSAGES.values()])
def test_politeness_is_a_distribution_as_torch_gives_it(weights: Path, trained: Reader, tokenizer: Tokenizer, text: str) -> None:
    found = Embedded(weights).politeness(read(text, ()))
    assert found.shape == (len(POLITENESS),)
    assert float(found.sum()) == pytest.approx(1)
    assert ((found > 0) & (found < 1)).all()
    with torch.no_grad():
        wanted = torch.softmax(finetune.politeness_logits(trained, [examples.text(text, 0, tokenizer)]), dim=1)[0].numpy()
    assert np.abs(found - wanted).max() < 0.1


@pytest.mark.parametrize("language", DRAFTS)
def test_moves_are_served_as_they_are_trained(weights: Path, trained: Reader, tokenizer: Tokenizer, language: str) -> None:
    customer = MESSAGES[language]
    draft = read(DRAFTS[language], DRAFT_CUES)
    case = Case(draft=DRAFTS[language], customer=customer)
    served = Embedded(weights).move_chances(draft, read(customer, CUSTOMER_CUES), case)
    example = examples.ReplyExample(
        [examples.pieces(tokenizer, sentence.text) for sentence in draft.sentences],
        [examples.pieces(tokenizer, sentence.text) for sentence in examples.spoken(read(customer, ()))],
        features.moves_features(draft, case),
        np.zeros((len(draft.sentences), len(MOVES)), dtype=np.float32),
    )
    logits, _ = calibrate.moves(trained, [example])
    wanted = calibrate.sigmoid(logits * 1.1 + 0.2)
    assert np.abs(served - wanted).max() < 0.1
    assert float(wanted.std()) > 0.1


def test_evidence_is_pooled_as_it_is_trained(weights: Path, trained: Reader, tokenizer: Tokenizer) -> None:
    text = "the order left"
    [one] = Embedded(weights).encode([text])
    with torch.no_grad():
        found = trained.encode(batches.pad([_ids(tokenizer, text)]))
    assert np.abs(one.peak - strongest(found.evidence, found.mask)[0].numpy()).max() < 0.2


def test_embeddings_are_unit_vectors_near_those_of_torch(weights: Path, trained: Reader, tokenizer: Tokenizer) -> None:
    model = Embedded(weights)
    texts = [*LINES, LINES[0], "", "the parcel left " * 40]
    found = model.embed(texts)
    assert found.shape == (len(texts), EMBEDDING)
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-4)
    assert (found[0] == found[len(LINES)]).all()
    with torch.no_grad():
        wanted = trained.embed(finetune.encode(trained, [examples.pieces(tokenizer, text) for text in texts]).vector).numpy()
    assert _cosines(found, wanted).min() > 0.98
    assert len(model.embed([])) == 0


def test_a_name_tells_the_weights(weights: Path) -> None:
    card = json.loads((weights / "card.json").read_text(encoding="utf-8"))
    assert Embedded(weights).name == f"tiny@{card['sha'][:12]}"


def test_memory_changes_nothing_but_the_work(weights: Path) -> None:
    forgetful, mindful, short = Embedded(weights, remembered=0), Embedded(weights), Embedded(weights, remembered=2)
    texts = LINES * 2
    wanted = forgetful.embed(texts)
    for _ in range(2):
        assert np.array_equal(forgetful.embed(texts), wanted)
        assert np.array_equal(mindful.embed(texts), wanted)
        assert np.array_equal(short.embed(texts), wanted)
    assert (len(forgetful._remembered), len(mindful._remembered), len(short._remembered)) == (0, len(LINES), 2)


@pytest.mark.parametrize("language", MESSAGES)
def test_a_case_is_read_alike_with_and_without_memory(weights: Path, language: str) -> None:
    case, message = Case(draft=DRAFTS["ar"], customer=MESSAGES[language]), read(MESSAGES[language], CUSTOMER_CUES)
    results = []
    for model in (Embedded(weights, remembered=0), Embedded(weights)):
        for _ in range(2):
            draft = read(case.draft, DRAFT_CUES)
            moves = model.move_chances(draft, message, case)
            results.append([*moves.ravel(), *model._message(message, case)[0], *model.politeness(message)])
    assert len(results) == 4
    assert all(np.allclose(result, results[0], atol=1e-5) for result in results[1:])


def test_what_was_read_before_changes_nothing(weights: Path) -> None:
    fresh, used = Embedded(weights), Embedded(weights)
    used.encode([LINES[0]])
    used.encode([LINES[7]])
    assert np.allclose(fresh.embed(LINES), used.embed(LINES), atol=1e-5)


def test_what_is_remembered_is_not_encoded_again(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = Embedded(weights, remembered=3)
    asked: list[str] = []
    real = model._encode_one
    monkeypatch.setattr(model, "_encode_one", lambda text: (asked.append(text), real(text))[1])
    for text in ("a", "b", "c", "a", "d", "a", "b"):  # "b" is the one seen longest ago when "d" comes
        model.encode([text])
    assert asked == ["a", "b", "c", "d", "b"]
