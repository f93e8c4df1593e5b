"""Train the taggers that expand notes into sentences: `python -m training.expanding` writes expander_{en,ar}.npz and names them in card.json.

First on sentences of the corpus' replies, made terse by rule (articles, auxiliaries, pronouns dropped, words shortened as agents shorten
them), where the tagger learns what sentences are like; then on pieces of notes with their sentences (`corpus/notes_*.jsonl`), where it learns
how agents jot. From each pair of piece and sentence the edits are read off by laying the two beside each other. What confidence suffices is
set on authors not learnt from.
"""

import argparse
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from torch import nn

from coach.models.expanding import (
    BUCKETS,
    KEEP,
    LEAVE_OUT,
    WRITE_OUT,
    Affix,
    Edits,
    Expanded,
    Expander,
    buckets,
    file_of,
    said_sequence,
    sequence,
    tokens,
)
from coach.models.features import Array
from coach.models.folders import WEIGHTS
from coach.models.training import export
from training import ship
from training.heads import LANGUAGES

SEED = 0
WIDTH, STATES = 64, 80
EPOCHS = {"terse": 2, "notes": 14}
RATE = {"terse": 5e-3, "notes": 5e-3}
BATCH = 96
OFTEN = 2  # an edit seen less often is not learnt
COMMON = 0.15  # of a word's uses: an edit of it that is rarer is a slip of the laying beside
MOSTLY = 0.5  # of a word's uses: what is left out less often says something
STEMS = 3  # words that an affix must have been seen on
COMMONEST = 60  # phrases with which a sentence is spoilt
_TELLING = re.compile(
    r"\d|\b(?:today|tonight|tomorrow|yesterday|\w+day|january|february|march|april|june|july|august|september|october|november|december|free|refund\w*"
    r"|hours?|minutes?|days?|weeks?|months?|years?|pounds?|pence|euros?|dollars?|approved|refused|rejected|recalled|extended|cancelled|machine)\b"
    r"|(?<!\w)(?:اليوم|غدا|غدًا|بكرة|بكره|مجانا|مجانًا|مجاني|مجانية|رفض|إلغاء|الغاء|دينار\w*|ريال\w*|درهم\w*|جنيه\w*|ليرة|دولار|يورو"
    r"|ساعات?|دقيقة|دقائق|أيام|يومًا?|أسبوع|شهر\w*|سنة)(?!\w)",
    re.IGNORECASE,
)
"""What a phrase may not hold that is put in without a word for it in the note: a fact."""
_MOST_CHANGED = 4
_LONGEST = 18
_IGNORED = -1
LEAST = {"en": 0.6, "ar": 0.45}
"""The least confidence with which a piece is told: of 220 sentences of an author not learnt from, judged by a strict reader a language,
0.79 of the English ones from there on and 0.87 of the Arabic could stand as they were."""
LIKELY = 0.3
"""The least confidence with which a sentence is proposed to the agent: there 0.62 and 0.78 of them could stand."""
SURE = 0.95  # of the pieces withheld as internal, that are
NOTICED = 0.7  # of the internal pieces, not told: for 0.8 one tellable piece in ten would be kept back with them
NO_BOUNDS = {"least": 0.0, "likely": 0.0, "doubtful": 1.0, "internal": 1.0}


@dataclass(slots=True)
class Row:
    """A piece: its words, the words before it, and what an editor put in before each and made of each; none of an internal piece."""

    words: list[str]
    before: list[str]
    put_in: list[str] = field(default_factory=list)
    becomes: list[str] = field(default_factory=list)
    said: str | None = None
    author: str = ""


def affix_of(word: str, other: str) -> Affix | None:
    """Give the smallest change of beginning and end that makes `other` of `word`; None where too little of it stays."""
    best: tuple[int, Affix] | None = None
    for start in range(min(3, len(word)) + 1):
        for end in range(min(_MOST_CHANGED, len(word) - start) + 1):
            stem = word[start : len(word) - end]
            at = other.find(stem) if len(stem) >= 2 else -1
            if at < 0 or at > 3 or len(other) - at - len(stem) > _MOST_CHANGED or len(stem) < 0.4 * len(word):
                continue
            cost = start + end + len(other) - len(stem)
            if best is None or cost < best[0]:
                best = cost, Affix(word[:start], other[:at], word[len(word) - end :], other[at + len(stem) :])
    return best[1] if best else None


