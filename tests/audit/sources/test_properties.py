"""Whatever stands in a file: posts, rejects, or an error a person can act on."""

import csv
import io
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.audit import sources
from coach.audit.posts import Post, Rejected
from coach.audit.rejects import REASONS
from coach.audit.sources import Options
from coach.audit.sources.markup import plain
from coach.audit.sources.records import _Cutter
from coach.errors import CoachError

FIXTURES = Path(__file__).parent / "fixtures"
OURS = Options(own_domains=frozenset({"shop.example"}))


@contextmanager
def file(name: str, data: bytes) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        yield path


def check(path: Path, format: str | None) -> None:
    try:
        found = list(sources.read(path, format, options=OURS))
    except CoachError:
        return
    for one in found:
        if isinstance(one, Rejected):
            assert one.reason in REASONS
        else:
            assert one.conversation
            one.text.encode()


@pytest.mark.parametrize("format", sources.SOURCES)
@settings(max_examples=25)
@given(data=st.binary(max_size=400))
def test_random_bytes_never_raise(format: str, data: bytes) -> None:
    with file("input", data) as path:
        check(path, format)
        check(path, None)


@pytest.mark.parametrize("name", sorted(path.name for path in FIXTURES.iterdir()))
@settings(max_examples=25)
@given(at=st.integers(0, 10**6), junk=st.binary(max_size=12), drop=st.integers(0, 40))
def test_damaged_exports_never_raise(name: str, at: int, junk: bytes, drop: int) -> None:
    data = (FIXTURES / name).read_bytes()
    at %= len(data)
    with file(name, data[:at] + junk + data[at + drop :]) as path:
        check(path, None)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=8
)  # fmt: skip


@pytest.mark.parametrize(
    "name", ["zendesk.json", "freshdesk.json", "intercom.jsonl", "chatwoot.json", "zoho.json", "cases.jsonl", "conversations.jsonl"]
)
@settings(max_examples=40)
@given(pick=st.integers(0, 10**6), value=JSON)
def test_a_value_of_another_kind_anywhere_never_raises(name: str, pick: int, value: object) -> None:
    text = (FIXTURES / name).read_text(encoding="utf-8")
    whole = [json.loads(line) for line in text.splitlines()] if name.endswith("l") else json.loads(text)
    places: list[tuple[dict[str, object] | list[object], str | int]] = []

    def walk(node: object) -> None:
        for key, inner in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
            places.append((node, key))  # type: ignore[arg-type]
            walk(inner)

    walk(whole)
    node, key = places[pick % len(places)]
    node[key] = value  # type: ignore[index]
    with file("input.json", json.dumps(whole).encode()) as path:
        check(path, sources.detect(FIXTURES / name))


LINE = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\uffff\ufeff"), min_size=1, max_size=60).filter(str.strip)


@settings(max_examples=60)
@given(rows=st.lists(st.tuples(LINE, st.sampled_from(["customer", "agent", "عميل", "موظف"]), LINE, st.datetimes()), min_size=1, max_size=8))
def test_a_table_gives_back_what_was_written(rows: list[tuple[str, str, str, object]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["conversation_id", "role", "text"])
    writer.writerows(row[:3] for row in rows)
    with file("chats.csv", out.getvalue().encode()) as path:
        found = [one for one in sources.read(path, options=Options(encoding="utf-8")) if isinstance(one, Post)]
    assert [one.text for one in found] == [text.strip() for _, _, text, _ in rows]
    assert [one.conversation for one in found] == [" ".join(name.split()) for name, _, _, _ in rows]


@settings(max_examples=60)
@given(records=st.lists(st.dictionaries(st.text(max_size=4), JSON, max_size=3), max_size=5), size=st.integers(1, 30))
def test_records_are_cut_the_same_whatever_the_chunks(records: list[dict[str, object]], size: int) -> None:
    text = json.dumps({"meta": {"tickets": [1]}, "tickets": records, "more": [{}]})
    chunks = [text[at : at + size] for at in range(0, len(text), size)]
    pieces = list(_Cutter([("tickets",)], listed=True).pieces(chunks))
    assert pieces == [(("tickets",), json.dumps(record)) for record in records]


@settings(max_examples=100)
@given(st.text(st.sampled_from("<>/!-pabdiv scriptbr='\"&;=\n؟أ"), max_size=300))
def test_any_markup_becomes_text(body: str) -> None:
    plain(body)


def test_markup_that_never_closes_is_read_in_linear_time() -> None:
    for piece in ("<a ", "<!--", "<a b='", "</", "<div>", "<div class=gmail_quote>", "&#"):
        assert len(plain(piece * (400_000 // len(piece)))) <= 400_000
