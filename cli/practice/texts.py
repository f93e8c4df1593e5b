"""What the commands of practice say."""

TEXTS = {
    "comma": {"en": ", ", "ar": "، "},
    "en": {"en": "English", "ar": "الإنجليزية"},
    "ar": {"en": "Arabic", "ar": "العربية"},
    "held_out": {"en": "for tests", "ar": "للاختبار"},
    "listed": {"en": "scenarios: {n}", "ar": "عدد السيناريوهات: {n}"},
    "end": {"en": "The conversation ends here.", "ar": "تنتهي المحادثة هنا."},
    "advice": {"en": "advice", "ar": "نصيحة"},
    "to_fill": {"en": "{place} is still to be filled in", "ar": "لم يُملأ بعد: {place}"},
    "linted": {"en": "checked: {n}, problems: {problems}", "ar": "فُحص: {n}، والمشكلات: {problems}"},
    "bank": {"en": "{language}, scenarios: {n}", "ar": "{language}، عدد السيناريوهات: {n}"},
    "ordered": {"en": "samples in order, poor < fair < excellent", "ar": "أمثلة بترتيبها: ضعيف ثم مقبول ثم ممتاز"},
    "graded": {"en": "samples in their own grade", "ar": "أمثلة في تقديرها"},
    "masters": {"en": "model replies that score as excellent", "ar": "ردود نموذجية درجتها ممتازة"},
    "held": {"en": "attempts at playing for points that stay below excellent", "ar": "محاولات تحايل لم تبلغ الممتاز"},
    "clean": {"en": "good replies without a false alarm about facts", "ar": "ردود جيدة بلا إنذار كاذب في المعلومات"},
    "met": {"en": "The goal is met: order in 98%, nothing won by playing.", "ar": "تحقق الهدف: الترتيب سليم في 98% ولم ينجح أي تحايل."},
    "not_met": {
        "en": "The goal is missed: order in 98%, nothing won by playing.",
        "ar": "لم يتحقق الهدف: ترتيب سليم في 98% وألا ينجح أي تحايل.",
    },
    "made": {
        "en": "{file} is made. Fill it in, then check it with coach practice lint.",
        "ar": "أُنشئ {file}. املأه ثم افحصه بالأمر coach practice lint.",
    },
    "line": {"en": "line", "ar": "السطر"},
    "imported": {"en": "skeletons made: {n}, in {folder}", "ar": "هياكل أُنشئت: {n}، في {folder}"},
    "agent": {"en": "agent", "ar": "موظف"},
    "trainer": {"en": "trainer", "ar": "مدرب"},
    "admin": {"en": "administrator", "ar": "مدير نظام"},
    "added": {
        "en": "{name} is in as {role}, with the id {id}. The key is shown this once.",
        "ar": "أُضيف {name} بصفة {role} ومعرّفه {id}. لن يُعرض المفتاح مرة أخرى.",
    },
    "rekeyed": {
        "en": "{name} has a new key, shown this once. The old one is refused from now on.",
        "ar": "صار لـ{name} مفتاح جديد لن يُعرض مرة أخرى. المفتاح القديم لم يعد مقبولًا.",
    },
    "people": {"en": "people: {n}", "ar": "عدد الأشخاص: {n}"},
    "backed_up": {"en": "{file} holds the whole store.", "ar": "حُفظ المخزن كله في {file}."},
    "restored": {
        "en": "people: {people}, attempts: {attempts}, tries: {tries}",
        "ar": "الأشخاص: {people}، المحاولات: {attempts}، الردود: {tries}",
    },
    "sure": {"en": "Erase {name} with all they wrote?", "ar": "أتريد محو {name} وكل ما كُتب باسمه؟"},
    "erased": {
        "en": "erased: attempts {attempts}, replies {tries}, remarks {comments}",
        "ar": "مُحي من المحاولات {attempts} ومن الردود {tries} ومن التعليقات {comments}",
    },
    "swept": {
        "en": "let go of the words of: attempts {attempts}, replies {tries}, remarks {comments}",
        "ar": "أُزيلت نصوص: المحاولات {attempts}، الردود {tries}، التعليقات {comments}",
    },
    "not_written": {"en": "Nothing was written.", "ar": "لم يُكتب شيء."},
    "written": {"en": "version {n} is written to {file}", "ar": "كُتبت النسخة {n} في {file}"},
}
