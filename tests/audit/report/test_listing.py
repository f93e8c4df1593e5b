"""Lists of the conversations behind a figure: what they hold, in which order, and what cannot be asked."""

import re

import pytest

from coach.audit import facets, listing
from coach.audit.errors import AuditError
from coach.audit.report import behind
from coach.audit.report.headlines import headlines
from coach.audit.report.words import Words
from coach.audit.summary.database import Tables
from coach.errors import UnknownName

BOTH = pytest.mark.parametrize("ui", ["en", "ar"])
ASKED = [f"{name}={value}" for name, facet in facets.FACETS.items() for value in (facet.values or {"kept": ""})]


@pytest.fixture(scope="module")
def opened(tables):
    with Tables(tables) as found:
        yield found


def ask(opened, *where, limit=50, **more):
    return listing.entries(opened, facets.parse(where), limit=limit, **more)


@pytest.mark.parametrize("where", ASKED)
def test_every_facet_can_be_asked(opened, where):
    found = ask(opened, where)
    assert len(found.entries) == min(50, found.total)


@pytest.mark.parametrize("where", ASKED)
@pytest.mark.parametrize("other", ["rule=too-long", "promise=broken", "verdict=hold", "course=cooled"])
def test_any_two_facets_can_be_asked_together(opened, where, other):
    alone, both = ask(opened, other, each="conversation"), ask(opened, where, other, each="conversation")
    assert both.total <= alone.total


def test_a_rules_list_holds_its_replies_the_gravest_first(opened, made):
    rule = made["rules"][0]
    found = ask(opened, f"rule={rule['rule']}", limit=100_000)
    assert found.total == rule["n"] == len(found.entries)
    assert {one.what for one in found.entries} == {rule["rule"]}
    assert len({(one.conversation, one.reply) for one in found.entries}) == found.total


@pytest.mark.parametrize("outcome", ["kept", "late", "broken"])
def test_a_promises_list_holds_its_outcome(opened, outcome):
    assert {one.what for one in ask(opened, f"promise={outcome}").entries} == {outcome}


def test_a_criterions_list_begins_with_the_lowest(opened, made):
    found = ask(opened, "measure=empathy", limit=20)
    lowest = opened.rows("SELECT min(score_empathy) FROM replies")[0][0]
    first = found.entries[0]
    assert opened.rows("SELECT score_empathy FROM replies WHERE conversation = ? AND reply = ?", [first.conversation, first.reply]) == [
        (lowest,)
    ]


def test_an_agents_list_holds_no_one_elses(opened):
    (name,) = opened.rows("SELECT agent FROM replies WHERE agent IS NOT NULL ORDER BY agent LIMIT 1")[0]
    assert {one.agent for one in ask(opened, f"agent={name}").entries} == {name}
    assert all(name in (one.agent or "") for one in ask(opened, f"agent={name}", "course=cooled").entries if one.agent)


def test_the_worst_wait_is_the_one_that_never_ended(opened):
    found = ask(opened, "first-response=late", limit=5).entries
    waits = [
        opened.rows("SELECT first_response_minutes / first_response_target FROM conversations WHERE conversation = ?", [one.conversation])
        for one in found
    ]
    known = [wait for ((wait,),) in waits if wait is not None]
    assert known == sorted(known, reverse=True)


@pytest.mark.parametrize("value", ["x' OR '1'='1", "x; DROP TABLE replies", "%", "?", "1) OR (1=1"])
@pytest.mark.parametrize("name", ["rule", "agent", "theme", "cause"])
def test_what_people_write_is_a_value_and_no_sql(opened, name, value):
    assert ask(opened, f"{name}={value}").entries == ()
    assert ask(opened).total > 0


@pytest.mark.parametrize("where", ["colour=red", "rule; DROP", "=x", "first-response=sometimes"])
def test_what_is_not_known_is_refused_with_what_is(where):
    with pytest.raises(UnknownName) as refused:
        facets.parse([where])
    assert all("rule" in refused.value.describe(ui) or "late" in refused.value.describe(ui) for ui in ("en", "ar"))


@pytest.mark.parametrize("where", [["rule"], ["rule="], ["rule=" + "x" * 201], ["rule=a"] * 21])
def test_what_has_no_value_or_too_much_of_it_is_refused(where):
    with pytest.raises(AuditError):
        facets.parse(where)


def test_an_excerpt_is_bounded_and_on_one_line(opened):
    found = ask(opened, limit=200, excerpt=20).entries
    assert max(len(one.excerpt) for one in found) == 20
    assert not any("\n" in one.excerpt for one in found)


def test_days_are_those_of_the_time_zone(opened):
    far = [{one.day for one in ask(opened, limit=300, timezone=zone).entries} for zone in ("Pacific/Auckland", "Pacific/Honolulu")]
    assert far[0] != far[1]


@BOTH
def test_every_headline_that_counts_conversations_leads_to_them(reports, made, ui):
    text = reports[ui].read_text(encoding="utf-8")
    linked = re.findall(r'<a class="small" href="#([^"]+)">', text)
    assert len(linked) >= len([one for one in headlines(made, Words(ui)) if one.behind]) - 1
    assert all(f'<ol id="{anchor}">' in text for anchor in linked)


@BOTH
def test_each_rule_cause_theme_and_promise_has_its_fold(reports, made, ui):
    text = reports[ui].read_text(encoding="utf-8")
    wanted = [f"cause={one['name']}" for one in made["customers"]["causes"][:5]]
    wanted += [f"theme={one['theme']}" for one in made["themes"]] + ["promise=broken", "promise=kept"]
    assert all(f'<ol id="{behind.anchor(where)}">' in text for where in wanted)


def test_folds_hold_ten_conversations_at_most_and_the_page_stays_small(tables, made):
    with behind.Behind(tables, "UTC") as found:
        under = behind.folds(made, found, made["rules"], [])
        folds = [found.fold(where) for listed in under.values() for where in listed]
    assert max(len(fold.entries) for fold in folds) == behind.ROWS
    assert all(len({one.conversation for one in fold.entries}) == len(fold.entries) for fold in folds)
    size = sum(len(part.encode()) for fold in folds for one in fold.entries for part in (one.conversation, one.agent or "", one.excerpt))
    assert size < behind.MOST_BYTES * 1.5


def test_once_the_page_is_full_folds_are_shorter(tables, monkeypatch):
    monkeypatch.setattr(behind, "MOST_BYTES", 1)
    with behind.Behind(tables, "UTC") as found:
        sizes = [len(found.fold(where).entries) for where in ("verdict=hold", "promise=broken", "course=cooled")]
    assert sizes == [behind.ROWS, behind.FEWER, behind.FEWER]
