"""A conversation's rows: who answered what, how it was judged, and what stays unsaid."""

from datetime import UTC, datetime, timedelta

import pytest

from coach.audit.judge import Judge, Rows, judged_channel
from coach.audit.plan import coach_of
from coach.audit.posts import Conversation, Post
from coach.audit.settings import Settings
from coach.audit.tables import TABLES
from coach.pipeline import Coach

AT = datetime(2026, 3, 6, 21, 30, tzinfo=UTC)
CUES = Settings(model="cues", sentences=True)


@pytest.fixture(scope="module")
def coach() -> Coach:
    return coach_of(CUES)


def conversation(*said: tuple[str, str, int], **more: object) -> Conversation:
    """Each post as role (with a name after a slash), text and minutes from the start."""
    posts = []
    for who, text, at in said:
        role, _, name = who.partition("/")
        posts.append(Post("c1", role, text, author=name or None, sent_at=AT + timedelta(minutes=at)))
    return Conversation("c1", tuple(posts), **more)


def rows(coach: Coach, one: Conversation, **settings: object) -> Rows:
    given = CUES.model_copy(update=settings)
    return Judge(coach, given, AT + timedelta(days=30), {}).rows(one)


ANGRY = conversation(
    ("customer/Sara", "Where is my order 4411? It was due on Monday and I am furious.", 0),
    ("agent/Omar", "Dear customer, you should have checked the tracking page. We will get back to you soon.", 45),
    ("event", "assigned to Lena", 46),
    ("note/Omar", "angry one, take over please", 47),
    ("agent/Lena", "Hi Sara, I am sorry about the delay to order 4411. It arrives tomorrow before noon.", 300),
    ("customer/Sara", "Thank you Lena.", 310),
    channel="Live chat",
    team="north",
    customer_name="Sara",
)
ARABIC = conversation(
    ("customer/خالد", "وين طلبي 4411؟ صار له أسبوعين", 0),
    ("bot", "أهلًا بك، سيرد عليك أحد موظفينا.", 1),
    ("customer/خالد", "للحين ما وصل", 5),
    ("agent/هدى", "حياك الله خالد، نعتذر عن تأخر طلبك 4411، وصل المستودع اليوم وبيوصلك بكرة قبل الظهر.", 30),
    channel="whatsapp",
    customer_name="خالد",
    customer_gender="m",
)


@pytest.mark.parametrize("one", [ANGRY, ARABIC])
def test_rows_hold_the_tables_columns_and_no_others(coach: Coach, one: Conversation) -> None:
    for table, made in rows(coach, one).items():
        for row in made:
            assert set(row) <= set(TABLES[table].names)


def test_a_reply_is_what_an_agent_says_before_the_customer_or_a_colleague_speaks(coach: Coach) -> None:
    replies = rows(coach, ANGRY)["replies"]
    assert [(row["agent"], row["kind"], row["post"], row["wait_minutes"]) for row in replies] == [
        ("Omar", "answer", 1, 45.0),
        ("Lena", "follow_up", 4, None),
    ]


def test_lines_of_a_chat_are_one_reply(coach: Coach) -> None:
    chat = conversation(
        ("customer", "How do I reset it?", 0), ("agent/Omar", "Hi!", 1), ("agent/Omar", "Hold the button for 5 seconds.", 2)
    )
    (reply,) = rows(coach, chat)["replies"]
    assert reply["text"] == "Hi!\nHold the button for 5 seconds."


def test_a_bad_reply_scores_less_than_a_good_one(coach: Coach) -> None:
    bad, good = rows(coach, ANGRY)["replies"]
    assert bad["score"] < good["score"]
    assert {"blames-customer", "impersonal"} <= {row["rule"] for row in rows(coach, ANGRY)["findings"] if row["reply"] == 0}


def test_notes_and_events_are_not_judged(coach: Coach) -> None:
    assert "take over" not in str(rows(coach, ANGRY)["replies"])


def test_a_bot_between_two_messages_answers_neither(coach: Coach) -> None:
    (reply,) = rows(coach, ARABIC)["replies"]
    assert reply["customer_text"].count("\n") == 1
    assert reply["wait_minutes"] == 30.0
    assert rows(coach, ARABIC)["conversations"][0]["n_bot"] == 1


