"""The open sets that train what ships: each reader gives lines, pairs or labelled rows of one folder of `open/`.

Every set's licence stands in docs/model-card.md. A text that also stands in a measured set is given to
`without` and never comes out of here.
"""

import csv
import gzip
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from zlib import crc32

from coach.reading import POLITENESS
from coach.text import normalise

_FIELD = 1 << 24  # some texts are longer than what csv takes by itself
_HELD_OUT_OF = 10  # one politeness row in ten is held out, by its text
_URL = re.compile(r"https?://\S+|\$LINK")
_USER = re.compile(r"@\w+")
_SPACE = re.compile(r"\s+")
# Emotions of GoEmotions that speak of the levels of `reading.EMOTIONS`: anger and disgust against disappointment.
_GO_LEVELS = {2: 2, 11: 2, 3: 1, 9: 1, 10: 1, 25: 1, 0: 0, 15: 0, 17: 0, 27: 0, 4: 0, 18: 0, 6: 0, 7: 0}


def clean(text: str) -> str:
    """Write links as «[link]» and handles as «@user», and every run of white space as one space."""
    return _SPACE.sub(" ", _USER.sub("@user", _URL.sub("[link]", text))).strip()


def key(text: str) -> str:
    """Give the form in which two texts count as one: folded, letters and digits alone."""
    return "".join(sign for sign in normalise.arabic(normalise.english(text)) if sign.isalnum())


def _rows(path: Path, delimiter: str = ",") -> Iterator[dict[str, str]]:
    limit = csv.field_size_limit(_FIELD)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file, delimiter=delimiter)
    finally:
        csv.field_size_limit(limit)


def _zipped(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from file


def english_lines(root: Path) -> Iterator[str]:
    """Give the English texts, in no order of weight."""
    for line in _zipped(root / "en_multidogo_customer/train.jsonl.gz"):
        yield json.loads(line)["utterance"]
    for name in ("train", "dev"):
        for line in (root / f"en_goemotions/original/{name}.tsv").read_text(encoding="utf-8").splitlines():
            yield line.split("\t")[0]
    for row in _rows(root / "en_banking77/train.csv"):
        yield row["text"]
    for name, rows in json.loads((root / "en_clinc150/data_full.json").read_text(encoding="utf-8")).items():
        if not name.endswith("test"):
            yield from (text for text, _ in rows)
    for row in _rows(root / "en_paradetox/paradetox.tsv", "\t"):
        yield from (row[name] for name in ("toxic", "neutral1", "neutral2", "neutral3") if row.get(name))
    for line in (root / "en_email_intent_parakweet/Ask0729-fixed.txt").read_text(encoding="utf-8", errors="replace").splitlines():
        yield line.partition("\t")[2]
    for row in _rows(root / "en_davidson_hate_offensive/labeled_data.csv"):
        yield row["tweet"]
    for row in _rows(root / "en_positive_frames/wholetrain.csv"):
        yield row["original_text"]
        yield row["reframed_text"]
    for row in _rows(root / "en_ar_isarcasmeval/train/train.En.csv"):
        yield row["tweet"]
    yield from (english for english, _ in pairs(root))


def arabic_lines(root: Path) -> Iterator[str]:
    """Give the Arabic texts, in no order of weight."""
    for name in ("text.tsv.gz", "text_more.tsv.gz"):
        for line in _zipped(root / "text_ar" / name):
            yield line.rstrip("\n").partition("\t")[2]
    for row in _rows(root / "ar_arsarcasm_v2/training_data.csv"):
        yield row["tweet"].strip('"')
    for row in _rows(root / "ar_saudi_irony/SaudiIrony.csv"):
        yield row["Tweets with Decoded emojis"]
    for name in ("train", "val"):
        for row in _rows(root / f"ar_arbanking77/Banking77_Arabized_MSA_PAL_{name}.csv"):
            yield row["text"]
    for text, _ in adab(root):
        yield text
    yield from (arabic for _, arabic in pairs(root))


def pairs(root: Path) -> Iterator[tuple[str, str]]:
    """Give the parallel sentences, English first."""
    for row in _rows(root / "parallel_en_ar/pairs.tsv", "\t"):
        yield row["en"], row["ar"]
    for line in (root / "parallel_en_ar/pairs_interface.tsv").read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) == 3:
            yield fields[1], fields[2]


def adab(root: Path) -> Iterator[tuple[str, int]]:
    """Give the Arabic politeness set: a text and the index of its label in POLITENESS; each text once."""
    seen = set()
    for row in _rows(root / "ar_adab_politeness/TaskApoliteness_train.csv"):
        label = row["label"].strip().lower()
        if label in POLITENESS and (mark := key(row["Sentence"])) not in seen:
            seen.add(mark)
            yield row["Sentence"], POLITENESS.index(label)


def held_out(text: str) -> bool:
    """Tell whether a politeness row is among the tenth that only measures, by a checksum of its folded text."""
    return crc32(key(text).encode()) % _HELD_OUT_OF == 0


def goemotions(root: Path) -> Iterator[tuple[str, int]]:
    """Give texts with a rough level of displeasure, 0 to 2, where GoEmotions' single label speaks of one."""
    for line in (root / "en_goemotions/original/train.tsv").read_text(encoding="utf-8").splitlines():
        text, labels, _ = line.split("\t")
        if labels.isdigit() and int(labels) in _GO_LEVELS:
            yield text, _GO_LEVELS[int(labels)]


def sarcasm(root: Path) -> Iterator[tuple[str, bool]]:
    """Give English and Arabic texts with whether they are sarcastic."""
    for row in _rows(root / "en_ar_isarcasmeval/train/train.En.csv"):
        yield row["tweet"], row["sarcastic"] == "1"
    for row in _rows(root / "ar_arsarcasm_v2/training_data.csv"):
        yield row["tweet"].strip('"'), row["sarcasm"].upper() == "TRUE"


def toxicity(root: Path) -> Iterator[tuple[str, bool]]:
    """Give English texts with whether they are rude."""
    for row in _rows(root / "en_paradetox/paradetox.tsv", "\t"):
        yield row["toxic"], True
        yield row["neutral1"], False


def distinct(lines: Iterable[str | None], without: frozenset[str] = frozenset()) -> list[str]:
    """Clean lines, drop what is empty, given before, or in `without` (keys of measured texts)."""
    seen = set(without)
    kept = []
    for line in lines:
        text = clean(line or "")
        mark = key(text)
        if mark and mark not in seen:
            seen.add(mark)
            kept.append(text)
    return kept
