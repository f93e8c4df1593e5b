"""An administrator's work: people, the rubric's versions, settings, and what the law asks: export, erasure, retention."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coach.practice.store import bounds, models, privacy, rows
from coach.practice.store.access import Access, get
from coach.practice.store.acting import Acting, reading, writing
from coach.practice.store.errors import BadValue, Taken
from coach.practice.store.refusing import refuse

_ROLES = ("agent", "trainer", "admin")
_LANGUAGES = ("en", "ar")


class Administration(Acting):
    """What administrators may do; everyone may read the rubric and export what is theirs."""

    @writing
    def add_person(
        self,
        access: Access,
        name: str,
        role: rows.Role = "agent",
        language: rows.Language = "en",
        key_id: str | None = None,
        external_id: str | None = None,
    ) -> rows.Person:
        """Make a person; raises Taken where the key or the external name is another's."""
        access.administer()
        return add_person(access.session, name, role, language, key_id, external_id)

    @writing
    def change_role(self, access: Access, person_id: str, role: rows.Role) -> rows.Person:
        """Give someone another role, which holds from the next call on; raises LastAdministrator."""
        access.administer()
        person = get(access.session, models.Person, person_id)
        if _one_of(role, "role", _ROLES) != "admin":
            privacy.keep_an_administrator(access.session, person_id)
        person.role = role
        return rows.row(rows.Person, person)

    @reading
    def person(self, access: Access, person_id: str) -> rows.Person:
        """Give someone whose practice is seen."""
        person = get(access.session, models.Person, person_id)
        access.see(person_id)
        return rows.row(rows.Person, person)

    @reading
    def keyless(self, access: Access, person_id: str) -> rows.Person:
        """Give someone to whom who acts may hand a new key; raises NotAllowed."""
        return rows.row(rows.Person, access.rekey(person_id))

    @writing
    def rekey(self, access: Access, person_id: str, key_id: str) -> str | None:
        """Let someone be known by another key and give the id of the one before, which is to be refused; raises Taken."""
        access.rekey(person_id)
        return rekey(access.session, person_id, key_id)

    @reading
    def people(self, access: Access, after: str = "", limit: int = 100) -> list[rows.Person]:
        """List those whose practice is seen, in the order of their ids; `after` the last one's gives the next page."""
        wanted = select(models.Person).where(models.Person.id.in_(access.people()), models.Person.id > after).order_by(models.Person.id)
        found = access.session.scalars(wanted.limit(bounds.number(limit, "limit", 1, bounds.MAX_PAGE)))
        return [rows.row(rows.Person, one) for one in found]

    @writing
    def add_rubric(self, access: Access, thresholds: Mapping[str, Any], weights: Mapping[str, Any], note: str) -> rows.RubricVersion:
        """Keep the thresholds and weights that hold from now on, with the reason."""
        access.administer()
        version = models.RubricVersion(
            thresholds=bounds.document(thresholds, "thresholds"),
            weights=bounds.document(weights, "weights"),
            note=bounds.text(note, "note", bounds.MAX_REMARK, least=1),
            trainer_id=access.me.id,
        )
        access.session.add(version)
        access.session.flush()
        return rows.row(rows.RubricVersion, version)

    @reading
    def rubrics(self, access: Access) -> list[rows.RubricVersion]:
        """List the rubric's versions, the latest first; everyone may know by what they are judged."""
        found = access.session.scalars(select(models.RubricVersion).order_by(models.RubricVersion.created.desc()))
        return [rows.row(rows.RubricVersion, one) for one in found]

    @reading
    def rubric(self, access: Access) -> rows.RubricVersion | None:
        """Give the version in force; None where none was set."""
        found = access.session.scalar(select(models.RubricVersion).order_by(models.RubricVersion.created.desc()).limit(1))
        return None if found is None else rows.row(rows.RubricVersion, found)

    @reading
    def retention_days(self, access: Access) -> int:
        """Give for how many days texts are kept; 0 for ever."""
        return privacy.retention_days(access.session)

    @writing
    def set_retention_days(self, access: Access, days: int) -> None:
        """Set for how many days texts are kept; 0 for ever."""
        access.administer()
        access.session.merge(models.Setting(name=privacy.RETENTION, value=bounds.number(days, "days", 0, privacy.MAX_DAYS)))

    @reading
    def export(self, access: Access, person_id: str) -> dict[str, Any]:
        """Give everything about a person as JSON: their own right, and an administrator's duty."""
        if person_id != access.me.id and not access.admin:
            raise refuse("person")
        return privacy.export_person(access.session, person_id)

    @writing
    def erase(self, access: Access, person_id: str, keep_scores: bool = False) -> privacy.Erased:
        """Erase a person: wholly, or but for scores that nobody's name hangs on. Raises LastAdministrator."""
        access.administer()
        return privacy.erase_person(access.session, person_id, keep_scores)


def add_person(
    session: Session, name: str, role: str, language: str, key_id: str | None = None, external_id: str | None = None
) -> rows.Person:
    """Make a person, whoever asks; raises Taken."""
    person = models.Person(
        name=bounds.text(name, "name", bounds.MAX_NAME, least=1),
        role=_one_of(role, "role", _ROLES),
        language=_one_of(language, "language", _LANGUAGES),
        key_id=None if key_id is None else bounds.text(key_id, "key_id", 40, least=1),
        external_id=None if external_id is None else bounds.text(external_id, "external_id", 200, least=1),
    )
    for column, value in ((models.Person.key_id, person.key_id), (models.Person.external_id, person.external_id)):
        if value is not None and session.scalar(select(func.count()).where(column == value)):
            raise Taken(what=column.key)
    session.add(person)
    session.flush()
    return rows.row(rows.Person, person)


def rekey(session: Session, person_id: str, key_id: str) -> str | None:
    """Let someone be known by another key, whoever asks, and give the id of the one before; raises NoSuch or Taken."""
    person = get(session, models.Person, person_id, lock=True)
    given = bounds.text(key_id, "key_id", 40, least=1)
    if session.scalar(select(func.count()).where(models.Person.key_id == given, models.Person.id != person_id)):
        raise Taken(what=models.Person.key_id.key)
    before, person.key_id = person.key_id, given
    return before if before != given else None


def _one_of(value: str, where: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise BadValue(where=where, what={"en": "it must be " + ", ".join(known), "ar": "يجب أن تكون " + " أو ".join(known)})
    return value
