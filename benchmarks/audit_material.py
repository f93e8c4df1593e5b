"""What threads are made of: the corpus' messages and replies with holes for names and numbers, and who works where."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from coach.corpus import Corpus, Customer, Reply, load
from coach.text.names import greeted_name

CORPUS = Path(__file__).parents[1] / "corpus"
TEXTS = Path(__file__).with_name("audit_texts.yaml")
GOOD = 4
"""From this grade on a reply has no fault; a master's reply in the corpus still lists those of the draft that it mends."""
TRAINING_WEEK = 13
WEEKS = 26
N_AGENTS = 60
TRAINED_RATE = 0.35
"""What of an agent's faults the training leaves."""
_KEPT_NUMBERS = frozenset(("911", "999", "112", "997", "998", "937", "404"))
_HOLE = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{3,}(?!\d)")
_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_SOMEBODY = re.compile(
    r"(?<=[a-z,] )(?!I\b|I'm\b|This\b|Thank|Sir\b|Madam\b|Customer)[A-Z]\w+"
    r"|(?<!\w)(?:ال)?(?:سيد|أستاذ|فاضل|أخ|آنس|دكتور|مهندس|حاج|شيخ)ة?(?!\w)|(?<!\w)(?:الأخت|أخت|مدام|ست|باشمهندس|أبو|بو|أم|سي|لالة|للا|كابتن)(?!\w)"
)
"""A greeting that speaks to somebody whose name cannot be told apart from the rest."""
_FORMS = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")


class Values(dict[str, str]):
    """What stands in a thread's holes: its name, and for each number of the corpus another as long."""

    def __init__(self, random: Random, name: str, gender: str) -> None:
        """Draw the order and the amount that the thread is about."""
        super().__init__(name=name, gender=gender)
        self._random = random
        self["order"] = str(random.randrange(10_000, 1_000_000))
        self["amount"] = (
            f"{random.choice(('$', '€', '£')) if name.isascii() else ''}{random.randrange(12, 900)}{'' if name.isascii() else ' ريال'}"
        )

    def __missing__(self, number: str) -> str:
        """Draw a number in place of one of the corpus: round where that is round."""
        western = number.translate(_WESTERN)
        round_part = len(western) - len(western.rstrip("0"))
        free = len(western) - 1 - round_part
        drawn = western[0] + "".join(self._random.choices("123456789", k=free)) + "0" * round_part
        made = drawn if western == number else drawn.translate(_EASTERN)
        self[number] = made
        return made


@dataclass(frozen=True, slots=True)
class Holed:
    """A text of the corpus: what is fixed at even places, the keys of its holes at odd ones."""

    parts: tuple[str, ...]

    def fill(self, values: Values) -> str:
        """Give the text as this thread has it."""
        return "".join(values[part] if place % 2 else part for place, part in enumerate(self.parts))


@dataclass(frozen=True, slots=True)
class Asked:
    """A customer's message of the corpus."""

    id: str
    dialect: str
    sector: str
    channel: str
    emotion: int
    fading: bool
    text: Holed


@dataclass(frozen=True, slots=True)
class Answer:
    """An agent's reply of the corpus; `missed` counts the asks that it leaves, None where nobody labelled them."""

    id: str
    asked: Asked
    gender: str
    rules: tuple[str, ...]
    moves: frozenset[str]
    missed: int | None
    body: Holed
    closing: Holed


@dataclass(frozen=True, slots=True)
class Agent:
    """An agent with planted skills: how many of the replies are faulty, and with which fault above all."""

    name: str
    team: str
    languages: tuple[str, ...]
    met: float
    rate: float
    focus: str
    trained: bool
    macros: tuple[int, ...]

    @property
    def first_name(self) -> str:
        """What colleagues say."""
        return self.name.split()[0]


Key = tuple[str | bool, ...]


class Material:
    """The corpus in pools to draw from, the agents, and the texts of our own by dialect."""

    def __init__(self, corpus: Corpus, texts: dict[str, Any]) -> None:
        """Fill the pools: by language, fading theme, kind (good, faulty or a rule) and gender; and by dialect and sector."""
        self.texts = texts
        self.agents = tuple(_agents(texts))
        self.of_language = {language: [agent for agent in self.agents if language in agent.languages] for language in ("en", "ar")}
        self._pools: dict[Key, list[Answer]] = defaultdict(list)
        for answer in _answers(corpus, texts):
            language = "en" if answer.asked.dialect == "en" else "ar"
            kinds = ("faulty", *answer.rules) if answer.rules else ("good",)
            for kind in kinds:
                self._pools[language, answer.asked.fading, kind, answer.gender].append(answer)
                self._pools[answer.asked.dialect, answer.asked.sector, kind, answer.gender].append(answer)

    def draw(self, random: Random, group: tuple[str | bool, str | bool], kinds: Sequence[str], gender: str) -> Answer | None:
        """Give an answer of the first kind that the group has for this gender, or None."""
        for kind in kinds:
            pool = self._pools.get((*group, kind, gender))
            if pool:
                return random.choice(pool)
        return None


