"""Each format, by a conversation in Arabic and one in English that are told as its documentation describes."""

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from coach.audit import sources
from coach.audit.posts import Post, Rejected
from coach.audit.sources import Options
from coach.audit.sources.markup import plain
from coach.text.normalise import has_arabic

FIXTURES = Path(__file__).parent / "fixtures"
OURS = Options(own_domains=frozenset({"@Shop.example"}))
FORMATS = {
    "messages.csv": "csv", "pairs.csv": "csv", "cases.jsonl": "jsonl", "conversations.jsonl": "jsonl", "messages.jsonl": "jsonl", "inbox.mbox": "mbox",
    "zendesk.json": "zendesk", "freshdesk.json": "freshdesk", "intercom.jsonl": "intercom", "chatwoot.json": "chatwoot", "zoho.json": "zoho",
}  # fmt: skip


def posts(name: str | Path, **more: object) -> list[Post]:
    found = list(sources.read(FIXTURES / name, options=OURS, **more))  # type: ignore[arg-type]
    assert not [one for one in found if isinstance(one, Rejected)]
    return [one for one in found if isinstance(one, Post)]


def of(name: str, conversation: str) -> list[tuple[str, str]]:
    return [(post.role, post.text) for post in posts(name) if post.conversation == conversation]


@pytest.mark.parametrize(("name", "format"), FORMATS.items())
def test_every_fixture_is_told_by_its_content_and_read_whole(name: str, format: str) -> None:
    assert sources.detect(FIXTURES / name) == format
    found = posts(name)
    for arabic in (True, False):
        assert {"customer", "agent"} <= {post.role for post in found if has_arabic(post.text) is arabic}


def test_every_format_has_a_fixture() -> None:
    assert {*FORMATS.values(), "parquet"} == set(sources.SOURCES)


@pytest.mark.parametrize("name", FORMATS)
def test_packed_files_give_the_same_posts(name: str, tmp_path: Path) -> None:
    data = (FIXTURES / name).read_bytes()
    whole = posts(name)
    (tmp_path / f"{name}.gz").write_bytes(gzip.compress(data))
    (tmp_path / f"{name}.zst").write_bytes(pa.Codec("zstd").compress(data, asbytes=True))
    for packed in (tmp_path / f"{name}.gz", tmp_path / f"{name}.zst"):
        assert sources.detect(packed) == FORMATS[name]
        assert posts(packed) == whole


def test_parquet_gives_what_the_same_table_in_csv_gives(tmp_path: Path) -> None:
    csv = posts("messages.csv")
    rows = [
        {
            "conversation_id": post.conversation,
            "sender_type": post.role,
            "message": post.text,
            "created_at": post.sent_at,
            "agent": post.author,
        }
        for post in csv
    ]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "messages.parquet")
    found = posts(tmp_path / "messages.parquet")
    assert [(one.conversation, one.role, one.text, one.sent_at, one.author) for one in found] == [
        (one.conversation, one.role, one.text, one.sent_at, one.author) for one in csv
    ]


def test_parquet_may_hold_a_list_of_messages_in_a_row(tmp_path: Path) -> None:
    lines = (FIXTURES / "conversations.jsonl").read_text(encoding="utf-8").splitlines()
    pq.write_table(pa.Table.from_pylist([json.loads(line) for line in lines]), tmp_path / "chats.parquet")
    assert posts(tmp_path / "chats.parquet") == posts("conversations.jsonl")


@pytest.mark.parametrize("name", ["zendesk.json", "freshdesk.json", "chatwoot.json", "zoho.json"])
def test_a_list_may_come_as_json_lines_too(name: str, tmp_path: Path) -> None:
    whole = json.loads((FIXTURES / name).read_text(encoding="utf-8"))
    (tmp_path / "page.jsonl").write_text(
        json.dumps(whole) + "\n" if isinstance(whole, dict) else "\n".join(map(json.dumps, whole)), encoding="utf-8"
    )
    assert sources.detect(tmp_path / "page.jsonl") == FORMATS[name]
    assert posts(tmp_path / "page.jsonl") == posts(name)


def test_a_row_with_both_sides_becomes_two_posts_with_their_own_times() -> None:
    customer, agent = posts("pairs.csv")[:2]
    assert (customer.role, customer.author, str(customer.sent_at)) == ("customer", "سارة", "2026-03-15 10:30:00+00:00")
    assert (agent.role, agent.author, str(agent.sent_at)) == ("agent", "ريم", "2026-03-15 13:05:00+00:00")
    assert (agent.channel, agent.status, agent.csat) == ("email", "solved", 1.0)


def test_a_case_ends_with_its_draft() -> None:
    assert of("cases.jsonl", "T-2") == [
        ("customer", "The charger is missing."), ("agent", "Which model is it?"), ("customer", "The X200."), ("agent", "A charger leaves today, Tom."),
    ]  # fmt: skip
    assert posts("cases.jsonl")[0].customer_gender == "f"


