"""The page's files as the server gives them, without a browser."""

import json
from typing import Any

import pytest

from tests.cli_run import ROOT

STATIC = ROOT / "api" / "static"
FILES = sorted(str(path.relative_to(STATIC)) for path in STATIC.rglob("*.*"))
KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript", "json": "application/json", "svg": "image/svg+xml"}


def test_every_file_is_given_without_a_key_and_once(locked):
    for name in FILES:
        answer = locked.http.get(f"/static/{name}", headers={"Authorization": ""})
        assert (answer.status_code, answer.content) == (200, (STATIC / name).read_bytes())
        assert answer.headers["content-type"].startswith(KINDS[name.rpartition(".")[2]])
        assert answer.headers["content-security-policy"].startswith("default-src 'self'")
        again = locked.http.get(f"/static/{name}", headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["nothing.js", "../app.py", "..%2f..%2fpyproject.toml", "js/", "%00"])
def test_nothing_else_is_given(locked, path):
    answer = locked.http.get(f"/static/{path}")
    assert answer.status_code == 404
    assert answer.json()["code"] == "no-such-path"


def test_both_languages_say_the_same():
    def names(texts: dict[str, Any], prefix: str = "") -> set[str]:
        plural = {"zero", "two", "few", "many"}
        return {
            name
            for key, value in texts.items()
            if key not in plural
            for name in (names(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key})
        }

    english, arabic = (json.loads((STATIC / "i18n" / f"{code}.json").read_text(encoding="utf-8")) for code in ("en", "ar"))
    assert names(english) == names(arabic)
