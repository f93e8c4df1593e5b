"""Keys, limits, headers; and no text where none belongs."""

import sqlite3
from pathlib import Path

import httpx
import pytest

from coach.api.errors import QuotaExceeded, RateLimited
from coach.api.store import Key, Store
from tests.api.serving import JSON, Served, serving
from tests.cli_run import coach

DRAFT = {"draft": "Hi.", "channel": "chat"}
SECRETS = ("Zanzibarine", "قرنفليات")
"""Words that no rule, message or name of ours holds."""


def ask(served: Served, key: str | None, path: str = "/v1/check", **more: object) -> httpx.Response:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return httpx.post(served.url + path, json=DRAFT, headers=headers, trust_env=False, **more)


def test_no_key_and_wrong_keys(served: Served) -> None:
    assert ask(served, None).json()["code"] == "no-key"
    identity = served.key.split("_")[1]
    for wrong in (
        "x",
        "rck",
        f"rck_{identity}_",
        f"rck_{identity}_wrong",
        f"abc_{identity}_{served.key.split('_', 2)[2]}",
        served.key[:-1],
        "rck_é_é",
    ):
        answer = httpx.post(served.url + "/v1/check", json=DRAFT, headers={"Authorization": f"Bearer {wrong}".encode()}, trust_env=False)
        assert (answer.status_code, answer.json()["code"]) == (401, "wrong-key")
        assert answer.headers["www-authenticate"].startswith("Bearer")
    basic = httpx.post(served.url + "/v1/check", json=DRAFT, headers={"Authorization": "Basic YTpi"}, trust_env=False)
    assert basic.json()["code"] == "no-key"


def test_keys_are_hashed_at_rest_and_the_file_is_its_owner_s(served: Served) -> None:
    secret = served.key.split("_", 2)[2].encode()
    assert all(secret not in file.read_bytes() for file in served.folder.glob("coach.db*"))
    assert (served.folder / "coach.db").stat().st_mode & 0o077 == 0


def test_a_file_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "coach.db"
    path.touch(0o644)
    store = Store(path)
    store.take(Key("a", "a", frozenset(), rate=5))
    assert all(file.stat().st_mode & 0o077 == 0 for file in tmp_path.iterdir())
    store.close()


def test_a_key_opens_only_its_scopes(served: Served) -> None:
    key = served.new_key("--scope", "check")
    assert ask(served, key).status_code == 200
    for path in ("/v1/rewrite", "/v1/draft"):
        refused = ask(served, key, path)
        assert (refused.status_code, refused.json()["code"]) == (403, "missing-scope")
    assert ask(served, served.new_key("--scope", "rewrite"), "/v1/digest").json()["code"] == "missing-scope"
    metrics = httpx.get(served.url + "/metrics", headers={"Authorization": f"Bearer {key}"}, trust_env=False)
    assert metrics.json()["code"] == "missing-scope"


def test_a_revoked_key_is_refused_at_once(served: Served) -> None:
    key = served.new_key()
    database = str(served.folder / "coach.db")
    identity = key.split("_")[1]
    assert ask(served, key).status_code == 200
    assert identity in coach("keys", "list", "--database", database).out
    assert coach("keys", "revoke", identity, "--database", database).code == 0
    assert ask(served, key).json()["code"] == "wrong-key"
    assert coach("keys", "revoke", identity, "--database", database).code == 2


def test_past_rate_or_quota_a_key_is_refused(served: Served) -> None:
    slow = served.new_key("--rate", "2")
    answers = [ask(served, slow) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["code"] == "rate-limited"
    assert 1 <= int(answers[2].headers["retry-after"]) <= 60
    few = served.new_key("--quota", "2")
    assert [ask(served, few).json().get("code") for _ in range(3)] == [None, None, "quota-exceeded"]
    once = served.new_key("--quota", "1")
    first = ask(served, once)
    again = httpx.post(
        served.url + "/v1/check",
        content=first.request.content,
        headers={"Authorization": f"Bearer {once}", "Content-Type": "application/json", "If-None-Match": first.headers["etag"]},
        trust_env=False,
    )
    assert again.status_code == 304, "what was told is told again for nothing"
    lines = '{"draft": "Hi."}\n' * 2
    batch = httpx.post(
        served.url + "/v1/check:batch",
        content=lines,
        headers={"Authorization": f"Bearer {served.new_key('--quota', '1')}", "Content-Type": "application/x-ndjson"},
        trust_env=False,
    )
    assert "quota-exceeded" not in batch.text.splitlines()[0]
    assert "quota-exceeded" in batch.text.splitlines()[1]


def test_the_bucket_fills_and_holds_for_all_workers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1_000_000.0]
    monkeypatch.setattr("coach.api.store.time.time", lambda: now[0])
    one, two = Store(tmp_path / "coach.db"), Store(tmp_path / "coach.db")
    key = Key("k", "k", frozenset(), rate=2, quota=3)
    one.take(key, drafts=1)
    two.take(key, drafts=1)
    with pytest.raises(RateLimited):
        one.take(key, drafts=1)
    now[0] += 30
    two.take(key, drafts=1)
    now[0] += 3600
    with pytest.raises(QuotaExceeded):
        one.take(key, drafts=1)
    one.close(), two.close()


