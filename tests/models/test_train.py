# ruff: noqa: E402 -- the libraries are looked for before anything that needs them
"""`coach train`: every path on tiny data in both languages, with a network of one layer."""

import json
import random
import sys
from pathlib import Path

import pytest

for library in ("torch", "transformers", "tokenizers", "safetensors", "onnx", "onnxruntime"):
    pytest.importorskip(library)

import torch
import typer
from tokenizers import Tokenizer
from typer.testing import CliRunner

from coach.case import Case
from coach.cli.train import train as command
from coach.config import ModelNames, default_profile
from coach.errors import BadModel, BadRecord, BadTraining, MissingExtra, NotFound
from coach.models import hub
from coach.models.embedded import Embedded
from coach.models.evaluation import evaluate_customers, load_rows
from coach.models.registry import load_model, load_models
from coach.models.training import calibrate, export, finetune, pretrain, vocabulary
from coach.models.training.company import scoring, small
from coach.models.training.company import train as training
from coach.models.training.company.classifier import Classifier, uncalibrated
from coach.models.training.company.measuring import Figures
from coach.models.training.company.outcome import Outcome
from coach.models.training.company.plan import LABELS, Plan
from coach.models.training.company.quiet import without_warnings
from coach.models.training.company.rows import load, message, reply, split
from coach.models.training.company.train import train
from coach.models.training.network import Reader
from coach.pipeline import Coach
from coach.reading import EMOTIONS, MOVES, SIGNALS
from coach.text.document import read

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning:torch.*",
    "ignore::DeprecationWarning:onnx.*",
    "ignore::FutureWarning:transformers.*",
)

REPLIES = [
    ("Hello Sara,", "greeting"),
    ("Thank you for writing to us.", "gratitude"),
    ("I am very sorry for the delay.", "apology"),
    ("I understand how upsetting this is.", "empathy"),
    ("The parcel was held at customs.", "explanation"),
    ("I have refunded the full amount.", "resolution"),
    ("We will call you tomorrow at noon.", "commitment"),
    ("Please restart the router.", "instruction"),
    ("Could you send me your order number?", "question"),
    ("We cannot refund a used item.", "refusal"),
    ("You should have read the terms.", "blame"),
    ("Best regards,", "closing"),
    ("Let me know if you need anything else.", "offer_help"),
    ("This was our mistake.", "ownership"),
    ("Good morning Omar,", "greeting"),
    ("Thanks for your patience.", "gratitude"),
    ("We apologise for the trouble.", "apology"),
    ("The outage began at nine.", "explanation"),
    ("I have sent a new charger.", "resolution"),
    ("When did the problem start?", "question"),
    ("أهلًا بك يا سارة،", "greeting"),
    ("شكرًا لتواصلك معنا.", "gratitude"),
    ("نعتذر بشدة عن التأخير.", "apology"),
    ("أتفهم مدى إزعاج ذلك.", "empathy"),
    ("تأخرت الشحنة في الجمارك.", "explanation"),
    ("أعدت لك المبلغ كاملًا.", "resolution"),
    ("سنتصل بك غدًا ظهرًا.", "commitment"),
    ("يرجى إعادة تشغيل الجهاز.", "instruction"),
    ("هل ترسل لي رقم الطلب؟", "question"),
    ("لا يمكننا استرجاع منتج مستعمل.", "refusal"),
    ("كان عليك قراءة الشروط.", "blame"),
    ("مع أطيب التحيات،", "closing"),
    ("أخبرني إن احتجت إلى شيء آخر.", "offer_help"),
    ("هذا خطؤنا نحن.", "ownership"),
    ("صباح الخير يا عمر،", "greeting"),
    ("شكرًا على صبرك.", "gratitude"),
    ("نأسف على الإزعاج.", "apology"),
    ("بدأ العطل عند التاسعة.", "explanation"),
    ("أرسلت لك شاحنًا جديدًا.", "resolution"),
    ("متى بدأت المشكلة؟", "question"),
]
MESSAGES = [
    ("Where is my parcel?", 0, []),
    ("My order arrived late and the box is torn.", 1, []),
    ("This is the third time I write to you!", 2, ["repeat_contact"]),
    ("I will cancel my contract today.", 2, ["threat_leave"]),
    ("You are idiots and thieves!", 3, ["insult"]),
    ("I need it by tonight, it is urgent.", 1, ["urgency"]),
    ("Can I change my address?", 0, []),
    ("The app keeps crashing.", 1, []),
    ("I will post this on Twitter!", 2, ["threat_public"]),
    ("Thanks, when do you open?", 0, []),
    ("Useless fools, give me my money!", 3, ["insult"]),
    ("I have called twice already.", 1, ["repeat_contact"]),
    ("How do I pay my bill?", 0, []),
    ("Cancel everything, I am leaving you.", 2, ["threat_leave"]),
    ("Please hurry, I travel in an hour.", 1, ["urgency"]),
    ("أين شحنتي؟", 0, []),
    ("وصل الطلب متأخرًا والعلبة ممزقة.", 1, []),
    ("هذه ثالث مرة أكتب لكم!", 2, ["repeat_contact"]),
    ("سألغي العقد اليوم.", 2, ["threat_leave"]),
    ("أنتم أغبياء ولصوص!", 3, ["insult"]),
    ("أحتاجه الليلة، الأمر عاجل.", 1, ["urgency"]),
    ("هل يمكنني تغيير العنوان؟", 0, []),
    ("التطبيق يتعطل دائمًا.", 1, []),
    ("سأنشر هذا في تويتر!", 2, ["threat_public"]),
    ("شكرًا، متى تفتحون؟", 0, []),
    ("حمقى بلا فائدة، أعيدوا مالي!", 3, ["insult"]),
    ("اتصلت مرتين من قبل.", 1, ["repeat_contact"]),
    ("كيف أدفع الفاتورة؟", 0, []),
    ("ألغوا كل شيء، سأترككم.", 2, ["threat_leave"]),
    ("أسرعوا رجاءً، سأسافر بعد ساعة.", 1, ["urgency"]),
]
POLITE = {
    "gratitude": "polite",
    "apology": "polite",
    "empathy": "polite",
    "offer_help": "polite",
    "blame": "impolite",
    "refusal": "impolite",
}
SECRET = "Zanzibar"  # stands in rows that are wrong, and must not be quoted


