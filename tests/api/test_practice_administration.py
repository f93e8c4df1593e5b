"""Practice over HTTP: progress, care, people, the rubric, what is missing, and several workers."""

import json
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import pytest

from coach.practice import bank
from coach.practice.progress import FIGURES, limits
from coach.practice.store.store import PracticeStore
from tests.api.practice_floor import SCENARIO, Bearer, Floor, application, sample
from tests.api.serving import serving

HOSTILE = [one.id for one in bank.load().pick(language="en", kind="hostile", held_out=False)]


class TestProgress:
    def test_ones_own_by_first_tries(self, floor: Floor) -> None:
        agent = floor.person()
        attempt = agent.practise()
        agent.reply(attempt, sample(SCENARIO, "excellent"))
        told = agent.get("/progress", training="2026-01-01")
        assert told["who"] == {"person": {"id": agent.id, "name": "Omar"}, "cohort": None}
        assert set(told["practised"]["standing"]) == set(told["held_out"]["change"]) == set(FIGURES)
        assert told["practised"]["standing"]["overall"]["too_little"]
        assert [one["figures"]["overall"] for one in told["series"]] == [attempt["first"]]
        assert not told["series"][0]["held_out"]

    def test_an_agents_by_their_trainers_alone(self, floor: Floor) -> None:
        trainer, cohort, (agent, other) = floor.team(2)
        agent.practise()
        assert trainer.get("/progress", person=agent.id)["who"]["person"]["name"] == "Agent 0"
        for who in (other, floor.person("trainer")):
            for path in ("/progress", "/progress/plot"):
                assert who.refused("GET", path, person=agent.id) == (403, "not-allowed")
                assert who.refused("GET", path, cohort=cohort["id"]) == (403, "not-allowed")
            assert who.refused("GET", f"/people/{agent.id}/certificate") == (403, "not-allowed")

    def test_a_cohorts_agents_without_their_trainer(self, floor: Floor) -> None:
        trainer, cohort, agents = floor.team(limits().least_group)
        agent = agents[0]
        trainer.practise()
        for one in agents[:-1]:
            attempt = one.practise()
        few = trainer.get("/progress", cohort=cohort["id"])
        assert few["who"]["cohort"] == {"id": cohort["id"], "name": "Spring"}
        assert (few["series"], few["practised"]["standing"]["overall"]["mean"]) == ([], None)
        agents[-1].practise()
        told = trainer.get("/progress", cohort=cohort["id"])
        assert [one["figures"]["overall"] for one in told["series"]] == [attempt["first"]] * len(agents)
        assert told["practised"]["standing"]["overall"]["mean"] == attempt["first"]
        assert trainer.refused("GET", "/progress", cohort=cohort["id"], person=agent.id) == (422, "bad-value")

    @pytest.mark.parametrize("ui", ["en", "ar"])
    @pytest.mark.parametrize("figure", ["overall", "facts", "all"])
    def test_a_plot_is_svg_that_loads_nothing(self, floor: Floor, ui: str, figure: str) -> None:
        agent = floor.person(name="<Omar & co>")
        agent.practise()
        eastern = agent.ask("GET", "/progress/plot", figure=figure, ui=ui, digits="arab").text
        assert (">١٠٠<" in eastern) == (ui == "ar")
        answer = agent.ask("GET", "/progress/plot", figure=figure, ui=ui, training="2026-03-01")
        assert ">100<" in answer.text
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
        assert ElementTree.fromstring(answer.text).tag.endswith("svg")
        assert "default-src 'none'" in answer.headers["content-security-policy"]

    def test_a_wrong_figure_day_or_id(self, floor: Floor) -> None:
        agent = floor.person()
        for query in ({"figure": "charm"}, {"training": "spring"}, {"ui": "fr"}, {"digits": "roman"}, {"person": "../x"}):
            assert agent.refused("GET", "/progress/plot", **query) == (422, "bad-query")

    @pytest.mark.parametrize("ui", ["en", "ar"])
    def test_a_certificate_is_a_page_that_loads_nothing(self, floor: Floor, ui: str) -> None:
        trainer, _, (agent,) = floor.team()
        agent.practise()
        for who in (agent, trainer):
            answer = who.ask("GET", f"/people/{agent.id}/certificate", ui=ui)
            assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
            assert "Agent 0" in answer.text
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy
            style = answer.text.partition("<style>")[2].partition("</style>")[0]
            source = f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"
            for let_in in (policy, floor.client.get("/practice").headers["content-security-policy"]):
                assert source in let_in
                assert "unsafe-inline" not in let_in
            assert "style=" not in answer.text
            assert source not in floor.client.get("/").headers["content-security-policy"]
        assert (">١٠٠<" in agent.ask("GET", f"/people/{agent.id}/certificate", ui=ui, digits="arab").text) == (ui == "ar")

    def test_a_cohorts_table(self, floor: Floor) -> None:
        trainer, cohort, (agent, other) = floor.team(2)
        agent.practise()
        table = trainer.get(f"/cohorts/{cohort['id']}/standing", training="2026-03-01")
        rows = {one["person"]["id"]: one for one in table["people"]}
        assert (rows[agent.id]["tried"], rows[other.id]["tried"]) == (1, 0)
        assert rows[agent.id]["standing"]["overall"]["too_little"]
        assert set(table["cohort"]) == {"practised", "held_out"}


