"""What an Arabic message gives for the slots of a problem: the thing, since when, how much, which number, how often."""

import re
from functools import lru_cache

from coach.phrasebook import Form, Item, Phrasebook
from coach.text import normalise
from coach.text.cues import Hit
from coach.text.document import Document, Sentence

_GOODS = frozenset(
    "order parcel shipment phone laptop tablet headphones screen router device fridge washing-machine air-conditioner oven"
    " furniture bed sofa shoes dress clothes bag gift meal groceries medicine glasses".split()
)
_DEVICES = frozenset("phone laptop tablet charger headphones screen router device fridge washing-machine air-conditioner oven car".split())
_PAPERS = frozenset("certificate card visa-residence".split())
_NUMBERED = frozenset("order parcel shipment booking claim request".split())
_FEMININE = frozenset(
    "shipment headphones screen fridge washing-machine sofa clothes bag gift meal groceries glasses car certificate card visa-residence"
    " claim request".split()
)
_ITEMS = {"repair": _DEVICES, "documents": _PAPERS}
_NUMBER_OF = {
    "problems.delay/claim": "claim",
    "problems.contract/claim-refused": "claim",
    "problems.delay/request": "request",
    "problems.booking/booking-lost": "booking",
}
_ARTICLE = re.compile(r"^[وف]?(?:بال|لل|ال)")
_MINE = re.compile(r"(?:تي|تنا|ي|نا)$")
_LABEL = 8  # letters between a thing and its number: «رقم», «no.»
_REACH = 6  # words on either side of a cue within which a slot belongs to it

_UNITS: dict[str, tuple[str, tuple[str, str, str, str]]] = {
    # normalised word: one, two, three to ten, eleven and more; feminine units end in teh marbuta
    **dict.fromkeys(("دقيقه", "دقايق"), ("f", ("دقيقة", "دقيقتين", "دقائق", "دقيقة"))),
    **dict.fromkeys(("ساعه", "ساعات", "سوايع"), ("f", ("ساعة", "ساعتين", "ساعات", "ساعة"))),
    **dict.fromkeys(("يوم", "يوما", "ايام", "نهار"), ("m", ("يوم", "يومين", "أيام", "يومًا"))),
    **dict.fromkeys(("اسبوع", "اسبوعا", "اسابيع", "سيمانه"), ("m", ("أسبوع", "أسبوعين", "أسابيع", "أسبوعًا"))),
    **dict.fromkeys(("شهر", "شهرا", "شهور", "اشهر", "شهورات"), ("m", ("شهر", "شهرين", "أشهر", "شهرًا"))),
}
_DUALS = {"ساعتين": "ساعه", "يومين": "يوم", "نهارين": "يوم", "اسبوعين": "اسبوع", "شهرين": "شهر", "دقيقتين": "دقيقه"}
_SINGLE = frozenset("ساعه اسبوع شهر".split())
_NUMBERS = {
    word: number
    for number, words in {
        3: "ثلاث ثلاثه تلات تلاته تلت ثلث تلاث",
        4: "اربع اربعه ربع",
        5: "خمس خمسه",
        6: "ست سته",
        7: "سبع سبعه",
        8: "ثمان ثماني ثمانيه تمن تمان تمانيه ثمن",
        9: "تسع تسعه",
        10: "عشر عشره",
    }.items()
    for word in words.split()
}
_SPELT_M = {3: "ثلاثة", 4: "أربعة", 5: "خمسة", 6: "ستة", 7: "سبعة", 8: "ثمانية", 9: "تسعة", 10: "عشرة"}
_SPELT_F = {3: "ثلاث", 4: "أربع", 5: "خمس", 6: "ست", 7: "سبع", 8: "ثماني", 9: "تسع", 10: "عشر"}
_SINCE = frozenset("من منذ مند بقالي بقاله بقالها بقالنا صارلي صارله صارلها صارلنا صرلي صرله صرلها صرلنا صارلو بقالو الي اله الها".split())
_ABOUT = frozenset("حوالي تقريبا قرابه نحو".split())
_DAYS = {
    **dict.fromkeys(("الاحد", "الحد"), "الأحد"),
    **dict.fromkeys(("الاثنين", "الاتنين", "التنين", "لثنين"), "الاثنين"),
    **dict.fromkeys(("الثلاثا", "التلات", "الثلوث", "التلاتا", "الثلاث"), "الثلاثاء"),
    **dict.fromkeys(("الاربعا", "الاربع", "الربوع", "لاربع"), "الأربعاء"),
    **dict.fromkeys(("الخميس", "لخميس"), "الخميس"),
    **dict.fromkeys(("الجمعه",), "الجمعة"),
    **dict.fromkeys(("السبت",), "السبت"),
}
_YESTERDAY = frozenset("امس امبارح مبارح البارح البارحه".split())
_SAID_YESTERDAY = {"egyptian": "امبارح", "levantine": "مبارح", "maghrebi": "البارح"}
_RELATIVE = frozenset("اللي الذي التي يلي".split())
_LOYAL = frozenset("معكم معاكم وياكم عميل زبون مشترك مشتركه عضو متطوع زبونه عميله موظف".split())
_CURRENCIES: dict[str, tuple[str, str, str]] = {
    **dict.fromkeys(("SAR", "QAR", "OMR"), ("ريال", "ريالات", "ريالًا")),
    **dict.fromkeys(("AED", "MAD"), ("درهم", "دراهم", "درهمًا")),
    **dict.fromkeys(("KWD", "JOD", "BHD", "DZD", "TND"), ("دينار", "دنانير", "دينارًا")),
    "EGP": ("جنيه", "جنيهات", "جنيهًا"),
    "USD": ("دولار", "دولارات", "دولارًا"),
    "LBP": ("ليرة", "ليرات", "ليرة"),
    "EUR": ("يورو", "يورو", "يورو"),
}
_TIMES = frozenset("مره مرات".split())


