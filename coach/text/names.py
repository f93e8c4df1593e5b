"""The name that a greeting speaks to."""

import re
from typing import Literal

from coach.text.normalise import bare

_MISTER = r"(?:Mr|Ms|Mrs|Miss|Dr|Prof|Eng)\.?"
_ENGLISH = re.compile(
    r"\s*+(?i:hi(?:ya)?|hello|hey|howdy|g['’]day|dear|good (?:day|morning|afternoon|evening)|greetings|kia ora|namaste|as?salaa?mu? ?'?alaiku?m|thanks|thank you|welcome)?(?:\s++(?i:there|again))?[,!]?\s*+"
    rf"(?:{_MISTER}\s++)?"
    r"(?P<name>[A-Z][\w'’-]+(?:\s+(?!(?:and|thank)\b)[A-Z][\w'’-]+){0,2})\s*(?=[,!.:\n–—-]|$)"
)
_NOT_NAMES = frozenset(
    "hi hello hey dear good thanks thank welcome greetings sir madam team customer valued client all everyone there guest member friend sorry yes no"
    " monday tuesday wednesday thursday friday saturday sunday parents happy i'm im this it's your we i please our the regards morning afternoon evening sure okay ok great noted unfortunately"
    " ouch ha haha oh ah aha wow well right hmm oops oof ugh yikes hiya howdy gday g'day g’day brothers sisters folks guys".split()
)
_ARABIC = re.compile(
    r"(?<![\u0621-\u0652])(?:(?:ال)?(?:أستاذ|استاذ|سيد|دكتور|مهندس|أخ|اخ|آنسة|انسة)ة?|(?:أ|د|م)\.|عزيز(?:ي|تي)|أخ(?:ي|تي)|اخ(?:ي|تي)|مرحب[اًا]+|أهل[اًا]+|اهلا|[أا]هلين|هلا|هلا والله|السلام عليكم|صباح (?:الخير|النور|الورد)|مساء (?:الخير|النور|الورد)|حياك الله|يا|وعليكم السلام)"
    r"[،,]?\s+(?:(?:يا|(?:ال)?[أا]ستاذ[ةه]?|(?:ال)?سيد[ةه]?|(?:ال)?دكتور[ةه]?|(?:ال)?مهندس[ةه]?)\s+|(?:[أا]|د|م)\.\s*){0,4}(?P<name>(?:[أا]بو|[أا]م|بو)\s+(?:عبد\s+)?[\u0621-\u0652]{2,}(?!\S)|[\u0621-\u0652]{2,}(?:\s+[\u0621-\u0652]{2,})?(?=\s*(?:[،,!.:\n–—-]|$)))"
)
_NOT_ARABIC_NAMES = frozenset(
    "بك بكم فيك فيكم وسهلا العميل العميلة الكريم الكريمة العزيز العزيزة عميلنا عميلتنا الله عليكم ورحمة والله فندم طيب غالي الغالي الغالية حبيبي"
    " المسافر المسافرة المشترك المشتركة المواطن المواطنة المقيم الطالب الطالبة المريض الضيف الزائر المستفيد المستخدم المتبرع المتبرعة الراكب السائق أخي اخي أخوي اخوي أختي اختي حبيبتي عيوني مجددا مجددًا والسعادة ومرحبا ومرحبًا بكما جميعا جميعًا سيدي سيدتي أستاذ أستاذة استاذ استاذه السيد السيدة الكرام عملاءنا الخير النور بحضرتك بيك بكِ وسهلًا وسهلاً".split()
)
_TITLES = frozenset(
    "مدام ست حضرة حضرت الأخ الاخ الأخت الاخت أخ اخ أخت اخت عزيزي عزيزتي آنسة انسة الآنسة الانسة حاج حاجة الحاج الحاجة كابتن باشمهندس".split()
)
"""Words of courtesy before a name, where the pattern took them for the name."""
_GIVEN = re.compile(
    rf"(?:(?:{_MISTER}|(?:أ|ا|د|م)\.|(?:ال)?(?:[أا]ستاذ|سيد|دكتور|مهندس)[ةه]?)\s+|(?:أ|ا|د|م)\.)*"
    r"(?P<given>(?:(?:أم|ام|أبو|ابو|أبي|بو|Abu|Umm) )?(?:(?:عبد|Abd|Abdel) )?\S*)"
)


_SURNAMED = re.compile(rf"{_MISTER}(?: (?:and|&) {_MISTER})? [A-Z][\w'’-]+")
_INITIALS = re.compile(r"(?:[A-Z](?:\. ?| ))+[A-Z][\w'’-]+")
_DOCTOR = re.compile(r"(?P<title>د\.|دكتور[ةه]?) *(?=[\u0621-\u064a]{2})")
_KUNYA = re.compile(r"(?:(?P<f>[أا]م|Umm?)|[أا]بو|[أا]بي|بو|Abu)\s+\S")


def given_name(name: str) -> str:
    """Give the first name out of a full one: without a title, with what a name like «أبو محمد» begins with."""
    match = _GIVEN.match(name.strip())
    return match["given"] if match else ""


def called(name: str) -> str:
    """Give the name that a greeting uses: the given one, none where only its initial is known, a title with the only name behind it.

    So "Mrs Okafor" stays and "D. Okafor" is greeted without a name; in Arabic a doctor is one beside the given name too: «د. ليلى».
    """
    name = name.strip()
    if _SURNAMED.fullmatch(name):
        return name
    if _INITIALS.fullmatch(name):
        return ""
    doctor = _DOCTOR.match(name)
    return f"{doctor['title']} {given_name(name)}" if doctor else given_name(name)


def kunya_gender(name: str) -> Literal["m", "f"] | None:
    """Tell whether a name is a father's or a mother's, as «أبو محمد» and «أم خالد» are."""
    match = _KUNYA.match(name.strip())
    return ("f" if match["f"] else "m") if match else None


def greeted_name(sentence: str) -> tuple[str, int, int] | None:
    """Give the name in a greeting with its half-open offsets in the sentence, or None; diacritics and tatweel change nothing."""
    plain, places = bare(sentence)
    found = _greeted(plain)
    if found is None or plain is sentence:
        return found
    _, start, end = found
    return sentence[places[start] : places[end]], places[start], places[end]


def _greeted(sentence: str) -> tuple[str, int, int] | None:
    match = _ENGLISH.match(sentence)
    if match and not any(word.lower() in _NOT_NAMES for word in match["name"].split()):
        return match["name"], match.start("name"), match.end("name")
    match = _ARABIC.search(sentence)
    if match:
        words = match["name"].split()
        if words[0] in _TITLES:
            named = words[1:2] if not _NOT_ARABIC_NAMES.intersection(words) else []
            return (named[0], match.end("name") - len(named[0]), match.end("name")) if named else None
        if words[0] not in _NOT_ARABIC_NAMES and not (_KUNYA.match(match["name"]) and words[1] in _NOT_ARABIC_NAMES):
            if len(words) > 1 and words[1] in _NOT_ARABIC_NAMES:
                return words[0], match.start("name"), match.start("name") + len(words[0])
            return match["name"], match.start("name"), match.end("name")
    return None
