"""Making scenarios: an empty one to fill in, skeletons of past cases, and what is still missing in either."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar, Literal

import yaml
from pydantic import TypeAdapter, ValidationError

from coach.case import Case
from coach.config import parse_yaml
from coach.errors import ConfigError, InputError, NotFound
from coach.practice.bank import ScenarioError
from coach.practice.scenario import MAX_TEXT, Slug
from coach.text.document import CUSTOMER_CUES, read
from coach.text.personal import find_personal

TODO = "TODO"
"""Stands where a trainer has to write something; lint accepts no scenario that holds it."""
_OPEN = f"⟪{TODO}"  # before the number of a name or number left out of a case
_MOST = 400  # of what stands after TODO
_ID = TypeAdapter(Slug)


class MakeError(ConfigError):
    """A scenario cannot be made."""

    code = "cannot-make-scenario"
    text: ClassVar[dict[str, str]] = {"en": "{where}: {what}", "ar": "{where}: {what}"}


class NoCase(InputError):
    """A case holds too little to make a scenario of."""

    code = "no-scenario-in-case"
    text: ClassVar[dict[str, str]] = {"en": "{where}: {what}", "ar": "{where}: {what}"}


@dataclass(frozen=True, slots=True)
class Missing:
    """A place that is still to be filled in: its line, its name, and what belongs there."""

    line: int
    place: str
    what: str


def template(key: str, language: Literal["en", "ar"]) -> str:
    """Give an empty scenario, with comments in its own language; raises MakeError for an id that is none."""
    check_id(key)
    return _templates()[language].replace("⟨id⟩", key)


def check_id(key: str) -> None:
    """Refuse what is no scenario's id; raises MakeError."""
    try:
        _ID.validate_python(key)
    except ValidationError:
        what = {
            "en": "an id is small letters, digits and single hyphens, 60 at most: late-parcel-before-eid",
            "ar": "المعرّف حروف إنجليزية صغيرة وأرقام بينها شرطات، وأقصاه 60: ‏late-parcel-before-eid",
        }
        raise MakeError(where=key[:80], what=what) from None


def missing(text: str, where: str) -> list[Missing]:
    """List what is still to be filled in, in order; raises ScenarioError for what is not YAML."""
    parse_yaml(text, where, ScenarioError)
    return sorted(_todo(yaml.compose(text, Loader=yaml.SafeLoader), ""), key=lambda one: one.line)


