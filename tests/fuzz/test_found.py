"""What fuzzing found, each mended and kept from coming back."""

from pathlib import Path

import pytest

from coach.audit import sources
from coach.audit.posts import Post, Rejected
from coach.audit.sources import Options
from coach.case import Case
from coach.config import ModelNames, load_profile, parse_yaml
from coach.errors import CoachError, PhrasebookError, ProfileError, UnknownName
from coach.models.registry import load_models
from coach.phrasebook import check_folder
from coach.pipeline import Coach
from coach.practice import bank
from coach.text.document import DRAFT_CUES, read
from coach.text.facts import find_facts
from coach.text.language import detect
from coach.text.names import greeted_name
from coach.text.normalise import bare
from coach.text.segments import Marked, segment

COACH = Coach()
CUES = load_models(ModelNames(moves="cues", emotion="cues", signals="cues", encoder="cues"))


def written(folder: Path, text: str, name: str = "profile.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def fired(draft: str, **more: object) -> list[str]:
    return sorted(finding.rule for finding in COACH.check(Case.make(draft=draft, **more)).findings)


@pytest.mark.parametrize(
    ("plain", "marked", "customer_name"),
    [
        ("أهلًا يا فندم، الأوردر بتاعك هيوصل بكرة.", "أهلًا يـا فندم، الأوردر بتاعك هيوصل بكرَة.", "سارة"),
        ("أستاذ فهد،\n\nنعم، وصلتنا البيانات.\n\nمع التحية،\nريم", "أستـاذِ فهد،\n\nنعمَ، وصلتنا الـبيانات.\n\nمع التحّيـة،\nريم", "فهد"),
        ("اشتراكك فعّال حتى [التاريخ].", "اشتراكك فعّال حتىُ [التـاريخ].", None),
        ("الطلب جاهز.\nونحن بانتظار تأكيدكم.", "الطلب جاهز.\nونـحَن بانـتُظار تاكَيِدكم.", None),
        (
            "وعليكم السلام أستاذ خالد، يفتح الفرع يوم الجمعة. حياك الله.",
            "وعليـكم السـلام أستاذ خالد، يفـتـح الفرع يوم الجمعةَ. حياُك الـله.",
            "خالد",
        ),
    ],
)
def test_marks_and_tatweel_in_greetings_blanks_and_sign_offs_change_no_rule(plain: str, marked: str, customer_name: str | None) -> None:
    context = {"customer_name": customer_name}
    assert fired(marked, customer="وين طلبي؟", context=context) == fired(plain, customer="وين طلبي؟", context=context)


def test_a_bare_text_tells_where_each_sign_stood() -> None:
    text = "السّـلام عليكُم"
    plain, places = bare(text)
    assert plain == "السلام عليكم"
    assert "".join(text[places[at]] for at in range(len(plain))) == plain
    assert places[len(plain)] == len(text)
    assert bare("plain")[0] == "plain"


def test_sentences_facts_and_names_of_a_marked_text_point_into_it() -> None:
    text = "مرحبًا سَارَة، وصلتِ الشُّحنةُ السَّاعة ٥ مساءً. دفعتِ ٤٠ ريـالًا."
    assert [text[part.start : part.end] for part in segment(text)] == ["مرحبًا سَارَة،", "وصلتِ الشُّحنةُ السَّاعة ٥ مساءً.", "دفعتِ ٤٠ ريـالًا."]
    assert [(fact.kind, text[fact.start : fact.end]) for fact in find_facts(text)] == [("time", "٥ مساءً"), ("amount", "٤٠ ريـالًا")]
    assert greeted_name(text[:14]) == ("سَارَة", 7, 13)
    assert [one.kind for one in segment("قالَ: نعمْ. لا.", [Marked(5, 11, "quote")])] == ["body", "quote", "body"]


def test_marks_are_no_letters_that_a_language_is_told_by() -> None:
    assert detect("مstand by myفـهوم، الَnicely done order لاستعلام عْنـها.") == detect(
        "مstand by myفهوم، الnicely done order لاستعلام عنها."
    )


def test_a_word_that_two_sentences_share_ends_with_its_sentence() -> None:
    document = read("I checked it.We hope so! الاستلام!NOOO nicely done soon.", DRAFT_CUES)
    for sentence in document.sentences:
        assert all(sentence.start <= start < end <= sentence.end for start, end in zip(sentence.starts, sentence.ends, strict=True))


@pytest.mark.parametrize("message", ["{ufound}", "{0}", "{found.__class__}", "{found:999999999}", "{found!r}", "{", "}"])
def test_a_company_rule_whose_message_asks_for_more_than_what_was_found_is_refused(message: str, tmp_path: Path) -> None:
    rule = f"{{id: own-rule, kind: phrase, criterion: tone, message: {{en: '{message}', ar: ب}}, phrases: {{en: [you]}}, examples: {{en: {{bad: [you], good: [we]}}}}}}"
    with pytest.raises(ProfileError, match="message: "):
        Coach(load_profile(written(tmp_path, f"company_rules: [{rule}]")), CUES)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000 + "a", "? " * 60 + "a", "\n".join(" " * n + "a:" for n in range(60))]
)
def test_yaml_that_is_nested_deep_is_refused_and_does_not_end_the_process(text: str) -> None:
    with pytest.raises(ProfileError, match=r"nested more than 50 deep|mapping"):
        parse_yaml(text, "own.yaml")


