"""`coach check` from the outside: formats, exit codes, streams, and every kind of bad input."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from coach.case import MAX_DRAFT
from tests.cli_run import ROOT, coach

FAULTY = "You failed to attach the invoice. We will get back to you soon."


def test_a_faulty_draft_is_shown_with_marks_and_exits_1() -> None:
    done = coach("check", "--draft", FAULTY, "--channel", "chat")
    assert done.code == 1
    assert "[1:You failed to attach" in done.out
    assert "blames-customer" in done.out
    assert "\x1b[" not in done.out, "colour belongs on a terminal only"


def test_a_good_draft_exits_0() -> None:
    done = coach("check", "--draft", "Yes, we are open on Friday from 2 to 10 pm.", "--message", "Open on Friday?", "--channel", "chat")
    assert (done.code, done.err) == (0, "")
    assert "Nothing to mend." in done.out


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("advice", 1), ("never", 0)])
def test_fail_on_sets_the_severity_that_fails(fail_on: str, code: int) -> None:
    assert coach("check", "--draft", "We will get back to you soon.", "--channel", "chat", "--fail-on", fail_on).code == code


def test_arabic_messages_and_isolated_marks() -> None:
    done = coach("check", "--draft", "كان عليك قراءة الشروط.", "--ui", "ar", "--channel", "chat")
    assert done.code == 1
    assert "الدرجة" in done.out
    assert "\u2068" in done.out
    assert "\u2069" in done.out


def test_draft_from_standard_input_and_file(tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    file.write_text(FAULTY, encoding="utf-8")
    one = json.loads(coach("check", "-", "--format", "json", given=FAULTY).out)
    two = json.loads(coach("check", str(file), "--format", "json").out)
    one.pop("timing_ms"), two.pop("timing_ms")
    assert one == two


def test_a_case_file_holds_everything() -> None:
    report = json.loads(coach("check", "examples/en/parcel-late.json", "--format", "json").out)
    assert report["id"] == "en/parcel-late"
    assert report["customer"]["emotion"]["level"] >= 2


def test_offsets_can_count_as_utf16_does() -> None:
    draft = "😊😊 You failed to attach the invoice."
    plain = json.loads(coach("check", "--draft", draft, "--format", "json").out)
    moved = json.loads(coach("check", "--draft", draft, "--format", "json", "--offsets", "utf16").out)
    first = [next(f["start"] for f in report["findings"] if f["rule"] == "blames-customer") for report in (plain, moved)]
    assert first[1] == first[0] + 2


def test_sarif_names_rule_place_and_level() -> None:
    log = json.loads(coach("check", "--draft", FAULTY, "--format", "sarif").out)
    run = log["runs"][0]
    assert log["version"] == "2.1.0"
    result = next(r for r in run["results"] if r["ruleId"] == "blames-customer")
    region = result["locations"][0]["physicalLocation"]["region"]
    assert FAULTY[region["charOffset"] : region["charOffset"] + region["charLength"]].startswith("You failed to attach")
    assert result["level"] == "error"
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} >= {"blames-customer", "too-long"}


def test_junit_has_a_test_a_rule() -> None:
    suites = ET.fromstring(coach("check", "--draft", FAULTY, "--format", "junit").out)
    failed = {case.get("name") for case in suites.iter("testcase") if case.find("failure") is not None}
    assert "blames-customer" in failed
    assert int(suites.get("failures") or 0) == len(failed)


def lines(*cases: object) -> str:
    return "".join((case if isinstance(case, str) else json.dumps(case, ensure_ascii=False)) + "\n" for case in cases)


def test_a_stream_answers_in_order_and_a_broken_record_fails_alone() -> None:
    given = lines(
        {"id": "1", "draft": FAULTY},
        '{"id": "2", "draft": ',
        {"id": "3", "draft": "كان عليك قراءة الشروط."},
        {"id": "4", "draft": " "},
        {"id": "5", "draft": "a", "channel": "fax"},
        "",
        {"id": "6", "draft": "x" * (MAX_DRAFT + 1)},
        {"id": "7", "draft": "Your order left today."},
    )
    done = coach("check", "--jsonl", given=given)
    records = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 3
    assert [record["id"] for record in records] == ["1", "2", "3", "4", "5", "6", "7"]
    assert ["error" in record for record in records] == [False, True, False, True, True, True, False]
    assert records[3]["error"]["code"] == "empty-draft"
    assert records[1]["line"] == 2


def test_a_stream_with_a_finding_exits_1_and_without_exits_0() -> None:
    assert coach("check", "--jsonl", given=lines({"draft": FAULTY})).code == 1
    assert coach("check", "--jsonl", given=lines({"draft": "Yes, until 10 pm.", "channel": "chat"})).code == 0


def test_a_line_without_end_is_refused_without_being_kept() -> None:
    done = coach("check", "--jsonl", given=b'{"draft": "' + b"a" * 3_000_000 + b'"}\n' + lines({"id": "2", "draft": "Hi"}).encode())
    records = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 3
    assert [("error" in record, record["id"]) for record in records] == [(True, None), (False, "2")]


BAD = {
    "empty": (["check", "-"], b"", "the draft is empty"),
    "white space": (["check", "-"], b" \n\t ", "the draft is empty"),
    "ten megabytes": (["check", "-"], b"a" * 10_000_000, "the limit is"),
    "invalid UTF-8": (["check", "-"], b"abc\xff\xfe", "not plain UTF-8"),
    "NUL": (["check", "-"], b"ab\0c", "NUL at 2"),
    "missing file": (["check", "nowhere.txt"], b"", "cannot read nowhere.txt"),
    "a folder": (["check", "examples"], b"", "cannot read examples"),
    "missing customer file": (["check", "--draft", "x", "--customer", "nowhere.txt"], b"", "cannot read nowhere.txt"),
    "missing profile": (["check", "--draft", "x", "--profile", "nowhere.yaml"], b"", "cannot read nowhere.yaml"),
    "broken case file": (["check", "tests/data/broken.json"], b"", "not valid JSON"),
    "unknown channel": (["check", "--draft", "x", "--channel", "fax"], b"", "fax"),
    "unknown rule": (["rules", "show", "nothing"], b"", "there is no rule 'nothing'"),
    "unknown move": (["phrasebook", "list", "--move", "nothing"], b"", "there is no move 'nothing'"),
    "no such data": (["evaluate", "moves", "nowhere.jsonl"], b"", "cannot read nowhere.jsonl"),
}


@pytest.mark.parametrize(("arguments", "given", "says"), BAD.values(), ids=BAD.keys())
def test_bad_input_is_named_and_exits_2(arguments: list[str], given: bytes, says: str) -> None:
    done = coach(*arguments, given=given)
    assert done.code == 2
    assert says in done.err
    assert "Traceback" not in done.err


ODD = {
    "lone surrogate in a record": ('{"draft": "ab\\ud800"}', 3),
    "bidi controls and zero-width marks": (json.dumps({"draft": "You\u200b failed\u202e to \u2066attach\u2069 the invoice."}), 1),
    "only emoji": (json.dumps({"draft": "😊👍🏽"}), 0),
    "French": (json.dumps({"draft": "Bonjour, votre commande est en route, merci pour votre patience."}), 0),
    "Urdu": (json.dumps({"draft": "آپ کا آرڈر کل تک پہنچ جائے گا، شکریہ"}), 0),
    "Persian": (json.dumps({"draft": "سفارش شما در راه است و فردا می‌رسد لطفا منتظر باشید"}), 0),
    "HTML": (json.dumps({"draft": "<p>You failed to <b>attach</b> the invoice.</p><script>alert(1)</script>"}), 1),
}


@pytest.mark.parametrize(("line", "code"), ODD.values(), ids=ODD.keys())
def test_odd_input_is_read_without_a_traceback(line: str, code: int) -> None:
    done = coach("check", "--jsonl", given=line + "\n")
    assert done.code == code
    assert done.err == ""
    record = json.loads(done.out)
    assert "error" in record or record["schema_version"] == 1


def test_errors_can_be_read_in_arabic() -> None:
    assert "المسودة فارغة" in coach("check", "-", given="", COACH_UI="ar").err


def test_no_error_repeats_the_text() -> None:
    done = coach("check", "-", given="a secret of the customer\0")
    assert "secret" not in done.err + done.out


@pytest.mark.parametrize("command", [[], ["--help"], ["check", "--help"], ["rewrite", "--help"], ["rules", "--help"]])
def test_help_loads_neither_spacy_nor_torch(command: list[str]) -> None:
    code = (
        f"import sys, contextlib, io\nsys.argv = ['coach', *{command!r}]\nfrom coach.cli.main import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n    main()\n"
        "print([name for name in ('spacy', 'torch', 'transformers', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_an_installed_torch_is_not_imported() -> None:
    code = (
        "import sys\n"
        "class Trap:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name in ('torch', 'tensorflow', 'cupy', 'mxnet'): raise AssertionError(name + ' was imported')\n"
        "sys.meta_path.insert(0, Trap())\n"
        "from coach.pipeline import Coach\nfrom coach.case import Case\nCoach().check(Case(draft='Hi there'))\n"
        "assert 'torch' not in sys.modules\nprint('ok')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout.strip() == "ok", done.stderr