def test_every_answer_has_the_headers_that_guard_it(served: Served) -> None:
    for answer in (served.http.get("/healthz"), served.http.get("/nothing"), served.http.post("/v1/check", json=DRAFT)):
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert "server" not in answer.headers
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(("given", "kept"), [("abc-1.2_3", True), ("a" * 65, False), ("a b", False), ('"><script>', False)])
def test_a_plain_request_id_is_kept_and_any_other_replaced(served: Served, given: str, kept: bool) -> None:
    answer = served.http.post("/v1/check", json={"draft": ""}, headers={"X-Request-ID": given})
    assert (answer.headers["x-request-id"] == given) is kept
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    assert served.logs(answer.headers["x-request-id"])


@pytest.mark.parametrize("secret", SECRETS)
def test_no_text_in_log_error_or_metric(served: Served, secret: str) -> None:
    texts = [
        {"draft": f"{secret} failed."},
        {"draft": f"{secret}\0"},
        {"draft": secret * 3000},
        {"draft": "Hi.", "customer": [{"role": secret, "text": secret}]},
        {"draft": "Hi.", "context": {"customer_name": secret * 20}},
        {"draft": "Hi.", "channel": secret},
        {"draft": [secret]},
        {"draft": "Hi.", "ruleset": {"enable": secret}},
    ]
    for text in texts:
        answer = served.http.post("/v1/check", json=text)
        assert answer.status_code == 200 or secret not in answer.text
    for path in ("/v1/draft", "/v1/digest"):
        for text in (
            {"customer": f"{secret}\0"},
            {"customer": secret * 9000},
            {"customer": {secret: 1}},
            {"customer": "a", "situation": secret},
        ):
            assert secret not in served.http.post(path, json=text).text
    broken = served.http.post("/v1/check", content=f'{{"draft": "{secret}'.encode(), headers=JSON)
    assert secret not in broken.text
    assert secret not in served.http.post("/v1/feedback", json={"finding_id": "x", "rule": secret, "action": secret}).text
    assert secret not in served.http.post(f"/v1/check?offsets={secret}", json=DRAFT).text
    assert secret not in served.http.get(f"/v1/{secret}").text
    assert secret not in served.http.get("/metrics").text
    assert secret not in served.log
    assert all(secret.encode() not in file.read_bytes() for file in served.folder.glob("coach.db*"))


def test_without_keys_only_this_machine_by_its_own_name(tmp_path: Path) -> None:
    for host in ("0.0.0.0", "::", "192.0.2.1", "example.com"):
        done = coach("serve", "--no-auth", "--host", host, "--database", str(tmp_path / "coach.db"))
        assert done.code == 2
        assert "loopback" in done.err
    with serving(tmp_path, "--no-auth", cors_origins="https://desk.example") as served:
        assert ask(served, None).status_code == 200
        rebound = httpx.post(served.url + "/v1/check", json=DRAFT, headers={"Host": "evil.example"}, trust_env=False)
        assert (rebound.status_code, rebound.json()["code"]) == (421, "wrong-host")
        asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
        allowed, refused = (
            httpx.options(served.url + "/v1/check", headers={"Origin": origin, **asked}, trust_env=False)
            for origin in ("https://desk.example", "https://evil.example")
        )
        assert allowed.headers["access-control-allow-origin"] == "https://desk.example"
        assert "access-control-allow-origin" not in refused.headers


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "coach.db").write_text("this is not a database, whatever its name says" * 100)
    assert coach("keys", "list", "--database", str(tmp_path / "coach.db")).code == 2
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(tmp_path / "coach.db").execute("SELECT 1 FROM keys")