def moves_rows() -> list[dict]:
    rows = [
        {"context": MESSAGES[place % 30][0], "sentences": [{"text": text, "moves": [move]} for text, move in REPLIES[place : place + 2]]}
        for place in range(0, 40, 2)
    ]
    feedback = [
        {"kind": "feedback", "task": "moves", "text": text, "context": None, "moves": [move], "id": place}
        for place, (text, move) in enumerate(REPLIES)
    ]
    return rows + feedback[::3] + [{"kind": "feedback", "task": "rules", "rule": "x", "text": "other"}]


def customer_rows() -> list[dict]:
    return [
        {
            "text": text,
            "emotion": level if place % 2 else EMOTIONS[level],
            "signals": signals,
            "evidence": [{"signal": signal, "start": 0, "end": len(text)} for signal in signals],
        }
        for place, (text, level, signals) in enumerate(MESSAGES)
    ]


def polite_rows() -> list[dict]:
    return [{"text": text, "politeness": POLITE.get(move, "neutral")} for text, move in REPLIES]


ROWS = {"moves": moves_rows, "customers": customer_rows, "politeness": polite_rows}
TASKS = tuple(ROWS)


def write(path: Path, rows: list[dict]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> Path:
    """A folder as training/ship.py leaves it, of one layer that knows nothing."""
    folder = tmp_path_factory.mktemp("base")
    texts = [text for text, *_ in (*REPLIES, *MESSAGES)]
    tokenizer = vocabulary.train([text for text in texts for _ in range(3)], 600, folder / "tokenizer.json")
    torch.manual_seed(0)
    reader = Reader(pretrain.configuration(tokenizer.get_vocab_size(), 1, 64))
    reader.eval()
    with without_warnings():
        export.export(reader, folder)
    reader.save(folder)
    labels = {"moves": len(MOVES), "customer": 11, "politeness": 3}
    heads = {head: {"scale": [1.0] * n, "shift": [0.0] * n, "thresholds": [0.5] * n} for head, n in labels.items()}
    export.write_card(folder, {"name": "embedded", "schema_version": 1, "heads": heads})
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("data")
    return {task: write(folder / f"{task}.jsonl", ROWS[task]()) for task in TASKS}


@pytest.fixture(scope="module")
def large(base, tmp_path_factory) -> Path:
    """A transformers model with a head that is not ours."""
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("large")
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    torch.manual_seed(0)
    size = tokenizer.get_vocab_size()
    config = BertConfig(
        vocab_size=size, hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64, max_position_embeddings=128
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    special = {"unk_token": "[UNK]", "pad_token": "[PAD]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special).save_pretrained(folder)
    return folder


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    # What a library may leave in the working folder is not left in the repository.
    monkeypatch.chdir(tmp_path)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def texts_in(folder: Path) -> bool:
    """Tell whether a row's text stands in what people read of a folder."""
    said = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.name in ("README.md", "card.json", "train.json"))
    return any(text in said for text, *_ in (*REPLIES, *MESSAGES))


class TestSmall:
    @pytest.mark.parametrize("task", TASKS)
    def test_trains_calibrates_and_writes_what_is_served(self, task, base, data, tmp_path, capsys):
        out = tmp_path / "out"
        made = train(Plan(task, (data[task],), out, base=str(base), epochs=2))
        names = set(contents(out))
        assert {"encoder.safetensors", "config.json", "tokenizer.json", "card.json", "encoder.onnx", "README.md", "train.json"} <= names
        assert "checkpoint.pt" not in names
        card = json.loads((out / "card.json").read_text(encoding="utf-8"))
        own = {"moves": "moves", "customers": "customer", "politeness": "politeness"}[task]
        assert list(card["heads"]) == [own]
        assert set(card["files"]) == {"encoder.onnx", f"{own}.onnx", "tokenizer.json"}
        assert {path.name for path in out.glob("*.onnx")} == {"encoder.onnx", f"{own}.onnx"}
        assert Embedded(out).name.startswith(f"tuned-{task}@")
        assert made.before is not None
        assert made.before.name.startswith("embedded@")
        assert "calibration error" in made.after.means
        assert made.after.labels
        assert not texts_in(out)
        assert "fine-tuning" in capsys.readouterr().err

    def test_what_is_taught_is_read_better_than_before(self, base, data, tmp_path):
        rows = write(tmp_path / "dev.jsonl", [{"text": text + " now", "politeness": label} for text, label in _polite_pairs()])
        made = train(Plan("politeness", (data["politeness"],), tmp_path / "out", base=str(base), dev=rows, epochs=10))
        assert made.before is not None
        assert made.after.score > made.before.score
        assert made.as_good
        assert "better than embedded@" in made.as_text()

    def test_the_same_seed_gives_the_same_files(self, base, data, tmp_path):
        for name in ("a", "b"):
            train(Plan("politeness", (data["politeness"],), tmp_path / name, base=str(base), epochs=2))
        assert contents(tmp_path / "a") == contents(tmp_path / "b")

    def test_goes_on_from_its_own_result(self, base, data, tmp_path):
        train(Plan("politeness", (data["politeness"],), tmp_path / "a", base=str(base), epochs=1))
        made = train(Plan("politeness", (data["politeness"],), tmp_path / "b", base=str(tmp_path / "a"), epochs=1))
        assert made.before is not None
        assert made.base == made.before.name
        assert made.base.startswith("tuned-politeness@")

    def test_from_a_result_for_another_task(self, base, data, tmp_path):
        train(Plan("politeness", (data["politeness"],), tmp_path / "a", base=str(base), epochs=1))
        made = train(Plan("customers", (data["customers"],), tmp_path / "b", base=str(tmp_path / "a"), epochs=1))
        assert made.base.startswith("tuned-politeness@")
        assert made.before is not None
        assert made.before.name != made.base  # which has no such head

    def test_a_folder_is_of_one_task(self, base, data, tmp_path):
        out = tmp_path / "a"
        train(Plan("politeness", (data["politeness"],), out, base=str(base), epochs=1))
        model, text = Embedded(out), read("Where is my parcel?", ())
        assert float(model.politeness(text).sum()) == pytest.approx(1)
        for ask in (model.moves, model.emotion, model.signals):
            given = (text, None, Case(draft="-")) if ask == model.moves else (text, Case(draft="-"))
            with pytest.raises(BadModel, match=r"no head for .*it has: politeness") as caught:
                ask(*given)
            assert str(out) in caught.value.describe("ar")

    def test_no_epoch_beats_a_base_that_cannot_be_beaten(self, base, data, tmp_path, monkeypatch):
        scores = iter((1.0, 0.5, 0.4))
        monkeypatch.setattr(scoring, "liked", lambda *_: next(scores))
        made = train(Plan("politeness", (data["politeness"],), tmp_path / "out", base=str(base), epochs=2))
        assert not made.as_good
        assert made.unbeaten == ("politeness",)
        assert "WORSE" in made.verdict() or "no epoch beat embedded@" in made.verdict()
        assert (tmp_path / "out" / "card.json").is_file()

    def test_untold_evidence_stays_as_the_base_sees_it(self, base):
        tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
        text = "You thieves. I leave you today!"
        told = {"signal": "insult", "start": 0, "end": 11}
        rows = [message({"text": text, "emotion": 3, "signals": ["insult", "threat_leave"], "evidence": [told]})]
        messages = small.prepared("customers", rows, tokenizer).messages
        reader = Reader.load(base)
        small.keep_evidence(reader, rows, messages)
        marks = messages[0].evidence
        assert len(marks) == 2
        assert set(marks[0][:, SIGNALS.index("insult")]) == {0.0, 1.0}
        assert not marks[1][:, SIGNALS.index("insult")].any()
        assert all(((own[:, SIGNALS.index("threat_leave")] > 0) & (own[:, SIGNALS.index("threat_leave")] < 1)).all() for own in marks)
        assert not marks[0][:, SIGNALS.index("sarcasm")].any()

    def test_embedded_is_what_ships(self, base, data, tmp_path, monkeypatch):
        monkeypatch.setattr(small, "files", lambda _: base.parent)
        monkeypatch.setattr(small, "_SHIPPED", base.name)
        assert train(Plan("politeness", (data["politeness"],), tmp_path / "out", epochs=1)).base == Embedded(base).name

    def test_a_base_whose_weights_are_missing_or_broken_is_refused(self, base, data, tmp_path):
        bare = tmp_path / "bare"
        bare.mkdir()
        for path in base.iterdir():
            if path.name != "encoder.safetensors":
                (bare / path.name).write_bytes(path.read_bytes())
        with pytest.raises(BadModel, match=r"encoder\.safetensors"):
            train(Plan("moves", (data["moves"],), tmp_path / "out", base=str(bare)))
        (bare / "encoder.safetensors").write_bytes(b"broken")
        with pytest.raises(BadModel, match="SafetensorError"):
            train(Plan("moves", (data["moves"],), tmp_path / "out", base=str(bare)))


def _polite_pairs() -> list[tuple[str, str]]:
    return [(text, POLITE.get(move, "neutral")) for text, move in REPLIES]


class Killed(Exception):
    pass


def killing(monkeypatch, after: int) -> None:
    """Let a run die when it judges for the `after` + first time."""
    liked, judged = scoring.liked, []

    def die(*given):
        judged.append(None)
        if len(judged) > after:
            raise Killed
        return liked(*given)

    monkeypatch.setattr(scoring, "liked", die)


class TestRuns:
    @pytest.mark.parametrize("task", TASKS)
    def test_killed_and_run_again_gives_the_same(self, task, base, data, tmp_path, monkeypatch):
        monkeypatch.setattr(calibrate, "micro_f1", lambda *_: 0.0)  # the likelihood alone decides, so that the last epoch is kept

        def plan(name: str) -> Plan:
            return Plan(task, (data[task],), tmp_path / name, base=str(base), epochs=3)

        train(plan("whole"))
        with monkeypatch.context() as patch:
            killing(patch, after=2)  # the base and the first epoch
            with pytest.raises(Killed):
                train(plan("killed"))
        assert (tmp_path / "killed" / "checkpoint.pt").is_file()
        with pytest.raises(BadTraining, match=r"differs in epochs.*--fresh"):
            train(Plan(task, (data[task],), tmp_path / "killed", base=str(base), epochs=4))
        train(plan("killed"))
        assert contents(tmp_path / "killed") == contents(tmp_path / "whole")

    def test_a_large_model_killed_and_run_again_gives_the_same(self, large, data, tmp_path, monkeypatch):
        def plan(name: str) -> Plan:
            return Plan("customers", (data["customers"],), tmp_path / name, base=f"hub:{large}", epochs=2)

        train(plan("whole"))
        with monkeypatch.context() as patch:
            killing(patch, after=3)  # in the second epoch of the second part
            with pytest.raises(Killed):
                train(plan("killed"))
        train(plan("killed"))
        assert contents(tmp_path / "killed") == contents(tmp_path / "whole")

    def test_a_run_killed_while_writing_can_be_finished(self, base, data, tmp_path, monkeypatch):
        plan = Plan("politeness", (data["politeness"],), tmp_path / "out", base=str(base), epochs=1)
        with monkeypatch.context() as patch:
            patch.setattr(export, "write_card", lambda *_: (_ for _ in ()).throw(Killed))
            with pytest.raises(Killed):
                train(plan)
        train(plan)
        assert Embedded(tmp_path / "out").name.startswith("tuned")

    def test_a_folder_of_another_run_or_a_finished_one_is_refused(self, base, data, tmp_path, monkeypatch):
        out = tmp_path / "out"
        with monkeypatch.context() as patch:
            killing(patch, after=1)
            with pytest.raises(Killed):
                train(Plan("politeness", (data["politeness"],), out, base=str(base), epochs=1))
        with pytest.raises(BadTraining, match="differs in task, data"):
            train(Plan("customers", (data["customers"],), out, base=str(base), epochs=1))
        train(Plan("politeness", (data["politeness"],), out, base=str(base), epochs=1))
        with pytest.raises(BadTraining, match="finished model"):
            train(Plan("politeness", (data["politeness"],), out, base=str(base), epochs=1))
        (out / "notes.md").write_text("ours", encoding="utf-8")
        train(Plan("customers", (data["customers"],), out, base=str(base), epochs=1, fresh=True))
        assert (out / "notes.md").is_file()
        assert Embedded(out).name.startswith("tuned-customers@")

    def test_a_folder_of_something_else(self, base, data, tmp_path):
        (tmp_path / "photo.png").write_bytes(b"x")
        for fresh in (False, True):
            with pytest.raises(BadTraining, match="no run"):
                train(Plan("moves", (data["moves"],), tmp_path, base=str(base), fresh=fresh))
        with pytest.raises(BadTraining, match="the base lies in it"):
            train(Plan("moves", (data["moves"],), base, base=str(base), fresh=True))

    def test_patience_outlives_a_kill(self, base, data, tmp_path):
        tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
        given = small.prepared("politeness", polite_rows(), tokenizer)
        judged: list[int] = []

        def judge(reader: Reader) -> float:
            judged.append(1)
            return 0.5

        for _ in range(2):
            finetune.fit(Reader.load(base), given, finetune.Settings(epochs=9), judge, 2, tmp_path / "checkpoint.pt")
        assert len(judged) == 3

    def test_without_a_checkpoint_nothing_changes(self, base, tmp_path):
        tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
        given = small.prepared("moves", [reply(row) for row in moves_rows()[:20]], tokenizer)
        weights = []
        for checkpoint in (None, tmp_path / "checkpoint.pt"):
            reader = Reader.load(base)
            finetune.fit(reader, given, finetune.Settings(epochs=2), None, 3, checkpoint)
            weights.append(reader.state_dict())
        assert all(torch.equal(value, weights[1][name]) for name, value in weights[0].items())


class TestLarge:
    @pytest.mark.parametrize("task", ["moves", "politeness"])
    def test_what_is_saved_is_what_is_served(self, task, large, data, tmp_path):
        out = tmp_path / "out"
        made = train(Plan(task, (data[task],), out, base=f"hub:{large}", epochs=2))
        config = json.loads((out / "config.json").read_text(encoding="utf-8"))
        assert set(config["id2label"].values()) == set(LABELS[task])
        assert bool(config.get("thresholds")) == (task == "moves")
        assert load_model(task, f"hub:{out}").name == hub.load(task, str(out)).name
        assert f"hub:{out}" in made.usage(str(out))
        assert not texts_in(out)
        assert not list(out.glob("*.pt"))

    def test_customers_are_two_models(self, large, data, tmp_path):
        out = tmp_path / "out"
        made = train(Plan("customers", (data["customers"],), out, base=f"hub:{large}", epochs=1))
        assert f'emotion: "hub:{out}/emotion"' in made.as_text()
        for part in ("emotion", "signals"):
            assert (out / part / "model.safetensors").is_file()
            hub.load(part, str(out / part))
        again = train(Plan("customers", (data["customers"],), tmp_path / "again", base=f"hub:{out}", epochs=1))
        assert again.before is not None
        assert again.before.name.startswith("hub:out@")

    def test_labels_in_another_order_keep_their_head(self, large, data, tmp_path):
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        model = AutoModelForSequenceClassification.from_pretrained(
            large, num_labels=3, id2label=dict(enumerate(("polite", "impolite", "neutral"))), ignore_mismatched_sizes=True
        )
        model.save_pretrained(tmp_path / "named")
        AutoTokenizer.from_pretrained(large).save_pretrained(tmp_path / "named")
        tuned = Classifier("politeness", tmp_path / "named", 1)
        assert tuned.labels == ["polite", "impolite", "neutral"]
        assert torch.equal(tuned.model.classifier.weight, model.classifier.weight)

    def test_calibration_is_folded_into_the_last_layer(self, large, data):
        tuned = Classifier("signals", large, 1)
        rows = tuned.prepare([message(row) for row in customer_rows()])
        logits = tuned.outputs(rows)
        fitted = calibrate.calibrate(logits, rows.targets)
        tuned.calibrate(rows)
        assert abs(tuned.outputs(rows) - (logits * fitted.scale + fitted.shift)).max() < 1e-3
        assert list(tuned.model.config.thresholds.values()) == fitted.thresholds

    def test_thresholds_without_folding_decide_alike(self):
        bound = uncalibrated(0.6, 2.0, -0.5)
        for logit in (-2.0, 0.3, 0.4, 0.5, 3.0):
            line = 1 / (1 + 2.718281828 ** -(2 * logit - 0.5))
            assert (line >= 0.6) == (1 / (1 + 2.718281828**-logit) >= bound)

    def test_not_on_this_machine_and_pickles(self, large, data, tmp_path):
        with pytest.raises(BadModel, match="not on this machine"):
            train(Plan("moves", (data["moves"],), tmp_path / "out", base="hub:nobody/nothing"))
        pickled = tmp_path / "pickled"
        pickled.mkdir()
        (pickled / "config.json").write_bytes((large / "config.json").read_bytes())
        (pickled / "pytorch_model.bin").write_bytes(b"x")
        with pytest.raises(BadModel, match="pickle"):
            train(Plan("moves", (data["moves"],), tmp_path / "out", base=f"hub:{pickled}"))
        assert not (tmp_path / "out").exists()

    def test_a_tokenizer_without_padding(self, large, data, tmp_path):
        bare = tmp_path / "bare"
        bare.mkdir()
        for path in large.iterdir():
            (bare / path.name).write_bytes(path.read_bytes())
        told = json.loads((bare / "tokenizer_config.json").read_text(encoding="utf-8"))
        del told["pad_token"]
        (bare / "tokenizer_config.json").write_text(json.dumps(told), encoding="utf-8")
        with pytest.raises(BadModel, match="padding"):
            train(Plan("moves", (data["moves"],), tmp_path / "out", base=f"hub:{bare}"))


class TestRows:
    WRONG = (
        ("moves", {"sentences": SECRET}),
        ("moves", {"sentences": []}),
        ("moves", {"sentences": [{"text": SECRET, "moves": ["dance" + SECRET]}]}),
        ("moves", {"sentences": [{"text": SECRET, "moves": "apology"}]}),
        ("moves", {"sentences": [{"text": SECRET, "moves": [["apology"]]}]}),
        ("moves", {"sentences": [{"text": SECRET + "\0", "moves": []}]}),
        ("moves", {"sentences": [{"text": "...", "moves": []}]}),
        ("moves", {"context": 3, "sentences": [{"text": SECRET, "moves": []}]}),
        ("moves", {"kind": "feedback", "task": "moves", "text": SECRET}),
        ("moves", [SECRET]),
        ("customers", {"text": SECRET, "emotion": 4, "signals": []}),
        ("customers", {"text": SECRET, "emotion": True, "signals": []}),
        ("customers", {"text": SECRET, "emotion": 1}),
        ("customers", {"text": SECRET, "emotion": 1, "signals": ["insult"], "evidence": [{"signal": "insult", "start": 0, "end": 999}]}),
        ("customers", {"text": SECRET * 20_000, "emotion": 1, "signals": []}),
        ("politeness", {"text": "", "politeness": "polite"}),
        ("politeness", {"text": SECRET, "politeness": ["polite"]}),
    )

    @pytest.mark.parametrize(("task", "row"), WRONG)
    def test_wrong_rows_are_named_and_not_quoted(self, task, row, base, tmp_path):
        path = write(tmp_path / "rows.jsonl", [ROWS[task]()[0], row])
        with pytest.raises(BadRecord, match=r"rows\.jsonl:2") as caught:
            train(Plan(task, (path,), tmp_path / "out", base=str(base)))
        assert all(SECRET not in caught.value.describe(language) for language in ("en", "ar"))

    def test_a_file_that_cannot_be_read_is_named_with_its_line(self, base, tmp_path):
        with pytest.raises(NotFound):
            train(Plan("moves", (tmp_path / "none.jsonl",), tmp_path / "out", base=str(base)))
        (tmp_path / "bad.jsonl").write_bytes(b'{"text": "\xff"}\n')
        with pytest.raises(BadRecord, match=r"bad\.jsonl:1"):
            train(Plan("politeness", (tmp_path / "bad.jsonl",), tmp_path / "out", base=str(base)))

    def test_too_few_rows_are_counted_and_nothing_is_written(self, base, data, tmp_path):
        few = write(tmp_path / "few.jsonl", polite_rows()[:24])
        with pytest.raises(BadTraining, match="19 training rows"):
            train(Plan("politeness", (few,), tmp_path / "out", base=str(base)))
        few = write(tmp_path / "dev.jsonl", polite_rows()[:4])
        with pytest.raises(BadTraining, match=r"dev\.jsonl: 4 dev rows"):
            train(Plan("politeness", (data["politeness"],), tmp_path / "out", base=str(base), dev=few))
        assert not (tmp_path / "out").exists()

    def test_both_sides_and_other_tasks(self, data, tmp_path):
        dev = write(tmp_path / "dev.jsonl", polite_rows()[:6])
        found = load(Plan("politeness", (data["politeness"],), tmp_path / "out", dev=dev))
        assert (len(found.train), len(found.dev), found.shared) == (34, 6, 6)
        assert load(Plan("moves", (data["moves"],), tmp_path / "out")).other == 1

    def test_the_split_is_stable(self):
        rows = [{"text": f"row {number}", "politeness": "polite"} for number in range(400)]
        kept, dev = split(rows, 1)
        assert len(kept) + len(dev) == 400
        assert 20 <= len(dev) <= 60
        random.Random(3).shuffle(rows)
        more = [*rows, *({"text": f"more {number}"} for number in range(100))]
        assert {row["text"] for row in dev} <= {row["text"] for row in split(more, 1)[1]}
        assert {row["text"] for row in split(rows, 2)[1]} != {row["text"] for row in dev}
        twice = rows[:30] * 2
        left, right = split(twice, 1)
        assert len(right) >= 5
        assert not {row["text"] for row in left} & {row["text"] for row in right}


class TestVerdict:
    @staticmethod
    def made(task: str, before: float, after: float, *unbeaten: str, base: str = "embedded") -> Outcome:
        old, new = (Figures(name, score, {"accuracy": score}, {}) for name, score in (("the base", before), ("the new model", after)))
        return Outcome(Plan(task, (), Path("out"), base=base), "the base", old, new, unbeaten)

    def test_it_follows_the_figures_and_the_epochs(self):
        assert self.made("moves", 0.5, 0.6).as_good
        assert self.made("moves", 0.5, 0.5).as_good
        worse = self.made("moves", 0.5, 0.4, "moves")
        assert not worse.as_good
        assert "WORSE than the base" in worse.verdict()
        for after in (0.5, 0.6):
            stale = self.made("moves", 0.5, after, "moves")
            assert not stale.as_good
            assert "no epoch beat the base on the dev rows (0.500" in stale.verdict()
            assert "is better" not in stale.as_text()
        assert "rows in signals (" in self.made("customers", 0.5, 0.6, "signals", base="hub:x").verdict()


class TestServing:
    def test_a_document_without_sentences_is_neutral(self, base):
        assert list(Embedded(base).politeness(read("", ()))) == [0.0, 1.0, 0.0]

    @pytest.mark.parametrize(
        ("card", "lacks"), [([], "name, sha, files, heads"), ({"name": "x", "sha": "y", "files": None}, "files, heads")]
    )
    def test_a_card_that_is_none(self, card, lacks, tmp_path):
        (tmp_path / "card.json").write_text(json.dumps(card), encoding="utf-8")
        with pytest.raises(BadModel) as caught:
            Embedded(tmp_path)
        assert all(lacks in caught.value.describe(language) for language in ("en", "ar"))

    @pytest.mark.parametrize("task", TASKS)
    def test_a_file_that_trains_can_be_evaluated(self, task, tmp_path):
        given = [{**row, "emotion": place % 4} if "emotion" in row else row for place, row in enumerate(ROWS[task]())]
        found = load_rows(write(tmp_path / "rows.jsonl", given), task)
        assert len(found) == sum(row.get("task", task) == task for row in given)
        if task == "moves":
            assert found[20] == {"context": None, "sentences": [{"text": REPLIES[0][0], "moves": ["greeting"]}]}
        if task == "customers":
            reads = Coach(default_profile(), load_models(ModelNames(moves="cues", emotion="cues", signals="cues", encoder="cues"))).read
            assert "asks_right" not in evaluate_customers(reads, found[:2]).figures

    @pytest.mark.parametrize(
        ("task", "row"),
        [
            ("moves", {"kind": "feedback", "task": "moves", "text": SECRET}),
            ("moves", {"sentences": [{"text": SECRET, "moves": None}]}),
            ("moves", {"context": 5, "sentences": [{"text": SECRET, "moves": []}]}),
            ("customers", {"text": SECRET, "emotion": True, "signals": []}),
            ("customers", {"text": SECRET, "emotion": 1, "signals": None}),
            ("customers", {"text": SECRET, "emotion": 1, "signals": [], "lang": []}),
            ("politeness", {"text": SECRET, "politeness": "x" * 41 + SECRET}),
        ],
    )
    def test_rows_that_cannot_be_evaluated(self, task, row, tmp_path):
        with pytest.raises(BadRecord, match=r"rows\.jsonl:1 ") as caught:
            load_rows(write(tmp_path / "rows.jsonl", [row]), task)
        assert SECRET not in str(caught.value)


class TestCommand:
    @staticmethod
    def run(*arguments: str):
        app = typer.Typer()
        app.command()(command)
        return CliRunner().invoke(app, list(arguments))

    def test_says_whether_it_is_better(self, base, data, tmp_path, monkeypatch):
        given = (str(data["politeness"]), "--task", "politeness", "--base", str(base), "--epochs", "1")
        done = self.run(*given, "--out", str(tmp_path / "a"))
        assert done.exit_code in (0, 1), done.output
        assert ("WORSE" in done.output or "no epoch beat" in done.output) == (done.exit_code == 1)
        assert "flatters the new model a little" in done.output
        assert "before → after" in done.output
        measured = training.measure

        def measure(*rest):
            found = measured(*rest)
            return Figures(rest[-1], float(rest[-1] != "the new model"), found.means, found.labels)

        monkeypatch.setattr(training, "measure", measure)
        monkeypatch.setattr(small, "measure", measure)
        done = self.run(*given, "--out", str(tmp_path / "b"))
        assert done.exit_code == 1
        assert "WORSE" in done.output
        assert (tmp_path / "b" / "card.json").is_file()

    @pytest.mark.parametrize("library", ["torch", "transformers", "onnx"])
    def test_a_missing_library_is_named(self, library, data, tmp_path, monkeypatch):
        monkeypatch.setitem(sys.modules, library, None)
        done = self.run(str(data["moves"]), "--task", "moves", "--out", str(tmp_path / "out"))
        assert isinstance(done.exception, MissingExtra)
        assert library in str(done.exception)
