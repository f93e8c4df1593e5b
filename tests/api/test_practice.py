"""Practising over HTTP: who is let in, what is to be practised, and a conversation from its first message to its end."""

from datetime import datetime, timedelta

import pytest

from coach.api.practice import showing
from coach.practice import bank
from coach.practice.scenario import Scenario
from coach.practice.store import looking
from tests.api.practice_floor import ARABIC, SCENARIO, Bearer, Floor, sample

HELD_OUT = next(one.id for one in bank.load() if one.held_out and one.language == "en")


def scenario_with_branches() -> Scenario:
    """One whose first message leads somewhere else after a good reply than after a bad one."""
    return next(
        one
        for one in bank.load().pick(language="en", held_out=False)
        if len({branch.turn for branch in one.turns["start"].then}) > 1
        and all(one.turns[b.turn].goals for b in one.turns["start"].then[:1])
    )


class TestWhoAsks:
    def test_an_administrators_key_that_is_nobodys_becomes_an_administrator_once(self, floor: Floor) -> None:
        key = floor.bearer("practice", "admin")
        first = key.get("/me")
        assert (first["name"], first["role"]) == ("somebody", "admin")
        assert key.get("/me") == first

    def test_its_language_is_the_one_that_the_request_would_rather_read(self, floor: Floor) -> None:
        key = floor.bearer("practice", "admin")
        headers = {"Authorization": f"Bearer {key.key}", "Accept-Language": "ar-SA"}
        assert floor.client.get("/v1/practice/me", headers=headers).json()["language"] == "ar"

    def test_another_key_that_is_nobodys_is_refused(self, floor: Floor) -> None:
        assert floor.bearer("practice").refused("GET", "/me") == (403, "not-enrolled")

    @pytest.mark.parametrize("scope", ["check", "rewrite", "admin"])
    def test_without_the_scope_nothing_is_answered(self, floor: Floor, scope: str) -> None:
        assert floor.bearer(scope).refused("GET", "/me") == (403, "missing-scope")

    def test_without_a_key_nothing_is_answered(self, floor: Floor) -> None:
        for path in ("/me", "/scenarios", "/attempts", "/people", "/rubrics"):
            assert floor.nobody().refused("GET", path) == (401, "no-key")


class TestScenarios:
    def test_agents_see_none_that_is_kept_for_tests(self, floor: Floor) -> None:
        agent, trainer = floor.person(), floor.person("trainer")
        seen = agent.get("/scenarios")["scenarios"]
        assert not any(one["held_out"] for one in seen)
        assert agent.get("/scenarios", held_out=True)["scenarios"] == []
        assert {one["id"] for one in trainer.get("/scenarios")["scenarios"]} == set(bank.load().ids)
        assert agent.refused("GET", f"/scenarios/{HELD_OUT}") == (403, "not-allowed")
        assert agent.refused("POST", "/attempts", {"scenario": HELD_OUT}) == (403, "not-allowed")

    def test_what_is_asked_for(self, floor: Floor) -> None:
        found = floor.person().get("/scenarios", language="ar", kind="hostile", difficulty="hard")["scenarios"]
        assert found
        assert all(one["language"] == "ar" and "hostile" in one["kinds"] and one["difficulty"] == "hard" for one in found)

    def test_only_trainers_see_what_the_answer_would_be(self, floor: Floor) -> None:
        scenario = bank.load()[SCENARIO]
        agents, trainers = (floor.person(role).get(f"/scenarios/{SCENARIO}") for role in ("agent", "trainer"))
        assert (agents["master"], agents["samples"]) == (None, None)
        assert trainers["master"] == scenario.turns["start"].master
        assert [one["text"] for one in trainers["samples"]] == [one.text for one in scenario.samples]
        assert agents["message"] == trainers["message"] == scenario.turns["start"].message
        assert {fact["key"] for fact in agents["facts"]} == {fact.key for fact in scenario.facts}

    def test_one_that_is_not_there(self, floor: Floor) -> None:
        agent = floor.person()
        assert agent.refused("GET", "/scenarios/nothing") == (404, "no-such")
        assert agent.refused("POST", "/attempts", {"scenario": "nothing"}) == (404, "no-such")

    def test_what_i_tried_and_how_well_is_mine_alone(self, floor: Floor) -> None:
        one, other = floor.person(), floor.person()
        attempt = one.practise(grade="fair")
        tried = {
            who: next(s for s in person.get("/scenarios")["scenarios"] if s["id"] == SCENARIO)
            for who, person in (("one", one), ("o", other))
        }
        assert (tried["one"]["tried"], tried["one"]["best"]) == (1, round(attempt["last"]))
        assert (tried["o"]["tried"], tried["o"]["best"]) == (0, None)

    def test_what_comes_next_is_in_ones_own_language_and_says_why(self, floor: Floor) -> None:
        found = floor.person(language="ar").get("/next", n=3)["next"]
        assert len(found) == 3
        assert all(one["scenario"]["language"] == "ar" and one["why"] == "new" and one["text"]["ar"] for one in found)

    def test_criteria_are_named_in_both_languages(self, floor: Floor) -> None:
        told = floor.person().get("/criteria")
        assert {"overall", "facts", "empathy", "truth"} <= {one["id"] for one in told["criteria"]}
        assert all(one["name"]["en"] and one["name"]["ar"] for one in told["criteria"])
        assert told["grades"] == {"fair": 45, "excellent": 75}
        assert told["kinds"]["own-fault"] == {"en": "our fault", "ar": "خطأ منا"}
        assert set(told["difficulties"]) == {"easy", "medium", "hard"}


