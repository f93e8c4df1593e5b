"""Phrasebooks: what to say, by move, dialect, register, channel and addressee; never how to judge.

`phrasebooks/<language>/<move>.yaml` holds entries, `items.yaml` the things that customers speak of,
`swaps.yaml` kinder wordings for blunt ones. A company's folder of the same form is laid over ours:
an entry with a known id takes its place, others are added and preferred.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field, ValidationError, model_validator

from coach.config import MAX_FILE, Channels, Strict, Texts, parse_yaml
from coach.errors import PhrasebookError
from coach.forms import PHRASEBOOK, refuse_newer
from coach.refused import Refused, at_place, first_refused
from coach.slots import slots

LANGUAGES = ("en", "ar")
PHRASE_MOVES = (
    "greeting",
    "gratitude",
    "acknowledgement",
    "empathy",
    "apology",
    "ownership",
    "explanation",
    "resolution",
    "commitment",
    "deadline",
    "instruction",
    "question",
    "lead_in",
    "refusal",
    "alternative",
    "compensation",
    "handoff",
    "follow_up",
    "offer_help",
    "closing",
    "boundary",
)
MATTERS = (
    "delay",
    "not_received",
    "damaged",
    "wrong_item",
    "missing_part",
    "outage",
    "app_fault",
    "billing",
    "refund",
    "cancellation",
    "booking",
    "access",
    "repair",
    "quality",
    "staff",
    "no_reply",
    "price",
    "contract",
    "documents",
    "safety",
    "info",
)
AUTO_SLOTS = ("name", "agent", "company", "order", "item", "problem", "happened", "regretted")
PROBLEM_SLOTS = ("item", "span", "amount", "order", "day", "count")
_SLOT = re.compile(r"\{(\w+)\}")
T = TypeVar("T", "Entry", "Item", "Problem", "Situation", "Swap")
Form = Literal["neutral", "m", "f", "plural"]
Register = Literal["formal", "neutral", "casual"]
Outcome = Literal["refused", "done", "pending", "possible", "info", "boundary"]
Dialect = Literal["msa", "gulf", "egyptian", "levantine", "maghrebi"]


_NAMED_AR = {"matter": "موضوع", "placeholder": "فراغ", "move": "فعل كلام"}


def _unknown(kind: str, name: str, known: Iterable[str]) -> Refused:
    listed = ", ".join(known)
    return Refused(f"unknown {kind} {name}; known: {listed}", f"لا {_NAMED_AR[kind]} باسم {name}؛ المعروف: {listed}")


class Entry(Strict):
    """One thing to say, in one to four forms of address; of boundaries, `firmness` tells the step from 1 to 3."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")
    dialect: Dialect | None = None
    registers: tuple[Register, ...] = Field(default=("neutral",), alias="register", min_length=1)
    channels: tuple[Channels, ...] | None = None
    matters: tuple[str, ...] = ()
    firmness: int | None = Field(default=None, ge=1, le=3)
    forms: dict[Form, str] = Field(min_length=1)

    @model_validator(mode="after")
    def _known(self) -> "Entry":
        unknown = sorted(set(self.matters) - set(MATTERS) - {"any"})
        if unknown:
            raise _unknown("matter", unknown[0], MATTERS)
        for slot in self.slots:
            if slot not in AUTO_SLOTS and slot not in slots():
                raise _unknown("placeholder", f"{{{slot}}}", (*AUTO_SLOTS, *slots()))
        return self

    @cached_property
    def slots(self) -> frozenset[str]:
        """Names of the slots in any form."""
        return frozenset(slot for text in self.forms.values() for slot in _SLOT.findall(text))


class Item(Strict):
    """A thing that customers speak of: what they call it, and how to name it back to them."""

    id: str
    words: tuple[str, ...] = Field(min_length=1)
    forms: dict[Form, str] = Field(min_length=1)


