"""Practice at work: the store and the bank, opened when first asked for, in threads of their own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from coach.api.errors import Busy, NotInstalled
from coach.api.settings import Settings
from coach.api.store import Key
from coach.errors import MissingExtra
from coach.practice.bank import Bank, load
from coach.practice.store import open_store, rows
from coach.practice.store.errors import NotAllowed, Taken

if TYPE_CHECKING:
    from coach.practice.store.store import PracticeStore, View

_THREADS = 8
"""Requests at the database at the same time, of one worker: as many as it has connections at hand."""
_NOT_ENROLLED = {
    "en": "practice, since this key is nobody's yet; join by an invitation's link",
    "ar": "التدريب، لأن هذا المفتاح ليس لأحد بعد؛ انضم برابط دعوة",
}
T = TypeVar("T")


class NotEnrolled(NotAllowed):
    """A key whose bearer nobody knows."""

    code = "not-enrolled"


class Desk:
    """One worker's way to the store and the bank."""

    def __init__(self, settings: Settings) -> None:
        """Open nothing yet."""
        self.settings = settings
        self._threads = ThreadPoolExecutor(_THREADS, "practice")
        self._opening = Lock()
        self._store: PracticeStore | None = None
        self._waiting = 0

    @cached_property
    def bank(self) -> Bank:
        """The scenarios, a company's own laid over ours; raises ScenarioError. Asked for in a thread."""
        return load(self.settings.practice_scenarios)

    @property
    def store(self) -> "PracticeStore":
        """The store, opened at the first call that succeeds; raises NotInstalled or a StoreError. Asked for in a thread."""
        with self._opening:
            if self._store is None:
                try:
                    self._store = open_store(self.settings.practice_database)
                except MissingExtra as error:
                    raise NotInstalled(**error.details) from None
            return self._store

    async def run(self, work: Callable[[], T]) -> T:
        """Do `work` in a thread; raises Busy if too much waits already."""
        if self._waiting >= self.settings.max_waiting:
            raise Busy(wait=1)
        self._waiting += 1
        try:
            return await asyncio.wrap_future(self._threads.submit(work))
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Let go of the threads and of the store; what is under way ends first."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        if self._store is not None:
            self._store.close()

    def bearer(self, key: Key, language: rows.Language) -> rows.Person:
        """Give who bears a key; an administrator's that nobody bears becomes one's own. Raises NotEnrolled."""
        found = self.store.find_person(key_id=key.id)
        if found is not None:
            return found
        if "admin" not in key.scopes:
            raise NotEnrolled(what=_NOT_ENROLLED)
        try:
            return self.store.add_person(key.name.replace("\0", "")[:120].strip() or "-", "admin", language, key.id)
        except Taken:
            made = self.store.find_person(key_id=key.id)  # another request of the same moment was first
            if made is None:
                raise NotEnrolled(what=_NOT_ENROLLED) from None
            return made


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, with the desk that answers."""

    desk: Desk
    person: rows.Person

    @property
    def bank(self) -> Bank:
        """The scenarios."""
        return self.desk.bank

    @property
    def view(self) -> "View":
        """The store, as far as it is open to them."""
        return self.desk.store.as_(self.person)

    @property
    def trains(self) -> bool:
        """Tell whether they are more than an agent."""
        return self.person.role != "agent"

    async def run(self, work: Callable[["Caller"], T]) -> T:
        """Do `work` for them in a thread."""
        return await self.desk.run(lambda: work(self))
