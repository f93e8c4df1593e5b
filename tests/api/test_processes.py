"""Workers, and the end of them."""

import json
import threading
import time
from pathlib import Path

import httpx

from coach.client import Client
from tests.api.serving import serving


def test_sigterm_finishes_what_is_under_way(tmp_path: Path) -> None:
    answers: list[dict] = []
    with serving(tmp_path) as served:

        def slowly() -> object:
            for number in range(20):
                yield {"id": str(number), "draft": "You failed to attach the invoice. كان عليك قراءة الشروط."}
                time.sleep(0.05)

        def ask() -> None:
            with Client(served.url, served.key) as client:
                answers.extend(client.check_batch(slowly()))

        asking = threading.Thread(target=ask)
        asking.start()
        time.sleep(0.3)
        assert served.stop() in (0, -15)
        asking.join(30)
        assert "Traceback" not in served.log
    assert [answer["id"] for answer in answers] == [str(number) for number in range(20)]


def test_two_workers_share_keys_limits_and_metrics(tmp_path: Path) -> None:
    with serving(tmp_path, "--workers", "2") as served:
        key = served.new_key("--quota", "5")
        codes = []
        for _ in range(12):
            with httpx.Client(base_url=served.url, headers={"Authorization": f"Bearer {key}"}, timeout=60, trust_env=False) as fresh:
                for _ in range(100):
                    answer = fresh.post("/v1/check", content=json.dumps({"draft": "Hi."}), headers={"Content-Type": "application/json"})
                    if answer.status_code != 503:
                        break
                    time.sleep(0.1)
                codes.append(answer.status_code)
        assert codes.count(200) <= 5
        assert set(codes) == {200, 429}
        assert 'coach_requests_total{method="POST",route="/v1/check",status="200"}' in served.http.get("/metrics").text
        assert served.stop() in (0, -15)