def test_hours_and_weeks_are_those_of_the_zone(coach: Coach) -> None:
    (utc,) = rows(coach, ARABIC)["conversations"]
    (riyadh,) = rows(coach, ARABIC, timezone="Asia/Riyadh")["conversations"]
    assert (utc["hour"], utc["weekday"], utc["week"]) == (21, 5, "2026-W10")
    assert (riyadh["hour"], riyadh["weekday"], riyadh["week"]) == (0, 6, "2026-W10")


@pytest.mark.parametrize("one", [ANGRY, ARABIC])
def test_no_name_and_no_number_of_the_customers_is_left(coach: Coach, one: Conversation) -> None:
    made = rows(coach, one)
    told = str([{**row, "agent": "", "agents": []} for table in made.values() for row in table])
    assert not any(word in told for word in ("Sara", "4411", "خالد"))


def test_unmasked_tables_hold_the_texts(coach: Coach) -> None:
    assert rows(coach, ANGRY, masked=False)["replies"][1]["text"].startswith("Hi Sara,")


def test_agents_have_codes_where_the_audit_gives_them(coach: Coach) -> None:
    judge = Judge(coach, CUES, None, {"Omar": "agent-01", "Lena": "agent-02"})
    made = judge.rows(ANGRY)
    assert made["conversations"][0]["agents"] == ["agent-01", "agent-02"]
    assert {row["agent"] for row in made["findings"]} <= {"agent-01", "agent-02"}
    assert "Omar" not in str(made)


def test_a_reply_that_cannot_be_read_has_a_row_without_a_score(coach: Coach) -> None:
    made = rows(
        coach, conversation(("customer", "Bonjour, où est ma commande ?", 0), ("agent/Omar", "Bonjour, votre commande arrive demain.", 5))
    )
    assert made["replies"][0]["score"] is None
    assert made["conversations"][0]["score"] is None


def test_a_conversation_without_a_reply_is_counted(coach: Coach) -> None:
    (row,) = rows(coach, conversation(("customer", "Hello? Is anyone there?", 0)))["conversations"]
    assert (row["n_replies"], row["n_customer"], row["first_response_minutes"]) == (0, 1, None)


@pytest.mark.parametrize(
    ("name", "channel"),
    [("Live chat", "chat"), ("Channel::Whatsapp", "whatsapp"), ("twitter_dm", "social"), ("SMS", "sms"), ("fax", "email"), (None, "email")],
)
def test_a_help_desks_channel_is_judged_as_one_of_ours(name: str | None, channel: str) -> None:
    assert judged_channel(name) == channel


def test_subject_and_tags_are_masked_as_the_texts_are(coach: Coach) -> None:
    more = {"subject": "URGENT: sara ALI, order 98765432", "tags": ("vip", "sara@x.example", "0551234567"), "customer_name": "Sara Ali"}
    told = conversation(("customer/Sara Ali", "My parcel is late.", 0), ("agent/al", "Hi Sara, it leaves today.", 5), **more)
    (row,) = rows(coach, told)["conversations"]
    assert row["subject"].startswith("URGENT: ⟪")
    assert row["tags"][0] == "vip"
    assert not any(one in str(row["subject"]) + str(row["tags"]) for one in ("sara", "ALI", "98765432", "x.example", "0551234567"))


@pytest.mark.parametrize("name", ["احمد", "لأحمد", "أحمدُ"])
def test_a_subject_may_spell_a_name_in_another_way(coach: Coach, name: str) -> None:
    told = conversation(("customer", "وين طلبي؟", 0), ("agent/هدى", "تم.", 5), subject=f"طلب {name}", customer_name="أحمد الحربي")
    (row,) = rows(coach, told)["conversations"]
    assert "حمد" not in row["subject"]


def test_a_question_is_quoted_out_of_the_turn_in_which_it_was_asked(coach: Coach) -> None:
    asked = conversation(
        ("customer", "What is the total? Where is my order?", 0),
        ("bot", "One moment.", 1),
        ("customer", "Do you deliver to Oman too?", 2),
        ("agent/Omar", "Hello, we value your custom and your patience. Thank you and have a nice day.", 5),
    )
    found = {row["found"] for row in rows(coach, asked)["findings"] if row["target"] == "customer"}
    assert found
    assert found <= {"What is the total?", "Where is my order?", "Do you deliver to Oman too?"}
