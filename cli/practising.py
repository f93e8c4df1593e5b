"""An attempt on the terminal: what is shown of a scenario and of a score, and the conversation itself."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import typer

from coach.errors import CoachError, InputError, NotFound

from .formats import isolate

if TYPE_CHECKING:
    from coach.pipeline import Coach
    from coach.practice.attempt import Attempt
    from coach.practice.result import Result
    from coach.practice.scenario import Scenario

_SIGNS = {"better": "✓", "worse": "✗"}
_COLOURS = {"excellent": "green", "fair": "yellow", "poor": "red"}


class BadFile(InputError):
    """A file that an earlier try left cannot be read."""

    code = "bad-practice-file"
    text: ClassVar[dict[str, str]] = {
        "en": "{where} is not what `coach practice try` wrote for this scenario and message; give another file or leave the option out",
        "ar": "{where} ليس مما كتبه الأمر coach practice try لهذا السيناريو وهذه الرسالة؛ أعطِ ملفًا آخر أو احذف الخيار",
    }


def echo(text: str = "") -> None:
    """Write a line; colours on a terminal only (NO_COLOR is kept)."""
    typer.echo(text, color=False if os.environ.get("NO_COLOR") else None)


def quoted(text: str) -> None:
    """Write somebody's words, set in and each line by its own direction."""
    for line in text.splitlines():
        echo(f"  {isolate(line)}" if line.strip() else "")


def say_scenario(scenario: "Scenario", ui: str) -> None:
    """Write what an agent sees before answering: the situation, the facts and the first message."""
    words = WORDS[ui]
    kinds = words["comma"].join(KINDS[ui][kind] for kind in scenario.kinds)
    parts = (isolate(scenario.title[ui]), DIFFICULTIES[ui][scenario.difficulty], CHANNELS[ui][scenario.channel], kinds)
    echo(typer.style(" · ".join(parts), bold=True))
    echo(words["you"].format(agent=isolate(scenario.agent.name), company=isolate(scenario.company)))
    echo()
    quoted(scenario.situation)
    echo()
    echo(words["facts"])
    for fact in scenario.facts:
        note = words["denied"] if fact.denied else words["secret"] if fact.secret else ""
        echo(f"  - {note}{isolate(fact.say)}")
    echo()
    say_message(scenario, "start", ui)


def say_message(scenario: "Scenario", turn: str, ui: str) -> None:
    """Write a message of the customer's."""
    echo(WORDS[ui]["writes"].format(customer=isolate(scenario.customer.name)))
    quoted(scenario.turns[turn].message)


def say_result(result: "Result", text: str, ui: str) -> None:
    """Write a score with its reasons, the agent's own words marked by the reasons' numbers."""
    from coach.practice.trainers import NAMES

    words, names = WORDS[ui], NAMES[ui]
    head = f"{words['score']} {result.score}/100 · {GRADES[ui][result.grade]}"
    echo(typer.style(head, fg=_COLOURS[result.grade], bold=True))
    echo(" · ".join(f"{names[name]} {value}" for name, value in result.criteria.items() if value is not None))
    if result.changed is not None:
        echo(words["changed"].format(points=isolate(f"{result.changed.points:+d}")))
        for side in ("better", "worse"):
            for one in getattr(result.changed, side):
                echo(f"  {_SIGNS[side]} {words[side]}: {isolate(one[ui])}")
    echo()
    quoted(_marked(result, text))
    echo()
    for number, reason in enumerate(result.reasons, 1):
        lost = f" ({isolate(f'-{reason.lost:g}')})" if reason.lost else ""
        echo(f"{number}. {names.get(reason.criterion, reason.criterion)}{lost}: {isolate(reason.text[ui])}")
    if not result.reasons:
        echo(words["nothing"])


def _marked(result: "Result", text: str) -> str:
    marks: list[tuple[int, int, str]] = []
    for number, reason in enumerate(result.reasons, 1):
        for start, end in reason.spans:
            marks += [(start, 2, typer.style(f"[{number}:", fg="red")), (end, 0, typer.style("]", fg="red"))]
    for at, _, mark in sorted(marks, key=lambda one: one[:2], reverse=True):
        text = text[:at] + mark + text[at:]
    return text