@pytest.mark.parametrize("text", ["name: 2024-99-99", f"name: {'9' * 5000}"])
def test_a_value_that_only_looks_like_a_date_or_a_number_is_named_as_such(text: str) -> None:
    with pytest.raises(ProfileError, match="put it in quotes"):
        parse_yaml(text, "own.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "criteria: {tone: .nan}",
        "criteria: {tone: .inf}",
        "criteria: {tone: -1}",
        "criteria: {tone: 1.0e+308, length: 1.0e+308}",
        "penalties: {error: .nan}",
        "caps: {error: 900}",
        "thresholds: {max_words: {email: 0}}",
        "thresholds: {max_sentence_words: {en: -5}}",
    ],
)
def test_weights_and_bounds_that_no_score_can_be_made_of_are_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"profile\.yaml: (criteria|penalties|caps|thresholds)"):
        load_profile(written(tmp_path, text))


def test_a_phrasebook_whose_path_is_too_long_is_named(tmp_path: Path) -> None:
    coach = Coach(load_profile(written(tmp_path, f"phrasebook: {'x' * 300}")), CUES)
    with pytest.raises(PhrasebookError, match="File name too long"):
        coach.rewrite(Case(draft="Dear customer, you failed to send it. We'll get back to you soon.", customer="Where is it?"))


def test_a_phrasebook_past_its_bound_is_refused(tmp_path: Path) -> None:
    written(tmp_path, f"move: apology\nentries: []\n#{'x' * 1_000_000}", "en/apology.yaml")
    with pytest.raises(PhrasebookError, match="larger than 1000000"):
        check_folder(tmp_path)


def test_a_scenario_with_a_tab_where_only_one_yaml_loader_takes_it_is_refused_with_its_line() -> None:
    with pytest.raises(bank.ScenarioError, match=r"own\.yaml:1: "):
        bank.parse("name: 20 [hostile] 24-99-99\t\n", "own.yaml")


@pytest.mark.parametrize(("encoding", "order"), [("utf-16", "-le"), ("utf-16", "-be"), ("utf-32", "-le")])
def test_wide_letters_without_a_mark_are_read(encoding: str, order: str, tmp_path: Path) -> None:
    path = tmp_path / "chats.csv"
    path.write_bytes("conversation_id,role,text\n1,customer,Where is it?\n".encode(encoding + order))
    assert [one.text for one in sources.read(path, options=Options(encoding=encoding)) if isinstance(one, Post)] == ["Where is it?"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_bytes_that_are_not_in_the_named_wide_encoding_raise_only_what_a_person_can_act_on(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "chats.csv"
    path.write_bytes("المحادثة,الدور,النص\n1,عميل,وين\n".encode("cp1256"))
    try:
        list(sources.read(path, options=Options(encoding=encoding)))
    except CoachError:
        return


@pytest.mark.parametrize("encoding", ["base64", "rot13", "no-such"])
def test_an_encoding_that_makes_no_text_is_refused(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "chats.csv"
    path.write_bytes(b"conversation_id,role,text\n")
    with pytest.raises(UnknownName, match="encoding"):
        list(sources.read(path, options=Options(encoding=encoding)))


def test_a_field_whose_path_is_longer_than_a_mapping_takes_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "chats.jsonl"
    path.write_text(
        '{"%s": {"status": "open"}, "conversation_id": "1", "role": "customer", "text": "Where is it?"}\n' % ("x" * 300), encoding="utf-8"
    )
    mapping = sources.guess(path)
    assert mapping is not None
    assert (mapping.columns.text, mapping.columns.status) == ("text", None)


def test_the_mark_of_another_wide_encoding_than_the_named_one_ends_nothing(tmp_path: Path) -> None:
    table = tmp_path / "chats.csv"
    table.write_bytes(b"\xff\xfe" + "conversation_id;role;text;sent_at\r\n1;customer;Where?;03/04/2026\r\n".encode("utf-16-le"))
    sources.guess(table, None, Options(encoding="utf-32"))


@pytest.mark.parametrize("made", [None, "freshdesk"])
def test_half_a_pair_of_surrogates_is_no_json_and_ends_nothing(made: str | None, tmp_path: Path) -> None:
    path = tmp_path / "chats.json"
    path.write_bytes(b'[{"id": 1, "subject": "+2AA-"}, {"id": 2}]')
    options = Options(encoding="utf-7")
    sources.guess(path, made, options)
    if made:
        assert any(isinstance(one, Rejected) for one in sources.read(path, made, options=options))


@pytest.mark.parametrize("word", ["شكرااا", "شكرـاـا\u064eا"])
def test_a_stretched_word_is_one_with_tatweel_and_marks_between(word: str) -> None:
    assert fired(f"{word} لك على تواصلك معنا.").count("shouting") == 1


def test_mending_lowers_no_score() -> None:
    draft = "السي\ufffd\ufffdNoted![told][told][told]"
    made = COACH.rewrite(
        Case.make(draft=draft, channel="sms", customer="\ufffd to whom it may concern, what happened, أهلا وسهلا في أي وقت, how soon")
    )
    assert made.score_after >= made.score_before