def _cost(word: str, other: str) -> float:
    """Tell how unlike two words are, 0 to 1.15, where leaving one out and putting one in cost 1.25."""
    one, two = word.lower(), other.lower()
    if one == two:
        return 0.0
    if one[0] == two[0] and (two.startswith(one) or one.startswith(two)):
        return 0.45
    if affix_of(one, two):
        return 0.5
    return 0.7 if one[0] == two[0] and len(one) > 1 and set(one) <= set(two) else 1.15


def edits_of(piece: Sequence[str], said: Sequence[str]) -> tuple[list[str], list[str]]:
    """Lay a sentence beside its piece; give what was put in before each word and at the end, and what each word became ("" for nothing)."""
    costs = np.zeros((len(piece) + 1, len(said) + 1))
    came = np.zeros(costs.shape, dtype=int)
    costs[0, 1:], costs[1:, 0] = 0.5 * np.arange(1, len(said) + 1), 0.75 * np.arange(1, len(piece) + 1)
    came[0, 1:], came[1:, 0] = 2, 1
    for i, word in enumerate(piece, 1):
        for j, other in enumerate(said, 1):
            ways = (costs[i - 1, j - 1] + _cost(word, other), costs[i - 1, j] + 0.75, costs[i, j - 1] + 0.5)
            came[i, j] = int(np.argmin(ways))
            costs[i, j] = ways[came[i, j]]
    put_in: list[list[str]] = [[] for _ in range(len(piece) + 1)]
    becomes = [""] * len(piece)
    i, j = len(piece), len(said)
    while i or j:
        way = came[i, j]
        if way == 2:
            put_in[i].insert(0, said[j - 1])
        elif way == 0:
            becomes[i - 1] = said[j - 1]
        i, j = i - (way != 2), j - (way != 1)
    return [" ".join(one) for one in put_in], becomes


def labelled(language: str) -> list[Row]:
    """Read the pieces of notes with their sentences."""
    rows = []
    for case in ship.rows(f"notes_{language}"):
        before: list[str] = []
        for piece, said in case["pieces"]:
            words = tokens(piece)
            row = Row(words, list(before), said=said, author=case["author"])
            if said:
                row.put_in, row.becomes = edits_of(words, tokens(said))
                _without_capital(row)
            before += [*words, ","]
            if words:
                rows.append(row)
    return rows


def _without_capital(row: Row) -> None:
    """Take back the capital that only the sentence's beginning gave its first word."""
    first = next((n for n, word in enumerate(row.becomes) if word), len(row.becomes))
    opened = next((n for n in range(first + 1) if row.put_in[n]), None)
    if opened is not None:
        row.put_in[opened] = _lower(row.put_in[opened])
    elif first < len(row.becomes) and row.words[first][0].islower():
        row.becomes[first] = _lower(row.becomes[first])


def _lower(text: str) -> str:
    return text if re.match(r"I\b|[A-Z]{2}", text) else text[:1].lower() + text[1:]


def edits(rows: Sequence[Row]) -> Edits:
    """Give the edits that are seen often enough; a word that is mostly kept is left out or written otherwise only where that is common."""
    put_in = Counter(text for row in rows for text in row.put_in if text)
    seen: Counter[str] = Counter()
    gone: Counter[str] = Counter()
    changed: dict[str, Counter[str]] = defaultdict(Counter)
    stems: dict[Affix, set[str]] = defaultdict(set)
    for row in rows:
        for word, other in zip(row.words, row.becomes, strict=False):
            low = word.lower()
            seen[low] += 1
            gone[low] += not other
            if other and other != word and not re.search(r"\d", other):
                changed[low][other] += 1
            if other and other != word and len(word) > 2 and (found := affix_of(word, other)):
                stems[found].add(word)
    kept = {word: Counter(_likely_edits(word, given, seen[word])) for word, given in changed.items()}
    often = Counter(other for given in kept.values() for other in given.elements())
    return Edits(
        ["", *(text for text, count in put_in.most_common() if count >= OFTEN and not _TELLING.search(text))],
        frozenset(word for word, count in gone.items() if count >= OFTEN and count >= MOSTLY * seen[word]),
        {word: given.most_common(1)[0][0] for word, given in kept.items() if given},
        [one for one, words in stems.items() if len(words) >= STEMS],
        [other for other, count in often.items() if count >= OFTEN],
        frozenset((word, other) for word, given in kept.items() for other in given),
    )