def load_result(path: Path, scenario: "Scenario", turn: str) -> "Result":
    """Read what `try --format json` wrote of a try of this turn; raises NotFound or BadFile."""
    from pydantic import ValidationError

    from coach.practice.result import Result

    try:
        result = Result.model_validate_json(_bytes(path))
    except ValidationError:
        raise BadFile(where=str(path)) from None
    if (result.scenario, result.version, result.turn) != (scenario.id, scenario.version, turn):
        raise BadFile(where=str(path))
    return result


def load_state(path: Path, scenario: "Scenario") -> "Attempt | None":
    """Read an attempt at this scenario to go on with; None where there is none yet. Raises NotFound or BadFile."""
    from pydantic import ValidationError

    from coach.practice.attempt import Attempt

    if not path.exists():
        return None
    try:
        attempt = Attempt.model_validate_json(_bytes(path))
    except ValidationError:
        raise BadFile(where=str(path)) from None
    known = all(visit.turn in scenario.turns for visit in attempt.visits)
    if not known or (attempt.scenario, attempt.version) != (scenario.id, scenario.version):
        raise BadFile(where=str(path))
    return attempt


def _bytes(path: Path) -> bytes:
    from .cases import read_bytes

    return read_bytes(str(path))


def _save(attempt: "Attempt", path: Path | None) -> None:
    """Keep an attempt, whole or not at all, for its owner alone."""
    if path is None:
        return
    beside = path.with_name(f"{path.name}.part")
    try:
        beside.unlink(missing_ok=True)
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(attempt.model_dump_json())
        beside.replace(path)
    except OSError as error:
        raise NotFound(where=str(path), what=error.strerror or "not writable") from None


