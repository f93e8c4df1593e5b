"""Mappings: guessed from headers in both languages, shown, mended, and refused where they are wrong."""

import json
from pathlib import Path

import pytest

from coach.audit import sources
from coach.audit.posts import Post
from coach.audit.sources import Mapping
from coach.audit.sources.errors import MappingError, NoMapping

FIXTURES = Path(__file__).parent / "fixtures"
ODD = """
columns:
  conversation: ref
  role: tipo
  text: cuerpo
  sent_at: when
  channel: canal
  csat: nota
  status: st
  private: oculto
roles: {customer: [cliente], agent: [agente]}
channels: {whatsapp: [wapp]}
statuses: {solved: [fin]}
csat: {low: 0, high: 10}
times: {zone: Asia/Riyadh, format: "%d.%m.%y %H:%M"}
constants: {team: Returns, author: Omar}
"""


def guessed(path: Path, text: str) -> Mapping:
    path.write_text(text, encoding="utf-8")
    found = sources.guess(path)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("conversation_id,sender,message,timestamp", "7,customer,Where is it?,2026-03-02 09:00"),
        ("Ticket ID,Author Type,Body,Created At", "7,end-user,Where is it?,2026-03-02 09:00"),
        ("رقم المحادثة,المرسل,نص الرسالة,التاريخ", "7,العميل,أين طلبي؟,2026-03-02 09:00"),
        ("رقم_التذكرة,نوع المرسل,الرساله,تاريخ الارسال", "7,زبون,وين طلبي؟,2026-03-02 09:00"),
    ],
)
def test_headers_are_told_in_both_languages(header: str, row: str, tmp_path: Path) -> None:
    found = guessed(tmp_path / "chats.csv", f"{header}\n{row}\n").columns
    assert [found.conversation, found.role, found.text, found.sent_at] == header.split(",") or found.author == "sender"


def test_a_column_of_senders_names_is_no_role(tmp_path: Path) -> None:
    found = guessed(tmp_path / "chats.csv", "رقم المحادثة,المرسل,نص الرسالة\n1,سارة,أين طلبي؟\n1,ريم,يصلك غدًا\n")
    assert (found.columns.role, found.columns.author, found.missing) == (None, "المرسل", ("role",))


def test_what_the_auditor_says_of_dates_is_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "chats.csv"
    table = "conversation_id,sender,message,timestamp\n7,customer,Where is it?,15/03/2026 09:00\n7,agent,Here.,15/03/2026 09:04\n"
    assert guessed(path, table).times.day_first is True
    told = sources.Options(day_first=False)
    found = sources.guess(path, options=told)
    assert found is not None
    assert found.times.day_first is None
    path.write_text(table.replace("15/03", "03/04"), encoding="utf-8")
    first = next(one for one in sources.read(path, mapping=found, options=told) if isinstance(one, Post))
    assert first.sent_at is not None
    assert (first.sent_at.month, first.sent_at.day) == (3, 4)


def test_a_role_is_told_by_its_values_under_any_header(tmp_path: Path) -> None:
    found = guessed(tmp_path / "chats.csv", "ticket,xyz,text\n1,عميل,أين طلبي؟\n1,موظف,يصلك غدًا\n")
    assert found.columns.role == "xyz"


@pytest.mark.parametrize(
    ("values", "scale"),
    [("12345", None), ("01", (0, 1)), (["0", "7", "10"], (0, 10)), (["85", "100"], (0, 100)), (["good", "bad"], None), ("١٥", None)],
)
def test_the_scale_of_ratings_is_told_by_its_ends(values: list[str], scale: tuple[float, float] | None, tmp_path: Path) -> None:
    found = guessed(tmp_path / "chats.csv", "ticket,role,text,csat\n" + "".join(f"1,customer,Hello there,{value}\n" for value in values))
    assert found.columns.csat == "csat"
    assert (found.csat and (found.csat.low, found.csat.high)) == scale


def test_a_guess_is_shown_as_the_file_that_reads_it_back() -> None:
    for name in ("pairs.csv", "messages.csv", "conversations.jsonl"):
        found = sources.guess(FIXTURES / name)
        assert found is not None
        assert Mapping.parse(found.to_yaml()) == found
    assert "رقم التذكرة" in sources.guess(FIXTURES / "pairs.csv").to_yaml()  # type: ignore[union-attr]


def test_our_cases_and_help_desks_need_no_mapping() -> None:
    assert sources.guess(FIXTURES / "cases.jsonl") is None
    assert sources.guess(FIXTURES / "zendesk.json") is None