class Problem(Strict):
    """What went wrong for a customer, as it is said back: after "sorry about" (`noun`) and after "I see that" (`clause`).

    `cue` is a label of `coach/cues/<language>/problems/`. A text may hold {item}, {span}, {amount}, {order},
    {day} and {count}; it fits where the message gives them all.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")
    cue: str
    matter: str
    dialect: Dialect | None = None
    noun: dict[Form, str] = Field(default_factory=dict)
    clause: dict[Form, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _known(self) -> "Problem":
        if self.matter not in MATTERS:
            raise _unknown("matter", self.matter, MATTERS)
        if not self.noun and not self.clause:
            raise Refused("neither a noun nor a clause is given", "لم يُذكر noun ولا clause")
        for text in (*self.noun.values(), *self.clause.values()):
            for slot in _SLOT.findall(text):
                if slot not in PROBLEM_SLOTS:
                    raise _unknown("placeholder", f"{{{slot}}}", PROBLEM_SLOTS)
        return self

    @cached_property
    def slots(self) -> frozenset[str]:
        """Names of the slots in any text."""
        return frozenset(slot for text in (*self.noun.values(), *self.clause.values()) for slot in _SLOT.findall(text))


class Part(Strict):
    """One thing that a situation's reply says, in order; `forms` are the standard language's, `dialects` those of others.

    An `optional` part is left out in short channels.
    """

    move: str
    forms: dict[Form, str] = Field(min_length=1)
    dialects: dict[Dialect, dict[Form, str]] = Field(default_factory=dict)
    optional: bool = False

    @model_validator(mode="after")
    def _known(self) -> "Part":
        if self.move not in PHRASE_MOVES:
            raise _unknown("move", self.move, PHRASE_MOVES)
        for forms in (self.forms, *self.dialects.values()):
            for text in forms.values():
                for slot in _SLOT.findall(text):
                    if slot not in AUTO_SLOTS and slot not in slots():
                        raise _unknown("placeholder", f"{{{slot}}}", (*AUTO_SLOTS, *slots()))
        return self


class Situation(Strict):
    """What support teams answer again and again: how customers put it, and what a good reply says.

    `apology` tells whether the company owes one here; greeting, playback, empathy and goodbye are added around `body`.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,79}$")
    title: Texts
    matters: tuple[str, ...] = ()
    outcome: Outcome
    apology: bool
    customer: tuple[str, ...] = Field(min_length=3)
    body: tuple[Part, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _known(self) -> "Situation":
        unknown = sorted(set(self.matters) - set(MATTERS))
        if unknown:
            raise _unknown("matter", unknown[0], MATTERS)
        return self


class Swap(Strict):
    """A wording to avoid, a kinder one that fits the same place, and the rule that it serves."""

    find: str = Field(min_length=2)
    say: str
    rule: str


@dataclass(frozen=True)
class Phrasebook:
    """Our phrasebooks with a company's laid over them; files are read when first needed."""

    overlay: Path | None = None

    def entries(self, language: str, move: str) -> tuple[Entry, ...]:
        """Give the entries of a move, the company's first."""
        return _entries(self.overlay, language, move)

    def items(self, language: str) -> tuple[Item, ...]:
        """Give the things customers speak of."""
        return _load_all(self.overlay, language, "items", Item)

    def problems(self, language: str) -> tuple[Problem, ...]:
        """Give what goes wrong for customers, as it is said back."""
        return _load_all(self.overlay, language, "problems", Problem)

    def situations(self, language: str) -> tuple[Situation, ...]:
        """Give what is answered again and again."""
        return _load_all(self.overlay, language, "situations", Situation)

    def swaps(self, language: str, rule: str) -> tuple[Swap, ...]:
        """Give the swaps that serve `rule`, the longest wording first."""
        return _swaps(self.overlay, language).get(rule, ())


@lru_cache(maxsize=256)
def _entries(overlay: Path | None, language: str, move: str) -> tuple[Entry, ...]:
    loaded: dict[str, Entry] = {entry.id: entry for entry in _read(_ours(language), move, Entry, language)}
    if overlay is None:
        return tuple(loaded.values())
    company = {entry.id: entry for entry in _read(overlay / language, move, Entry, language)}
    return (*company.values(), *(entry for key, entry in loaded.items() if key not in company))


@lru_cache(maxsize=16)
def _load_all(overlay: Path | None, language: str, name: str, kind: type[T]) -> tuple[T, ...]:
    company = list(_read(overlay / language, name, kind, language)) if overlay else []
    return tuple(company + list(_read(_ours(language), name, kind, language)))


@lru_cache(maxsize=8)
def _swaps(overlay: Path | None, language: str) -> dict[str, tuple[Swap, ...]]:
    table: dict[str, list[Swap]] = {}
    for swap in _load_all(overlay, language, "swaps", Swap):
        table.setdefault(swap.rule, []).append(swap)
    return {rule: tuple(sorted(swaps, key=lambda swap: -len(swap.find))) for rule, swaps in table.items()}


def _ours(language: str) -> Traversable:
    return files("coach.phrasebooks") / language


def _read(folder: Traversable | Path, name: str, kind: type[T], language: str) -> Iterator[T]:
    """Read one file; raises NewerForm, or PhrasebookError with file, line and what is wrong. A missing file holds nothing."""
    file = folder / f"{name}.yaml"
    where = f"phrasebooks/{language}/{name}.yaml" if not isinstance(folder, Path) else str(file)
    try:
        if not file.is_file():
            return
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise PhrasebookError(where=where, what=error.strerror or "not readable") from None
    except UnicodeDecodeError as error:
        raise PhrasebookError(
            where=where, what={"en": f"not UTF-8 at byte {error.start}", "ar": f"ليس UTF-8 عند البايت {error.start}"}
        ) from None
    if len(text) > MAX_FILE:
        raise PhrasebookError(where=where, what={"en": f"larger than {MAX_FILE} characters", "ar": f"أكبر من {MAX_FILE} حرف"})
    content = parse_yaml(text, where, PhrasebookError)
    refuse_newer(content, PHRASEBOOK, where)
    key = "entries" if kind is Entry else name
    records = content.get(key) if isinstance(content, dict) else None
    if not isinstance(records, list):
        raise PhrasebookError(where=where, what={"en": f"a list under {key!r} is missing", "ar": f"لا قائمة تحت {key!r}"})
    if kind is Entry and content.get("move") != name:
        what = {
            "en": f"the file is of move {content.get('move')!r}, its name says {name!r}",
            "ar": f"في الملف الفعل {content.get('move')!r}، واسمه يقول {name!r}",
        }
        raise PhrasebookError(where=f"{where}:1", what=what)
    seen: set[str] = set()
    for record in records:
        yield _validate(record, kind, language, where, text, seen)


def _validate(record: Any, kind: type[T], language: str, where: str, text: str, seen: set[str]) -> T:
    try:
        entry = kind.model_validate(record)
    except ValidationError as error:
        place, said = first_refused(error)
        raise PhrasebookError(where=f"{where}:{_line_of(text, record)}", what=at_place(place, said)) from None
    if isinstance(entry, Entry | Item | Problem | Situation):
        if entry.id in seen:
            what = {"en": f"the id {entry.id!r} is used twice", "ar": f"المعرّف {entry.id!r} مستعمل مرتين"}
            raise PhrasebookError(where=f"{where}:{_line_of(text, record, last=True)}", what=what)
        seen.add(entry.id)
    if isinstance(entry, Entry | Problem) and (entry.dialect is None) == (language == "ar"):
        wanted = (
            {"en": "an Arabic entry needs a dialect", "ar": "تلزم المدخلَ العربيَّ لهجة"}
            if language == "ar"
            else {"en": "only Arabic entries have a dialect", "ar": "لا لهجة إلا لمدخل عربي"}
        )
        raise PhrasebookError(where=f"{where}:{_line_of(text, record)}", what=wanted)
    return entry


def _line_of(text: str, record: Any, last: bool = False) -> int:
    """Find the line on which a record's id, or the wording that a swap looks for, is written."""
    name, value = next(((key, record[key]) for key in ("id", "find") if isinstance(record, dict) and key in record), ("", ""))
    mark = re.compile(rf"\b{name}:\s*[\"']?{re.escape(str(value))}(?![\w-])")
    lines = [number for number, line in enumerate(text.splitlines(), 1) if name and mark.search(line)]
    return (lines[-1] if last else lines[0]) if lines else 1


def our_folder() -> Traversable:
    """Give the folder of the phrasebooks that ship."""
    return files("coach.phrasebooks")


def check_folder(folder: Path | Traversable) -> int:
    """Load every file of a phrasebook folder; returns the number of records, raises PhrasebookError."""
    n = 0
    for language in LANGUAGES:
        for name in PHRASE_MOVES:
            n += sum(1 for _ in _read(folder / language, name, Entry, language))
        n += sum(1 for _ in _read(folder / language, "items", Item, language))
        n += sum(1 for _ in _read(folder / language, "problems", Problem, language))
        n += sum(1 for _ in _read(folder / language, "situations", Situation, language))
        n += sum(1 for _ in _read(folder / language, "swaps", Swap, language))
    return n
