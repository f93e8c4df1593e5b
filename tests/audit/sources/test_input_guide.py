"""The guide for auditors: every example in it is read as it says."""

import re
from pathlib import Path

import pytest

from coach.audit import sources
from coach.audit.posts import Post
from coach.audit.rejects import REASONS
from coach.audit.sources import Mapping, Options

GUIDE = (Path(__file__).parents[3] / "docs" / "audit-input.md").read_text(encoding="utf-8")
EXAMPLES = {
    name: (mapping, body)
    for name, mapping, body in re.findall(r"^```\w+ ([\w.-]+\w)(?: ([\w.]+))?\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
}
FILES = [name for name in EXAMPLES if not name.endswith(".yaml")]
DESKS = {"zendesk", "freshdesk", "intercom", "chatwoot", "zoho"}


@pytest.mark.parametrize("name", FILES)
def test_every_example_gives_both_sides_with_their_times(name: str, tmp_path: Path) -> None:
    mapping, body = EXAMPLES[name]
    (tmp_path / name).write_text(body, encoding="utf-8")
    given = Mapping.parse(EXAMPLES[mapping][1]) if mapping else None
    options = Options(own_domains=frozenset({"shop.example"}))
    assert sources.detect(tmp_path / name) == (Path(name).stem if Path(name).stem in DESKS else Path(name).suffix[1:])
    found = list(sources.read(tmp_path / name, mapping=given, options=options))
    posts = [one for one in found if isinstance(one, Post)]
    assert len(posts) == len(found)
    assert {"customer", "agent"} <= {post.role for post in posts}
    assert len({post.conversation for post in posts}) == 1
    assert all(post.sent_at for post in posts) or name == "cases.jsonl"


def test_the_guide_shows_every_format_and_reason() -> None:
    shown = {Path(name).stem if Path(name).stem in DESKS else Path(name).suffix[1:] for name in FILES}
    assert shown == set(sources.SOURCES) - {"parquet"}
    for reason in REASONS:
        assert f"`{reason}`" in GUIDE
