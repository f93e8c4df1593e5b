"""Arabic: what the customer asks for or tells of, in their own words, with the persons turned.

What is asked or was done becomes a verbal noun («كيف أربط المتجر» is «سؤالك عن ربط المتجر», «أغلقتم حسابي»
is «إغلاق حسابك»), so that no verb need be turned; a pronoun is turned only on nouns that are known.
"""

import re

from coach.phrasebook import Form
from coach.rewrite.playback import Playback
from coach.text import normalise
from coach.text.document import Document, Sentence

_HOW = frozenset(
    "كيف كيفاش ازاي شلون استطيع يمكنني اقدر بقدر نقدر ممكن ينفع فيني فيي نجم تقدرون تقدر تقدروا تستطيعون يمكنكم هينفع نستطيع".split()
)
_WANT = frozenset(
    "ابي ابغي ابغا نبي نبغي عايز عايزه عاوز عاوزه محتاج محتاجه بدي بدنا بغيت اريد نريد اود نود ارغب نرغب حاب حابه"
    " ارجو نرجو اطلب نطلب".split()
)
_ASKED = {
    verb: noun
    for noun, verbs in {
        "تحديث": "احدث نحدث حدثوا تحديث",
        "تغيير": "اغير نغير غيروا غيرو تغيير تغيرون تغيروا",
        "تعديل": "اعدل نعدل عدلوا عدلو تعديل تعدلون تعدلوا",
        "تفعيل": "افعل نفعل فعلوا فعلو تفعيل تفعلون",
        "إضافة": "اضيف نضيف ضيفوا اضيفوا اضافه",
        "ربط": "اربط نربط ربط",
        "فتح": "افتح نفتح افتحوا افتحو فتح تفتحون",
        "دفع": "ادفع ندفع دفع",
        "سداد": "اسدد نسدد سداد",
        "حجز": "احجز نحجز احجزوا حجز",
        "تجديد": "اجدد نجدد جددوا تجديد",
        "نقل": "انقل ننقل انقلوا نقل",
        "إيقاف": "اوقف نوقف اوقفوا وقفوا وقفو ايقاف توقفون",
        "استلام": "استلم نستلم استلام",
        "شحن": "اشحن نشحن شحن",
        "رفع": "ارفع نرفع ارفعوا رفع",
        "تجميد": "اجمد نجمد جمدوا تجميد",
        "تقديم": "اقدم نقدم قدموا تقديم",
        "ترقية": "ارقي نرقي ترقيه",
        "إلغاء": "الغي نلغي الغوا الغو الغاء الغا تلغون تلغوا",
        "تحويل": "احول نحول حولوا تحويل",
        "تبديل": "ابدل نبدل بدلوا بدلو تبديل تبدلون",
        "إصلاح": "اصلح نصلح صلحوا صلحو اصلحوا اصلاح تصليح تصلحون",
        "إرسال": "ارسلوا ابعتوا ابعثوا طرشوا دزوا ارسال ترسلون ابعتولي ارسلولي",
        "حذف": "احذف نحذف احذفوا امسحوا امسح حذف تحذفون",
        "إزالة": "شيلوا شيلو ازيلوا ازاله تشيلون",
        "تصحيح": "اصحح نصحح صححوا تصحيح",
        "توضيح": "وضحوا توضيح اوضحوا",
        "إعادة": "اعيدوا اعاده تعيدون",
        "إسقاط": "اسقطوا اسقاط",
        "تركيب": "اركب تركيب تركبون",
        "صرف": "اصرفوا صرف تصرفون",
        "تأجيل": "اجل ناجل اجلوا تاجيل",
        "تمديد": "امدد مددوا تمديد",
        "تحميل": "احمل نحمل تحميل",
        "تسجيل": "اسجل نسجل سجلوا تسجيل",
        "مراجعة": "راجعوا مراجعه",
        "إغلاق": "اغلقوا سكروا اقفلوا اغلاق",
    }.items()
    for verb in verbs.split()
}
_UNREAL = frozenset({"لو", "اذا", "حتي", "ان"})
_NOT = frozenset("لا ما لم لن مش مو مب عدم بدون دون ولا".split())
_ORDERED = re.compile(r"(?:وا|و)$")
_MINE = {
    "حسابي": "حسابك",
    "طلبي": "طلبك",
    "اشتراكي": "اشتراكك",
    "رقمي": "رقمك",
    "خطي": "خطك",
    "باقتي": "باقتك",
    "حجزي": "حجزك",
    "موعدي": "موعدك",
    "تذكرتي": "تذكرتك",
    "بطاقتي": "بطاقتك",
    "رصيدي": "رصيدك",
    "شحنتي": "شحنتك",
    "عنواني": "عنوانك",
    "بياناتي": "بياناتك",
    "سيارتي": "سيارتك",
    "عضويتي": "عضويتك",
    "ملفي": "ملفك",
    "اسمي": "اسمك",
    "جهازي": "جهازك",
    "ايميلي": "بريدك",
    "مطالبتي": "مطالبتك",
    "شقتي": "شقتك",
    "راتبي": "راتبك",
    "غرفتي": "غرفتك",
    "عقدي": "عقدك",
    "متجري": "متجرك",
    "صورتي": "صورتك",
    "محفظتي": "محفظتك",
    "تقييمي": "تقييمك",
    "تعليقي": "تعليقك",
    "عدادي": "عدادك",
    "مقعدي": "مقعدك",
    "رحلتي": "رحلتك",
    "طردي": "طردك",
    "اشتراكنا": "اشتراككم",
    "حسابنا": "حسابكم",
}
_FORMAL = {
    "الاعلان": "الإعلان",
    "الاعلانات": "الإعلانات",
    "الاوردر": "الطلب",
    "الاوردرات": "الطلبات",
    "الكارت": "البطاقة",
    "الفيزا": "البطاقة",
    "الايميل": "البريد",
    "الاكونت": "الحساب",
    "الباند": "الحظر",
    "البان": "الحظر",
    "الابلكيشن": "التطبيق",
}
_NO_OBJECT = frozenset(
    "الله اللي الي الذي التي الان الحين اليوم الليله الصبح الكل الناس المهزله المسخره الكلام النصب السرقه الموضوع القصه الجواب الباب"
    " الدنيا الشي الحل الحيوان الكلب الحقير المندوب الموظف السائق السواق السايق الكابتن المدير الفلوس المبلغ المصاري القرف الازعاج"
    " السالفه الاول الثاني التاني الثانيه التانيه الليل النهار البيت الا الى الف القسط الولد البنت".split()
)
_HEADS = {
    normalise.arabic(head): head
    for head in "رقم موعد صورة اسم عداد حجز اشتراك عقد تذكرة قيمة كلمة رمز عنوان باقة بطاقة خدمة حساب نسخة تاريخ شهادة فاتورة رسوم نوع"
    " مكان لغة ملف خط جهاز صيانة تسجيل غرفة رصيد".split()
}
_REAL_HEH = frozenset("الوجه المياه الانتباه الاتجاه الفقه المنبه الشبه".split())
_DONE = {
    verb: noun
    for noun, verbs in {
        "رفض": "رفضتم رفضتوا رفضتو",
        "إلغاء": "الغيتم الغيتوا لغيتوا الغيتو لغيتو",
        "إغلاق": "اغلقتم قفلتوا سكرتوا سديتو اقفلتم",
        "حذف": "حذفتم حذفتوا مسحتوا مسحتم حذفتو",
        "قطع": "قطعتم قطعتوا قطعتو",
        "فصل": "فصلتم فصلتوا",
        "إيقاف": "اوقفتم وقفتوا وقفتو",
        "تغيير": "غيرتم غيرتوا بدلتوا بدلتم غيرتو بدلتو",
        "رفع": "رفعتم رفعتوا رفعتو",
        "نشر": "نشرتم نشرتوا نشرتو",
        "إزالة": "شلتوا شيلتوا ازلتم",
        "تأجيل": "اجلتم اجلتوا",
        "خصم": "خصمتم خصمتوا",
        "مصادرة": "صادرتم",
        "إرسال": "ارسلتم",
        "فتح": "فتحتم فتحتوا",
        "نقل": "نقلتم نقلتوا",
        "تجميد": "جمدتم جمدتوا جمدتو",
        "كسر": "كسرتوا كسرتم كسرتو",
    }.items()
    for verb in verbs.split()
}
_HEATED = ("customer.sarcasm", "customer.thanks")


