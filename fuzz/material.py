"""What inputs are made of: options in four bytes and texts behind them; words, signs and whole cases to seed with."""

import json
import random
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from coach.text.cues import cue_files
from coach.text.document import CUSTOMER_CUES, DRAFT_CUES
from fuzz.target import CANARY

ROOT = Path(__file__).parent.parent
OPTIONS = 4
PART = b"\x1e"
"""Parts the texts of an input."""
SIGNS = (
    *(
        "\n",
        "\r\n",
        "\u2028",
        " ",
        "  ",
        "\t",
        ".",
        "!",
        "?",
        "؟",
        "،",
        "…",
        "...",
        "-",
        "—",
        "> ",
        "--\n",
        '"',
        "'",
        "“",
        "»",
        "«",
        "(",
        ")",
    ),
    *(
        "ـ",
        "\u064e",
        "\u0651",
        "\u0670",
        "\u200f",
        "\u202e",
        "\u2067",
        "\u2069",
        "\u200d",
        "\ufe0f",
        "\ufeff",
        "\u00ad",
        "\u0301",
        "ﷺ",
        "ﻻ",
    ),
    *("😊", "👍🏽", "👨‍👩‍👧", "🇸🇦", "𝒜", "ß", "İ", "ǅ", "ﬁ", "½", "①", "٤", "۴", "४"),
    *("٤٠ ر.س", "$40.00", "40 SAR", "€1.234,50", "12/3/2026", "2026-03-12", "٣ مايو", "3 May", "5pm", "الساعة ٥", "+966 50 123 4567"),
    *("4111 1111 1111 1111", "SA03 8000 0000 6080 1016 7519", "a@b.com", "https://x.y/z.", "order #4411", "طلب رقم ٤٤١١", "⟦date⟧", "⟪P1⟫"),
    *("{{name}}", "{name}", "[NAME]", "XXX", "<b>", "&amp;", "%s", "\\", "soooooo", "NOOO", "نعممممم", CANARY),
)
DELIMITERS = (
    "{",
    "}",
    "[",
    "]",
    ":",
    ": ",
    "- ",
    "\n  ",
    "&a ",
    "*a",
    "<<: ",
    "|",
    "!!",
    "null",
    "true",
    "-1",
    "1e999",
    ".nan",
    "~",
    "''",
    "\n---\n",
    ",",
    ";",
)


def options(data: bytes) -> bytes:
    """Give the first four bytes, with noughts for those that are not there."""
    return data[:OPTIONS].ljust(OPTIONS, b"\0")


def texts(data: bytes, n: int) -> list[str]:
    """Give `n` texts that stand behind the options; bytes that are no UTF-8 become signs of replacement, NUL a space."""
    parts = data[OPTIONS:].split(PART, n - 1)
    return [part.decode("utf-8", "replace").replace("\0", " ") for part in (*parts, *[b""] * (n - len(parts)))]


def packed(told: Sequence[int], *parts: str) -> bytes:
    """Write an input."""
    return bytes(told).ljust(OPTIONS, b"\0") + PART.join(part.encode() for part in parts)


def pick(choices: Sequence[Any], byte: int) -> Any:
    """Choose by a byte."""
    return choices[byte % len(choices)]


@lru_cache(maxsize=1)
def words() -> tuple[str, ...]:
    """Give what drafts and messages may say: every plain word of the cues, in both languages, and every sign."""
    found = dict.fromkeys(SIGNS)
    for language in ("en", "ar"):
        for _, _, text in cue_files(language, tuple(dict.fromkeys((*DRAFT_CUES, *CUSTOMER_CUES)))):
            for line in text.splitlines():
                plain = line.lstrip("!^").split("~")[0].strip()
                if plain and not any(sign in plain for sign in "#<>()*|?"):
                    found[plain] = None
    return tuple(found)


@lru_cache(maxsize=1)
def cases() -> tuple[dict[str, Any], ...]:
    """Give the examples and a draw of the corpus' replies, as cases."""
    made = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "examples").glob("??/*.json"))]
    for language in ("en", "ar"):
        rows = [
            json.loads(line) for line in (ROOT / "corpus" / f"routine_replies_{language}.jsonl").read_text(encoding="utf-8").splitlines()
        ]
        for row in random.Random(9).sample(rows, 20):
            made.append({"draft": "\n".join(one["text"] for one in row["sentences"]), "customer": row["context"] or None})
    return tuple(made)


def drafts() -> Iterator[tuple[str, str]]:
    """Yield drafts with their customer's message, or nothing."""
    for case in cases():
        customer = case.get("customer")
        yield case["draft"], customer if isinstance(customer, str) else ""