@cache
def material() -> Material:
    """Read the corpus and the texts, once in a process."""
    return Material(load(CORPUS), yaml.safe_load(TEXTS.read_text(encoding="utf-8")))


def written(text: str, values: Values, **more: str) -> str:
    """Fill in a text of our own, in the form for a man or a woman."""
    text = _FORMS.sub(r"\2" if values["gender"] == "f" else r"\1", text)
    return text.format(name=values["name"], order=values["order"], amount=values["amount"], **more)


def _agents(texts: dict[str, Any]) -> Iterator[Agent]:
    teams, focus = texts["teams"], texts["focus"]
    for number in range(N_AGENTS):
        team = teams[number % len(teams)]
        language = team["languages"][0]
        first = texts["names"][language]["agents"]
        last = texts["surnames"][language]
        yield Agent(
            name=f"{first[number // 2 % len(first)]} {last[number % len(last)]}",
            team=team["name"],
            languages=tuple(team["languages"]),
            met=team["met"],
            rate=0.25 + 0.3 * (number * 7 % N_AGENTS) / N_AGENTS,
            focus=focus[number % len(focus)],
            trained=number // len(teams) % 2 == 0,
            macros=(number % 8, (number + 3) % 8) if number % 3 == 0 else (),
        )


def _answers(corpus: Corpus, texts: dict[str, Any]) -> Iterator[Answer]:
    """Give the replies whose greeting names nobody or a name that another can stand for, without slots left open."""
    asks = {labels.id: sum(ask.status == "missed" for ask in labels.asks) for labels in corpus.asks}
    customers = {customer.id: customer for customer in corpus.customers}
    fading = {language: re.compile(pattern, re.IGNORECASE) for language, pattern in texts["fading"].items()}
    for reply in corpus.replies:
        customer = customers[reply.customer_id]
        name = _name(reply)
        if name is None or any("⟦" in sentence.text for sentence in reply.sentences):
            continue
        yield Answer(
            id=reply.id,
            asked=_asked(customer, name, fading[customer.lang].search(customer.text) is not None),
            gender=reply.addressee,
            rules=reply.rules if reply.grade < GOOD else (),
            moves=frozenset(move for sentence in reply.sentences for move in sentence.moves),
            missed=asks.get(reply.id),
            body=_holed(_joined(reply, body=True), name),
            closing=_holed(_joined(reply, body=False), name),
        )


def _asked(customer: Customer, name: str, fading: bool) -> Asked:
    return Asked(customer.id, customer.dialect, customer.sector, customer.channel, customer.emotion, fading, _holed(customer.text, name))


def _name(reply: Reply) -> str | None:
    """Give the name that the reply greets, none as the empty string, or None where another cannot stand for it."""
    if reply.grade < GOOD and "wrong-name" in reply.rules:
        return None
    first = reply.sentences[0]
    found = greeted_name(first.text)
    if found is None:
        return None if "greeting" in first.moves and _SOMEBODY.search(first.text) else ""
    return found[0] if " " not in found[0] and reply.addressee in ("m", "f", "unknown") else None


def _joined(reply: Reply, *, body: bool) -> str:
    """Join what comes before the closing lines, or those; a letter's greeting has a line of its own."""
    sentences = list(reply.sentences)
    n = len(sentences)
    while n > 1 and sentences[n - 1].moves == ("closing",):
        n -= 1
    if not body:
        return "\n".join(sentence.text for sentence in sentences[n:])
    if reply.channel == "email" and sentences[0].moves == ("greeting",):
        return sentences[0].text + "\n\n" + " ".join(sentence.text for sentence in sentences[1:n])
    return " ".join(sentence.text for sentence in sentences[:n])


def _holed(text: str, name: str) -> Holed:
    """Cut a text at its numbers of three digits and more, and at the customer's name."""
    pattern = re.compile(rf"{_HOLE.pattern}|(?<!\w){re.escape(name)}(?!\w)") if name else _HOLE
    parts: list[str] = []
    end = 0
    for match in pattern.finditer(text):
        if match[0] in _KEPT_NUMBERS:
            continue
        parts += [text[end : match.start()], "name" if match[0] == name else match[0]]
        end = match.end()
    return Holed((*parts, text[end:]))
