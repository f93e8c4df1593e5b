"""Training over HTTP: sets, cohorts, invitations and what a trainer says of a reply; and what an agent may do of it."""

from datetime import UTC, datetime, timedelta

import pytest

from coach.practice import bank
from coach.practice.store import bounds
from tests.api.practice_floor import ARABIC, SCENARIO, Floor, sample

HELD_OUT = next(one.id for one in bank.load() if one.held_out and one.language == "en")
NOBODY = "0" * 32


def test_what_is_a_trainers_work_is_refused_to_agents(floor: Floor) -> None:
    _, cohort, (agent,) = floor.team()
    own = agent.practise()["visits"][0]["tries"][0]["id"]
    for method, path, body in (
        ("POST", "/cohorts", {"name": "Mine"}),
        ("GET", f"/cohorts/{cohort['id']}", None),
        ("GET", f"/cohorts/{cohort['id']}/care", None),
        ("GET", f"/cohorts/{cohort['id']}/standing", None),
        ("POST", "/sets", {"name": "Mine", "scenarios": [SCENARIO]}),
        ("POST", "/invitations", {"set_id": NOBODY, "cohort_id": cohort["id"]}),
        ("PUT", f"/cohorts/{cohort['id']}/members/{agent.id}", None),
        ("POST", f"/tries/{own}/overrides", {"score": 100, "reason": "mine"}),
        ("POST", f"/tries/{own}/comments", {"start": 0, "end": 1, "text": "mine"}),
        ("POST", "/people", {"name": "Friend"}),
        ("PATCH", f"/people/{agent.id}", {"role": "admin"}),
        ("DELETE", f"/people/{agent.id}", None),
        (
            "POST",
            "/rubrics",
            {"thresholds": {"fair": 1, "excellent": 2}, "weights": floor.admin.get("/rubrics")["in_force"]["weights"], "note": "x"},
        ),
    ):
        assert agent.refused(method, path, body) == (403, "not-allowed"), (method, path)
    assert agent.get("/me")["role"] == "agent"


