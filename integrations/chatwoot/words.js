/** What the app itself says. */

export const WORDS = {
  en: {
    waiting: "Waiting for the conversation…",
    alone: "Open this page as a dashboard app in Chatwoot.",
    wrong: "config.json cannot be used: it names the Chatwoot addresses (chatwoot) and the coach's server (server).",
    copied: "Copied. Paste it into the reply in Chatwoot.",
    uncopied: "The browser did not allow copying. Press Ctrl+C (⌘C) now, then paste into the reply.",
  },
  ar: {
    waiting: "بانتظار المحادثة…",
    alone: "افتح هذه الصفحة من داخل Chatwoot بوصفها تطبيقًا في لوحة التحكم.",
    wrong: "تعذّر استعمال config.json: يجب أن يذكر عناوين Chatwoot (chatwoot) وخادم المدرب (server).",
    copied: "نُسخ النص. ألصقه في خانة الرد في Chatwoot.",
    uncopied: "لم يسمح المتصفح بالنسخ. اضغط Ctrl+C (أو ⌘C) الآن، ثم ألصق النص في خانة الرد.",
  },
};
