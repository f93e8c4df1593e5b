"""Someone at work in the store: each call is one transaction, with what they may do decided in it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session

from coach.practice.store.access import Access, get
from coach.practice.store.engine import Transactions
from coach.practice.store.models import Person

P = ParamSpec("P")
T = TypeVar("T")
V = TypeVar("V", bound="Acting")


class Acting:
    """One person's way into the store; cheap to make, one per request."""

    def __init__(self, transactions: Transactions, person_id: str) -> None:
        """Keep who acts; whether they exist shows with the first call, which raises NoSuch."""
        self._transactions = transactions
        self.person_id = person_id

    def access(self, session: Session) -> Access:
        """Give what they may do now."""
        return Access(session, get(session, Person, self.person_id))


def reading(method: Callable[Concatenate[V, Access, P], T]) -> Callable[Concatenate[V, P], T]:
    """Run a method in a transaction that reads."""

    @wraps(method)
    def run(self: V, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return self._transactions.read(lambda session: method(self, self.access(session), *args, **kwargs))

    return run


def writing(method: Callable[Concatenate[V, Access, P], T]) -> Callable[Concatenate[V, P], T]:
    """Run a method in a transaction that writes, again where others were in the way."""

    @wraps(method)
    def run(self: V, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return self._transactions.write(lambda session: method(self, self.access(session), *args, **kwargs))

    return run
