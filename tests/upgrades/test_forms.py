"""Each form's first version, kept as data under first/, is read by today's program; a newer one is refused by its name.

The files of first/ were written by the program of the commit that had the form first. They are never made anew.
"""

import json
import re
import shutil
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.resources import files
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

from coach import forms
from coach.api.store import Store
from coach.audit import summary
from coach.cli.practice.talk import load_result, load_state
from coach.client import Client
from coach.config import load_profile
from coach.errors import CoachError, NewerForm
from coach.models.embedded import Embedded
from coach.phrasebook import check_folder
from coach.practice import bank
from coach.practice.rubric_version import load_version
from tests.cli_run import ROOT

FIRST = Path(__file__).parent / "first"
ID = "atm-debited-no-cash"


def _weights(card: Path) -> Embedded:
    """Open the weights that ship under a card of another time; their checksums are today's."""
    folder = card.parent / "weights"
    shutil.copytree(Path(str(files("coach.models") / "weights")), folder)
    (folder / "card.json").write_text(json.dumps(json.loads(card.read_text()) | {"files": _today()["files"]}))
    return Embedded(folder)


def _today() -> dict[str, Any]:
    card: dict[str, Any] = json.loads((files("coach.models") / "weights" / "card.json").read_text(encoding="utf-8"))
    return card


def _reports(path: Path) -> Any:
    """Have a server of one answer give a report to our client."""
    body = path.read_bytes()

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        with Client(f"http://127.0.0.1:{server.server_port}") as client:
            return client.check({"draft": "Hello."})
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _scenario(path: Path) -> Any:
    return bank.parse(path.read_text(encoding="utf-8"), str(path))


SCENARIO = bank.load()[ID]
FORMS: dict[str, tuple[str, int, Callable[[Path], Any]]] = {
    "report": ("report.json", forms.REPORT, _reports),
    "profile": ("profile.yaml", forms.PROFILE, load_profile),
    "phrasebook": ("phrasebook/en/empathy.yaml", forms.PHRASEBOOK, lambda path: check_folder(path.parents[1])),
    "phrasebook, Arabic": ("phrasebook/ar/empathy.yaml", forms.PHRASEBOOK, lambda path: check_folder(path.parents[1])),
    "scenario": ("scenarios/en/atm-debited-no-cash.yaml", forms.SCENARIO, _scenario),
    "scenario, Arabic": ("scenarios/ar/abaya-exchange-before-eid.yaml", forms.SCENARIO, _scenario),
    "version of the rubric": ("rubric.yaml", forms.RUBRIC_VERSION, load_version),
    "attempt": ("attempt.json", forms.ATTEMPT, lambda path: load_state(path, SCENARIO)),
    "result": ("result.json", forms.RESULT, lambda path: load_result(path, SCENARIO, "start")),
    "summary of an audit": ("audit/summary.json", forms.SUMMARY, lambda path: summary.read(path.parent)),
    "card of a model": ("card.json", forms.CARD, _weights),
}
each = pytest.mark.parametrize(("file", "known", "read"), FORMS.values(), ids=FORMS)


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FIRST, tmp_path / "first"))


def _numbered(path: Path, number: int) -> None:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        path.write_text(json.dumps({**json.loads(text), forms.FIELD: number}), encoding="utf-8")
    else:
        path.write_text(f"{forms.FIELD}: {number}\n{text}", encoding="utf-8")


@each
def test_the_first_version_is_read(first: Path, file: str, known: int, read: Callable[[Path], Any]) -> None:
    content = yaml.safe_load((first / file).read_text(encoding="utf-8"))
    assert content.get(forms.FIELD, 1) == 1
    assert read(first / file)


@each
def test_a_file_may_name_its_version(first: Path, file: str, known: int, read: Callable[[Path], Any]) -> None:
    _numbered(first / file, known)
    assert read(first / file)


