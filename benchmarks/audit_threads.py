"""One conversation with its truth: who says what and when, and what an audit ought to find in it."""

from itertools import pairwise
from random import Random

from audit_material import TRAINED_RATE, TRAINING_WEEK, WEEKS, Agent, Answer, Material, Values, written
from audit_spoken import BEGIN, DAY, HOUR, MINUTE, LastAnswer, Record, Spoken, course, due_time, handoffs, iso

TARGETS = {"chat": 30, "whatsapp": 30, "social": 60, "sms": 60, "email": 24 * 60}
"""Minutes to the first response, by channel."""
FOCUS_SHARE = 0.65
"""How many of an agent's faulty replies hold the agent's own fault; the rest hold any."""
CSAT = {"apology": 0.18, "wait": -0.12, "missed": -0.2, "ends_angry": -0.15}
"""What moves the customer's rating: an apology in the first reply, each multiple of the target waited (to three), an ask left, anger."""
_CSAT_BASE, _CSAT_NOISE = 0.7, 0.14
_MACRO_RATE = 0.4
_WRONG_STATUS = {"solved": "open", "open": "solved", "pending": "solved"}


class Thread(Spoken):
    """A conversation as it grows; `finished` gives it with its truth."""

    def __init__(self, material: Material, seed: int, number: int, n: int) -> None:
        """Make conversation `number` of `n`; the same arguments make the same one."""
        random = Random(f"{seed}:{number}")
        self._week = number * WEEKS // n
        super().__init__(material, random, f"c{number:07}", random.choice(("en", "ar")))
        self._gender = random.choice(("m", "f"))
        self._promises: list[Record] = []
        self._told: dict[str, bool | None] = dict.fromkeys(("followed_up", "reminded", "unanswered"))
        self._now = self._arrival()
        self._team = self._agent.team
        self._make()

    # What the thread is made of

    def _make(self) -> None:
        random = self._random
        self._theme = self._draw_theme()
        answer = None if self._theme == "growing" else self._draw_first()
        self._answer = answer
        self._dialect = answer.asked.dialect if answer else self._some_dialect()
        self._channel = answer.asked.channel if answer else random.choice(("email", "chat", "whatsapp", "social"))
        names = self._material.texts["names"][self._language]
        gender = answer.gender if answer and answer.gender in ("m", "f") else self._gender
        self._shown_gender = gender if answer is None or answer.gender == gender else None
        self._values = Values(random, random.choice(names[gender]), gender)
        self._open(answer)
        if random.random() < 0.35:
            self._push()
        if answer and random.random() < 0.6:
            self._second(answer)
        last = self._last
        if last is not None and last.reply == len(self._replies) - 1 and random.random() < 0.4:
            self._promise(last)
        else:
            self._end()

    def _arrival(self) -> int:
        texts, random = self._material.texts, self._random
        day = random.choices(range(7), texts["weekdays"])[0]
        hour = random.choices(range(24), texts["hours"])[0]
        return BEGIN + (self._week * 7 + day) * DAY + hour * HOUR + random.randrange(HOUR)

    def _draw_theme(self) -> str | None:
        """Draw a planted theme: one grows from 1 in 100 to 9, one fades from 9 to 1."""
        grown = 0.01 + 0.08 * self._week / (WEEKS - 1)
        drawn = self._random.random()
        return "growing" if drawn < grown else "fading" if drawn < 0.1 else None

    def _some_dialect(self) -> str:
        if self._language == "en":
            return "en"
        return self._random.choices(("msa", "gulf", "egyptian", "levantine", "maghrebi"), (38, 24, 22, 12, 4))[0]

    def _kinds(self, agent: Agent) -> tuple[str, ...]:
        """Draw whether the agent's next reply is good or faulty, and in what; later kinds stand in for those that are not there."""
        random = self._random
        rate = agent.rate * (TRAINED_RATE if agent.trained and self._week >= TRAINING_WEEK else 1)
        if random.random() >= rate:
            return ("good", "faulty")
        return (agent.focus, "faulty", "good") if random.random() < FOCUS_SHARE else ("faulty", "good")

    def _draw_first(self) -> Answer:
        group = (self._language, self._theme == "fading")
        kinds = self._kinds(self._agent)
        gender = self._gender if self._random.random() < 0.85 else self._random.choice(("unknown", "plural"))
        for wanted in (gender, self._gender, "unknown"):
            if answer := self._material.draw(self._random, group, kinds, wanted):
                return answer
        raise ValueError("the corpus has no reply for " + repr(group))

    # What happens in it

    def _open(self, answer: Answer | None) -> None:
        random = self._random
        if answer:
            reference = ("Reference: {order}" if self._language == "en" else "الرقم المرجعي: {order}").format_map(self._values)
            text = answer.asked.text.fill(self._values)
            self._customer(f"{text}\n{reference}" if random.random() < 0.6 else text, answer.asked.emotion)
        else:
            self._customer(self._own("theme"), 0)
        opened = self._now
        self._now += 5
        if self._channel in ("chat", "whatsapp") and random.random() < 0.15:
            self._say("bot", "bot", "Thanks, a colleague will be with you." if self._language == "en" else "شكرًا لك، سيجيبك أحد الزملاء.")
        target = TARGETS[self._channel]
        self._met = random.random() < self._agent.met
        self._ratio = random.uniform(0.03, 0.95) if self._met else random.uniform(1.1, 4)
        self._now = opened + int(self._ratio * target * MINUTE)
        if answer is None:
            self._say_own("theme_reply", "solved")
        elif self._agent.macros and random.random() < _MACRO_RATE and (self._dialect in ("en", "msa")):
            self._macro()
        else:
            self._answer_with(answer)
        if random.random() < 0.05:
            self._say(
                "note", self._agent.name, "Checked with the shift lead." if self._language == "en" else "راجعت الأمر مع مسؤول الوردية."
            )

    def _push(self) -> None:
        """The customer pushes or attacks; the agent settles it, or sends the same canned text again."""
        random = self._random
        self._pass(longer=True)
        hot = random.random() < 0.3
        self._customer(self._own("heat" if hot else "push"), 3 if hot else 2)
        self._outlook = "open"
        self._pass()
        if self._replies[-1]["source"] == "macro" and random.random() < 0.5:
            self._say("agent", self._agent.name, self._messages[self._replies[-1]["message"]]["text"])
            self._reply("macro", self._replies[-1]["template"])
            self._outlook = None
            return
        if random.random() < 0.15:
            self._hand_over(self._colleague())
        self._say_own("push_reply", "solved")

    def _second(self, first: Answer) -> None:
        """The customer brings up something else in the same trade and speech, and it is answered."""
        agent = self._colleague() if self._random.random() < 0.25 else self._agent
        second = self._material.draw(self._random, (first.asked.dialect, first.asked.sector), self._kinds(agent), first.gender)
        if second is None or second.asked.id == first.asked.id or second.asked.channel != self._channel == "social":
            return
        self._pass(longer=True)
        self._customer(second.asked.text.fill(self._values), second.asked.emotion)
        self._pass()
        if agent != self._agent:
            self._hand_over(agent)
        self._answer_with(second)

    def _promise(self, last: LastAnswer) -> None:
        """Put a promise into the last reply, and keep it, keep it late or break it."""
        random = self._random
        promises = self._material.texts[self._dialect]["promises"]
        place = random.randrange(len(promises))
        promise = promises[place]
        due = due_time(promise["due"], self._now)
        said = self._messages[last.message]
        said["text"] = self._joined(last.answer, promise["say"])
        self._replies[last.reply]["template"] += f"+{place}"
        outcome = random.choices(("kept", "late", "broken"), (5, 2, 3))[0]
        row: Record = {"reply": last.reply, "say": promise["say"], "due": iso(due), "outcome": outcome, "settled_by": None}
        self._promises.append(row)
        self._outlook = "open"
        if outcome == "kept":
            exact = promise["due"].startswith(("day", "weekday"))
            earliest = max(self._now + 25 * MINUTE, due - 14 * HOUR) if exact else self._now + 25 * MINUTE
            self._now = random.randrange(earliest, max(earliest + 1, due - 20 * MINUTE))
        else:
            self._now = due + random.randrange(3 * HOUR, DAY)
            if outcome == "broken" and random.random() < 0.5:
                return
            self._customer(self._own("broken_push"), 2)
            self._pass()
        if outcome == "broken":
            self._say_own("hollow", "open")
            return
        self._now += DAY if outcome == "late" else 0
        row["settled_by"] = len(self._replies)
        self._say("agent", self._agent.name, written(promise["keep" if outcome == "kept" else "late"], self._values))
        self._reply("own", f"{outcome}-{self._dialect}-{place}")
        self._outlook = "solved"
        if random.random() < 0.6:
            self._thank()

    def _end(self) -> None:
        """End it as the last reply deserves: a faulty one earns anger more often than thanks."""
        weights = (10, 15, 15, 30, 30) if self._replies[-1]["rules"] else (55, 12, 12, 3, 18)
        end = self._random.choices(("thanks", "silence", "asks", "heat", "none"), weights)[0]
        if end == "thanks":
            self._thank()
        elif end == "silence":
            self._fall_silent()
        elif end == "asks":
            self._pass(longer=True)
            self._customer(self._own("new_ask"), 0)
            self._told["unanswered"] = True
            self._outlook = "open"
        elif end == "heat":
            self._pass(longer=True)
            self._customer(self._own("heat"), 3)
            self._outlook = None
        if end in ("thanks", "none"):
            self._told["unanswered"] = False if all(reply["missed"] == 0 for reply in self._replies) else None

    def _thank(self) -> None:
        self._pass(longer=True)
        self._customer(self._own("thanks"), 0)
        self._outlook = "solved"
        self._told["followed_up"] = False
        if self._random.random() < 0.8:
            self._pass()
            self._say_own("welcome", "solved")
        if self._random.random() < 0.3:
            self._now += self._random.randrange(DAY, 3 * DAY)
            self._say_own("follow_up", None)
            self._told["followed_up"] = True
            if self._random.random() < 0.6:
                self._pass(longer=True)
                self._customer(self._own("fine"), 0)
                self._outlook = "solved"

    def _fall_silent(self) -> None:
        """The customer pushes, the agent asks for something, nobody answers, and it is closed: with a reminder before or without."""
        self._pass(longer=True)
        self._customer(self._own("push"), 2)
        self._pass()
        self._say_own("ask_back", "pending")
        self._told["reminded"] = self._random.random() < 0.5
        if self._told["reminded"]:
            self._now += self._random.randrange(DAY, 3 * DAY)
            self._say_own("reminder", "pending")
        self._now += 2 * DAY
        self._say("event", "system", "closed")
        self._outlook = None

    def _colleague(self) -> Agent:
        """Draw somebody else, whose name is written in the customer's script."""
        colleagues = [agent for agent in self._material.of_language[self._language] if len(agent.languages) == 1 and agent != self._agent]
        return self._random.choice(colleagues)

    def _hand_over(self, other: Agent) -> None:
        """The agent says who takes over, and that one does."""
        self._say_own("handoff", None, agent=other.first_name, team=other.team)
        self._agent = other
        self._now += self._random.randrange(5 * MINUTE, 40 * MINUTE)

    def _macro(self) -> None:
        macros = self._material.texts["en" if self._language == "en" else "msa"]["macros"]
        number = self._random.choice(self._agent.macros)
        self._say("agent", self._agent.name, written(macros[number], self._values))
        self._reply("macro", f"macro-{self._language}-{number}")
        self._outlook = None

    # What comes out

    def finished(self) -> tuple[Record, Record]:
        """Give the conversation as it is written, and its truth."""
        random, first = self._random, self._replies[0]
        missed = bool(first["missed"]) or "unanswered-question" in (first["rules"] or ())
        apology = self._answer is not None and first["source"] == "corpus" and "apology" in self._answer.moves
        moved = {"apology": apology, "wait": min(self._ratio, 3), "missed": missed, "ends_angry": self._emotions[-1] >= 2}
        felt = _CSAT_BASE + sum(weight * moved[name] for name, weight in CSAT.items()) + random.gauss(0, _CSAT_NOISE)
        csat = min(4, max(0, round(felt * 4))) / 4 if random.random() < 0.4 else None
        fits = random.random() >= 0.15
        status = self._outlook or random.choice(("open", "solved"))
        silent = self._told["reminded"] is not None
        record = {
            "id": self._id,
            "channel": self._channel,
            "team": self._team,
            "subject": None,
            "status": "solved" if silent else status if fits else _WRONG_STATUS[status],
            "customer_name": self._values["name"],
            "customer_gender": self._shown_gender if random.random() < 0.7 else None,
            "csat": csat,
            "tags": [self._answer.asked.sector] if self._answer else ["app"],
            "messages": self._messages,
        }
        truth = {
            "id": self._id,
            "week": self._week,
            "language": self._language,
            "dialect": self._dialect,
            "gender": self._shown_gender,
            "theme": self._theme,
            "first_response_met": self._met,
            "handoffs": handoffs(self._replies),
            "emotions": self._emotions,
            "course": course(self._emotions),
            "status_fits": fits if self._outlook and not silent else None,
            "repeated": sum(one["source"] == "macro" == two["source"] for one, two in pairwise(self._replies)),
            **self._told,
            "promises": self._promises,
            "replies": self._replies,
        }
        return record, truth
