"""Drafts of about 110 words, each different, made of the corpus' own replies."""

import json
from pathlib import Path

CORPUS = Path(__file__).parents[1] / "corpus"
WORDS = 110


def drafts(language: str, n: int) -> list[str]:
    """Give `n` drafts of 100 to 120 words, built by joining whole sentences of distinct replies."""
    made: list[str] = []
    words: list[str] = []
    with (CORPUS / f"replies_{language}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            for sentence in json.loads(line)["sentences"]:
                words.append(sentence["text"])
                if sum(len(text.split()) for text in words) >= WORDS - 5:
                    made.append(" ".join(words))
                    words = []
            if len(made) >= n:
                break
    return made[:n]


def messages(language: str, n: int) -> list[str]:
    """Give `n` customers' messages."""
    with (CORPUS / f"customers_{language}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for _, line in zip(range(n), lines, strict=False)]