class TestAConversation:
    def test_a_bad_reply_then_a_better_one_then_the_customers_answer(self, floor: Floor) -> None:
        agent, scenario = floor.person(), scenario_with_branches()
        attempt = agent.start(scenario.id)
        assert [visit["turn"] for visit in attempt["visits"]] == ["start"]
        assert attempt["visits"][0] | {"tries": []} == {
            "turn": "start",
            "message": scenario.turns["start"].message,
            "hints": list(scenario.turns["start"].hints),
            "open": True,
            "ends": False,
            "shown": False,
            "master": None,
            "tries": [],
        }
        attempt = agent.reply(attempt, sample(scenario.id, "poor"))
        attempt = agent.reply(attempt, sample(scenario.id, "excellent"))
        first, second = attempt["visits"][0]["tries"]
        assert (first["number"], second["number"]) == (1, 2)
        assert first["result"]["score"] < second["result"]["score"]
        assert second["result"]["changed"]["points"] == second["result"]["score"] - first["result"]["score"]
        assert second["result"]["changed"]["better"]
        assert (attempt["first"], attempt["last"]) == (first["result"]["score"], second["result"]["score"])
        attempt = agent.step(attempt, "next")
        assert attempt["visits"][1]["turn"] == second["result"]["next_turn"]
        assert [visit["open"] for visit in attempt["visits"]] == [False, True]
        assert attempt == agent.get(f"/attempts/{attempt['id']}")

    def test_a_bad_reply_leads_elsewhere(self, floor: Floor) -> None:
        agent, scenario = floor.person(), scenario_with_branches()
        attempts = [agent.step(agent.practise(scenario.id, grade), "next") for grade in ("poor", "excellent")]
        assert attempts[0]["visits"][1]["turn"] != attempts[1]["visits"][1]["turn"]

    def test_the_masters_reply_after_a_try_and_never_before(self, floor: Floor) -> None:
        agent = floor.person()
        attempt = agent.start()
        assert agent.refused("POST", f"/attempts/{attempt['id']}/master", {"revision": 0}) == (409, "bad-attempt")
        attempt = agent.reply(attempt, sample(SCENARIO, "poor"))
        assert attempt["visits"][0]["master"] is None
        attempt = agent.step(attempt, "master")
        assert attempt["visits"][0]["master"] == bank.load()[SCENARIO].turns["start"].master
        copied = agent.reply(attempt, attempt["visits"][0]["master"])["visits"][0]["tries"][-1]["result"]
        assert copied["tricks"]
        assert copied["score"] <= 70

    def test_no_answer_before_a_try(self, floor: Floor) -> None:
        agent = floor.person()
        attempt = agent.start()
        assert agent.refused("POST", f"/attempts/{attempt['id']}/next", {"revision": 0}) == (409, "bad-attempt")

    def test_given_up_it_takes_nothing_more_and_shows_the_master(self, floor: Floor) -> None:
        agent = floor.person()
        attempt = agent.step(agent.practise(), "finish")
        assert (attempt["ended"], attempt["visits"][0]["open"]) == ("given-up", False)
        assert attempt["visits"][0]["master"]
        for step, body in (("tries", {"text": "x"}), ("next", {}), ("master", {}), ("finish", {})):
            assert agent.refused("POST", f"/attempts/{attempt['id']}/{step}", {"revision": attempt["revision"], **body}) == (
                409,
                "bad-attempt",
            )

    def test_of_two_replies_to_one_state_the_second_is_refused(self, floor: Floor) -> None:
        agent = floor.person()
        attempt = agent.start()
        after = agent.reply(attempt, sample(SCENARIO, "fair"))
        for step in ("tries", "next", "master", "finish"):
            body = {"revision": attempt["revision"], **({"text": "x"} if step == "tries" else {})}
            assert agent.refused("POST", f"/attempts/{attempt['id']}/{step}", body) == (409, "attempt-changed")
        assert agent.get(f"/attempts/{attempt['id']}") == after

    @pytest.mark.parametrize(("text", "code"), [("", "empty-draft"), ("a" * 4_001, "too-long"), ("a\0b", "not-text")])
    def test_what_is_no_reply_counts_as_none(self, floor: Floor, text: str, code: str) -> None:
        agent = floor.person()
        attempt = agent.start()
        assert agent.refused("POST", f"/attempts/{attempt['id']}/tries", {"text": text, "revision": 0}) == (422, code)
        assert agent.get(f"/attempts/{attempt['id']}")["revision"] == 0

    def test_arabic_and_both_ways_to_count(self, floor: Floor) -> None:
        agent = floor.person(language="ar")
        text = "🙂 " + sample(ARABIC, "poor")
        attempt = agent.reply(agent.start(ARABIC), text)
        points, units = (agent.get(f"/attempts/{attempt['id']}", offsets=name)["visits"][0]["tries"][0] for name in ("codepoint", "utf16"))
        spans = [[span for reason in one["result"]["reasons"] for span in reason["spans"]] for one in (points, units)]
        assert spans[0]
        in_units = text.encode("utf-16-le")
        for (start, end), (first, last) in zip(*spans, strict=True):
            assert text[start:end] == in_units[2 * first : 2 * last].decode("utf-16-le")
        assert any(one != other for one, other in zip(*spans, strict=True))