class TestCare:
    def test_after_hostile_ones_a_word_is_due_once_and_can_be_waved_away(self, floor: Floor) -> None:
        agent, other = floor.person(), floor.person()
        assert agent.get("/care") == {"nudge": None}
        for scenario in HOSTILE[: limits().care.run]:
            agent.practise(scenario)
        nudge = agent.get("/care")["nudge"]
        assert nudge["text"]["en"]
        assert nudge["text"]["ar"]
        assert agent.get("/care") == other.get("/care") == {"nudge": None}
        path = f"/care/{nudge['id']}/dismiss"
        assert other.refused("POST", path) == (403, "not-allowed")
        assert floor.admin.refused("POST", path) == (403, "not-allowed")
        assert agent.ask("POST", path).status_code == 204
        assert agent.get(f"/people/{agent.id}/export")["nudges"][0]["dismissed"]

    def test_a_group_that_is_too_small_tells_nothing(self, floor: Floor) -> None:
        trainer, cohort, agents = floor.team(limits().least_group - 1)
        for one in agents:
            one.practise()
        assert trainer.refused("GET", f"/cohorts/{cohort['id']}/care") == (409, "group-too-small")

    def test_a_groups_totals_and_nobodys_own(self, floor: Floor) -> None:
        trainer, cohort, agents = floor.team(limits().least_group)
        for one in agents[1:]:
            one.practise(HOSTILE[0])
        trainer.practise(HOSTILE[0])
        assert trainer.refused("GET", f"/cohorts/{cohort['id']}/care") == (409, "group-too-small")
        agents[0].practise()
        told = trainer.get(f"/cohorts/{cohort['id']}/care", days=7)
        n = len(agents)
        assert told == {"agents": n, "shown": 0, "dismissed": 0, "conversations": n, "hostile": n - 1 + (SCENARIO in HOSTILE)}

    def test_switched_off_there_is_none(self, tmp_path: Path) -> None:
        with application(tmp_path, care=False) as client:
            floor = Floor.open(client, tmp_path)
            trainer, cohort, agents = floor.team(limits().least_group)
            for scenario in HOSTILE[: limits().care.run]:
                for one in agents:
                    one.practise(scenario)
            assert agents[0].get("/care") == {"nudge": None}
            assert trainer.refused("GET", f"/cohorts/{cohort['id']}/care") == (404, "no-such-path")


