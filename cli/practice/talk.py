"""An attempt on the terminal: the conversation itself, and how it is kept."""

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from coach import forms
from coach.cli.formats import isolate
from coach.errors import CoachError, InputError, NotFound

from .showing import echo, quoted, say_message, say_result, say_scenario
from .words import WORDS

if TYPE_CHECKING:
    from coach.pipeline import Coach
    from coach.practice.attempt import Attempt
    from coach.practice.result import Result
    from coach.practice.rubric import Rubric
    from coach.practice.scenario import Scenario


class BadFile(InputError):
    """A file that an earlier try left cannot be read."""

    code = "bad-practice-file"
    text: ClassVar[dict[str, str]] = {
        "en": "{where} is not what `coach practice try` wrote for this scenario and message; give another file or leave the option out",
        "ar": "{where} ليس مما كتبه الأمر coach practice try لهذا السيناريو وهذه الرسالة؛ أعطِ ملفًا آخر أو احذف الخيار",
    }


def load_result(path: Path, scenario: "Scenario", turn: str) -> "Result":
    """Read what `try --format json` wrote of a try of this turn; raises NotFound, NewerForm or BadFile."""
    from pydantic import ValidationError

    from coach.practice.result import Result

    try:
        result = Result.model_validate_json(_kept(path, forms.RESULT))
    except ValidationError:
        raise BadFile(where=str(path)) from None
    if (result.scenario, result.version, result.turn) != (scenario.id, scenario.version, turn):
        raise BadFile(where=str(path))
    return result


def load_state(path: Path, scenario: "Scenario") -> "Attempt | None":
    """Read an attempt at this scenario to go on with; None where there is none yet. Raises NotFound, NewerForm or BadFile."""
    from pydantic import ValidationError

    from coach.practice.attempt import Attempt

    if not path.exists():
        return None
    try:
        attempt = Attempt.model_validate_json(_kept(path, forms.ATTEMPT))
    except ValidationError:
        raise BadFile(where=str(path)) from None
    known = all(visit.turn in scenario.turns for visit in attempt.visits)
    if not known or (attempt.scenario, attempt.version) != (scenario.id, scenario.version):
        raise BadFile(where=str(path))
    return attempt


def _kept(path: Path, known: int) -> bytes:
    """Give a file's JSON; whether it is any, and of what, is for its model to say. Raises NotFound or NewerForm."""
    from coach.cli.cases import read_bytes

    data = read_bytes(str(path))
    with suppress(ValueError):
        forms.refuse_newer(json.loads(data), known, str(path))
    return data


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
        rubric: "Rubric | None" = None,
        ask: Callable[[str], str] = input,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take up an attempt where it stands; the time away from it does not count."""
        self.scenario, self.attempt, self.coach, self.ui, self.state = scenario, attempt, coach, ui, state
        self._rubric, self._ask, self._clock = rubric, ask, clock
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
            self.attempt = attempts.reply(self.attempt, self.scenario, given, self.coach, self._seconds(), self._rubric)
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