class TestTheTimer:
    @pytest.fixture
    def later(self, monkeypatch: pytest.MonkeyPatch) -> object:
        def move(seconds: float) -> None:
            now = showing.now
            for module in (showing, looking):
                monkeypatch.setattr(module, "now", lambda: now() + timedelta(seconds=seconds))

        return move

    def test_time_runs_and_is_told(self, floor: Floor, later) -> None:
        agent = floor.person()
        attempt = agent.start(timer_seconds=100)
        assert 95 < attempt["left"] <= 100
        later(60)
        assert 30 < agent.get(f"/attempts/{attempt['id']}")["left"] <= 40
        tried = agent.reply(attempt, sample(SCENARIO, "fair"))["visits"][0]["tries"][0]
        assert 60 <= tried["at"] < 70

    def test_past_it_nothing_is_scored_and_the_attempt_ends(self, floor: Floor, later) -> None:
        agent = floor.person()
        attempt = agent.start(timer_seconds=100)
        later(101)
        seen, listed = agent.get(f"/attempts/{attempt['id']}"), agent.get("/attempts")["attempts"][0]
        ran_out = datetime.fromisoformat(attempt["started"]) + timedelta(seconds=100)
        for one in (seen, listed):
            assert (one["ended"], datetime.fromisoformat(one["finished"])) == ("time", ran_out)
        after = agent.reply(attempt, sample(SCENARIO, "fair"))
        assert (after["ended"], after["visits"][0]["tries"], after["visits"][0]["open"]) == ("time", [], False)
        assert after["finished"]
        assert agent.get("/attempts")["attempts"][0]["ended"] == "time"

    @pytest.mark.parametrize("step", ["next", "master", "finish"])
    def test_past_it_every_step_finds_time_over(self, floor: Floor, later, step: str) -> None:
        agent = floor.person()
        attempt = agent.reply(agent.start(timer_seconds=100), sample(SCENARIO, "fair"))
        later(101)
        assert agent.step(attempt, step)["ended"] == "time"

    def test_a_clock_set_back_stops_nobody(self, floor: Floor, later) -> None:
        agent = floor.person()
        attempt = agent.practise()
        later(-3_600)
        assert len(agent.reply(attempt, sample(SCENARIO, "fair"))["visits"][0]["tries"]) == 2

    def test_without_one_an_attempt_may_lie_for_a_month(self, floor: Floor, later) -> None:
        agent = floor.person()
        attempt = agent.practise()
        later(30 * 86_400)
        assert len(agent.reply(attempt, sample(SCENARIO, "fair"))["visits"][0]["tries"]) == 2


