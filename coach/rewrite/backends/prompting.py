"""Prompts: the files of `prompts/` filled with a request; what people wrote stands between lines that nobody can guess."""

import re
import secrets
from functools import lru_cache
from importlib.resources import files
from string import Template
from typing import Any

from coach.config import parse_yaml
from coach.rewrite.backends import Request
from coach.slots import slots, visible_slot

_CONTROL = re.compile(
    r"<(?=\||/?(?:s|bos|eos|start_of_turn|end_of_turn|think|system|assistant|user)>)|\[(?=/?(?:INST|SYSTEM_PROMPT)\])", re.IGNORECASE
)


def messages(request: Request) -> list[dict[str, str]]:
    """Give the chat that asks for a rewrite: the system's message and the user's, in the draft's language."""
    words = _words(request.language)
    texts = (request.draft, request.customer or "", *request.findings, *request.facts)
    boundary = secrets.token_hex(8)
    while any(boundary in text for text in texts):
        boundary = secrets.token_hex(8)
    values = {
        "boundary": boundary,
        "goal": words["goals"][request.goal],
        "channel": words["channels"][request.channel],
        "address": words["address"][request.gender],
        "slots": words["comma"].join(visible_slot(slot, request.language) for slot, texts in slots().items() if texts["en"].example),
        "draft": inert(request.draft),
        "customer": inert(request.customer or words["none"]),
        "findings": _lines(request.findings, words["none"]),
        "facts": _lines(request.facts, words["none"]),
    }
    return [
        {"role": "system", "content": _template(request.language, "system").substitute(values)},
        {"role": "user", "content": _template(request.language, "user").substitute(values)},
    ]


def inert(text: str) -> str:
    """Break up what a model could take for the signs of its own dialogue, as in `<|im_end|>`."""
    return _CONTROL.sub(lambda match: match[0] + " ", text)


def _lines(texts: tuple[str, ...], none: str) -> str:
    return "\n".join(f"- {inert(' '.join(text.split()))}" for text in texts) or none


@lru_cache(maxsize=4)
def _template(language: str, name: str) -> Template:
    return Template((files("coach.rewrite.backends") / "prompts" / language / f"{name}.txt").read_text(encoding="utf-8").strip())


@lru_cache(maxsize=2)
def _words(language: str) -> dict[str, Any]:
    path = files("coach.rewrite.backends") / "prompts" / language / "goals.yaml"
    return dict(parse_yaml(path.read_text(encoding="utf-8"), f"{language}/goals.yaml"))
