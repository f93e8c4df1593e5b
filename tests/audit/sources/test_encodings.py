"""Encodings: Arabic and English in all that spreadsheets and mail programs write."""

import json
from pathlib import Path

import pytest

from coach.audit import sources
from coach.audit.posts import Post, Rejected
from coach.audit.sources.files import encoding_of
from coach.errors import UnknownName
from coach.text.normalise import has_arabic

FIXTURES = Path(__file__).parent / "fixtures"
ROOT = Path(__file__).parents[3]
ARABIC = [
    "وين طلبي؟ صار له أسبوع ولا أحد يرد علي",
    "السلام عليكم، دفعت الفاتورة مرتين وأريد استرجاع المبلغ",
    "يا جماعة النت واقع من يوم الحد ودي تالت مرة أكلمكم",
    "شكرًا جزيلًا لكم، وصلني الطلب اليوم",
    "واش كاين شي حل؟ راني نتسنى من الصباح",
]
WESTERN = ["The café’s order is late – again!", "I paid £40 for a “new” charger", "Señor Núñez wants his money back…"]


def corpus(language: str) -> list[str]:
    path = ROOT / "corpus" / f"customers_{language}.jsonl"
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()[:200]]


@pytest.mark.parametrize("encoding", ["cp1256", "iso8859_6"])
def test_a_single_message_in_real_arabic_is_told_in_each_code_page(encoding: str) -> None:
    texts = [text for text in ARABIC + corpus("ar") if has_arabic(text)]
    assert len(texts) > 150
    assert [text for text in texts if encoding_of(text.encode(encoding, "ignore")) != encoding] == []


def test_a_little_arabic_within_much_english_is_told() -> None:
    english = "C-1,customer,Where is my order?\n" * 4_000
    assert encoding_of((english + "C-2,customer,أين طلبي؟ لم يصل بعد\n").encode("cp1256")) == "cp1256"


@pytest.mark.parametrize("text", WESTERN)
def test_western_signs_are_told_from_arabic_ones(text: str) -> None:
    assert encoding_of(text.encode("cp1252")) == "cp1252"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256", "iso8859_6"])
def test_a_table_reads_the_same_in_each_encoding(encoding: str, tmp_path: Path) -> None:
    table = (FIXTURES / "pairs.csv").read_text(encoding="utf-8").translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))
    (tmp_path / "plain.csv").write_text(table, encoding="utf-8")
    (tmp_path / "pairs.csv").write_text(table, encoding=encoding)
    assert list(sources.read(tmp_path / "pairs.csv")) == list(sources.read(tmp_path / "plain.csv"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1256"])
def test_records_read_the_same_in_each_encoding(encoding: str, tmp_path: Path) -> None:
    text = json.dumps(json.loads((FIXTURES / "chatwoot.json").read_text(encoding="utf-8")), ensure_ascii=False, indent=1)
    (tmp_path / "chatwoot.json").write_text(text, encoding=encoding)
    assert list(sources.read(tmp_path / "chatwoot.json")) == list(sources.read(FIXTURES / "chatwoot.json"))


def test_a_stray_byte_makes_no_other_encoding_and_costs_its_row(tmp_path: Path) -> None:
    good = "C-1,customer,أين طلبي؟ لم يصل بعد\n".encode()
    (tmp_path / "chats.csv").write_bytes(b"conversation_id,role,text\n" + good * 5 + b"C-1,agent,\xe3\xe4\n" + good)
    found = list(sources.read(tmp_path / "chats.csv"))
    assert [one for one in found if isinstance(one, Rejected)] == [Rejected(7, "wrong-encoding")]
    assert {one.text for one in found if isinstance(one, Post)} == {"أين طلبي؟ لم يصل بعد"}


def test_an_encoding_can_be_forced(tmp_path: Path) -> None:
    (tmp_path / "chats.csv").write_bytes(b"conversation_id,role,text\n1,customer,\xe1\xe3\xc7\n")
    (found,) = sources.read(tmp_path / "chats.csv", options=sources.Options(encoding="iso8859_6"))
    assert isinstance(found, Post)
    assert found.text == b"\xe1\xe3\xc7".decode("iso8859_6")
    with pytest.raises(UnknownName):
        list(sources.read(tmp_path / "chats.csv", options=sources.Options(encoding="klingon")))