def own_words(message: Document, form: Form) -> Playback | None:
    """Say back what was done to the customer, or what they ask; None where it cannot surely be turned."""
    your = "كم" if form == "plural" else "ك"
    done = _done(message, your)
    if done:
        return Playback(done, f"شكوا{your} تتعلق ب{done}")
    asked = _asking(message, your)
    return Playback("", asked) if asked else None


def _done(message: Document, your: str) -> str:
    """Name what the company did to a definite thing, as a verbal noun with its object."""
    for sentence in message.body:
        if sentence.language != "ar" or sentence.is_question or any(label.startswith(_HEATED) for label in sentence.labels):
            continue
        words = sentence.words
        for place in range(len(words) - 1):
            noun = _DONE.get(words[place].removeprefix("و") if words[place] not in _DONE else words[place])
            before = words[max(0, place - 2) : place]
            if noun and _NOT.isdisjoint(before) and _UNREAL.isdisjoint(before) and (thing := _object(message, sentence, place + 1, your)):
                return f"{noun} {thing}"
    return ""


def _asking(message: Document, your: str) -> str:
    """Name the first thing that the customer asks to be done or to do, as a verbal noun with its object."""
    for sentence in message.body:
        words = sentence.words if sentence.language == "ar" else []
        for place in range(len(words) - 1):
            noun = _ASKED.get(words[place])
            if noun is None:
                continue
            before = words[max(0, place - 2) : place]
            how, want = not _HOW.isdisjoint(before), not _WANT.isdisjoint(before)
            ordered = _ORDERED.search(words[place]) is not None and _UNREAL.isdisjoint(before)
            if not (how or want or ordered) or not _NOT.isdisjoint(before):
                continue
            thing = _object(message, sentence, place + 1, your)
            if thing:
                noun = f"{_ASKED[words[place - 1]]} {noun}" if place and words[place - 1] in _ASKED else noun
                return f"سؤال{your} عن {noun} {thing}" if how and not want else f"طلب{your} هو {noun} {thing}"
    return ""


def _object(message: Document, sentence: Sentence, place: int, your: str) -> str:
    """Give the definite noun at a word, its pronoun turned; nothing where it is no such noun."""
    word = sentence.words[place]
    if word in _HEADS and place + 1 < len(sentence.words) and sentence.words[place + 1] not in _HEADS:
        rest = _object(message, sentence, place + 1, your)
        return f"{_HEADS[word]} {rest}" if rest else ""
    if word in _MINE:
        return _MINE[word].removesuffix("ك") + your if word.endswith("ي") else _MINE[word]
    if word in _FORMAL:
        return _FORMAL[word]
    if not word.startswith("ال") or len(word) < 5 or word in _NO_OBJECT:
        return ""
    written = normalise.dediacritise(message.text[sentence.starts[place] : sentence.ends[place]])
    if written.endswith("ه") and word not in _REAL_HEH:
        written = written[:-1] + "ة"
    return written
