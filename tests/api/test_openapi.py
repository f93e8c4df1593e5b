"""The OpenAPI document: a golden file, and held against a server.

`python -m tests.api.test_openapi` writes the golden file anew; read the difference before you keep it.
"""

import json
from pathlib import Path

import hypothesis
import pytest
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from coach.api.app import create_app
from coach.api.errors import ApiError
from coach.api.settings import Settings
from tests.api.serving import Served
from tests.cli_run import ROOT

GOLDEN = ROOT / "tests" / "api" / "openapi.json"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def document() -> str:
    made = _settled(create_app(Settings()).openapi())
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _settled(value: object) -> object:
    """Order the choices: Python keeps equal Literals once, in the order of whichever module came first."""
    if isinstance(value, dict):
        return {name: sorted(one) if name == "enum" else _settled(one) for name, one in value.items()}
    return [_settled(one) for one in value] if isinstance(value, list) else value


def test_the_document_is_the_golden_one() -> None:
    assert document() == GOLDEN.read_text(encoding="utf-8")


def test_every_post_has_examples_in_both_languages() -> None:
    for path, methods in json.loads(document())["paths"].items():
        if "requestBody" in methods.get("post", {}):
            ((_, media),) = methods["post"]["requestBody"]["content"].items()
            assert {"en", "ar"} <= set(media["examples"]), path


def test_every_status_of_a_problem_is_described() -> None:
    described = {
        int(status) for methods in json.loads(document())["paths"].values() for one in methods.values() for status in one["responses"]
    }
    assert {kind.status for kind in ApiError.__subclasses__()} - {404, 405} <= described


@schemathesis.serializer("application/x-ndjson")
def _lines(context: object, value: object) -> bytes:
    return value.encode("utf-8", "replace") if isinstance(value, str) else json.dumps(value).encode()


SCHEMA = schemathesis.openapi.from_dict(json.loads(GOLDEN.read_text(encoding="utf-8")) if Path(GOLDEN).exists() else json.loads(document()))


@pytest.mark.filterwarnings("ignore")
@SCHEMA.parametrize()
@hypothesis.settings(max_examples=12, suppress_health_check=list(hypothesis.HealthCheck), derandomize=True, database=None)
def test_answers_fit_the_document(case: schemathesis.Case, served: Served) -> None:
    headers = {"Authorization": f"Bearer {served.key}"}
    answer = case.call(base_url=served.url, headers=headers)
    allowed = {503} if case.path == "/readyz" else set()
    if answer.status_code not in allowed:
        case.validate_response(answer, checks=CHECKS)


if __name__ == "__main__":
    GOLDEN.write_text(document(), encoding="utf-8")
