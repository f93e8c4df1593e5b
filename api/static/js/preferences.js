/** What the agent prefers: the browser keeps it, and of the practice page unsent replies and, if one likes, the key (practice/drafts.js, key.js). */

const NAME = "reply-coach-preferences";
const CHOICES = { language: ["en", "ar"], theme: ["auto", "light", "dark"], digits: ["latn", "arab"] };

function kept() {
  try {
    return JSON.parse(localStorage.getItem(NAME)) ?? {};
  } catch {
    return {};
  }
}

export function load() {
  const language = navigator.language.startsWith("ar") ? "ar" : "en";
  const preferences = { language, theme: "auto", digits: "latn" };
  for (const [name, value] of Object.entries(kept())) if (CHOICES[name]?.includes(value)) preferences[name] = value;
  return preferences;
}

export function save(preferences) {
  try {
    localStorage.setItem(NAME, JSON.stringify(preferences));
  } catch {
    // A browser that keeps nothing starts afresh each time.
  }
}