def _likely_edits(word: str, given: Counter[str], uses: int) -> dict[str, int]:
    """Give what a word became often enough, or once where it was used once and is written out: "feb", but not "denied" for "we"."""
    return {
        other: count
        for other, count in given.items()
        if count >= COMMON * uses and (count >= OFTEN or (uses == 1 and _is_spelling(word, other.lower())))
    }


def _is_spelling(word: str, other: str) -> bool:
    """Tell whether a word may be another's short form: it begins alike, and its letters stand in the other in their order."""
    letters = iter(other)
    return word[:1] == other[:1] and all(letter in letters for letter in word)


def label(word: str, other: str, known: Edits) -> int:
    """Give the label by which `word` becomes `other`; _IGNORED where no edit does it."""
    if other == word:
        return KEEP
    if not other:
        return LEAVE_OUT
    at = WRITE_OUT + 1
    if (found := affix_of(word, other)) in known.affixes:
        return at + known.affixes.index(found)
    if other in known.others:
        return at + len(known.affixes) + known.others.index(other)
    return WRITE_OUT if known.lexicon.get(word.lower()) == other else _IGNORED


DROPPED: dict[str, dict[float, str]] = {
    "en": {
        0.85: "the a an please",
        0.7: "is are was were be been has have had am your our",
        0.45: "we you it i there this to of will",
        0.3: "on at for in can that which",
    },
    "ar": {
        0.8: "تم تمت يتم سيتم نرجو يرجى لقد قد هو هي هناك لدينا فضلك",
        0.5: "سوف يمكنك يمكننا يوم الساعة أن قدره قدرها وهو وهي بقيمة خلال لك",
        0.3: "في إلى على من عن مع",
    },
}
"""Words that terse sentences go without, by how often."""
_MARKS = 0.7
"""How often Arabic notes go without hamzas and tanween; and, at half of that, without an article."""


def terse(text: str, language: str, shortened: dict[str, list[str]], rng: random.Random) -> Row | None:
    """Make a sentence terse; None for one that is too long or has nothing left."""
    told = tokens(text)
    if not 3 <= len(told) <= _LONGEST or "⟦" in text:
        return None
    chance = {word: share for share, words in DROPPED[language].items() for word in words.split()}
    boldness = rng.uniform(0.6, 1.15)
    words: list[str] = []
    becomes: list[str] = []
    put_in: list[list[str]] = [[]]
    for place, word in enumerate(told):
        plain = word.lower() if place == 0 and not re.match(r"I\b|[A-Z]{2}", word) else word
        if rng.random() < chance.get(word.lower(), 0.0) * boldness:
            put_in[-1].append(plain)
            continue
        short = shortened.get(plain)
        jotted = rng.choice(short) if short and rng.random() < 0.6 else _jotted(plain, language, rng)
        words.append(jotted)
        becomes.append(plain)
        put_in.append([])
    if not words or len(words) == len(told) == sum(one == two for one, two in zip(words, becomes, strict=True)):
        return None
    return Row(words, [], [" ".join(one) for one in put_in], becomes, said=text)


def _jotted(word: str, language: str, rng: random.Random) -> str:
    if language == "en":
        return word.lower() if rng.random() < 0.8 else word
    if rng.random() < _MARKS:
        word = re.sub("[أإآ]", "ا", word).replace("ًا", "ا").replace("اً", "ا")
    if rng.random() < _MARKS / 2:
        word = re.sub("ة$", "ه", word)
    if len(word) > 4 and word.endswith("ك") and rng.random() < _MARKS:
        word = f"{word[:-1]}ه"
    return word[2:] if word.startswith("ال") and len(word) > 4 and rng.random() < _MARKS / 2 else word