class Filler:
    """Fills slots from one message, each only where it stands by the cue that it belongs to."""

    def __init__(self, message: Document, form: Form, dialect: str, phrasebook: Phrasebook) -> None:
        """Remember the message and how its writer is addressed; nothing is searched yet."""
        self._message, self._form, self._dialect = message, form, dialect
        self._table = _items(phrasebook)

    def fill(self, slots: frozenset[str], sentence: Sentence, hit: Hit) -> dict[str, str] | None:
        """Give a value for every slot; None where one lacks."""
        values: dict[str, str] = {}
        for slot in slots:
            value = {
                "item": self._item,
                "span": self._span,
                "amount": self._amount,
                "order": self._order,
                "count": self._count,
                "day": self._day,
            }[slot](sentence, hit)
            if not value:
                return None
            values[slot] = value
        return values

    def feminine(self, sentence: Sentence, hit: Hit) -> bool:
        """Tell whether the thing that the cue speaks of is a feminine noun."""
        found = self._thing(sentence, hit)
        return found is not None and found[0].id in _FEMININE

    def _thing(self, sentence: Sentence, hit: Hit) -> tuple[Item, int] | None:
        """Find the thing nearest to the cue, of the kind that its matter is about; with its place."""
        matter = hit.label.removeprefix("problems.").partition("/")[0]
        allowed = _ITEMS.get(matter, _GOODS)
        words = sentence.words
        for place in (*range(hit.start, hit.end), *range(hit.start - 1, max(-1, hit.start - _REACH), -1)):
            for bare in _bare(words[place]):
                item = self._table.get(bare)
                if item is not None and item.id in allowed:
                    return item, place
        return None

    def _item(self, sentence: Sentence, hit: Hit) -> str:
        found = self._thing(sentence, hit)
        if found is None:
            return ""
        forms = found[0].forms
        if self._form == "neutral" and forms.get("m") == forms.get("f"):  # «طلبك» shows no gender
            return forms.get("m") or forms.get("neutral", "")
        return forms.get(self._form) or forms.get("neutral", "")

    def _order(self, sentence: Sentence, hit: Hit) -> str:
        """Give the reference written right after the thing, where such a thing bears a number."""
        named = _NUMBER_OF.get(hit.label)
        if named is not None:
            places = [place for place, word in enumerate(sentence.words) if self._names(word, named)]
        else:
            found = self._thing(sentence, hit)
            places = [found[1]] if found is not None and found[0].id in _NUMBERED else []
        for fact in self._message.facts:
            if fact.kind == "order" and any(0 <= fact.start - sentence.ends[place] <= _LABEL for place in places):
                return normalise.western_digits(self._message.text[fact.start : fact.end])
        return ""

    def _names(self, word: str, name: str) -> bool:
        """Tell whether a word names the thing of that id."""
        return any((item := self._table.get(bare)) is not None and item.id == name for bare in _bare(word))

    def _amount(self, sentence: Sentence, hit: Hit) -> str:
        """Give the one sum of money by the cue."""
        first = sentence.starts[max(0, hit.start - 1)]
        last = sentence.ends[min(len(sentence.ends), hit.end + 4) - 1]
        near = [fact for fact in self._message.facts if fact.kind == "amount" and first <= fact.start < last]
        if len(near) != 1:
            return ""
        number, _, currency = near[0].value.partition(" ")
        names = _CURRENCIES.get(currency)
        if names is None or not re.fullmatch(r"\d+(?:\.\d+)?", number):
            return ""
        return f"{number} {names[_agreement(number)]}"

    def _span(self, sentence: Sentence, hit: Hit) -> str:
        """Say since when, «منذ أسبوعين»; how long someone has been a customer, or «المكيف اللي ركبتوه من يومين», is passed over."""
        words = sentence.words
        for place in range(max(0, hit.start - 4), min(len(words), hit.end + _REACH)):
            if place >= 2 and words[place - 2] in _RELATIVE and words[place - 1].endswith(("ه", "ها")):
                continue
            since = words[place] in _SINCE or (words[place] in ("لي", "له", "لها", "لنا") and place and words[place - 1] in ("صار", "صارت"))
            if since and not _LOYAL.intersection(words[max(0, place - 3) : place + 6]):
                length = self._length(words, place + 1)
                if length and (place == 0 or words[place - 1] not in ("اكثر", "اكتر", "اقل", "بعد", "قبل")):
                    return f"{'منذ' if self._dialect == 'msa' else 'من'} {length}"
        return ""

    def _length(self, words: list[str], at: int) -> str:
        """Read a length of time, or the day since when, that begins at a word."""
        rest = words[at : at + 4] + [""] * 4
        if rest[0] in _ABOUT:
            rest = rest[1:]
        if rest[0] == "يوم" and rest[1] in _DAYS:
            return f"يوم {_DAYS[rest[1]]}"
        if rest[0] in _DAYS:
            return f"يوم {_DAYS[rest[0]]}"
        if rest[0] in _YESTERDAY:
            return _SAID_YESTERDAY.get(self._dialect, "أمس")
        if rest[0] in _DUALS:
            return _UNITS[_DUALS[rest[0]]][1][1]
        if rest[0] in _SINGLE:
            half = " ونصف" if rest[1] in ("ونص", "ونصف") else ""
            return "" if rest[1].isdigit() or rest[1] in ("الي", "ل", "رمضان") else _UNITS[rest[0]][1][0] + half
        number = _NUMBERS.get(rest[0]) or (int(rest[0]) if rest[0].isdecimal() and len(rest[0]) <= 3 else 0)
        if number < 2 or rest[1] not in _UNITS:
            return ""
        gender, forms = _UNITS[rest[1]]
        if number == 2:
            return forms[1]
        if number <= 10:
            spelt = (_SPELT_F if gender == "f" else _SPELT_M)[number] if self._dialect == "msa" else str(number)
            return f"{spelt} {forms[2]}"
        return f"{number} {forms[3]}"

    def _count(self, sentence: Sentence, hit: Hit) -> str:
        """Say how often, «ثلاث مرات»."""
        words = sentence.words
        for place in range(hit.start, min(len(words), hit.end + 1)):
            if words[place] in ("مرتين", "مرتان"):
                return "مرتين"
            if words[place] in _TIMES and place:
                number = _NUMBERS.get(words[place - 1]) or (int(words[place - 1]) if re.fullmatch(r"\d{1,2}", words[place - 1]) else 0)
                if 3 <= number <= 10:
                    return f"{_SPELT_F[number]} مرات"
                if number > 10:
                    return f"{number} مرة"
        return ""

    def _day(self, sentence: Sentence, hit: Hit) -> str:
        """Name the day that the cue speaks of, «يوم الأحد»."""
        return next((f"يوم {_DAYS[word]}" for word in sentence.words[hit.start : hit.end] if word in _DAYS), "")


def _bare(word: str) -> tuple[str, ...]:
    """Give a word, and the word without its article or the writer's own pronoun."""
    return word, _ARTICLE.sub("", word), _MINE.sub("", word), _MINE.sub("ه", word)


def _agreement(number: str) -> int:
    """Choose the counted noun's form: 0 after hundreds and parts, 1 from three to ten, 2 from eleven to ninety-nine."""
    if "." in number:
        return 0
    last = int(number) % 100
    return 1 if 3 <= last <= 10 else 2 if last >= 11 else 0


@lru_cache(maxsize=4)
def _items(phrasebook: Phrasebook) -> dict[str, Item]:
    """Give the things that one word names, by that word in its one spelling."""
    table: dict[str, Item] = {}
    for item in phrasebook.items("ar"):
        for word in item.words:
            if " " not in word and len(word) > 2:
                table.setdefault(normalise.arabic(word), item)
    return table
