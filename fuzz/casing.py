"""The edge: bytes become a case or a request, or an InputError that repeats nobody's words."""

import json
from collections.abc import Iterator

from coach.case import MAX_CUSTOMER, MAX_DRAFT, Case, DraftRequest
from coach.errors import InputError
from fuzz.material import OPTIONS, cases, options, pick
from fuzz.target import CANARY, Target, hold, told


def run(data: bytes) -> None:
    """Read a record, write it down and read it again."""
    given, line = options(data), data[OPTIONS:]
    kind: type[Case] | type[DraftRequest] = pick((Case, Case, DraftRequest), given[0])
    try:
        record = kind.from_json(line, "line 3", pick(("codepoint", "utf16"), given[1]))
    except InputError as error:
        told(error)
        return
    if isinstance(record, Case):
        _case(record)
    written = record.model_dump_json()
    hold(kind.from_json(written) == record, "a record that is written down reads the same")


def _case(case: Case) -> None:
    hold(0 < len(case.draft) <= MAX_DRAFT, "a draft is within its bound")
    hold(all(0 <= one.start < one.end <= len(case.draft) for one in case.segments), "what is marked lies inside the draft")
    message = case.message
    hold(message is None or len(message) <= 600 * MAX_CUSTOMER, "a message is within its bound")
    hold(case.earlier >= 0, "earlier messages are counted")
    moved = case.model_copy(update={"draft": case.draft[::2] + case.draft})
    hold(all(moved.draft[one.start : one.end] for one in moved.segments), "what is marked is found again in another draft")


def seeds() -> Iterator[bytes]:
    """Yield cases and requests as JSON, with a thread, with segments, broken."""
    for case in cases():
        yield b"\0\0\0\0" + json.dumps(case, ensure_ascii=False).encode()
        yield b"\2\0\0\0" + json.dumps({"customer": case.get("customer") or CANARY, "notes": case["draft"][:200]}).encode()
    thread = [{"role": "customer", "text": f"Where? {CANARY}", "sent_at": "2026-01-01"}, {"role": "agent", "text": "Soon."}]
    yield (
        b"\0\1\0\0"
        + json.dumps({"draft": f"😊 {CANARY}", "customer": thread, "segments": [{"start": 0, "end": 2, "kind": "quote"}]}).encode()
    )
    yield b"\0\0\0\0" + json.dumps({"draft": 7, CANARY: CANARY, "context": {CANARY: CANARY, "facts": {CANARY: 9}}}).encode()


TARGET = Target("case", run, seeds, 6_000)