def terse_rows(language: str, known: Edits, rng: random.Random) -> list[Row]:
    """Make terse what the corpus' replies say."""
    shortened: dict[str, list[str]] = defaultdict(list)
    for word, other in sorted(known.seen):
        if affix_of(word, other) not in known.affixes:
            shortened[other].append(word)
    rows = []
    for name in (f"replies_{language}", f"routine_replies_{language}"):
        for reply in ship.rows(name, "train"):
            before: list[str] = []
            for sentence in reply["sentences"]:
                row = terse(sentence["text"], language, shortened, rng)
                if row is not None:
                    row.before = list(before)
                    rows.append(row)
                    before = row.words
    return rows


class Tagger(nn.Module):
    """See `coach.models.expanding`: the same in torch."""

    def __init__(self, known: Edits) -> None:
        """Take the edits that are to be told apart."""
        super().__init__()
        self.table = nn.EmbeddingBag(BUCKETS, WIDTH, mode="mean")
        self.gru = nn.GRU(WIDTH, STATES, bidirectional=True, batch_first=True)
        self.dropped_in, self.dropped_out = nn.Dropout(0.15), nn.Dropout(0.35)
        self.put_in = nn.Linear(4 * STATES, len(known.put_in))
        self.becomes = nn.Linear(4 * STATES, known.n_words)
        self.internal, self.sound = nn.Linear(4 * STATES, 1), nn.Linear(4 * STATES, 1)

    def forward(self, batch: Sequence[Sequence[str]]) -> torch.Tensor:
        """Give [rows, words, 4 * STATES]: at each word what the two directions tell there and one word before."""
        flat = [buckets(word) for words in batch for word in words]
        starts = np.cumsum([0, *(len(rows) for rows in flat[:-1])])
        told = self.table(torch.tensor([row for rows in flat for row in rows]), torch.tensor(starts))
        sizes = [len(words) for words in batch]
        padded = nn.utils.rnn.pad_sequence(torch.split(told, sizes), batch_first=True)
        packed = nn.utils.rnn.pack_padded_sequence(self.dropped_in(padded), sizes, batch_first=True, enforce_sorted=False)
        states, _ = nn.utils.rnn.pad_packed_sequence(self.gru(packed)[0], batch_first=True)
        earlier = nn.functional.pad(states, (0, 0, 1, 0))[:, :-1]
        return self.dropped_out(torch.cat([earlier, states], 2))

    def arrays(self) -> dict[str, Array]:
        """Give the weights by the names that `Expander` reads: table and outputs as int8, a scale a row."""
        found: dict[str, Array] = {}
        found["table.weight"], found["table.scale"] = _int8(self.table.weight.detach().numpy())
        for way, suffix in (("forward", ""), ("backward", "_reverse")):
            for name, own in (("input", "weight_ih"), ("state", "weight_hh"), ("input_bias", "bias_ih"), ("state_bias", "bias_hh")):
                found[f"{way}.{name}"] = getattr(self.gru, f"{own}_l0{suffix}").detach().numpy().astype(np.float16)
        for name in ("put_in", "becomes", "internal", "sound"):
            layer = getattr(self, name)
            found[f"{name}.weight"], found[f"{name}.scale"] = _int8(layer.weight.detach().numpy())
            found[f"{name}.bias"] = layer.bias.detach().numpy().astype(np.float16)
        return found


def _int8(weights: Array) -> tuple[Array, Array]:
    scale = np.abs(weights).max(1, keepdims=True) / 127 + 1e-9
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Target:
    row: Row
    read: list[str]
    put_in: list[int]
    becomes: list[int]
    places: list[bool]
    internal: float


def _targets(rows: Sequence[Row], known: Edits) -> list[_Target]:
    place_of = {text: place for place, text in enumerate(known.put_in)}
    found = []
    for row in rows:
        read = sequence(row.words, row.before)
        start = len(read) - len(row.words) - 1
        skipped = [_IGNORED] * start
        put_in = [place_of.get(text, _IGNORED) for text in row.put_in] or [_IGNORED] * (len(row.words) + 1)
        becomes = [label(word, other, known) for word, other in zip(row.words, row.becomes, strict=False)] or [_IGNORED] * len(row.words)
        places = [False] * start + [True] * (len(row.words) + 1)
        found.append(_Target(row, read, skipped + put_in, [*skipped, *becomes, _IGNORED], places, float(row.said is None)))
    return found


