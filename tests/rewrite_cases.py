"""Faulty drafts, for tests of the rewriter."""

import re

from coach.case import Case

SEAM = re.compile(
    r" {2}|\n{3}|[ \t]\n| [,.;،؛]|[,،] ?[,،.]|[.!?؟] ?[,،]|(?<!\.)\.\.(?!\.)|\A\s|\s\Z|[{}]|[a-z][.!?][A-Z]|[\u0621-\u064a][.!؟][\u0621-\u064a]"
)
"""What edits may leave behind: two spaces, an empty line too many, a doubled or stray sign, an open brace, sentences run together."""

FAULTY = {
    "en blame and soon": Case.make(
        draft="Hi Sara,\n\nYou failed to attach the invoice 8812. We will look into it and get back to you soon.\n\nRegards,\nOmar",
        customer="Third time I write! Where is my refund of 40 SAR? I'm really angry, worst service ever.",
        context={"customer_name": "Sara"},
    ),
    "en refusal": Case.make(
        draft="Hello Tom,\n\nNo refunds.\n\nBest,\nAnn",
        customer="I want a refund, I'm disappointed with the shoes.",
        context={"customer_name": "Tom"},
    ),
    "en card": Case.make(draft="Hi,\n\nYour card 4111 1111 1111 1111 is active.\n\nBest,\nAnn", customer="Is my card active?"),
    "en shout": Case.make(draft="You MUST RESTART the router!!!! Then wait 5 minutes.", customer="internet is down", channel="chat"),
    "en non-apology": Case.make(
        draft="We are sorry if you felt inconvenienced. The driver comes on Sunday at 10 am.",
        customer="Nobody came yesterday and I lost a day of work, I'm furious!!",
        channel="chat",
    ),
    "en impersonal": Case.make(
        draft="Dear valued customer, your order 4411 leaves today.",
        customer="Where is order 4411?",
        channel="chat",
        context={"customer_name": "Sara Khan"},
    ),
    "ar blame and soon": Case.make(
        draft="السيدة سارة،\n\nكان عليك قراءة الشروط. سيتم الرد عليك في أقرب وقت.\n\nمع التحية،\nعمر",
        customer="ثالث مرة أراسلكم! وين المبلغ ٤٠ ريال؟ أسوأ خدمة، زهقت منكم.",
        context={"customer_name": "سارة", "addressee_gender": "f"},
    ),
    "ar refusal": Case.make(draft="مستحيل نرجع المبلغ.", customer="ابغى استرجع فلوسي زعلان منكم", channel="whatsapp"),
    "ar egyptian": Case.make(
        draft="يا فندم هنشوف الموضوع ونرد عليك قريب.", customer="الأوردر بتاعي فين؟ أنا زهقت واتأخر أسبوع!!", channel="chat"
    ),
    "ar non-apology": Case.make(
        draft="نعتذر إن كنت قد شعرت بالانزعاج. يصلك المندوب يوم الأحد الساعة ١٠.",
        customer="ما حد جاني أمس وضاع علي يوم كامل!! أنا معصب",
        channel="chat",
    ),
    "ar signs": Case.make(draft="تم حل المشكلة!!!! أعد التشغيل بعد ٥ دقائق.", customer="النت مقطوع", channel="chat"),
    "ar iban": Case.make(
        draft="حولنا المبلغ إلى الآيبان SA03 8000 0000 6080 1016 7519 اليوم.", customer="هل حولتم المبلغ؟", channel="chat"
    ),
}
GOOD = {
    "en answer": Case.make(
        draft="Hi Tom, yes, we're open on Friday from 2 pm to 10 pm.", customer="Are you open on Friday?", channel="chat"
    ),
    "en refusal": Case.make(
        draft="Hi Priya,\n\nI'm sorry, I can't refund the headphones, because the 30 days for returns ended on 14 April. You could swap them for store credit "
        "of 60 GBP instead.\n\nBest wishes,\nDan",
        customer="I'd like a refund for the headphones.",
    ),
    "ar answer": Case.make(
        draft="أهلًا خالد، نعم، نفتح يوم الجمعة من الرابعة عصرًا حتى العاشرة مساءً.", customer="تفتحون يوم الجمعة؟", channel="chat"
    ),
    "ar late": Case.make(
        draft="آسفين جدًا إنك استنيت أسبوع كامل، ده تأخير من عندنا. الأوردر خرج النهارده وهيوصلك بكرة قبل الساعة ٥.",
        customer="الأوردر اتأخر أسبوع وأنا زهقت، هو فين؟",
        channel="chat",
    ),
}
