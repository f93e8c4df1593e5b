/** What the app itself says. */

export const WORDS = {
  en: {
    wrong: "The app's settings name no server that can be used; ask your administrator.",
    unread: "The ticket could not be read. Reload the page.",
    put: "The reply is in the editor.",
    unput: "The editor did not take the reply. Copy it from the panel.",
  },
  ar: {
    wrong: "لا تذكر إعدادات التطبيق خادمًا صالحًا؛ راجع المسؤول عن النظام.",
    unread: "تعذرت قراءة التذكرة. أعد تحميل الصفحة.",
    put: "أصبح الرد في المحرر.",
    unput: "لم يقبل المحرر الرد. انسخه من اللوحة.",
  },
};
