"""Train the head that matches asks with sentences: `python -m training.asks` writes asks.onnx and names it in card.json.

It learns from corpus/reviews_*.jsonl and corpus/drafts_*.jsonl, replies of every quality, and from the train splits of corpus/answers_*.jsonl,
where misses are many and hard, and of corpus/asks_*.jsonl, in which a miss is rare, so more are made of it: replies without the sentences
that decided, and messages that two customers' asks were put together in, of which one, the other or both are spoken to.
tests/models/asks_*.yaml, one author's drafts and the dev splits only measure.
"""

import argparse
import dataclasses
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml
from torch import nn

from coach.case import Case
from coach.config import ModelNames
from coach.models import answering, asks, evaluation
from coach.models.answering import N_ABOUT, N_PAIR, N_VECTOR, Described
from coach.models.asking import find_asks
from coach.models.folders import WEIGHTS
from coach.models.registry import Models, load_model, load_models
from coach.models.training import export, without_denormals
from coach.reading import Ask
from coach.text.document import CUSTOMER_CUES, DRAFT_CUES, read
from coach.text.stems import content_words
from training import ship
from training.ship import ROOT, SEED, replies, rows

STATUSES = asks.TAKEN
ANSWERS = {"resolution", "explanation", "instruction", "alternative", "compensation"}
DEFERS = {"commitment", "handoff", "question", "follow_up", "vague_promise"}
IDLE = {"greeting", "closing", "gratitude", "offer_help"}
FOLDS = 5
VOTERS = 3
WIDTH, HIDDEN, DROPOUT = 48, 48, 0.3
# REVIEWED_WEIGHT is that of what was written for this; 2 tells no worse, and without them a miss is found a twentieth less often.
MISSED_WEIGHT, CUT_WEIGHT, TWO_WEIGHT, ROUTINE_WEIGHT, ANSWERS_WEIGHT, REVIEWED_WEIGHT = 3.0, 0.45, 0.6, 0.45, 4.0, 4.0
CROSSED = 0.2  # the share of rows read as if message and reply were in two languages
BLINDED = 0.08  # and of those read without the encoder
PRIOR = 0.25  # the share of misses to calibrate for: of the written cases one ask in four is missed
LINKS = {"en": ("", "Also, ", "And ", "One more thing: "), "ar": ("", "وكمان ", "وأيضا ", "سؤال ثاني: ")}