def learn(tagger: Tagger, rows: Sequence[Row], known: Edits, stage: str, rng: random.Random) -> None:
    """Run one stage; only notes have pieces that are internal."""
    targets = _targets(rows, known)
    optimizer = torch.optim.AdamW(tagger.parameters(), lr=RATE[stage], weight_decay=0.02)
    n_steps = EPOCHS[stage] * -(-len(targets) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE[stage], total_steps=n_steps)
    tagger.train()
    for _ in range(EPOCHS[stage]):
        order = rng.sample(targets, len(targets))
        for at in range(0, len(order), BATCH):
            loss = _loss(tagger, order[at : at + BATCH], known, rng, judges=stage == "notes")
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    tagger.eval()


def _spoilt(one: _Target, known: Edits, rng: random.Random) -> list[tuple[list[str], bool]]:
    """Give the words of a row's sentence, sound, and of one that an editor would spoil: something put in or not, a word not written out."""
    row = one.row
    put_in, becomes = list(row.put_in), list(row.becomes)
    for _ in range(rng.choice((1, 1, 2))):
        full = [place for place, text in enumerate(put_in) if text]
        changed = [place for place, (word, other) in enumerate(zip(row.words, becomes, strict=True)) if word != other]
        kind = rng.random()
        if full and kind < 0.55:
            place = rng.choice(full)
            put_in[place] = "" if rng.random() < 0.6 else rng.choice(known.put_in[1:COMMONEST])
        elif changed and kind < 0.75:
            place = rng.choice(changed)
            becomes[place] = rng.choice([text for _, text in known.options(row.words[place])])
        else:
            put_in[rng.randrange(len(put_in))] = rng.choice(known.put_in[1:COMMONEST])
    sound, spoilt = _words(row.put_in, row.becomes), _words(put_in, becomes)
    return [(sound, True), (spoilt, False)] if spoilt != sound else [(sound, True)]


def _words(put_in: Sequence[str], becomes: Sequence[str]) -> list[str]:
    told = " ".join(text for pair in zip(put_in, [*becomes, ""], strict=True) for text in pair)
    return told.lower().split()


def _pooled(told: torch.Tensor, places: Sequence[Sequence[bool]]) -> torch.Tensor:
    outside = ~nn.utils.rnn.pad_sequence([torch.tensor(one) for one in places], batch_first=True)
    return told.masked_fill(outside[:, :, None], -1e4).max(1).values


def _loss(tagger: Tagger, batch: Sequence[_Target], known: Edits, rng: random.Random, *, judges: bool) -> torch.Tensor:
    told = tagger([one.read for one in batch])

    def padded(rows: list[list[int]]) -> torch.Tensor:
        return nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], batch_first=True, padding_value=_IGNORED)

    loss = torch.zeros(())
    for layer, rows in ((tagger.put_in, [one.put_in for one in batch]), (tagger.becomes, [one.becomes for one in batch])):
        targets = padded(rows)
        told_apart = targets >= 0
        if told_apart.any():
            loss = loss + nn.functional.cross_entropy(layer(told[told_apart]), targets[told_apart], reduction="sum", label_smoothing=0.02)
    if judges:
        internal = torch.tensor([one.internal for one in batch])
        pooled = _pooled(told, [one.places for one in batch])
        loss = loss + nn.functional.binary_cross_entropy_with_logits(tagger.internal(pooled)[:, 0], internal, reduction="sum")
    said = [(words, float(is_sound)) for one in batch if one.internal == 0 for words, is_sound in _spoilt(one, known, rng)]
    read = [said_sequence(words) for words, _ in said]
    pooled = _pooled(tagger(read), [[False] + [True] * (len(words) - 1) for words in read])
    targets = torch.tensor([is_sound for _, is_sound in said])
    loss = loss + nn.functional.binary_cross_entropy_with_logits(tagger.sound(pooled)[:, 0], targets, reduction="sum")
    return loss / len(batch)


def fitted(rows: Sequence[Row], language: str) -> Expander:
    """Train a tagger that tells every piece."""
    arrays, known = trained(rows, language)
    return Expander(arrays, known, NO_BOUNDS)


