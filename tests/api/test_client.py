"""The typed client, and `coach check --server`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from coach.client import Client, ServerRefused, ServerUnreachable
from tests.api.serving import EXAMPLES, Served
from tests.cli_run import ROOT, coach

FILES = ("examples/en/parcel-late.json", "examples/ar/charger-missing.json")


@pytest.fixture
def client(served: Served) -> Client:
    with Client(served.url, served.key) as one:
        yield one


@pytest.mark.parametrize("name", ["en", "ar"])
def test_what_the_client_asks(client: Client, name: str) -> None:
    assert client.check(EXAMPLES["check"][name]["value"])["findings"]
    assert client.rewrite(EXAMPLES["rewrite"][name]["value"])["text"]
    assert client.draft(EXAMPLES["draft"][name]["value"])["situation"]
    assert client.digest(EXAMPLES["digest"][name]["value"])["boundaries"]
    assert client.feedback("x", "jargon", "dismissed") >= 1
    assert len(client.rules()) > 30
    assert client.phrasebooks(name, "empathy")["entries"]
    assert client.models()["moves"]


def test_a_refusal_is_told_with_its_status_its_code_and_in_its_language(served: Served, client: Client) -> None:
    with pytest.raises(ServerRefused) as caught:
        client.check({"draft": ""})
    assert (caught.value.status, caught.value.problem) == (422, "empty-draft")
    with pytest.raises(ServerRefused) as caught:
        list(Client(served.url, "wrong", language="ar").check_batch([{"draft": "Hi."}]))
    assert caught.value.problem == "wrong-key"
    assert "المفتاح" in caught.value.describe("en") or "مفتاح" in caught.value.describe("en")


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "ftp://127.0.0.1", "nowhere.invalid:80"])
def test_an_address_where_nobody_listens_is_unreachable(url: str) -> None:
    with pytest.raises(ServerUnreachable):
        Client(url).models()


def test_an_idle_connection_is_opened_anew(served: Served, client: Client) -> None:
    client.models()
    assert client._line
    client._line.sock.close()
    assert client.models()


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("format", ["text", "json", "ndjson", "sarif", "junit"])
def test_the_thin_client_prints_what_the_whole_one_does(served: Served, file: str, format: str) -> None:
    asked = ("check", file, "--format", format, "--ui", "ar" if "/ar/" in file else "en")
    whole, thin = coach(*asked), coach(*asked, "--server", served.url, COACH_KEY=served.key)
    assert (thin.code, thin.err) == (whole.code, whole.err)
    assert _untimed(thin.out) == _untimed(whole.out)


def test_the_thin_client_streams_alike(served: Served) -> None:
    lines = "\n".join([*((ROOT / file).read_text(encoding="utf-8").replace("\n", " ") for file in FILES), "{", '{"draft": ""}'])
    whole, thin = (
        coach("check", "--jsonl", given=lines),
        coach("check", "--jsonl", given=lines, COACH_SERVER=served.url, COACH_KEY=served.key),
    )
    assert (thin.code, thin.err) == (whole.code, whole.err) == (3, "")
    assert [_untimed(line) for line in thin.out.splitlines()] == [_untimed(line) for line in whole.out.splitlines()]


def test_the_thin_client_s_troubles(served: Served) -> None:
    assert coach("check", "--draft", "Hi.", "--server", "http://127.0.0.1:9").code == 2
    refused = coach("check", "--draft", "Hi.", "--server", served.url, COACH_KEY="wrong")
    assert refused.code == 2
    assert "wrong-key" in refused.err
    assert coach("check", "--draft", "Hi.", "--server", served.url, "--profile", "examples/profile.yaml").code == 2


@pytest.mark.parametrize("options", [("--format", "text"), ("--format", "json", "--offsets", "utf16"), ("--format", "sarif")])
def test_the_thin_client_imports_neither_spacy_nor_models(served: Served, options: tuple[str, ...]) -> None:
    program = (
        "import sys\nfrom coach.cli.main import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([name for name in ('spacy', 'onnxruntime', 'tokenizers', 'numpy', 'coach.pipeline', 'coach.models.embedded', 'fastapi')"
        " if name in sys.modules], file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, "check", "--draft", "Hi.", *options, "--server", served.url],
        capture_output=True,
        text=True,
        cwd=Path(ROOT),
        env={"COACH_KEY": served.key, "PATH": "", "PYTHONUTF8": "1"},
        check=False,
    )
    assert run.stderr.strip() == "[]"


def _untimed(text: str) -> object:
    try:
        told = json.loads(text)
    except ValueError:
        return text
    told.pop("timing_ms", None)
    return told