@dataclass(frozen=True, slots=True)
class Row:
    """A case described, with each ask's status, the sentences that decide it, and what the row weighs."""

    described: Described
    statuses: list[str]
    decided: list[list[int]]
    weight: float
    authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A message of one ask and a reply that takes it up."""

    message: str
    span: tuple[int, int]
    texts: list[str]
    status: str
    decided: list[int]
    author: str


def row(
    models: Models,
    texts: Sequence[str],
    message: str,
    spans: Sequence[tuple[int, int]],
    labels: Sequence[tuple[str, Sequence[int]]],
    **told: Any,
) -> Row | None:
    """Read a reply and its message as they would be read when served; None where nothing of the reply is left."""
    case = Case(draft=" ".join(texts), customer=message)
    draft, document = read(case.draft, DRAFT_CUES), read(message, CUSTOMER_CUES)
    for sentence, made in zip(draft.sentences, models.moves.moves(draft, document, case), strict=True):
        sentence.moves = made
    if not draft.body:
        return None
    found = [
        Ask(
            start,
            end,
            message[start:end],
            frozenset(w for s in document.body if s.start < end and s.end > start for w in content_words(s)),
        )
        for start, end in spans
    ]
    words = [content_words(sentence) for sentence in draft.body]
    described = answering.describe(found, draft, words, document.language.code == draft.language.code, models.encoder)
    place = {sentence.start: index for index, sentence in enumerate(draft.body)}
    own = [[place[s.start] for s in part if s.start in place] for part in evaluation.overlapping(texts, draft.sentences)]
    decided = [sorted({index for number in numbers for index in own[number]}) for _, numbers in labels]
    return Row(described, [status for status, _ in labels], decided, **told)


def labelled(language: str, split: str) -> list[dict[str, Any]]:
    """Give the replies whose asks are labelled, with message and labels."""
    given = {one["id"]: one["asks"] for one in rows(f"asks_{language}", split)}
    return [{**reply, "asks": given[reply["id"]]} for reply in replies(language, split) if reply["id"] in given]


def answers(language: str, split: str) -> list[dict[str, Any]]:
    """Give the replies that were written to take up or miss asks, in the form of `labelled`."""
    return [{**one, "sentences": [{"text": text} for text in one["reply"]]} for one in rows(f"answers_{language}", split)]


def reviewed(language: str, held_out: bool = False) -> list[dict[str, Any]]:
    """Give the reviewed replies, or those never learnt from, in the form of `labelled`."""
    return [
        {
            "sentences": [{"text": case.draft[start:end]} for start, end, _ in one["edited"]],
            "customer": one["customer"],
            "author": f"review {one['author']}",
            "asks": [{"start": start, "end": end, "status": status, "sentences": own} for start, end, status, own in one["asks"]],
        }
        for spoken, one, case in ship.reviews(held_out)
        if spoken == language and one["asks"]
    ]


def as_written(models: Models, reply: dict[str, Any], weight: float = 1.0, without: frozenset[int] = frozenset()) -> Row | None:
    """Describe a labelled reply, or what is left of it `without` some sentences: an ask that these decided is missed."""
    kept = [number for number in range(len(reply["sentences"])) if number not in without]
    labels: list[tuple[str, list[int]]] = []
    for ask in reply["asks"]:
        left = [kept.index(number) for number in ask["sentences"] if number not in without]
        status = ask["status"] if len(left) == len(ask["sentences"]) else "none" if left else "missed"
        labels.append((status, left))
    spans = [(ask["start"], ask["end"]) for ask in reply["asks"]]
    texts = [reply["sentences"][number]["text"] for number in kept]
    return row(models, texts, reply["customer"], spans, labels, weight=weight, authors=(reply["author"],)) if texts else None


def routine(language: str) -> list[Told]:
    """Give everyday replies to a single ask; their moves tell what they do with it."""
    found = []
    for reply in rows(f"routine_replies_{language}", "train"):
        document = read(reply["context"], CUSTOMER_CUES)
        asked = find_asks(document)
        made = [set(sentence["moves"]) for sentence in reply["sentences"]]
        groups = (("refused", {"refusal"}), ("answered", ANSWERS), ("deferred", DEFERS))
        told = next(
            ((status, [n for n, moves in enumerate(made) if moves & wanted]) for status, wanted in groups if any(m & wanted for m in made)),
            None,
        )
        if told and len(asked) == 1 and len(made) <= 12 and len(reply["context"]) <= 600:
            texts = [sentence["text"] for sentence in reply["sentences"]]
            found.append(Told(reply["context"], (asked[0].start, asked[0].end), texts, *told, author="routine"))
    return found


def joined(models: Models, one: Told, other: Told, language: str, weight: float, rng: random.Random) -> Row | None:
    """Put the other's ask behind the first message, and answer the first ask, the other, or both."""
    head = one.message.rstrip() + ("" if one.message.rstrip()[-1:] in ".!?؟" else ".") + " " + rng.choice(LINKS[language])
    message = head + other.message[slice(*other.span)]
    mine, theirs = one.texts, [other.texts[number] for number in other.decided]
    which = rng.choices(("first", "second", "both"), (0.275, 0.275, 0.45))[0]
    at = max(one.decided) + 1
    labels: list[tuple[str, Sequence[int]]]
    if which == "second":
        rest = [text for number, text in enumerate(mine) if number not in one.decided]
        texts, at = [*rest[:2], *theirs, *rest[2:]], len(rest[:2])
        labels = [("missed", ()), (other.status, range(at, at + len(theirs)))]
    elif which == "first":
        texts, labels = mine, [(one.status, one.decided), ("missed", ())]
    else:
        texts = [*mine[:at], *theirs, *mine[at:]]
        labels = [(one.status, one.decided), (other.status, range(at, at + len(theirs)))]
    return row(models, texts, message, [one.span, (len(head), len(message))], labels, weight=weight, authors=(one.author, other.author))