def trained(rows: Sequence[Row], language: str) -> tuple[dict[str, Array], Edits]:
    """Train on terse sentences, then on notes."""
    torch.manual_seed(SEED)
    rng = random.Random(SEED)
    known = edits(rows)
    tagger = Tagger(known)
    learn(tagger, terse_rows(language, known, rng), known, "terse", rng)
    learn(tagger, rows, known, "notes", rng)
    return tagger.arrays(), known


def plain(text: str) -> str:
    """Give a text's words alone."""
    return " ".join(re.findall(r"\w+", text.lower()))


def unseen(rows: Sequence[Row], language: str, n_authors: int) -> list[tuple[Row, Expanded]]:
    """Expand the pieces of some authors by taggers that have not learnt from them."""
    found = []
    authors = sorted({row.author for row in rows})
    for author in authors[:: -(-len(authors) // n_authors)]:
        tagger = fitted([row for row in rows if row.author != author], language)
        found += [(row, tagger.expand(" ".join(row.words), row.before)) for row in rows if row.author == author]
        print(f"{language}: {author} done", flush=True)
    return found


def bounds_of(found: Sequence[tuple[Row, Expanded]]) -> dict[str, float]:
    """Set from which chance on a piece is surely internal, and from which on nobody may be sure that it is not."""
    internal = np.array([row.said is None for row, _ in found])
    chance = np.array([one.internal for _, one in found])
    order = np.argsort(-chance)
    share = np.cumsum(internal[order]) / np.arange(1, len(order) + 1)
    sure = np.nonzero(share >= SURE)[0]
    return {
        "internal": round(float(chance[order][sure.max()]), 3) if len(sure) else 1.0,
        "doubtful": round(float(np.quantile(chance[internal], 1 - NOTICED)), 3),
    }


def report(found: Sequence[tuple[Row, Expanded]], language: str, bounds: dict[str, float]) -> None:
    """Print how much is told, how much of it word for word as by hand, and how internal pieces fare."""
    told = [(row, one) for row, one in found if row.said and one.internal < bounds["doubtful"]]
    n_tellable = sum(row.said is not None for row, _ in found)
    for least in (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, bounds["least"]):
        kept = [plain(one.text) == plain(row.said or "") for row, one in told if one.confidence >= least]
        print(f"{language} from {least}: {len(kept) / n_tellable:.2f} of {n_tellable} told, {np.mean(kept):.2f} of those word for word")
    internal = [one.internal for row, one in found if row.said is None]
    print(
        f"{language}: internal pieces, AUC {roc_auc_score([row.said is None for row, _ in found], [one.internal for _, one in found]):.2f};"
        f" withheld {np.mean(np.array(internal) >= bounds['internal']):.2f}, not told {np.mean(np.array(internal) >= bounds['doubtful']):.2f}"
        f" of {len(internal)}",
        flush=True,
    )


def main() -> None:
    """Set the bounds on authors not learnt from and measure there; train on all and write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, default=WEIGHTS)
    options.add_argument("--authors", type=int, default=1, help="how many authors a language are held out in turn")
    options.add_argument("--languages", nargs="*", default=LANGUAGES)
    options.add_argument("--shown", type=Path, help="where to write what the held-out pieces became")
    given = options.parse_args()
    for language in given.languages:
        rows = labelled(language)
        found = unseen(rows, language, given.authors)
        bounds = {**bounds_of(found), "least": LEAST[language], "likely": LIKELY}
        report(found, language, bounds)
        if given.shown:
            shown = [(" ".join(row.words), row.said, one.text, one.confidence, one.chance, one.sound, one.internal) for row, one in found]
            (given.shown / f"{language}.json").write_text(json.dumps(shown, ensure_ascii=False), encoding="utf-8")
        arrays, known = trained(rows, language)
        told = json.dumps(known.as_dict(), ensure_ascii=False, separators=(",", ":")).encode()
        np.savez_compressed(given.out / file_of(language), edits=np.frombuffer(told, dtype=np.uint8), **arrays)
        card = json.loads((given.out / "card.json").read_text(encoding="utf-8"))
        card["heads"].setdefault("expander", {})[language] = bounds
        export.write_card(given.out, card)


if __name__ == "__main__":
    main()