class TestSets:
    def test_a_set_is_given_by_an_invitation_and_its_timer_counts(self, floor: Floor) -> None:
        trainer, cohort, (agent,) = floor.team()
        made = trainer.post("/sets", {"name": "First week", "scenarios": [SCENARIO, ARABIC, SCENARIO], "timer_seconds": 300})
        assert made["scenarios"] == [SCENARIO, ARABIC]
        assert agent.get("/sets")["sets"] == []
        assert agent.refused("POST", "/attempts", {"scenario": SCENARIO, "set_id": made["id"]}) == (403, "not-allowed")
        trainer.post("/invitations", {"set_id": made["id"], "cohort_id": cohort["id"]})
        (seen,) = agent.get("/sets")["sets"]
        assert (seen["mine"], seen["done"], seen["trainer"]["name"]) == (False, 0, "Mona")
        attempt = agent.start(SCENARIO, set_id=made["id"], timer_seconds=9)
        assert attempt["limit"] == 300
        agent.step(attempt, "finish")
        assert agent.get("/sets")["sets"][0]["done"] == 1
        assert trainer.get("/sets")["sets"][0]["mine"]
        assert [one["id"] for one in trainer.get("/attempts", set=made["id"])["attempts"]] == [attempt["id"]]

    def test_a_scenario_kept_for_tests_is_practised_in_a_set_that_has_it(self, floor: Floor) -> None:
        trainer, cohort, (agent,) = floor.team()
        made = trainer.post("/sets", {"name": "Test", "scenarios": [HELD_OUT]})
        trainer.post("/invitations", {"set_id": made["id"], "cohort_id": cohort["id"]})
        assert agent.get(f"/scenarios/{HELD_OUT}")["held_out"]
        assert agent.refused("POST", "/attempts", {"scenario": HELD_OUT}) == (403, "not-allowed")
        assert agent.start(HELD_OUT, set_id=made["id"])["scenario"]["id"] == HELD_OUT

    def test_no_other_scenario_and_not_past_the_deadline(self, floor: Floor) -> None:
        trainer, cohort, (agent,) = floor.team()
        past = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
        for deadline, scenario, code in ((None, ARABIC, "not-in-set"), (past, SCENARIO, "set-over")):
            made = trainer.post("/sets", {"name": "S", "scenarios": [SCENARIO], "deadline": deadline})
            trainer.post("/invitations", {"set_id": made["id"], "cohort_id": cohort["id"]})
            assert agent.refused("POST", "/attempts", {"scenario": scenario, "set_id": made["id"]}) == (409, code)

    def test_a_set_may_keep_the_masters_reply_back_until_the_end(self, floor: Floor) -> None:
        trainer, cohort, (agent,) = floor.team()
        made = trainer.post("/sets", {"name": "S", "scenarios": [SCENARIO], "shows_master": False})
        trainer.post("/invitations", {"set_id": made["id"], "cohort_id": cohort["id"]})
        attempt = agent.practise(set_id=made["id"])
        assert (attempt["shows_master"], attempt["visits"][0]["master"]) == (False, None)
        assert agent.refused("POST", f"/attempts/{attempt['id']}/master", {"revision": 1}) == (403, "not-allowed")
        assert agent.step(attempt, "finish")["visits"][0]["master"]
        assert agent.step(agent.start(set_id=made["id"]), "finish")["visits"][0]["master"] is None
        assert trainer.get(f"/attempts/{attempt['id']}")["visits"][0]["master"]

    def test_only_who_made_it_takes_it_back_and_attempts_stay(self, floor: Floor) -> None:
        trainer, cohort, (agent,) = floor.team()
        made = trainer.post("/sets", {"name": "S", "scenarios": [SCENARIO]})
        trainer.post("/invitations", {"set_id": made["id"], "cohort_id": cohort["id"]})
        attempt = agent.practise(set_id=made["id"])
        for one in (agent, floor.person("trainer")):
            assert one.refused("DELETE", f"/sets/{made['id']}") == (403, "not-allowed")
        assert trainer.ask("DELETE", f"/sets/{made['id']}").status_code == 204
        assert agent.get("/sets")["sets"] == []
        assert agent.get(f"/attempts/{attempt['id']}")["set_id"] is None

    def test_it_is_changed_while_nobody_has_begun_it(self, floor: Floor) -> None:
        trainer, cohort, (agent,) = floor.team()
        made = trainer.post("/sets", {"name": "S", "scenarios": [SCENARIO]})
        trainer.post("/invitations", {"set_id": made["id"], "cohort_id": cohort["id"]})
        trainer.start(set_id=made["id"])
        path, body = f"/sets/{made['id']}", {"name": "T", "scenarios": [ARABIC, SCENARIO], "timer_seconds": 60, "shows_master": False}
        for one in (agent, floor.person("trainer")):
            assert one.refused("PUT", path, body) == (403, "not-allowed")
        changed = trainer.ask("PUT", path, body).json()
        assert {name: changed[name] for name in body} == body
        assert (changed["id"], changed["begun"], trainer.get("/sets")["sets"]) == (made["id"], False, [changed])
        agent.start(set_id=made["id"])
        assert trainer.get("/sets")["sets"][0]["begun"]
        assert trainer.refused("PUT", path, body) == (409, "set-begun")

    @pytest.mark.parametrize(
        "change",
        [
            {"scenarios": []},
            {"scenarios": ["x"] * 201},
            {"timer_seconds": 0},
            {"timer_seconds": 86_401},
            {"name": ""},
            {"deadline": "soon"},
            {"more": 1},
        ],
    )
    def test_one_that_is_no_set(self, floor: Floor, change: dict[str, object]) -> None:
        body = {"name": "S", "scenarios": [SCENARIO], **change}
        assert floor.person("trainer").refused("POST", "/sets", body) == (422, "bad-record")

    def test_one_with_a_scenario_that_is_not_there_or_a_time_without_a_zone(self, floor: Floor) -> None:
        trainer = floor.person("trainer")
        assert trainer.refused("POST", "/sets", {"name": "S", "scenarios": ["nothing"]}) == (404, "no-such")
        body = {"name": "S", "scenarios": [SCENARIO], "deadline": "2099-01-01T00:00:00"}
        assert trainer.refused("POST", "/sets", body) == (422, "bad-value")