class TestPeople:
    def test_let_in_with_a_key_and_seen_by_whom_they_are_open_to(self, floor: Floor) -> None:
        trainer, _, (agent,) = floor.team()
        assert {one["id"] for one in trainer.get("/people")["people"]} == {trainer.id, agent.id}
        assert [one["id"] for one in agent.get("/people")["people"]] == [agent.id]
        seen, after = [], ""
        while after is not None:
            page = floor.admin.get("/people", limit=3, after=after)
            seen += [one["id"] for one in page["people"]]
            after = page["next"]
        assert {trainer.id, agent.id} <= set(seen)
        assert len(seen) == len(set(seen))

    def test_a_role_holds_from_the_next_request_on(self, floor: Floor) -> None:
        agent = floor.person()
        assert floor.admin.ask("PATCH", f"/people/{agent.id}", {"role": "trainer"}).json()["role"] == "trainer"
        assert agent.post("/cohorts", {"name": "Mine"})
        assert floor.admin.ask("PATCH", f"/people/{agent.id}", {"role": "agent"}).status_code == 200
        assert agent.refused("POST", "/cohorts", {"name": "Mine"}) == (403, "not-allowed")
        assert floor.admin.refused("PATCH", f"/people/{agent.id}", {"role": "owner"}) == (422, "bad-record")
        assert floor.admin.refused("PATCH", f"/people/{'0' * 32}", {"role": "agent"}) == (404, "no-such")

    def test_export_is_ones_own_and_an_administrators(self, floor: Floor) -> None:
        trainer, _, (agent,) = floor.team()
        attempt = agent.practise()
        for who in (agent, floor.admin):
            assert who.get(f"/people/{agent.id}/export")["attempts"][0]["id"] == attempt["id"]
        assert trainer.refused("GET", f"/people/{agent.id}/export") == (403, "not-allowed")

    def test_the_last_administrator_stays_one(self, tmp_path: Path) -> None:
        with application(tmp_path) as client:
            floor = Floor.open(client, tmp_path)
            me = floor.admin.get("/me")["id"]
            assert floor.admin.refused("PATCH", f"/people/{me}", {"role": "trainer"}) == (409, "last-administrator")
            assert floor.admin.refused("DELETE", f"/people/{me}") == (409, "last-administrator")
            assert floor.admin.get("/me")["role"] == "admin"

    def test_a_new_key_takes_the_place_of_the_lost_one(self, floor: Floor) -> None:
        trainer, _, (agent, other) = floor.team(2)
        attempt = agent.practise()
        for who in (agent, other, floor.person("trainer")):
            assert who.refused("POST", f"/people/{agent.id}/key") == (403, "not-allowed")
        assert trainer.refused("POST", f"/people/{trainer.id}/key") == (403, "not-allowed")
        for who in (trainer, floor.admin):
            answer = who.ask("POST", f"/people/{agent.id}/key")
            assert answer.status_code == 201
            assert answer.json()["person"]["id"] == agent.id
            assert agent.refused("GET", "/me") == (401, "wrong-key")
            agent = Bearer(floor.client, answer.json()["key"], agent.id)
            assert agent.get(f"/attempts/{attempt['id']}")["id"] == attempt["id"]
        assert floor.admin.refused("POST", f"/people/{'0' * 32}/key") == (404, "no-such")

    def test_a_new_key_may_no_more_than_who_gives_it(self, floor: Floor) -> None:
        trainer, cohort, _ = floor.team()
        given = floor.admin.post("/sets", {"name": "Given", "scenarios": [SCENARIO]})
        token = floor.admin.post("/invitations", {"set_id": given["id"], "cohort_id": cohort["id"]})["token"]
        rich = floor.store.create_key("Rich", frozenset(("practice", "check", "admin")), 90, 7)
        me = Bearer(floor.client, rich).get("/me")["id"]
        assert floor.admin.ask("PATCH", f"/people/{me}", {"role": "agent"}).status_code == 200
        Bearer(floor.client, rich).post("/join", {"token": token})
        key = floor.store.find_key(trainer.post(f"/people/{me}/key", {})["key"])
        assert key is not None
        assert (key.scopes, key.rate, key.quota) == ({"practice"}, 90, 7)

    @pytest.mark.parametrize("keep", [False, True])
    def test_erased_with_their_key(self, floor: Floor, keep: bool) -> None:
        trainer, cohort, (agent,) = floor.team()
        attempt = agent.reply(agent.start(), "My secret words stand here, dear Sara.")
        assert trainer.refused("DELETE", f"/people/{agent.id}") == (403, "not-allowed")
        answer = floor.admin.ask("DELETE", f"/people/{agent.id}", keep_scores=keep)
        assert answer.json() == {"attempts": 1, "tries": 1, "comments": 0}
        assert agent.refused("GET", "/me") == (401, "wrong-key")
        assert agent.id not in {one["id"] for one in trainer.get(f"/cohorts/{cohort['id']}")["members"]}
        assert floor.admin.ask("GET", f"/attempts/{attempt['id']}").status_code == (200 if keep else 404)
        for file in floor.folder.glob("practice.db*"):
            assert b"My secret words" not in file.read_bytes()


