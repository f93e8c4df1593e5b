"""The coach at work: one thread that reads and judges, so that the loop stays free to answer."""

import asyncio
import gc
import sys
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from threading import Event
from typing import Any, TypeVar

from coach.case import Case
from coach.config import Profile, RuleSetting, default_profile, load_profile
from coach.errors import CoachError, ConfigError
from coach.models.customers import Customers
from coach.models.embedded import Embedded
from coach.models.registry import Models, load_models
from coach.pipeline import Coach
from coach.text.document import remember

from .errors import BadRuleset, Busy, Internal, NotReady, TooSlow, log_fault
from .schemas import RuleSet
from .settings import Settings

_WARM = (
    ("Where is my parcel? I am angry.", "I am sorry, Sara. Your parcel arrives on Monday. You should have asked."),
    ("أين طلبي؟ أنا غاضبة.", "نعتذر يا سارة. يصلك الطلب يوم الاثنين. كان عليك أن تسألي."),
)
"""Cases that make every part load what it loads late."""
_SWITCH_S = 0.001
"""How long the analysis may keep the loop waiting for the interpreter; Python's own 5 ms is a whole check."""
_WRITING = 4
"""Rewrites that wait for a language model at the same time."""
T = TypeVar("T")


class Engine:
    """Holds the coach, and those with rule sets laid over its profile."""

    def __init__(self, settings: Settings) -> None:
        """Load nothing yet."""
        self._settings = settings
        self._thread = ThreadPoolExecutor(1, "coach")
        self._writing = ThreadPoolExecutor(_WRITING, "writer")
        self._overlaid: OrderedDict[str, Coach] = OrderedDict()
        self._coach: Coach | None = None
        self.failure: CoachError | None = None
        self.ruleset_sha = ""
        self.waiting = 0

    async def load(self) -> None:
        """Load profile and models and warm them up; what fails is kept in `failure`."""
        sys.setswitchinterval(_SWITCH_S)
        try:
            coach = await asyncio.wrap_future(self._thread.submit(_load, self._settings))
            self.ruleset_sha = coach.profile.digest()
            self._coach = coach
        except CoachError as error:
            self.failure = error

    def close(self) -> None:
        """Let go of the threads; what they work on ends first."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._writing.shutdown(wait=True, cancel_futures=True)

    @property
    def coach(self) -> Coach:
        """The coach by the server's own profile; raises NotReady, or what kept it from loading."""
        if self._coach is None:
            raise self.failure or NotReady(wait=1)
        return self._coach

    def coach_for(self, ruleset: RuleSet | None) -> Coach:
        """Give the coach with a rule set laid over the profile, remembered by its content; raises BadRuleset.

        Called in the engine's thread: to make one takes as long as its phrases are many.
        """
        if ruleset is None or ruleset == RuleSet():
            return self.coach
        key = sha256(ruleset.model_dump_json().encode()).hexdigest()
        made = self._overlaid.get(key)
        if made is None:
            made = self._overlaid[key] = _overlay(self.coach, ruleset)
            if len(self._overlaid) > self._settings.remembered_rulesets:
                self._overlaid.popitem(last=False)
        self._overlaid.move_to_end(key)
        return made

    async def run(self, work: Callable[[], T]) -> T:
        """Do `work` in the thread; raises Busy if too much waits already, TooSlow past the time limit, Internal for a fault of ours."""
        return await self._within(self._settings.request_seconds, self._thread, work)

    async def wait_for_writer(self, work: Callable[[], T], cancel: Event) -> T:
        """Do `work` that a language model is part of, beside the thread; as `run`, and `cancel` is set past the time limit."""
        writer = self.coach.profile.writer
        try:
            return await self._within(self._settings.request_seconds + (writer.timeout_s if writer else 0), self._writing, work)
        finally:
            cancel.set()

    async def _within(self, limit: float, threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        if self.waiting >= self._settings.max_waiting:
            raise Busy(wait=1)
        self.waiting += 1
        try:
            return await asyncio.wait_for(asyncio.wrap_future(threads.submit(work)), limit)
        except TimeoutError:
            raise TooSlow(limit=limit, wait=5) from None
        except CoachError:
            raise
        except Exception as error:  # a draft that trips us fails alone, in a stream too
            log_fault("-", error)
            raise Internal() from None
        finally:
            self.waiting -= 1


def _load(settings: Settings) -> Coach:
    profile = load_profile(settings.profile) if settings.profile else default_profile()
    remember(settings.remembered_sentences)
    models = _models(profile, settings.remembered_sentences)
    coach = Coach(profile, models, Customers(models, settings.remembered_messages))
    _ = coach.writer  # one that cannot be loaded is told before it is asked
    for message, draft in _WARM:
        coach.check(Case(draft=draft, customer=message))
    gc.collect()
    gc.freeze()
    return coach


def _models(profile: Profile, remembered: int) -> Models:
    """Load the models; our own keep `remembered` sentences."""
    models = load_models(profile.models)
    if remembered == Settings.model_fields["remembered_sentences"].default:
        return models
    parts: dict[int, Any] = {}
    for model in (models.moves, models.emotion, models.signals, models.encoder):
        if id(model) not in parts:
            parts[id(model)] = Embedded(model.folder, remembered) if isinstance(model, Embedded) else model
    return Models(*(parts[id(model)] for model in (models.moves, models.emotion, models.signals, models.encoder)))


def _overlay(coach: Coach, ruleset: RuleSet) -> Coach:
    """Lay a rule set over a coach's profile; all that reads and writes is shared."""
    profile = coach.profile
    both = set(ruleset.enable) & set(ruleset.disable)
    if both:
        raise BadRuleset(
            what={
                "en": f"{', '.join(sorted(both))} is to be enabled and disabled",
                "ar": f"طُلب تشغيل {'، '.join(sorted(both))} وإيقافها معًا",
            }
        )
    rules = dict(profile.rules)
    for enabled, names in ((True, ruleset.enable), (False, ruleset.disable)):
        for name in names:
            rules[name] = rules.get(name, RuleSetting()).model_copy(update={"enabled": enabled})
    banned = dict(profile.banned_phrases)
    for language, phrases in (("en", ruleset.banned_phrases.en), ("ar", ruleset.banned_phrases.ar)):
        if phrases:
            banned[language] = (*banned.get(language, ()), *phrases)  # type: ignore[index, call-overload]
    try:
        made = Coach(profile.model_copy(update={"rules": rules, "banned_phrases": banned}), coach.models, coach.customers)
    except ConfigError as error:
        raise BadRuleset(what={language: error.describe(language) for language in ("en", "ar")}) from None
    made.writer = coach.writer
    return made