def training_rows(models: Models) -> list[Row]:
    """Make all rows to learn from."""
    # The moves head learnt from the same replies; the cues' reading of them errs as it would on new ones.
    by_cues = dataclasses.replace(models, moves=load_model("moves", "cues"))
    rng = random.Random(SEED)
    made: list[Row | None] = []
    for language in ("en", "ar"):
        for reply in answers(language, "train"):
            made += [as_written(models, reply, ANSWERS_WEIGHT / 2), as_written(by_cues, reply, ANSWERS_WEIGHT / 2)]
        for reply in reviewed(language):
            made += [as_written(models, reply, REVIEWED_WEIGHT / 2), as_written(by_cues, reply, REVIEWED_WEIGHT / 2)]
        given = labelled(language, "train")
        singles = []
        for reply in given:
            made += [as_written(models, reply, 0.5), as_written(by_cues, reply, 0.5)]
            for ask in reply["asks"]:
                if ask["sentences"]:
                    made.append(as_written(models, reply, CUT_WEIGHT, frozenset(ask["sentences"])))
            if len(reply["asks"]) == 1 and ask["sentences"]:
                texts = [sentence["text"] for sentence in reply["sentences"]]
                singles.append(Told(reply["customer"], (ask["start"], ask["end"]), texts, ask["status"], ask["sentences"], reply["author"]))
        everyday = rng.sample(routine(language), 600)
        for pool, weight in ((singles * 2, TWO_WEIGHT), (everyday, ROUTINE_WEIGHT)):
            for one in pool:
                other = rng.choice(pool)
                if other.message != one.message:
                    made.append(joined(models, one, other, language, weight, rng))
    found = [one for one in made if one is not None and len(one.described.sentences) <= 24]
    told = rng.choices((crossed, blinded, lambda one: one), (CROSSED, BLINDED, 1 - CROSSED - BLINDED), k=len(found))
    return [change(one) for change, one in zip(told, found, strict=True)]


def crossed(one: Row) -> Row:
    """Read a row as if message and reply were in two languages, so that no word is shared."""
    pairs, about = one.described.pairs.copy(), one.described.about.copy()
    pairs[..., answering.BY_WORDS] = 0.0
    about[:, -1] = 0.0
    return dataclasses.replace(one, described=dataclasses.replace(one.described, pairs=pairs, about=about))


def blinded(one: Row) -> Row:
    """Read a row as it is read without the encoder."""
    pairs = one.described.pairs.copy()
    pairs[..., answering.NEAR] = 0.0
    asked, own = np.zeros_like(one.described.asks), np.zeros_like(one.described.sentences)
    return dataclasses.replace(one, described=dataclasses.replace(one.described, asks=asked, sentences=own, pairs=pairs))


