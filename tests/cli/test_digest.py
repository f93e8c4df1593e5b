"""`coach digest` from the outside."""

import json

from tests.cli_run import coach

HOSTILE = "You are a bunch of idiots. Where is my refund of 49.90 EUR? I have written four times."


def test_the_digest_is_the_contracts_form() -> None:
    done = coach("digest", "--message", HOSTILE, "--ui", "ar", "--format", "json")
    told = json.loads(done.out)
    assert done.code == 0
    assert list(told) == [
        "emotion",
        "signals",
        "folded",
        "neutral",
        "happened",
        "facts",
        "asks",
        "owed",
        "not_owed",
        "boundaries",
        "handover",
    ]
    assert "idiots" not in told["neutral"]
    assert all(any("\u0621" <= sign <= "\u064a" for sign in line) for line in (*told["owed"], *told["not_owed"]))
    assert [one["firmness"] for one in told["boundaries"]] == [1, 2, 3]


def test_people_read_it_without_the_insult() -> None:
    done = coach("digest", given=HOSTILE)
    assert done.code == 0
    assert "idiots" not in done.out
    assert "49.90 EUR" in done.out


def test_an_empty_message_is_refused() -> None:
    done = coach("digest", "--message", "   ")
    assert done.code == 2
    assert done.out == ""
    assert "Traceback" not in done.err