class TestCohorts:
    def test_a_cohort_with_its_people_and_invitations(self, floor: Floor) -> None:
        trainer, cohort, agents = floor.team(2)
        assert trainer.get("/cohorts")["cohorts"] == [cohort | {"members": 3, "agents": 2}]
        whole = trainer.get(f"/cohorts/{cohort['id']}")
        assert {one["id"] for one in whole["members"]} == {trainer.id, *(one.id for one in agents)}
        assert whole["invitations"] == []
        assert floor.person("trainer").refused("GET", f"/cohorts/{cohort['id']}") == (403, "not-allowed")

    def test_leaving_closes_ones_attempts_to_its_trainers(self, floor: Floor) -> None:
        trainer, cohort, (agent, other) = floor.team(2)
        path = f"/attempts/{agent.practise()['id']}"
        member = f"/cohorts/{cohort['id']}/members/{agent.id}"
        assert other.refused("DELETE", member) == (403, "not-allowed")
        assert agent.ask("DELETE", member).status_code == 204
        assert trainer.refused("GET", path) == (403, "not-allowed")

    def test_only_an_administrator_puts_someone_in(self, floor: Floor) -> None:
        trainer, cohort, _ = floor.team()
        member = f"/cohorts/{cohort['id']}/members/{floor.person().id}"
        assert trainer.refused("PUT", member) == (403, "not-allowed")
        assert floor.admin.ask("PUT", member).status_code == 204
        assert floor.admin.refused("PUT", f"/cohorts/{cohort['id']}/members/{NOBODY}") == (404, "no-such")