class Matcher(nn.Module):
    """Gives log chances: an ask is missed, or taken up by this sentence in this way."""

    def __init__(self) -> None:
        """Build untrained weights; the two projections start alike."""
        super().__init__()
        self.ask = nn.Linear(N_VECTOR, WIDTH, bias=False)
        self.own = nn.Linear(N_VECTOR, WIDTH, bias=False)
        nn.init.normal_(self.ask.weight, std=0.3)
        self.own.weight.data.copy_(self.ask.weight.data)
        self.dropout = nn.Dropout(DROPOUT)
        self.first = nn.Linear(N_PAIR + N_ABOUT + 3, HIDDEN)
        self.second = nn.Linear(HIDDEN, HIDDEN)
        self.taken = nn.Linear(HIDDEN, len(STATUSES))
        self.missed = nn.Linear(HIDDEN + N_ABOUT, 1)
        self.register_buffer("mean", torch.zeros(N_PAIR))
        self.register_buffer("spread", torch.ones(N_PAIR))

    def project(self, theirs: torch.Tensor, own: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Put asks and sentences where an ask lies close to what answers it."""
        return nn.functional.normalize(self.ask(theirs), dim=-1, eps=1e-3), nn.functional.normalize(self.own(own), dim=-1, eps=1e-3)

    def forward(
        self, theirs: torch.Tensor, own: torch.Tensor, about: torch.Tensor, pairs: torch.Tensor, is_ask: torch.Tensor, is_own: torch.Tensor
    ) -> torch.Tensor:
        """Give [cases, asks, 1 + 3 × sentences] log chances; the two masks say what is no padding."""
        cases, n_asks, n_own = pairs.shape[0], pairs.shape[1], pairs.shape[2]
        left, right = self.project(theirs, own)
        fit = left @ right.transpose(1, 2)
        away = (1 - is_own)[:, None, :, None] * 9.0
        others = fit.unsqueeze(2) - away.transpose(2, 3) - torch.eye(n_own) * 9.0
        rivals = fit.unsqueeze(1) - torch.eye(n_asks)[None, :, :, None] * 9.0 - (1 - is_ask)[:, None, :, None] * 9.0
        beside = torch.stack([fit, fit - others.amax(-1).clamp(min=-1.0), fit - rivals.amax(2).clamp(min=-1.0)], -1)
        spoken = about.unsqueeze(2).expand(cases, n_asks, n_own, N_ABOUT)
        given = torch.cat([(pairs - self.mean) / self.spread, spoken, beside], -1)  # type: ignore[operator]
        hidden = nn.functional.gelu(self.first(self.dropout(given)))
        hidden = nn.functional.gelu(self.second(self.dropout(hidden)))
        taken = self.taken(self.dropout(hidden)) - away * 3.0
        missed = self.missed(torch.cat([self.dropout((hidden - away).amax(2)), about], -1))
        return torch.log_softmax(torch.cat([missed, taken.reshape(cases, n_asks, n_own * len(STATUSES))], -1), -1)


class Voters(nn.Module):
    """The mean of several matchers' chances for one case: [asks, 1 + 3 × sentences]."""

    def __init__(self, matchers: Sequence[Matcher]) -> None:
        """Take trained matchers."""
        super().__init__()
        self.matchers = nn.ModuleList(matchers)

    def forward(self, asks: torch.Tensor, sentences: torch.Tensor, about: torch.Tensor, pairs: torch.Tensor) -> torch.Tensor:
        """Give the chances."""
        given = [part.unsqueeze(0) for part in (asks, sentences, about, pairs)]
        masks = torch.ones_like(given[2][..., 0]), torch.ones_like(given[1][..., 0])
        return torch.stack([matcher(*given, *masks)[0].exp() for matcher in self.matchers]).mean(0)


def padded(given: Sequence[Row]) -> tuple[list[torch.Tensor], torch.Tensor, torch.Tensor, torch.Tensor]:
    """Lay rows side by side: what the network reads, the cells that are right by status and by sentence, and weights."""
    n_asks, n_own = (max(one.described.pairs.shape[axis] for one in given) for axis in (0, 1))
    shapes = ((n_asks, N_VECTOR), (n_own, N_VECTOR), (n_asks, N_ABOUT), (n_asks, n_own, N_PAIR), (n_asks,), (n_own,))
    arrays = [np.zeros((len(given), *shape), dtype=np.float32) for shape in shapes]
    by_status, by_sentence = (np.zeros((len(given), n_asks, 1 + len(STATUSES) * n_own), dtype=np.float32) for _ in range(2))
    weights = np.zeros((len(given), n_asks), dtype=np.float32)
    for number, one in enumerate(given):
        n, m = one.described.pairs.shape[:2]
        parts = (one.described.asks, one.described.sentences, one.described.about, one.described.pairs, np.ones(n), np.ones(m))
        for array, part in zip(arrays, parts, strict=True):
            array[(number, *(slice(size) for size in part.shape[: array.ndim - 1]))] = part
        for place, (status, decided) in enumerate(zip(one.statuses, one.decided, strict=True)):
            if status == "missed":
                by_status[number, place, 0] = by_sentence[number, place, 0] = 1.0
                weights[number, place] = one.weight * MISSED_WEIGHT
            elif status != "none":
                kind = 1 + STATUSES.index(status)  # type: ignore[arg-type]
                by_status[number, place, kind :: len(STATUSES)] = 1.0
                by_sentence[number, place, [kind + len(STATUSES) * index for index in decided or range(m)]] = 1.0
                weights[number, place] = one.weight
    return [torch.from_numpy(array) for array in arrays], *(torch.from_numpy(array) for array in (by_status, by_sentence, weights))  # type: ignore[return-value]


def aligned(models: Models, epochs: int = 10) -> Matcher:
    """Draw each ask towards the reply it got, away from the replies that others got."""
    by_language: list[list[tuple[str, answering.Array, answering.Array]]] = []
    for language in ("en", "ar"):
        found = []
        messages = {one["id"]: one for one in rows(f"customers_{language}")}
        given = [
            (messages[r["customer_id"]]["text"], messages[r["customer_id"]]["asks"], r, r["sector"])
            for r in rows(f"replies_{language}", "train")
        ]
        for reply in rows(f"routine_replies_{language}", "train"):
            spans = [(ask.start, ask.end) for ask in find_asks(read(reply["context"], CUSTOMER_CUES))]
            given.append((reply["context"], spans, reply, reply["genre"]))
        for message, spans, reply, _ in sorted(given, key=lambda one: one[3]):
            texts = [sentence["text"] for sentence in reply["sentences"] if set(sentence["moves"]) - IDLE]
            if spans and texts:
                asked = answering.vectors(models.encoder, [message[slice(*span)] for span in spans])
                found.append((message, asked, answering.vectors(models.encoder, texts)))
        by_language.append(found)
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    matcher = Matcher()
    optimizer = torch.optim.AdamW([matcher.ask.weight, matcher.own.weight], lr=3e-3, weight_decay=0.02)
    for epoch in range(epochs):
        # Among its own sector an ask is hard to place, among all it is easy: by turns.
        orders = [found if epoch % 2 else rng.sample(found, len(found)) for found in by_language]
        batches = [found[start : start + 64] for found in orders for start in range(0, len(found) - 7, 64)]
        rng.shuffle(batches)
        for batch in batches:
            theirs = torch.from_numpy(np.stack([rng.choice([*asked]) for _, asked, _ in batch]))
            own = torch.from_numpy(np.concatenate([texts for _, _, texts in batch]))
            owner = torch.tensor([number for number, (_, _, texts) in enumerate(batch) for _ in texts])
            left, right = matcher.project(nn.functional.dropout(theirs, 0.1), nn.functional.dropout(own, 0.1))
            scores = left @ right.T / 0.07
            of_reply = torch.stack([torch.logsumexp(scores[:, owner == n], 1) - (owner == n).sum().log() for n in range(len(batch))], 1)
            same = torch.tensor([[one[0] == other[0] and one is not other for other in batch] for one in batch])
            loss = nn.functional.cross_entropy(of_reply.masked_fill(same, -1e4), torch.arange(len(batch)))
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    return matcher


def fitted(start: Matcher, given: Sequence[Row], seed: int, epochs: int = 8, rate: float = 2e-3) -> Matcher:
    """Train a matcher from `start`; the projections move a tenth as fast."""
    torch.manual_seed(seed)
    matcher = Matcher()
    matcher.load_state_dict(start.state_dict())
    flat = np.concatenate([one.described.pairs.reshape(-1, N_PAIR) for one in given])
    matcher.mean.copy_(torch.from_numpy(flat.mean(0)))  # type: ignore[operator]
    matcher.spread.copy_(torch.from_numpy(flat.std(0).clip(0.1)))  # type: ignore[operator]
    slow = [matcher.ask.weight, matcher.own.weight]
    rest = [weight for name, weight in matcher.named_parameters() if name not in ("ask.weight", "own.weight")]
    optimizer = torch.optim.AdamW([{"params": slow}, {"params": rest}], lr=rate, weight_decay=0.1)
    rng = random.Random(seed)
    steps = epochs * (len(given) // 32 + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, [rate / 10, rate], total_steps=steps + 1)
    for _ in range(epochs):
        order = rng.sample([*given], len(given))
        for begin in range(0, len(order), 32):
            tensors, by_status, by_sentence, weights = padded(order[begin : begin + 32])
            chances = matcher(*tensors)
            told = [-torch.logsumexp(chances.masked_fill(right == 0, -1e4), -1) for right in (by_status, by_sentence)]
            loss = ((told[0] + told[1]).clamp(max=30) / 2 * weights).sum() / weights.sum().clamp(min=1e-3)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(matcher.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return matcher.eval()


def measure(name: str, matchers: Sequence[Matcher], given: Sequence[Row], scale: Sequence[float] = (1.0, 0.0)) -> list[tuple[float, bool]]:
    """Print F1 of `missed` by bound, and how often what is taken up gets its status; give the chances of a miss."""
    voters = Voters(matchers)
    missed, right = [], []
    with torch.no_grad():
        for one in given:
            parts = (one.described.asks, one.described.sentences, one.described.about, one.described.pairs)
            for chances, status in zip(voters(*map(torch.from_numpy, parts)).numpy(), one.statuses, strict=True):
                if status != "none":
                    missed.append((asks.calibrated(float(chances[0]), scale), status == "missed"))
                    if status != "missed":
                        right.append(STATUSES[int(chances[1:].reshape(-1, len(STATUSES)).sum(0).argmax())] == status)
    told = []
    for bound in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        said = [wanted for chance, wanted in missed if chance >= bound]
        n = sum(wanted for _, wanted in missed)
        told.append(
            f"{bound}: P {sum(said) / max(1, len(said)):.2f} R {sum(said) / max(1, n):.2f} F1 {2 * sum(said) / max(1, len(said) + n):.2f}"
        )
    print(f"{name}: {n} of {len(missed)} missed; status {np.mean(right):.3f}; " + "; ".join(told), flush=True)
    return missed


def written_cases(models: Models, language: str) -> list[Row]:
    """Describe the written cases of one language."""
    made = []
    for case in yaml.safe_load((ROOT / "tests" / "models" / f"asks_{language}.yaml").read_text(encoding="utf-8")):
        starts = [case["customer"].index(ask["text"]) for ask in case["asks"]]
        spans = [(start, start + len(ask["text"])) for start, ask in zip(starts, case["asks"], strict=True)]
        made.append(
            row(models, [case["draft"]], case["customer"], spans, [(ask["status"], ()) for ask in case["asks"]], weight=1.0, authors=())
        )
    return [one for one in made if one is not None]


def scaled(missed: Sequence[tuple[float, bool]]) -> list[float]:
    """Fit scale and shift of a miss's log odds; misses weigh as if they were `PRIOR` of all."""
    odds = torch.tensor([asks.log_odds(chance) for chance, _ in missed])
    wanted = torch.tensor([float(is_missed) for _, is_missed in missed])
    share = wanted.mean()
    weights = torch.where(wanted > 0, PRIOR / share, (1 - PRIOR) / (1 - share))
    values = torch.tensor([1.0, 0.0], requires_grad=True)
    optimizer = torch.optim.LBFGS([values], max_iter=100)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = nn.functional.binary_cross_entropy_with_logits(odds * values[0] + values[1], wanted, weight=weights)
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return [round(value, 4) for value in values.tolist()]


def even(missed: Sequence[tuple[float, bool]]) -> float:
    """Give the chance from which on as many asks are called missed as are."""
    ranked = sorted((chance for chance, _ in missed), reverse=True)
    return round(ranked[sum(is_missed for _, is_missed in missed)], 3)


def write(matchers: Sequence[Matcher], out: Path, told: dict[str, Any]) -> None:
    """Write asks.onnx and its entry in the card; every other entry stays as it is."""
    example = tuple(torch.zeros(shape) for shape in ((2, N_VECTOR), (3, N_VECTOR), (2, N_ABOUT), (2, 3, N_PAIR)))
    axes = {"asks": {0: "n"}, "sentences": {0: "m"}, "about": {0: "n"}, "pairs": {0: "n", 1: "m"}, "chances": {0: "n", 1: "cells"}}
    voters = Voters(matchers).eval()
    with torch.no_grad():
        torch.onnx.export(
            voters,
            example,
            str(out / "asks.onnx"),
            input_names=["asks", "sentences", "about", "pairs"],
            output_names=["chances"],
            dynamic_axes=axes,
            opset_version=export.HEADS_OPSET,
            dynamo=False,
        )
    card = json.loads((out / "card.json").read_text(encoding="utf-8"))
    card["heads"]["asks"] = told
    export.write_card(out, card)


@without_denormals()
def main() -> None:
    """Cross-validate by author, calibrate on that, train the voters on all, write and measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=WEIGHTS)
    out = options.parse_args().out
    torch.set_num_threads(2)
    models = load_models(ModelNames())
    start = aligned(models)
    given = training_rows(models)
    authors = sorted({author for one in given for author in one.authors} - {"routine"})
    fold = {author: number % FOLDS for number, author in enumerate(authors)}
    sources = (("dev", labelled), ("answers, dev", answers))
    dev = [(f"{name} {language}", source(language, "dev")) for name, source in sources for language in ("en", "ar")]
    dev += [(f"drafts not learnt from {language}", reviewed(language, held_out=True)) for language in ("en", "ar")]
    train = [reply for language in ("en", "ar") for source in (labelled, answers) for reply in source(language, "train")]
    train += [reply for language in ("en", "ar") for reply in reviewed(language)]
    apart: list[tuple[float, bool]] = []
    for number in range(FOLDS):
        rest = [one for one in given if all(fold.get(author) != number for author in one.authors)]
        held = [one for reply in train if fold[reply["author"]] == number and (one := as_written(models, reply))]
        apart += measure(f"fold {number}", [fitted(start, rest, SEED)], held)
    scale = scaled(apart)
    bound = even([(asks.calibrated(chance, scale), is_missed) for chance, is_missed in apart])
    print(f"{len(given)} rows; scale {scale}; from {bound} on as many are called missed as are", flush=True)
    matchers = [fitted(start, given, SEED + number) for number in range(VOTERS)]
    write(matchers, out, {"scale": scale[0], "shift": scale[1], "threshold": bound})
    for name, found in dev:
        measure(name, matchers, [one for reply in found if (one := as_written(models, reply))], scale)
    for language in ("en", "ar"):
        measure(f"written {language}", matchers, written_cases(models, language), scale)


if __name__ == "__main__":
    main()