def test_a_mapping_reads_what_nobody_could_guess(tmp_path: Path) -> None:
    rows = "ref,tipo,cuerpo,when,canal,nota,st,oculto\n1,cliente,وين طلبي؟,15.03.26 13:30,wapp,8,fin,\n1,agente,Tomorrow.,15.03.26 13:40,wapp,,,\n1,agente,ask,,,,,yes\n"
    (tmp_path / "odd.csv").write_text(rows, encoding="utf-8")
    (tmp_path / "map.yaml").write_text(ODD, encoding="utf-8")
    first, second, third = sources.read(tmp_path / "odd.csv", mapping=Mapping.load(tmp_path / "map.yaml"))
    assert isinstance(first, Post)
    assert isinstance(second, Post)
    assert isinstance(third, Post)
    assert (first.role, first.channel, first.csat, first.status, first.team) == ("customer", "whatsapp", 0.8, "solved", "Returns")
    assert str(first.sent_at) == "2026-03-15 10:30:00+00:00"
    assert (second.role, third.role) == ("agent", "note")


def test_paths_lead_into_nested_records(tmp_path: Path) -> None:
    record = {
        "ticket": {"ref": 5, "comments": [{"by": {"kind": "client"}, "body": "أين طلبي؟"}, {"by": {"kind": "agent"}, "body": "Tomorrow."}]}
    }
    (tmp_path / "odd.jsonl").write_text(json.dumps(record), encoding="utf-8")
    columns = "{conversation: ticket.ref, role: 'ticket.comments[].by.kind', text: 'ticket.comments[].body'}"
    found = list(sources.read(tmp_path / "odd.jsonl", mapping=Mapping.parse(f"columns: {columns}")))
    assert [(one.conversation, one.role, one.text) for one in found if isinstance(one, Post)] == [
        ("5", "customer", "أين طلبي؟"), ("5", "agent", "Tomorrow."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "quoted"),
    [
        ("columns:\n  conversation: id\n  txt: body\n", 3, "txt: body"),
        ("columns: {text: body}\ntimes:\n  zone: Mars/Base\n", 2, "times:"),
        ("columns: {text: body}\nroles:\n  client: [x]\n", 3, "client: [x]"),
        ("columns: {text: body}\ncsat: {low: 5, high: 1}\n", 2, "csat: {low: 5, high: 1}"),
        ("columns:\n  text: a[].b\n  role: c[].d\n", 1, "columns:"),
    ],
)
def test_a_wrong_mapping_is_refused_with_its_line(text: str, line: int, quoted: str) -> None:
    with pytest.raises(MappingError) as caught:
        Mapping.parse(text, "map.yaml")
    for language in ("en", "ar"):
        assert f"map.yaml:{line}" in caught.value.describe(language)
        assert quoted in caught.value.describe(language)


@pytest.mark.parametrize("text", ["columns: [", "- a\n- b\n", "", "\x00", "columns: {text: [1]}"])
def test_what_is_no_mapping_is_refused(text: str) -> None:
    with pytest.raises(MappingError):
        Mapping.parse(text)


def test_a_table_that_cannot_be_told_is_refused_in_either_language(tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n")
    with pytest.raises(NoMapping) as caught:
        list(sources.read(tmp_path / "odd.csv"))
    assert "who speaks" in caught.value.describe("en")
    assert "المتكلم" in caught.value.describe("ar")


def test_an_id_of_a_row_with_both_sides_is_no_reason_to_drop_one(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("conversation_id,message_id,customer_message,reply\nc1,m1,Where is my order?,It arrives tomorrow.\n")
    posts = list(sources.read(path))
    assert [(one.role, one.message) for one in posts] == [("customer", "m1"), ("agent", "m1/reply")]


def test_files_of_one_name_in_folders_of_one_name_have_labels_of_their_own(tmp_path: Path) -> None:
    paths = [tmp_path / year / "01" / "chats.csv" for year in ("2025", "2026")]
    assert sources.labels(paths) == ["2025/01/chats.csv", "2026/01/chats.csv"]
    assert sources.labels(paths[:1]) == ["01/chats.csv"]
    assert sources.labels([paths[0], paths[0].with_name("mails.csv")]) == ["01/chats.csv", "01/mails.csv"]


@pytest.mark.parametrize(("column", "said"), [("Snt", "Sent"), ("وقت", "Sent")])
def test_a_column_that_the_table_does_not_have_is_refused_by_name(tmp_path: Path, column: str, said: str) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("Ticket,Question,Answer,Sent\n1,Where is it?,It arrives tomorrow.,2026-03-02\n", encoding="utf-8")
    mapping = Mapping.model_validate({"columns": {"customer_text": "Question", "reply": "Answer", "sent_at": column}})
    with pytest.raises(MappingError, match=said) as error:
        list(sources.read(path, mapping=mapping))
    assert column in error.value.describe("ar")