class TestTheRubric:
    @pytest.fixture
    def apart(self, tmp_path: Path):
        with application(tmp_path) as client:
            yield Floor.open(client, tmp_path)

    def test_another_version_changes_scores_and_grades_from_then_on(self, apart: Floor) -> None:
        agent = apart.person()
        before = agent.practise(grade="fair")
        shipped = apart.admin.get("/rubrics")
        assert (shipped["rubrics"], shipped["in_force"]["id"]) == ([], None)
        old = before["visits"][0]["tries"][0]["result"]
        assert old["ruleset"] == shipped["in_force"]["ruleset"]
        weights = shipped["in_force"]["weights"] | {"completeness": 1, "facts": 1, "moves": 1, "tone": 300}
        made = apart.admin.post("/rubrics", {"thresholds": {"fair": 5, "excellent": 10}, "weights": weights, "note": "2026-03-01: tone"})
        attempt = agent.practise(grade="fair")
        new = attempt["visits"][0]["tries"][0]["result"]
        assert new["score"] != old["score"]
        assert (old["grade"], new["grade"]) == ("fair", "excellent")
        assert new["ruleset"] == made["ruleset"] != old["ruleset"]
        assert agent.get(f"/attempts/{before['id']}")["visits"][0]["tries"][0]["result"] == old
        told = agent.get("/rubrics")
        assert told["in_force"] == {
            "id": made["id"],
            "thresholds": {"fair": 5, "excellent": 10},
            "weights": weights,
            "ruleset": made["ruleset"],
        }
        assert told["rubrics"][0]["trainer"]["name"] == "Huda"
        assert agent.get("/criteria")["grades"] == {"fair": 5, "excellent": 10}

    @pytest.mark.parametrize(
        "change",
        [
            {"thresholds": {"fair": 80, "excellent": 70}},
            {"thresholds": {"fair": 0, "excellent": 70}},
            {"weights": {"tone": 1}},
            {"weights": {"charm": 1}},
            {"note": ""},
        ],
    )
    def test_one_that_does_not_hang_together(self, floor: Floor, change: dict[str, object]) -> None:
        body = {"thresholds": {"fair": 45, "excellent": 75}, "weights": floor.admin.get("/rubrics")["in_force"]["weights"], "note": "why"}
        assert floor.admin.refused("POST", "/rubrics", body | change) == (422, "bad-record")
        assert floor.admin.refused("POST", "/rubrics", body | {"weights": body["weights"] | {"tone": -1}}) == (422, "bad-record")


class TestWhatIsMissing:
    def test_without_the_extra_it_says_so_and_all_else_works(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from coach.errors import MissingExtra

        def missing(url: str) -> None:
            raise MissingExtra(what={"en": "practice", "ar": "التدريب"}, library="sqlalchemy", extra="practice")

        monkeypatch.setattr("coach.api.practice.desk.open_store", missing)
        with application(tmp_path) as client:
            floor = Floor.open(client, tmp_path)
            for path in ("/me", "/scenarios", "/attempts", "/progress", "/rubrics"):
                assert floor.admin.refused("GET", path) == (501, "missing-extra")
            assert floor.nobody().refused("POST", "/join", {"token": "x", "name": "X"}) == (501, "missing-extra")
            answer = floor.admin.ask("GET", "/me")
            assert "reply-coach[practice]" in answer.json()["detail"]
            key = floor.bearer("check").key
            assert client.post("/v1/check", json={"draft": "Hi."}, headers={"Authorization": f"Bearer {key}"}).status_code == 200

    def test_a_database_that_is_away_is_asked_again(self, tmp_path: Path) -> None:
        away = tmp_path / "not-there"
        with application(tmp_path, practice_database=f"sqlite:///{away / 'practice.db'}") as client:
            floor = Floor.open(client, tmp_path)
            assert floor.admin.refused("GET", "/me") == (503, "store-unreachable")
            away.mkdir()
            assert floor.admin.get("/me")["role"] == "admin"

    def test_a_companys_own_scenarios_lie_over_ours(self, tmp_path: Path) -> None:
        own = Path(__file__).parent.parent / "practice" / "scoring" / "bank"
        with application(tmp_path, practice_scenarios=own) as client:
            floor = Floor.open(client, tmp_path)
            assert "lamp-refund-late" in {one["id"] for one in floor.admin.get("/scenarios")["scenarios"]}


def test_two_workers_are_one_place(tmp_path: Path) -> None:
    """Each request may meet another worker: nothing of an attempt lies in one of them."""
    database = f"sqlite:///{tmp_path / 'practice.db'}"
    with serving(tmp_path, "--workers", "2", practice_database=database) as served:
        answers = [served.http.get("/v1/practice/me", headers={"Connection": "close"}) for _ in range(12)]
        assert {one.json()["id"] for one in answers} == {answers[0].json()["id"]}
        attempt = served.http.post("/v1/practice/attempts", json={"scenario": SCENARIO}).json()
        for number, grade in enumerate(("poor", "fair", "excellent")):
            body = {"text": sample(SCENARIO, grade), "revision": number}
            url = f"/v1/practice/attempts/{attempt['id']}/tries"
            answer = served.http.post(url, content=json.dumps(body), headers={"Connection": "close", "Content-Type": "application/json"})
            assert answer.status_code == 200, answer.text
        assert len(answer.json()["visits"][0]["tries"]) == 3
    with PracticeStore(database) as store:
        assert len(store.as_(answers[0].json()["id"]).tries(attempt["id"])) == 3


def test_without_authentication_there_is_one_local_administrator(tmp_path: Path) -> None:
    with application(tmp_path, auth=False) as client:
        me = client.get("/v1/practice/me", headers={"Host": "localhost"}).json()
        assert me["role"] == "admin"
        assert client.get("/v1/practice/me", headers={"Host": "localhost"}).json() == me
        assert client.get("/v1/practice/me", headers={"Host": "elsewhere.example"}).status_code == 421
