"""The schema's history leads from any version to the models' own, never back, and says so."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from coach.practice.store.engine import connect, parse
from coach.practice.store.errors import ForeignDatabase, NewerDatabase, NoDowngrade
from coach.practice.store.models import Base
from coach.practice.store.schema import configuration, current, ensure, revisions
from coach.practice.store.store import PracticeStore
from tests.practice.store.people import REPLY, START

CHECKS = {
    "attempts": {"ck_attempts_language"},
    "comments": {"ck_comments_span"},
    "overrides": {"ck_overrides_score"},
    "people": {"ck_people_language", "ck_people_role"},
    "sets": {"ck_sets_timer"},
    "tries": {"ck_tries_grade", "ck_tries_number", "ck_tries_score"},
}


def test_an_empty_database_gets_the_tables_that_the_models_have(empty_url: str) -> None:
    with PracticeStore(empty_url) as store, store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
        assert current(connection) == revisions()[-1]
        found = inspect(connection)
        assert {table: {check["name"] for check in found.get_check_constraints(table)} for table in CHECKS} == CHECKS
        models = {
            table.name: {str(one.name) for one in table.constraints if str(one.name).startswith("ck_")}
            for table in Base.metadata.sorted_tables
        }
        assert {name: checks for name, checks in models.items() if checks} == CHECKS


@pytest.mark.parametrize("revision", revisions())
def test_every_version_leads_to_the_newest(empty_url: str, revision: str) -> None:
    url = parse(empty_url)
    engine = connect(url)
    ensure(url, engine, revision)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO cohorts (id, name, created) VALUES ('c1', 'First', '2026-01-01 00:00:00')"))
        assert current(connection) == revision
    engine.dispose()
    with PracticeStore(empty_url) as store:
        assert [one.name for one in store.as_(store.add_person("Huda", "admin")).cohorts()] == ["First"]
    with PracticeStore(empty_url) as again, again.engine.connect() as connection:
        assert current(connection) == revisions()[-1]


def test_a_newer_database_is_left_alone_and_both_versions_told(store: PracticeStore) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase) as caught:
        PracticeStore(store.url.render_as_string(hide_password=False))
    for language in ("en", "ar"):
        assert "9999" in caught.value.describe(language)
        assert revisions()[-1] in caught.value.describe(language)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :known"), {"known": revisions()[-1]})


def test_a_schema_is_not_taken_back(store: PracticeStore) -> None:
    person = store.add_person("Omar")
    with pytest.raises(NoDowngrade) as caught, store.engine.connect() as connection:
        command.downgrade(configuration(connection), "base")
    assert "backup" in caught.value.describe("en")
    assert "نسخة احتياطية" in caught.value.describe("ar")
    assert store.person(person.id) == person


def test_anothers_database_is_left_alone(empty_url: str) -> None:
    engine = connect(parse(empty_url))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE invoices (id INTEGER)"))
    with pytest.raises(ForeignDatabase):
        PracticeStore(empty_url)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["invoices"]
    engine.dispose()


def test_what_belongs_together_goes_together(store: PracticeStore) -> None:
    person = store.add_person("Omar")
    store.as_(person).add_try(store.as_(person).start(START).id, REPLY)
    with store.engine.begin() as connection:
        connection.execute(text("DELETE FROM people"))
        assert connection.execute(text("SELECT count(*) FROM tries")).scalar() == 0
