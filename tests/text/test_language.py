"""Languages, Arabizi, dialects, mixed spans."""

import pytest

from coach.text.document import DRAFT_CUES, read
from coach.text.language import detect

LANGUAGES = {
    "en": ["Where is my order? It has been a week.", "Thanks, that works", "hi"],
    "ar": ["وين طلبي صار له أسبوع", "شكرًا جزيلًا لكم", "طلبك في الطريق مع شركة Aramex", "السلام عليكم"],
    "fr": ["Bonjour, où est ma commande ? Je suis très déçu de votre service."],
    "es": ["Hola, ¿dónde está mi pedido? No ha llegado y estoy muy molesto con el servicio."],
    "tr": ["Merhaba, siparişim nerede? Bir haftadır bekliyorum ve çok kızgınım, bu ne."],
    "fa": ["سلام، سفارش من کجاست؟ چرا هنوز نرسیده است و شما پاسخ نمی‌دهید"],
    "ur": ["میرا آرڈر کہاں ہے؟ مجھے ابھی تک نہیں ملا اور آپ جواب نہیں دے رہے"],
    "und": ["😊😊", "123", "..."],
    "other": ["Где мой заказ?", "我的订单在哪里"],
}


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in LANGUAGES.items() for text in texts])
def test_language_is_told(code: str, text: str) -> None:
    assert detect(text).code == code


@pytest.mark.parametrize("text", ["3ayez a3raf el order bta3y feen", "msh 3aref a3mel eh fe el app da", "wein talabi shu sar ma3 el order"])
def test_arabic_in_latin_letters_is_arabic(text: str) -> None:
    assert detect(text) == ("ar", detect(text).confidence, True)


DIALECTS = {
    "gulf": ["وش صار على طلبي ابغى اعرف وين وصل الحين", "ابشر طال عمرك، ابي اسوي لك اياه ذحين"],
    "egyptian": ["الأوردر بتاعك هيوصل بكرة ومفيش أي مشكلة خالص", "عايز أعرف إزاي أغير العنوان ده"],
    "levantine": ["بدي أعرف شو صار بالطلب هلق", "قديش لازم ادفع مشان هيك شي"],
    "maghrebi": ["بغيت نعرف علاش الكوموند ديالي ما وصلاتش دابا", "بزاف عليكم هاد الشي واش كاين شي حل"],
    "msa": ["نود إبلاغكم بأن طلبكم قد خرج من المستودع وسيصلكم خلال يومين"],
    None: ["شكرًا", "طلبك وصل"],
}


@pytest.mark.parametrize(("dialect", "text"), [(dialect, text) for dialect, texts in DIALECTS.items() for text in texts])
def test_dialect_is_hinted(dialect: str | None, text: str) -> None:
    assert read(text, DRAFT_CUES).dialect == dialect


def test_spans_of_the_other_language_are_marked() -> None:
    text = "افتح Account Settings من القائمة الرئيسية ثم اضغط حفظ وانتظر دقيقة كاملة. Please restart the router now."
    document = read(text, DRAFT_CUES)
    assert [(text[start:end], code) for start, end, code in document.mixed] == [
        ("Account Settings", "en"),
        ("Please restart the router now.", "en"),
    ]
    assert [sentence.language for sentence in document.sentences] == ["ar", "en"]
