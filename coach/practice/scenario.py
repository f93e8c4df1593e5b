"""Scenarios: a customer, what the agent may use, and what a master's reply has to achieve; YAML that trainers write."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from coach.case import Channel
from coach.config import Criterion, Strict, Texts
from coach.reading import MOVES
from coach.refused import Refused

MAX_TURNS = 12
MAX_TEXT = 4_000

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT, strip_whitespace=True)]
Move = Annotated[str, StringConstraints(max_length=30)]
Kind = Literal[
    "calm",
    "dissatisfied",
    "angry",
    "hostile",
    "refusal",
    "delay",
    "own-fault",
    "customer-wrong",
    "sarcasm",
    "several-asks",
    "vulnerable",
]
"""What a scenario is about; one may be several."""
Grade = Literal["poor", "fair", "excellent"]
GRADES: tuple[Grade, ...] = ("poor", "fair", "excellent")


class Fact(Strict):
    """Something that the agent knows: a `key`, how it may be said, and the values that must not be said otherwise.

    `values` are as a reply would write them ("40 SAR", "Thursday", "4411"); a reply that gives another value of the same
    kind about the same thing contradicts the fact. `denied` facts are what cannot be had: granting it contradicts them.
    """

    key: Slug
    say: Line
    values: tuple[Line, ...] = Field(default=(), max_length=10)
    denied: bool = False
    secret: bool = False  # must not be told to the customer


class Ask(Strict):
    """Something that the customer wants: `text` as they say it, and by which facts a reply answers it."""

    text: Line
    facts: tuple[Slug, ...] = Field(default=(), max_length=10)
    outcome: Literal["answer", "refuse", "defer"] = "answer"


class Goals(Strict):
    """What a master's reply to one message has to achieve."""

    asks: tuple[Ask, ...] = Field(min_length=1, max_length=8)
    moves: tuple[Move, ...] = Field(default=(), max_length=10)  # those that have to be made
    never: tuple[Move, ...] = Field(default=("blame", "dismissive", "non_apology"), max_length=10)
    facts: tuple[Slug, ...] = Field(default=(), max_length=10)  # those that have to be said
    words: tuple[int, int] = (8, 150)

    @model_validator(mode="after")
    def _known(self) -> Self:
        if unknown := sorted({*self.moves, *self.never} - set(MOVES)):
            raise Refused(f"there is no move {unknown[0]}", f"لا فعل كلام باسم {unknown[0]}")
        if not 0 < self.words[0] < self.words[1] <= 400:
            raise Refused("words are a least and a most, up to 400", "words حدان، الأقل ثم الأكثر، ولا يزيد على 400")
        return self


class Branch(Strict):
    """Where the conversation goes after a reply: to `turn`, if it scored at least `from_score`."""

    from_score: int = Field(ge=0, le=100)
    turn: Slug


class Turn(Strict):
    """One message of the customer's. One without goals ends the conversation."""

    message: Text
    goals: Goals | None = None
    master: Text | None = None
    hints: tuple[Line, ...] = Field(default=(), max_length=6)
    then: tuple[Branch, ...] = Field(default=(), max_length=4)  # the highest bound that is met counts; none: the end

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.goals is not None and (self.master is None or not self.hints):
            raise Refused("a turn with goals has a master's reply and hints", "للدور الذي له goals رد نموذجي master وتلميحات hints")
        if self.goals is None and (self.master or self.then):
            raise Refused(
                "a turn without goals is the end: no master's reply, no branches",
                "الدور الذي لا goals له هو النهاية: لا master له ولا then",
            )
        if self.then and self.then[-1].from_score != 0:
            raise Refused("the last branch takes every reply: from_score 0", "الفرع الأخير يقبل كل رد: from_score 0")
        bounds = [branch.from_score for branch in self.then]
        if bounds != sorted(bounds, reverse=True) or len(set(bounds)) != len(bounds):
            raise Refused("branches go from the highest bound to 0", "الفروع مرتبة من أعلى حد إلى 0")
        return self


class Person(Strict):
    """The customer, or the agent."""

    name: Line
    gender: Literal["m", "f", "unknown"] = "unknown"


class Sample(Strict):
    """A reply to the first message, graded, with the reason."""

    grade: Grade
    text: Text
    why: Line


class Scenario(Strict):
    """A practice conversation. `turns` begins with the turn `start`."""

    id: Slug
    schema_version: Literal[1] = Field(default=1, exclude=True)  # of the file's form, read by the bank
    version: int = Field(default=1, ge=1)  # of the scenario itself
    language: Literal["en", "ar"]
    dialect: Literal["msa", "gulf", "egyptian", "levantine", "maghrebi"] | None = None
    title: Texts
    sector: Slug
    channel: Channel
    difficulty: Literal["easy", "medium", "hard"]
    kinds: tuple[Kind, ...] = Field(min_length=1)
    held_out: bool = False
    customer: Person
    agent: Person
    company: Line
    situation: Text  # what the agent sees before answering, in the scenario's language
    facts: tuple[Fact, ...] = Field(min_length=1, max_length=15)
    turns: dict[Slug, Turn] = Field(max_length=MAX_TURNS)
    weights: dict[Criterion, float] = Field(default_factory=dict)
    samples: tuple[Sample, ...] = Field(min_length=3, max_length=9)

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        if "start" not in self.turns or self.turns["start"].goals is None:
            raise Refused("turns begin with `start`, which has goals", "تبدأ الأدوار بـ start، وله goals")
        keys = [fact.key for fact in self.facts]
        if len(set(keys)) != len(keys):
            raise Refused("two facts have the same key", "لمعلومتين المفتاح نفسه")
        for name, turn in self.turns.items():
            for branch in turn.then:
                if branch.turn not in self.turns:
                    raise Refused(
                        f"turn {name} leads to {branch.turn}, which is not there", f"الدور {name} يؤدي إلى {branch.turn}، ولا وجود له"
                    )
            named = {*turn.goals.facts, *(key for ask in turn.goals.asks for key in ask.facts)} if turn.goals else set()
            if missing := sorted(named - set(keys)):
                raise Refused(
                    f"turn {name} names the fact {missing[0]}, which is not there", f"الدور {name} يسمّي المعلومة {missing[0]}، ولا وجود لها"
                )
        if (self.dialect is None) != (self.language == "en"):
            raise Refused("an Arabic scenario names its dialect, an English one none", "السيناريو العربي يذكر لهجته، والإنجليزي لا لهجة له")
        if {sample.grade for sample in self.samples} != set(GRADES):
            raise Refused("samples hold a poor, a fair and an excellent reply", "في samples رد ضعيف ورد متوسط ورد ممتاز")
        return self