class Talk:
    """A practised conversation: reads lines until the attempt has ended, somebody quits, or nothing more comes."""

    def __init__(
        self,
        scenario: "Scenario",
        attempt: "Attempt",
        coach: "Coach",
        ui: str,
        state: Path | None = None,
        ask: Callable[[str], str] = input,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take up an attempt where it stands; the time away from it does not count."""
        self.scenario, self.attempt, self.coach, self.ui, self.state = scenario, attempt, coach, ui, state
        self._ask, self._clock = ask, clock
        self._began = clock() - attempt.seconds
        self._hints = 0

    def run(self) -> "Attempt":
        """Lead the conversation to its end, or as far as it goes; every step is kept."""
        words = WORDS[self.ui]
        say_scenario(self.scenario, self.ui)
        if self.attempt.turn != "start":
            echo()
            say_message(self.scenario, self.attempt.turn, self.ui)
        if not self.attempt.ended:
            echo()
            echo(words["help"])
        _save(self.attempt, self.state)
        while not self.attempt.ended and (given := self._given()) is not None:
            try:
                if not self._step(given):
                    break
            except CoachError as error:
                echo(error.describe(self.ui))
            _save(self.attempt, self.state)
        self._goodbye()
        return self.attempt

    def _seconds(self) -> float:
        return self._clock() - self._began

    def _given(self) -> str | None:
        """Read a command, or a reply up to an empty line; None at the end of input."""
        left = "" if self.attempt.limit is None else f"{max(0, round(self.attempt.limit - self._seconds()))} "
        lines: list[str] = []
        while True:
            try:
                line = self._ask(f"{left}> " if not lines else "  ").rstrip()
            except EOFError:
                return "\n".join(lines) or None
            if not lines and line.lstrip().startswith("/"):
                return line.strip()
            if line.strip():
                lines.append(line)
            elif lines:
                return "\n".join(lines)

    def _step(self, given: str) -> bool:
        """Do what was asked; False to leave."""
        from coach.practice import attempt as attempts

        words = WORDS[self.ui]
        if given == "/quit":
            return False
        if given == "/next":
            self.attempt, before = attempts.go_on(self.attempt, self.scenario, self._seconds()), self.attempt
            if self.attempt.turn != before.turn:
                self._hints = 0
                say_message(self.scenario, self.attempt.turn, self.ui)
        elif given == "/master":
            self.attempt, master = attempts.show_master(self.attempt, self.scenario)
            echo(words["master"])
            quoted(master)
        elif given == "/hint":
            hints = self.scenario.turns[self.attempt.turn].hints
            echo(isolate(hints[self._hints]) if self._hints < len(hints) else words["no_hint"])
            self._hints += 1
        elif given.startswith("/"):
            echo(words["help"])
        else:
            self.attempt = attempts.reply(self.attempt, self.scenario, given, self.coach, self._seconds())
            if not self.attempt.ended:
                say_result(self.attempt.visits[-1].tries[-1].result, given, self.ui)
                echo(words["again"])
        return True

    def _goodbye(self) -> None:
        words = WORDS[self.ui]
        if self.attempt.ended == "time":
            echo(words["time"])
        elif self.attempt.ended:
            echo(words["ended"])
        elif self.state is not None:
            echo(words["kept"].format(file=isolate(str(self.state))))
        first, last = self.attempt.first_score, self.attempt.last_score
        if first is not None and last is not None:
            echo(words["means"].format(first=f"{first:.0f}", last=f"{last:.0f}"))


GRADES = {"en": {"poor": "poor", "fair": "fair", "excellent": "excellent"}, "ar": {"poor": "ضعيف", "fair": "مقبول", "excellent": "ممتاز"}}
DIFFICULTIES = {"en": {"easy": "easy", "medium": "medium", "hard": "hard"}, "ar": {"easy": "سهل", "medium": "متوسط", "hard": "صعب"}}
CHANNELS = {
    "en": {"email": "email", "chat": "chat", "whatsapp": "WhatsApp", "social": "social media", "sms": "SMS"},
    "ar": {"email": "بريد", "chat": "محادثة", "whatsapp": "واتساب", "social": "منشور عام", "sms": "رسالة قصيرة"},
}
KINDS = {
    "en": {
        "calm": "calm",
        "dissatisfied": "dissatisfied",
        "angry": "angry",
        "hostile": "hostile",
        "refusal": "refusal",
        "delay": "delay",
        "own-fault": "our fault",
        "customer-wrong": "customer is wrong",
        "sarcasm": "sarcasm",
        "several-asks": "several asks",
        "vulnerable": "vulnerable customer",
    },
    "ar": {
        "calm": "عميل هادئ",
        "dissatisfied": "عميل غير راضٍ",
        "angry": "عميل غاضب",
        "hostile": "عميل عدائي",
        "refusal": "رفض",
        "delay": "تأخير",
        "own-fault": "خطأ منا",
        "customer-wrong": "العميل مخطئ",
        "sarcasm": "سخرية",
        "several-asks": "عدة طلبات",
        "vulnerable": "عميل في ظرف صعب",
    },
}
WORDS = {
    "en": {
        "comma": ", ",
        "you": "You are {agent} of {company}.",
        "facts": "What you know:",
        "denied": "(cannot be had) ",
        "secret": "(not to be told) ",
        "writes": "{customer} writes:",
        "score": "score",
        "changed": "since the last try: {points}",
        "better": "better now",
        "worse": "new",
        "nothing": "Nothing to mend.",
        "help": "Write your reply and end it with an empty line. /hint, /next (the customer's answer), /master (the model reply), /quit",
        "again": "Try again, or /next, /master, /quit.",
        "master": "The model reply:",
        "no_hint": "There are no more hints.",
        "time": "Time is up; the reply came too late to count.",
        "ended": "The conversation has ended.",
        "kept": "Kept in {file}; the same command goes on from here.",
        "means": "First tries {first}, last tries {last} of 100.",
    },
    "ar": {
        "comma": "، ",
        "you": "أنت {agent} من {company}.",
        "facts": "ما لديك من معلومات:",
        "denied": "(لا سبيل إليه) ",
        "secret": "(لا يُقال للعميل) ",
        "writes": "رسالة {customer}:",
        "score": "الدرجة",
        "changed": "مقارنة بالمحاولة السابقة: {points}",
        "better": "تحسّن",
        "worse": "استجدّ",
        "nothing": "لا شيء يحتاج إلى تعديل.",
        "help": "اكتب ردك واختمه بسطر فارغ. وللتلميح ‎/hint، ولجواب العميل ‎/next، وللرد النموذجي ‎/master، وللخروج ‎/quit",
        "again": "حاول مرة أخرى، أو ‎/next أو ‎/master أو ‎/quit.",
        "master": "الرد النموذجي:",
        "no_hint": "انتهت التلميحات.",
        "time": "انتهى الوقت، ووصل الرد متأخرًا فلم يُحسب.",
        "ended": "انتهت المحادثة.",
        "kept": "حُفظت المحاولة في {file}؛ أعد الأمر نفسه لتكملها.",
        "means": "متوسط المحاولات الأولى {first} والأخيرة {last} من 100.",
    },
}