@each
def test_a_newer_version_is_refused_by_name(first: Path, file: str, known: int, read: Callable[[Path], Any]) -> None:
    _numbered(first / file, known + 1)
    with pytest.raises(NewerForm) as caught:
        read(first / file)
    for language in ("en", "ar"):
        told = caught.value.describe(language)
        assert str(known + 1) in told
        assert str(known) in told.replace(str(known + 1), "")
        assert Path(file).name in told or "127.0.0.1" in told or "weights" in told


@each
def test_what_a_newer_version_added_does_not_hide_that_it_is_newer(first: Path, file: str, known: int, read: Callable[[Path], Any]) -> None:
    """The number is looked at before fields that this program cannot know."""
    path = first / file
    content = yaml.safe_load(path.read_text(encoding="utf-8")) | {forms.FIELD: known + 1, "unheard_of": {"x": [1]}}
    path.write_text(json.dumps(content, default=str, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(NewerForm):
        read(path)


def test_the_first_profile_still_means_what_it_said() -> None:
    profile = load_profile(FIRST / "profile.yaml")
    assert (profile.name, profile.thresholds.max_words["chat"], profile.banned_phrases["ar"]) == ("nimbus", 70, ("يا غالي",))
    assert [rule.id for rule in profile.company_rules][:2] == ["says-client", "promises-refund-day"]


def test_the_first_attempt_can_be_gone_on_with() -> None:
    attempt = load_state(FIRST / "attempt.json", SCENARIO)
    assert attempt is not None
    assert (attempt.turn, len(attempt.visits[0].tries), attempt.ended) == ("start", 1, None)
    assert load_result(FIRST / "result.json", SCENARIO, "start") == attempt.visits[0].tries[0].result


def test_the_first_version_of_the_rubric_keeps_its_weights_and_its_number() -> None:
    version = load_version(FIRST / "rubric.yaml")
    assert (version.version, version.weights["tone"], version.grades.excellent) == (1, 2.0, 75)


def test_the_first_audit_is_a_baseline_for_todays() -> None:
    earlier = summary.read(FIRST / "audit")
    told = summary.compare(earlier, earlier, FIRST / "audit" / "tables", FIRST / "audit" / "tables")
    assert told["counts"]["conversations"] == [5, 5]
    assert told["judge"]["changed"] is False
    assert told["paired"]["unchanged"]["n"] == 5


def test_weights_under_the_first_card_read_what_it_names(first: Path) -> None:
    reader = _weights(first / "card.json")
    assert set(reader.card["heads"]) == {"moves", "customer", "politeness"}
    assert reader.encode(["نأسف على التأخير."])


def test_a_company_s_folder_of_the_first_version_lies_over_todays_phrasebook() -> None:
    assert check_folder(FIRST / "phrasebook") == 6


@pytest.mark.parametrize("content", [None, [], "text", {forms.FIELD: "two"}, {forms.FIELD: None}, {}])
def test_what_names_no_number_is_for_its_own_reader_to_judge(content: object) -> None:
    forms.refuse_newer(content, 1, "here")


def test_every_form_has_its_fixture_and_its_line_in_the_documents() -> None:
    numbers = {name for name, value in vars(forms).items() if name.isupper() and isinstance(value, int)}
    names = {"REPORT", "PROFILE", "PHRASEBOOK", "SCENARIO", "RUBRIC_VERSION", "ATTEMPT", "RESULT", "SUMMARY", "CARD", "KEYS"}
    assert numbers == names, "add the form's fixture to first/ and its line to docs/upgrades.md"
    for page in ("upgrades.md", "upgrades.ar.md"):
        rows = re.findall(r"^\| .*`forms\.(\w+)`.* (\d+) \|", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.MULTILINE)
        assert {name: int(number) for name, number in rows} == {name: getattr(forms, name) for name in names}


def test_the_error_is_one_that_a_person_can_act_on(tmp_path: Path) -> None:
    error: CoachError = NewerForm(where="profile.yaml", found=3, known=1)
    assert error.describe("en").endswith("install a newer reply-coach")
    assert "ثبّت إصدارًا أحدث" in error.describe("ar")
    Store(tmp_path / "coach.db").close()