class TestWhoSeesAnAttempt:
    def test_nobody_but_ones_own_trainers_and_administrators(self, floor: Floor) -> None:
        trainer, _, (agent,) = floor.team()
        attempt = agent.practise()
        path = f"/attempts/{attempt['id']}"
        assert floor.person().refused("GET", path) == (403, "not-allowed")
        assert floor.person("trainer").refused("GET", path) == (403, "not-allowed")
        for one in (trainer, floor.admin):
            seen = one.get(path)
            assert seen["person"]["id"] == agent.id
            assert seen["visits"][0]["master"]

    def test_nobody_goes_on_with_anothers(self, floor: Floor) -> None:
        trainer, _, (agent,) = floor.team()
        attempt = agent.practise()
        for one in (trainer, floor.admin, floor.person()):
            for step, body in (("tries", {"text": "x"}), ("next", {}), ("master", {}), ("finish", {})):
                answer = one.refused("POST", f"/attempts/{attempt['id']}/{step}", {"revision": 1, **body})
                assert answer == (403, "not-allowed")

    def test_the_list_holds_what_is_seen_page_by_page(self, floor: Floor) -> None:
        trainer, cohort, (one, other) = floor.team(2)
        made = [person.practise(grade=grade)["id"] for person in (one, other) for grade in ("poor", "fair")][::-1]
        assert [each["id"] for each in trainer.get("/attempts")["attempts"]] == made
        assert [each["id"] for each in trainer.get("/attempts", cohort=cohort["id"])["attempts"]] == made
        assert [each["id"] for each in trainer.get("/attempts", person=one.id)["attempts"]] == made[2:]
        assert [each["id"] for each in one.get("/attempts")["attempts"]] == made[2:]
        first = trainer.get("/attempts", limit=3)
        rest = trainer.get("/attempts", limit=3, before=first["next"])
        assert [each["id"] for each in first["attempts"] + rest["attempts"]] == made
        assert rest["next"] is None
        told = first["attempts"][0]
        assert (told["tries"], told["remarks"], told["grade"]) == (1, 0, "fair" if told["last"] < 75 else "excellent")
        assert one.refused("GET", "/attempts", person=other.id) == (403, "not-allowed")
        assert one.refused("GET", "/attempts", cohort=cohort["id"]) == (403, "not-allowed")

    @pytest.mark.parametrize("key", ["0" * 32, "x", "%00", "..", "é"])
    def test_one_that_is_not_there(self, floor: Floor, key: str) -> None:
        answer = floor.admin.ask("GET", f"/attempts/{key}")
        assert answer.status_code == 404
        assert answer.json()["code"] in ("no-such", "no-such-path")


class TestErased:
    def test_an_attempt_whose_words_were_let_go_of_keeps_its_scores(self, floor: Floor) -> None:
        agent = floor.person()
        attempt = agent.practise()
        desk = floor.client.app.state.desk
        from sqlalchemy import text

        with desk.store.engine.begin() as connection:
            connection.execute(text("UPDATE attempts SET state = '{}', finished = started WHERE id = :id"), {"id": attempt["id"]})
            connection.execute(text("UPDATE tries SET text = NULL, reasons = '[]' WHERE attempt_id = :id"), {"id": attempt["id"]})
        found = agent.get(f"/attempts/{attempt['id']}")
        tried = found["visits"][0]["tries"][0]
        assert (tried["text"], tried["result"]["reasons"]) == (None, [])
        assert tried["result"]["score"] == attempt["visits"][0]["tries"][0]["result"]["score"]
        assert found["ended"] == "finished"

    def test_a_scenario_that_was_changed_can_be_read_but_not_gone_on_with(self, floor: Floor) -> None:
        agent = floor.person()
        attempt = agent.practise()
        desk = floor.client.app.state.desk
        from sqlalchemy import text

        for scenario, message in ((SCENARIO, True), ("taken-away", False)):
            with desk.store.engine.begin() as connection:
                told = {"id": attempt["id"], "key": scenario}
                connection.execute(text("UPDATE attempts SET scenario_sha = 'other', scenario = :key WHERE id = :id"), told)
            found = agent.get(f"/attempts/{attempt['id']}")
            assert not found["current"]
            assert bool(found["visits"][0]["message"]) is message
            assert agent.refused("POST", f"/attempts/{attempt['id']}/tries", {"text": "x", "revision": 1}) == (409, "bad-attempt")
        assert agent.get("/attempts")["attempts"][0]["title"]["en"] == "taken-away"


def test_no_reply_stands_in_a_problem_or_a_log(floor: Floor, caplog: pytest.LogCaptureFixture) -> None:
    agent: Bearer = floor.person()
    attempt = agent.start()
    with caplog.at_level("DEBUG"):
        answer = agent.ask("POST", f"/attempts/{attempt['id']}/tries", {"text": "Sara Ahmed 4111", "revision": 7, "more": 1})
        agent.reply(attempt, "Sara Ahmed 4111, your card is blocked.")
    assert "Sara" not in answer.text
    assert "Sara" not in caplog.text
