"""The store: one database, opened, brought up to date, and given to people as far as it is open to them."""

from typing import Any, Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from coach.practice.store import models, privacy, rows
from coach.practice.store.access import get
from coach.practice.store.administration import Administration, add_person, rekey
from coach.practice.store.engine import Transactions, connect, parse, place
from coach.practice.store.looking import Looking
from coach.practice.store.practising import Practising
from coach.practice.store.schema import ensure
from coach.practice.store.training import Training, invited, let_in, look_up


class View(Practising, Looking, Training, Administration):
    """The store as one person may use it; every method raises NotAllowed for what is not theirs."""


class PracticeStore:
    """One database. May be used by many threads, and opened by many processes at once.

    Its own methods ask nobody's leave: they are for the program itself (who is this key's bearer?) and for whoever holds the
    machine (the first administrator, erasure, the sweep). All else goes through `as_`.
    """

    def __init__(self, url: str) -> None:
        """Open `sqlite:///FILE` or `postgresql://…`, made and brought up to date where needed; raises a StoreError."""
        self.url = parse(url)
        self.engine = connect(self.url)
        try:
            ensure(self.url, self.engine)
        except BaseException:
            self.engine.dispose()
            raise
        self.transactions = Transactions(self.engine, place(self.url))

    def __enter__(self) -> Self:
        """Give the store."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    def as_(self, person: rows.Person | str) -> View:
        """Give the store as this person may use it."""
        return View(self.transactions, person if isinstance(person, str) else person.id)

    def add_person(
        self,
        name: str,
        role: rows.Role = "agent",
        language: rows.Language = "en",
        key_id: str | None = None,
        external_id: str | None = None,
    ) -> rows.Person:
        """Make a person; raises Taken where the key or the external name is another's."""
        return self.transactions.write(lambda session: add_person(session, name, role, language, key_id, external_id))

    def invitation(self, token: str) -> rows.Invitation:
        """Give the invitation that a token opens; raises InvitationOver."""
        return self.transactions.read(lambda session: rows.row(rows.Invitation, invited(session, token)))

    def look_up(self, token: str, name: str | None = None) -> rows.Invited:
        """Tell what a token opens, and whether its cohort holds an agent of that name; raises InvitationOver."""
        return self.transactions.read(lambda session: look_up(session, token, name))

    def enrol(self, token: str, name: str, language: rows.Language, key_id: str) -> tuple[rows.Person, rows.PracticeSet]:
        """Make an agent of whoever bears a token, in its invitation's cohort, and give the set; raises InvitationOver or InvitationFull."""

        def make(session: Session) -> tuple[rows.Person, rows.PracticeSet]:
            found = invited(session, token, lock=True)
            person = add_person(session, name, "agent", language, key_id)
            let_in(session, found, person.id)
            return person, rows.row(rows.PracticeSet, get(session, models.PracticeSet, found.set_id))

        return self.transactions.write(make)

    def find_person(self, *, key_id: str | None = None, external_id: str | None = None) -> rows.Person | None:
        """Give who bears an API key, or another system's name; None if nobody does."""
        if key_id is None and external_id is None:
            return None
        wanted = select(models.Person)
        if key_id is not None:
            wanted = wanted.where(models.Person.key_id == key_id)
        if external_id is not None:
            wanted = wanted.where(models.Person.external_id == external_id)

        def find(session: Session) -> rows.Person | None:
            found = session.scalar(wanted)
            return None if found is None else rows.row(rows.Person, found)

        return self.transactions.read(find)

    def person(self, person_id: str) -> rows.Person:
        """Give a person; raises NoSuch."""
        return self.transactions.read(lambda session: rows.row(rows.Person, get(session, models.Person, person_id)))

    def rekey(self, person_id: str, key_id: str) -> str | None:
        """Let someone be known by another key, and give the id of the one before; raises NoSuch or Taken."""
        return self.transactions.write(lambda session: rekey(session, person_id, key_id))

    def export_person(self, person_id: str) -> dict[str, Any]:
        """Give everything that is kept about a person, as JSON; raises NoSuch."""
        return self.transactions.read(lambda session: privacy.export_person(session, person_id))

    def erase_person(self, person_id: str, keep_scores: bool = False) -> privacy.Erased:
        """Erase a person, wholly or but for scores that are nobody's; raises NoSuch or LastAdministrator."""
        erased = self.transactions.write(lambda session: privacy.erase_person(session, person_id, keep_scores))
        self.forget()
        return erased

    def sweep(self) -> privacy.Erased:
        """Let go of texts that are older than the retention; for a daily task."""
        erased = self.transactions.write(privacy.sweep)
        self.forget()
        return erased

    def forget(self) -> None:
        """Write the log's pages into the file and empty it: what was erased stands there otherwise until it is next full."""
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:
                raw = connection.connection.driver_connection
                if raw is not None:
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
