"""Every route, in both languages, by a real server."""

import json
from pathlib import Path

import pytest

from coach.api.schemas import DigestBody, DraftBody, ModelsBody, PhrasebooksBody, ReportBody, RewriteBody, RulesBody
from coach.case import Case, DraftRequest
from coach.pipeline import Coach
from tests.api.serving import EXAMPLES, JSON, NDJSON, Served
from tests.cli_run import ROOT

FILES = sorted((ROOT / "examples").glob("*/*.json"))
CHECKS = EXAMPLES["check"]


@pytest.fixture(scope="module")
def library() -> Coach:
    return Coach()


def untimed(report: dict) -> dict:
    return {name: value for name, value in report.items() if name != "timing_ms"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_check_gives_the_library_s_report(served: Served, library: Coach, file: Path) -> None:
    answer = served.http.post("/v1/check", content=file.read_bytes(), headers=JSON)
    assert answer.status_code == 200, answer.text
    ReportBody.model_validate_json(answer.content)
    assert untimed(answer.json()) == untimed(json.loads(json.dumps(library.check(Case.from_json(file.read_bytes())).as_dict())))


@pytest.mark.parametrize("name", CHECKS)
def test_the_examples_of_check_work(served: Served, name: str) -> None:
    assert served.http.post("/v1/check", json=CHECKS[name]["value"]).status_code == 200


@pytest.mark.parametrize("name", EXAMPLES["rewrite"])
def test_a_rewrite_is_the_library_s(served: Served, library: Coach, name: str) -> None:
    case = EXAMPLES["rewrite"][name]["value"]
    answer = served.http.post("/v1/rewrite", json=case)
    assert answer.status_code == 200, answer.text
    RewriteBody.model_validate_json(answer.content)
    assert answer.json() == json.loads(json.dumps(library.rewrite(Case.make(case)).as_dict()))


@pytest.mark.parametrize("name", EXAMPLES["rewrite"])
def test_a_rewrite_comes_as_events_where_they_are_accepted(served: Served, name: str) -> None:
    case = EXAMPLES["rewrite"][name]["value"]
    answer = served.http.post("/v1/rewrite", json=case, headers={"Accept": "text/event-stream"})
    assert answer.headers["content-type"].startswith("text/event-stream")
    event, data = answer.text.strip().split("\n")
    assert event == "event: result"
    assert json.loads(data.removeprefix("data: ")) == served.http.post("/v1/rewrite", json=case).json()


@pytest.mark.parametrize(
    ("draft", "rule"), [("😊😊 You failed to attach the invoice.", "blames-customer"), ("😊😊 كان عليك قراءة الشروط.", "blames-customer")]
)
def test_findings_count_as_javascript_does(served: Served, draft: str, rule: str) -> None:
    plain, moved = (
        next(
            f
            for f in served.http.post("/v1/check", params={"offsets": offsets}, json={"draft": draft}).json()["findings"]
            if f["rule"] == rule
        )
        for offsets in ("codepoint", "utf16")
    )
    assert moved["start"] == plain["start"] + 2
    assert draft.encode("utf-16-le")[2 * moved["start"] : 2 * moved["end"]].decode("utf-16-le") == plain["found"]


@pytest.mark.parametrize(("name", "goal"), [("en", "warmer"), ("ar", "formal")])
def test_a_goal_and_other_ways(served: Served, library: Coach, name: str, goal: str) -> None:
    case = EXAMPLES["rewrite"][name]["value"]
    answer = served.http.post("/v1/rewrite", json={**case, "goal": goal, "n": 3}, params={"offsets": "utf16"})
    assert answer.json() == json.loads(json.dumps(library.rewrite(Case.make(case), goal, 3).as_dict()))
    assert served.http.post("/v1/rewrite", json={**case, "goal": "longer"}).json()["code"] == "bad-record"


def test_rewrites_count_as_javascript_does(served: Served) -> None:
    case = {"draft": "😊😊 You failed to attach the invoice.", "channel": "chat"}
    plain, moved = (served.http.post("/v1/rewrite", params={"offsets": kind}, json=case).json() for kind in ("codepoint", "utf16"))
    assert [edit["start"] + 2 for edit in plain["edits"]] == [edit["start"] for edit in moved["edits"]]


@pytest.mark.parametrize("name", EXAMPLES["draft"])
def test_a_draft_is_the_library_s_and_answers_the_situation_named(served: Served, library: Coach, name: str) -> None:
    request = EXAMPLES["draft"][name]["value"]
    answer = served.http.post("/v1/draft", json=request)
    assert answer.status_code == 200, answer.text
    DraftBody.model_validate_json(answer.content)
    assert answer.json() == json.loads(json.dumps(library.draft(DraftRequest.make(request)).as_dict()))
    other = answer.json()["nearest"][1]["id"]
    assert served.http.post("/v1/draft", json={**request, "situation": other}).json()["situation"]["id"] == other


@pytest.mark.parametrize("name", EXAMPLES["digest"])
def test_a_digest_is_the_library_s(served: Served, library: Coach, name: str) -> None:
    request = EXAMPLES["digest"][name]["value"]
    answer = served.http.post("/v1/digest", json=request)
    assert answer.status_code == 200, answer.text
    DigestBody.model_validate_json(answer.content)
    made = library.digest(Case.make({**request, "draft": "…"}))
    assert made
    assert answer.json() == json.loads(json.dumps(made.as_dict()))


@pytest.mark.parametrize(
    "message", ["😊 You idiots charged me $40! When do I get it back?", "😊 يا أغبياء خصمتم ٤٠ ريال! متى ترجعون فلوسي؟"]
)
def test_digests_count_as_javascript_does(served: Served, message: str) -> None:
    made = served.http.post("/v1/digest", params={"offsets": "utf16"}, json={"customer": [{"role": "customer", "text": message}]}).json()
    units = message.encode("utf-16-le")
    assert made["facts"]
    for told in (*made["facts"], *made["asks"]):
        assert units[2 * told["start"] : 2 * told["end"]].decode("utf-16-le") == told["text"]


@pytest.mark.parametrize(
    ("path", "request_", "code"),
    [
        ("/v1/draft", {"customer": "Where is it?", "situation": "Zanzibarine"}, "unknown-situation"),
        ("/v1/draft", {"customer": "Where is it?", "notes": "a\0"}, "not-text"),
        ("/v1/draft", {"customer": "Where is it?", "notes": "a" * 2001}, "too-long"),
        ("/v1/draft", {"notes": "refund refused"}, "bad-record"),
        ("/v1/draft", {"customer": "  ", "notes": " "}, "no-message"),
        ("/v1/digest", {"customer": " "}, "no-message"),
        ("/v1/digest", {"customer": [{"role": "agent", "text": "Hi."}]}, "no-message"),
        ("/v1/digest", {"customer": "a", "draft": "b"}, "bad-record"),
        ("/v1/digest", {"customer": "a\0"}, "not-text"),
    ],
)
def test_what_cannot_be_drafted_or_digested(served: Served, path: str, request_: dict, code: str) -> None:
    answer = served.http.post(path, json=request_)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert "Zanzibarine" not in answer.text


@pytest.mark.parametrize("name", ["en", "ar"])
def test_the_same_question_costs_nothing(served: Served, name: str) -> None:
    case = CHECKS[name]["value"]
    first = served.http.post("/v1/check", json=case)
    tag = first.headers["etag"]
    again = served.http.post("/v1/check", json=case, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    changed = served.http.post("/v1/check", json={**case, "draft": case["draft"] + " !"}, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert served.http.post("/v1/check", json=case, headers={"If-None-Match": tag}, params={"offsets": "utf16"}).status_code == 200


@pytest.mark.parametrize(
    ("draft", "phrases", "off"),
    [
        ("No worries, you failed to attach it.", {"en": ["no worries"]}, "blames-customer"),
        ("يا غالي، كان عليك قراءة الشروط.", {"ar": ["يا غالي"]}, "blames-customer"),
    ],
)
def test_a_rule_set_of_one_s_own(served: Served, draft: str, phrases: dict, off: str) -> None:
    case = {"draft": draft, "channel": "chat"}
    plain = served.http.post("/v1/check", json=case).json()
    own = served.http.post("/v1/check", json={**case, "ruleset": {"disable": [off], "banned_phrases": phrases}}).json()
    assert off in {finding["rule"] for finding in plain["findings"]}
    assert "banned-phrase" in {finding["rule"] for finding in own["findings"]} - {finding["rule"] for finding in plain["findings"]}
    assert off not in {finding["rule"] for finding in own["findings"]}
    assert off in {skipped["rule"] for skipped in own["skipped"]}
    assert own["ruleset"]["sha"] != plain["ruleset"]["sha"]


@pytest.mark.parametrize(
    "ruleset",
    [
        {"disable": ["no-such-rule"]},
        {"enable": ["jargon"], "disable": ["jargon"]},
        {"banned_phrases": {"en": ["and a b c"]}, "enable": ["no-such"]},
        {"banned_phrases": {"ar": ["…"]}},
        {"banned_phrases": {"en": [""]}},
    ],
)
def test_a_rule_set_that_cannot_be(served: Served, ruleset: dict) -> None:
    answer = served.http.post("/v1/check", json={"draft": "Hi.", "ruleset": ruleset})
    assert (answer.status_code, answer.json()["code"]) == (422, "bad-ruleset")


@pytest.mark.parametrize(
    ("before", "quoted", "after"), [("😊 ", "You failed to attach it.", " I see."), ("😊 ", "كان عليك قراءة الشروط.", " أفهمك.")]
)
@pytest.mark.parametrize("path", ["/v1/check", "/v1/check:batch"])
def test_what_is_marked_is_skipped_by_either_count(served: Served, path: str, before: str, quoted: str, after: str) -> None:
    case = {"draft": before + quoted + after, "channel": "chat"}

    def rules(offsets: str, **more: object) -> set[str]:
        content = json.dumps({**case, **more}).encode()
        answer = served.http.post(path, params={"offsets": offsets}, content=content, headers=NDJSON if "batch" in path else JSON)
        return {finding["rule"] for finding in answer.json()["findings"]}

    assert "blames-customer" in rules("codepoint")
    for offsets, start in (("codepoint", 2), ("utf16", 3)):
        assert "blames-customer" not in rules(offsets, segments=[{"start": start, "end": start + len(quoted), "kind": "quote"}])


@pytest.mark.parametrize("name", EXAMPLES["batch"])
def test_the_examples_of_a_batch_work(served: Served, name: str) -> None:
    answer = served.http.post("/v1/check:batch", content=EXAMPLES["batch"][name]["value"].encode(), headers=NDJSON)
    reports = [json.loads(line) for line in answer.text.splitlines()]
    assert [report["id"] for report in reports] == ["1", "2"]
    assert reports[0]["findings"]


def test_a_bad_line_fails_alone(served: Served) -> None:
    lines = [
        '{"id": "a", "draft": "Hi."}',
        '{"id": "b", "draft": ""}',
        "{",
        "",
        '{"id": "c", "draft": "مرحبًا."}',
        '{"id": "d", "draft": 1}',
    ]
    answer = served.http.post("/v1/check:batch", content="\n".join(lines).encode(), headers=NDJSON)
    told = [json.loads(line) for line in answer.text.splitlines()]
    assert [one["id"] for one in told] == ["a", "b", None, "c", "d"]
    assert [one.get("line") for one in told] == [None, 2, 3, None, 6]
    assert [one["error"]["code"] for one in told if "error" in one] == ["empty-draft", "bad-record", "bad-record"]
    assert all(one["error"]["message_ar"] for one in told if "error" in one)


def test_what_is_there(served: Served, library: Coach) -> None:
    rules = RulesBody.model_validate_json(served.http.get("/v1/rules").content)
    assert [rule.id for rule in rules.rules] == [rule.id for rule in library.rules]
    models = ModelsBody.model_validate_json(served.http.get("/v1/models").content)
    assert models.moves == library.models.moves.name
    counts = PhrasebooksBody.model_validate_json(served.http.get("/v1/phrasebooks").content)
    assert set(counts.counts) == {"en", "ar"}
    assert served.http.get("/healthz").json() == {"status": "ok"}
    assert served.http.get("/readyz").json() == {"status": "ready"}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_phrases_of_a_move(served: Served, language: str) -> None:
    book = PhrasebooksBody.model_validate_json(served.http.get("/v1/phrasebooks", params={"language": language, "move": "empathy"}).content)
    assert book.entries
    assert len(book.entries) == book.counts[language]["empathy"]


@pytest.mark.parametrize("name", EXAMPLES["feedback"])
def test_feedback_is_kept_and_exported(served: Served, name: str) -> None:
    from tests.cli_run import coach

    given = EXAMPLES["feedback"][name]["value"] | {"finding_id": f"kept-{name}"}
    answer = served.http.post("/v1/feedback", json=given)
    assert answer.status_code == 201
    rows = [json.loads(line) for line in coach("feedback", "export", "--database", str(served.folder / "coach.db")).out.splitlines()]
    kept = next(row for row in rows if row["finding_id"] == given["finding_id"])
    assert kept.pop("at")
    assert kept == {"report_id": None, "edited_text": None} | given


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rule": "no-such"}, "unknown-rule"),
        ({"action": "liked"}, "bad-record"),
        ({"finding_id": ""}, "bad-record"),
        ({"edited_text": "a\0"}, "not-text"),
    ],
)
def test_feedback_that_cannot_be_kept(served: Served, change: dict, code: str) -> None:
    answer = served.http.post("/v1/feedback", json={**EXAMPLES["feedback"]["en"]["value"], **change})
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_metrics_count(served: Served) -> None:
    served.http.post("/v1/check", json={"draft": "You failed to attach the invoice."})
    text = served.http.get("/metrics").text
    assert 'coach_requests_total{method="POST",route="/v1/check",status="200"}' in text
    assert 'coach_findings_total{rule="blames-customer"}' in text
    assert "coach_ready 1.0" in text