class TestJoining:
    def invited(self, floor: Floor):
        trainer, cohort, _ = floor.team()
        made = trainer.post("/sets", {"name": "First week", "scenarios": [SCENARIO]})
        return trainer, cohort, trainer.post("/invitations", {"set_id": made["id"], "cohort_id": cohort["id"]})

    def test_without_a_key_one_gets_one_and_is_in_the_cohort(self, floor: Floor) -> None:
        trainer, cohort, invitation = self.invited(floor)
        assert invitation["path"] == f"/practice#/join/{invitation['token']}"
        joined = floor.nobody().post("/join", {"token": invitation["token"], "name": "سارة", "language": "ar"})
        assert (joined["person"]["name"], joined["person"]["role"], joined["person"]["language"]) == ("سارة", "agent", "ar")
        sara = type(trainer)(floor.client, joined["key"], joined["person"]["id"])
        assert sara.get("/me") == joined["person"]
        assert [one["name"] for one in sara.get("/sets")["sets"]] == ["First week"] == [joined["set"]["name"]]
        attempt = sara.practise(set_id=joined["set"]["id"])
        assert trainer.get(f"/attempts/{attempt['id']}")["person"]["name"] == "سارة"
        assert floor.client.post("/v1/check", json={"draft": "Hi."}, headers={"Authorization": f"Bearer {sara.key}"}).status_code == 403
        assert trainer.get(f"/cohorts/{cohort['id']}")["invitations"][0]["joined"] == 1

    def test_with_a_key_one_stays_who_one_is(self, floor: Floor) -> None:
        trainer, cohort, invitation = self.invited(floor)
        agent = floor.person(name="Lina")
        for _ in range(2):
            answer = agent.ask("POST", "/join", {"token": invitation["token"], "name": "Another"})
            assert (answer.status_code, answer.json()["key"], answer.json()["person"]) == (200, None, None)
        assert [one["name"] for one in trainer.get(f"/cohorts/{cohort['id']}")["members"]].count("Lina") == 1
        assert trainer.get(f"/cohorts/{cohort['id']}")["invitations"][0]["joined"] == 1
        assert floor.bearer("practice").refused("POST", "/join", {"token": invitation["token"]}) == (403, "not-enrolled")
        assert floor.bearer("check").refused("POST", "/join", {"token": invitation["token"]}) == (403, "missing-scope")

    def test_a_link_tells_what_it_is_for_before_anyone_joins(self, floor: Floor) -> None:
        trainer, cohort, invitation = self.invited(floor)
        nobody, asked = floor.nobody(), {"token": invitation["token"]}
        told = nobody.post("/invitations/look-up", asked)
        assert told == {"set": "First week", "scenarios": 1, "cohort": cohort["name"], "trainer": told["trainer"], "taken": False}
        assert told["trainer"] == trainer.get("/me")["name"]
        nobody.post("/join", asked | {"name": "أُسامة  الأحمد"})
        for name, taken in (("اسامه الاحمد", True), ("اسامه", False), (trainer.get("/me")["name"], False)):
            assert nobody.post("/invitations/look-up", asked | {"name": name})["taken"] is taken
        assert len(trainer.get(f"/cohorts/{cohort['id']}")["members"]) == 3
        trainer.ask("DELETE", f"/invitations/{invitation['id']}")
        assert nobody.refused("POST", "/invitations/look-up", asked) == (410, "invitation-over")

    def test_a_wrong_key_is_not_taken_for_none(self, floor: Floor) -> None:
        _, _, invitation = self.invited(floor)
        body = {"token": invitation["token"], "name": "X"}
        answer = floor.client.post("/v1/practice/join", json=body, headers={"Authorization": "Bearer rck_0_0"})
        assert (answer.status_code, answer.json()["code"]) == (401, "wrong-key")

    def test_a_trainer_does_not_get_into_a_cohort_by_an_invitation(self, floor: Floor) -> None:
        _, cohort, invitation = self.invited(floor)
        other = floor.person("trainer")
        assert other.refused("POST", "/join", {"token": invitation["token"]}) == (403, "not-allowed")
        assert other.refused("GET", f"/cohorts/{cohort['id']}") == (403, "not-allowed")

    def test_withdrawn_or_unknown_it_opens_nothing_and_leaves_no_key(self, floor: Floor) -> None:
        trainer, _, invitation = self.invited(floor)
        before = len(floor.store.list_keys())
        assert floor.person("trainer").refused("DELETE", f"/invitations/{invitation['id']}") == (403, "not-allowed")
        assert trainer.ask("DELETE", f"/invitations/{invitation['id']}").status_code == 204
        after = len(floor.store.list_keys())
        for token in (invitation["token"], "unknown", "é" * 100):
            assert floor.nobody().refused("POST", "/join", {"token": token, "name": "X"}) == (410, "invitation-over")
            assert trainer.refused("POST", "/join", {"token": token}) == (410, "invitation-over")
        assert after == len(floor.store.list_keys()) == before + 1

    @pytest.mark.parametrize("name", [None, "  "])
    def test_a_name_is_needed(self, floor: Floor, name: str | None) -> None:
        _, _, invitation = self.invited(floor)
        assert floor.nobody().refused("POST", "/join", {"token": invitation["token"], "name": name}) == (422, "bad-value")

    def test_an_invitation_lets_in_so_many_and_no_more(self, floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
        _, _, invitation = self.invited(floor)
        monkeypatch.setattr(bounds, "MAX_JOINED", 2)
        for number in range(2):
            floor.nobody().post("/join", {"token": invitation["token"], "name": f"N{number}"})
        assert floor.nobody().refused("POST", "/join", {"token": invitation["token"], "name": "N3"}) == (410, "invitation-full")
        assert floor.store.list_keys()[-1].revoked or any(key.name == "N3" and key.revoked for key in floor.store.list_keys())

    def test_joining_and_guessing_are_slowed(self, floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
        from coach.api.practice import joining

        _, _, invitation = self.invited(floor)
        monkeypatch.setattr(joining, "_JOIN_RATE", 1)
        floor.nobody().post("/join", {"token": invitation["token"], "name": "One"})
        assert floor.nobody().refused("POST", "/join", {"token": invitation["token"], "name": "Two"}) == (429, "rate-limited")
        monkeypatch.setattr(joining, "_WRONG_RATE", 1)
        codes = {floor.nobody().refused("POST", "/join", {"token": "guess", "name": "X"})[1] for _ in range(3)}
        assert "rate-limited" in codes


class TestRemarks:
    def test_a_trainers_score_stands_beside_the_machines_and_counts(self, floor: Floor) -> None:
        trainer, _, (agent,) = floor.team()
        attempt = agent.practise()
        tried = attempt["visits"][0]["tries"][0]
        for score in (50, 88):
            made = trainer.post(f"/tries/{tried['id']}/overrides", {"score": score, "reason": "the date is there"})
        assert (made["criterion"], made["score"], made["trainer"]["name"]) == ("overall", 88, "Mona")
        trainer.post(f"/tries/{tried['id']}/overrides", {"criterion": "empathy", "score": 70, "reason": "named it"})
        seen = agent.get(f"/attempts/{attempt['id']}")
        after = seen["visits"][0]["tries"][0]
        assert after["result"] == tried["result"]
        assert [(one["criterion"], one["score"]) for one in after["overrides"]] == [("overall", 50), ("overall", 88), ("empathy", 70)]
        assert (seen["first"], seen["last"]) == (88, 88)
        listed = agent.get("/attempts")["attempts"][0]
        assert (listed["first"], listed["remarks"], listed["grade"]) == (88, 3, "excellent")

    def test_what_is_withdrawn_is_for_trainers_alone_and_counts_no_more(self, floor: Floor) -> None:
        trainer, _, (agent,) = floor.team()
        attempt = agent.practise()
        tried = attempt["visits"][0]["tries"][0]
        score = trainer.post(f"/tries/{tried['id']}/overrides", {"score": 88, "reason": "the date is there"})
        said = trainer.post(f"/tries/{tried['id']}/comments", {"start": 0, "end": 2, "text": "good"})
        paths = (f"/overrides/{score['id']}", f"/comments/{said['id']}")
        for path in paths:
            for who in (agent, floor.admin, floor.person("trainer")):
                assert who.refused("DELETE", path) == (403, "not-allowed")
            assert trainer.ask("DELETE", path).status_code == 204
            assert trainer.ask("DELETE", path).status_code == 204
        seen = agent.get(f"/attempts/{attempt['id']}")
        assert (seen["visits"][0]["tries"][0]["overrides"], seen["visits"][0]["tries"][0]["comments"]) == ([], [])
        assert (seen["last"], agent.get("/attempts")["attempts"][0]["remarks"]) == (attempt["last"], 0)
        kept = trainer.get(f"/attempts/{attempt['id']}")["visits"][0]["tries"][0]
        assert [one["text"] for one in kept["comments"] if one["withdrawn"]] == ["good"]
        assert [one["score"] for one in kept["overrides"] if one["withdrawn"]] == [88]
        for kind in ("overrides", "comments"):
            assert trainer.refused("DELETE", f"/{kind}/{'0' * 32}") == (404, "no-such")

    @pytest.mark.parametrize("offsets", ["codepoint", "utf16"])
    def test_a_comment_is_about_the_very_words(self, floor: Floor, offsets: str) -> None:
        trainer, _, (agent,) = floor.team()
        text = "Hi 🙂 Sara, your card is safe."
        attempt = agent.reply(agent.start(), text)
        tried = attempt["visits"][0]["tries"][0]
        at = text.index("Sara") + (offsets == "utf16")
        made = trainer.post(f"/tries/{tried['id']}/comments", {"start": at, "end": at + 4, "text": "by name: good"}, offsets=offsets)
        assert (made["start"], made["end"]) == (at, at + 4)
        (other,) = agent.get(f"/attempts/{attempt['id']}")["visits"][0]["tries"][0]["comments"]
        assert text[other["start"] : other["end"]] == "Sara"
        assert other["trainer"] == {"id": trainer.id, "name": "Mona"}

    def test_nobody_marks_whom_they_do_not_train_nor_themselves(self, floor: Floor) -> None:
        trainer, _, (agent,) = floor.team()
        tried = agent.practise()["visits"][0]["tries"][0]["id"]
        own = trainer.practise()["visits"][0]["tries"][0]["id"]
        for who, key in ((floor.person("trainer"), tried), (trainer, own), (agent, tried)):
            for kind, body in (("overrides", {"score": 1, "reason": "x"}), ("comments", {"start": 0, "end": 1, "text": "x"})):
                assert who.refused("POST", f"/tries/{key}/{kind}", body) == (403, "not-allowed")

    @pytest.mark.parametrize(
        ("kind", "body", "code"),
        [
            ("overrides", {"score": 101, "reason": "x"}, "bad-record"),
            ("overrides", {"score": 1, "reason": "  "}, "bad-value"),
            ("overrides", {"score": 1, "reason": "x", "criterion": "charm"}, "bad-value"),
            ("comments", {"start": 5, "end": 1, "text": "x"}, "bad-value"),
            ("comments", {"start": 0, "end": 9_999, "text": "x"}, "bad-value"),
            ("comments", {"start": 0, "end": 1, "text": "a\0"}, "not-text"),
        ],
    )
    def test_what_is_no_remark(self, floor: Floor, kind: str, body: dict[str, object], code: str) -> None:
        trainer, _, (agent,) = floor.team()
        tried = agent.reply(agent.start(), sample(SCENARIO, "poor") + " 🙂")["visits"][0]["tries"][0]["id"]
        for offsets in ({}, {"offsets": "utf16"}) if kind == "comments" else ({},):
            assert trainer.refused("POST", f"/tries/{tried}/{kind}", body, **offsets) == (422, code)
        assert trainer.refused(
            "POST", f"/tries/{NOBODY}/{kind}", {"score": 1, "reason": "x"} if kind == "overrides" else {"start": 0, "end": 0, "text": "x"}
        ) == (404, "no-such")