def test_zendesk_tells_people_from_rules_and_notes_and_names_them_by_the_users_beside() -> None:
    assert of("zendesk.json", "501") == [
        ("customer", "Where is my parcel?"), ("agent", "Hi Sara,\n\nit arrives tomorrow."), ("note", "Carrier confirmed."),
        ("bot", "Your ticket was solved."), ("event", "closed"),
    ]  # fmt: skip
    first, last = posts("zendesk.json")[0], posts("zendesk.json")[-1]
    assert (first.author, first.team, first.csat, first.status) == ("Sara", "Orders", 1.0, "solved")
    assert (last.author, last.channel, last.csat, last.status) == ("ريم", "whatsapp", None, "pending")


def test_freshdesk_reads_what_began_the_ticket_and_leaves_quotations_out() -> None:
    assert of("freshdesk.json", "61") == [
        ("customer", "My invoice says 90 instead of 40."), ("agent", "Sorry, Sara. A new invoice is attached."), ("note", "Check the tax."), ("customer", "Thank you!"),
    ]  # fmt: skip
    assert posts("freshdesk.json")[0].csat == 1.0
    assert of("freshdesk.json", "63") == [("customer", "Where is it?"), ("agent", "On its way.")]


def test_intercom_tells_bots_and_what_happened() -> None:
    assert of("intercom.jsonl", "901") == [
        ("customer", "I cannot log in."), ("event", "assigned"), ("agent", "Hi Sara,\nplease reset your password here."), ("note", "Third time this week"), ("event", "closed"),
    ]  # fmt: skip
    assert [role for role, _ in of("intercom.jsonl", "902")] == ["customer", "bot", "agent"]


def test_chatwoot_tells_what_happened_in_either_language() -> None:
    assert [text for role, text in of("chatwoot.json", "71") if role == "event"] == ["assigned", "closed", "rating asked"]
    assert [(role, text) for role, text in of("chatwoot.json", "72") if role != "customer"] == [
        ("bot", "سنرد عليك قريبًا"), ("event", "assigned"), ("agent", "لا يا خالد، يصلك يوم الخميس."),
    ]  # fmt: skip
    assert (posts("chatwoot.json")[0].channel, posts("chatwoot.json")[0].csat) == ("chat", 0.75)


def test_zoho_reads_threads_and_comments_from_the_oldest() -> None:
    assert of("zoho.json", "176") == [
        ("customer", "My kettle leaks."), ("agent", "Sorry, Sara.\nA new kettle leaves today."), ("note", "Known fault"), ("event", "closed"),
    ]  # fmt: skip


def test_mails_are_told_into_threads_without_what_they_quote() -> None:
    found = posts("inbox.mbox")
    english, arabic = found[0].conversation, found[3].conversation
    assert of("inbox.mbox", english) == [
        ("customer", "Hello,\n\nFrom what I see my order is late.\n\nSara"), ("agent", "Dear Sara,\n\nit arrives tomorrow."), ("customer", "Thank you!"),
    ]  # fmt: skip
    assert of("inbox.mbox", arabic) == [
        ("customer", "السلام عليكم\n\nطلبي متأخر من أسبوع."), ("agent", "وعليكم السلام يا خالد،\n\nيصلك الطلب غدًا."), ("event", "auto-reply"),
    ]  # fmt: skip
    assert str(found[1].sent_at) == "2026-03-02 09:00:00+00:00"


def test_headers_in_plain_utf8_are_read_and_attachments_are_not(tmp_path: Path) -> None:
    mail = (
        "From a@b.example Mon Mar  2 09:00:00 2026\nFrom: خالد <k@mail.example>\nTo: help@shop.example\nSubject: رد: طلبي\n"
        'Content-Type: multipart/mixed; boundary="cut"\n\n--cut\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nattached\n'
        "--cut\nContent-Type: text/html; charset=utf-8\n\n<p>وين طلبي؟</p>\n--cut--\n"
    )
    (tmp_path / "a.mbox").write_text(mail, encoding="utf-8")
    (found,) = posts(tmp_path / "a.mbox")
    assert (found.author, found.subject, found.text) == ("خالد", "طلبي", "وين طلبي؟")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two<br>three</p>", "One\n\nTwo\nthree"),
        ("<div>أهلًا</div><div>يا <b>سارة</b></div>", "أهلًا\nيا سارة"),
        ("<style>p{}</style>a<script>if (1<2) x()</script>b", "ab"),
        ("Fish &amp; chips &lt;3", "Fish & chips <3"),
        ("5 < 6 and 7 <b>8</b>", "5 < 6 and 7 8"),
        ("<p>New</p><div class='gmail_quote'><div>old</div> older</div>after", "New\n\nafter"),
        ("<!-- hidden -->seen", "seen"),
    ],
)
def test_html_becomes_lines_of_text(html: str, text: str) -> None:
    assert plain(html) == text