def write_new(path: Path, text: str) -> None:
    """Write a scenario where none stands yet; raises MakeError, or NotFound where the folder does not take it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        what = {"en": "is there already; choose another name", "ar": "موجود من قبل؛ اختر اسمًا آخر"}
        raise MakeError(where=str(path), what=what) from None
    except OSError as error:
        raise NotFound(where=str(path), what=error.strerror or "not writable") from None


def skeleton(case: Case, key: str, masked: bool = True) -> tuple[Literal["en", "ar"], str]:
    """Make a scenario of a case, with TODO for what it does not tell: its language, and the YAML.

    Unless `masked` is False, TODO stands for names and numbers too: nobody's real message is practised on. Raises NoCase.
    """
    message = case.message
    if message is None or max(len(message), len(case.draft)) > MAX_TEXT:
        what = {
            "en": f"a scenario needs a message and a draft of up to {MAX_TEXT} characters",
            "ar": f"يحتاج السيناريو إلى رسالة ومسودة لا يتجاوز طول أي منهما {MAX_TEXT} حرف",
        }
        raise NoCase(where=key, what=what)
    seen = read(message, CUSTOMER_CUES, case.language)
    language: Literal["en", "ar"] = "ar" if seen.language.code == "ar" else "en"
    known = case.context
    people = [name for name in (known.customer_name, known.agent_name) if name]
    message, draft = _masked([message, case.draft], people, known.company) if masked else (message, case.draft)
    gender = known.addressee_gender if known.addressee_gender in ("m", "f") else "unknown"
    say = _SAY[language]
    fields: dict[str, Any] = {
        "id": key,
        "version": 1,
        "language": language,
        **({"dialect": seen.dialect or TODO} if language == "ar" else {}),
        "title": {"en": TODO, "ar": TODO},
        "sector": TODO,
        "channel": case.channel,
        "difficulty": TODO,
        "kinds": [TODO],
        "held_out": False,
        "customer": {"name": TODO if masked or not known.customer_name else known.customer_name, "gender": gender},
        "agent": {"name": TODO if masked or not known.agent_name else known.agent_name, "gender": "unknown"},
        "company": TODO if masked or not known.company else known.company,
        "situation": f"{TODO} {say['situation']}",
        "facts": [{"key": "first", "say": f"{TODO} {say['fact']}"}],
        "turns": {
            "start": {
                "message": message,
                "goals": {"asks": [{"text": f"{TODO} {say['ask']}", "facts": ["first"]}], "moves": [TODO], "facts": ["first"]},
                "master": f"{TODO} {say['master']}",
                "hints": [f"{TODO} {say['hint']}"],
            }
        },
        "samples": [
            {"grade": "excellent", "text": TODO, "why": TODO},
            {"grade": "fair", "text": draft, "why": f"{TODO} {say['graded']}"},
            {"grade": "poor", "text": TODO, "why": TODO},
        ],
    }
    return language, f"# {say['head']}\n{yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=130)}"


def id_of(case: Case, number: int) -> str:
    """Give an id for the scenario of a case: its own, where it can be one."""
    own = re.sub(r"[^a-z0-9]+", "-", (case.id or "").lower()).strip("-")[:60].strip("-")
    return own or f"case-{number}"


def _masked(texts: list[str], people: list[str], company: str | None) -> tuple[str, str]:
    """Write both texts with numbered TODO marks for what identifies somebody, the same thing by the same number."""
    numbers: dict[str, int] = {}
    found = []
    for text, places in zip(texts, find_personal(texts, people, company, replies=(1,)), strict=True):
        parts, at = [], 0
        for place in places:
            parts += [text[at : place.start], f"{_OPEN} {numbers.setdefault(place.value, len(numbers) + 1)}⟫"]
            at = place.end
        found.append("".join([*parts, text[at:]]))
    return found[0], found[1]


def _todo(node: yaml.Node | None, place: str) -> Iterator[Missing]:
    if isinstance(node, yaml.ScalarNode):
        if node.value.startswith(TODO):
            yield Missing(node.start_mark.line + 1, place, node.value.removeprefix(TODO).strip()[:_MOST])
        elif _OPEN in node.value:
            yield Missing(node.start_mark.line + 1, place, "⟪…⟫")
    elif isinstance(node, yaml.SequenceNode):
        for number, one in enumerate(node.value):
            yield from _todo(one, f"{place}.{number}")
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _todo(value, f"{place}.{key.value}".removeprefix("."))


@lru_cache(maxsize=1)
def _templates() -> dict[str, str]:
    text = (files("coach.practice") / "template.yaml").read_text(encoding="utf-8")
    return dict(parse_yaml(text, "template.yaml"))


_SAY = {
    "en": {
        "head": "Made of a past case. Change what could tell whose it was, and write something in place of every TODO.",
        "situation": "What the agent sees before answering: what happened, and what can be done",
        "fact": "What may be said, one fact each",
        "ask": "What the customer asks, in their words",
        "master": "The reply that you would be proud of",
        "hint": "What to think of first",
        "graded": "Is this reply fair? What does it lack? Else change its grade",
    },
    "ar": {
        "head": "مأخوذ من حالة سابقة. غيّر ما قد يدل على صاحبها، وضع كلامك مكان كل TODO.",
        "situation": "ما يراه الموظف قبل أن يكتب: ماذا حدث، وما الذي في يده",
        "fact": "ما يجوز قوله، كل معلومة وحدها",
        "ask": "ما يطلبه العميل بكلامه",
        "master": "رد تفخر به",
        "hint": "ما الذي يُبدأ به؟",
        "graded": "هل هذا الرد مقبول؟ ماذا ينقصه؟ وإلا فغيّر تقديره",
    },
}
