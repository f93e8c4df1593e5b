/** The interface's languages: the panel's texts, and over them the page's own. */
import { Speech, TEXTS } from "./core.js";

const read = {};

async function textsOf(language) {
  const answer = await fetch(new URL(`../i18n/${language}.json`, import.meta.url));
  return { ...TEXTS[language], ...(await answer.json()) };
}

/** Load a language once, and speak it. */
export async function speak({ language, digits }) {
  read[language] ??= textsOf(language);
  return new Speech(language, language === "ar" ? digits : "latn", await read[language]);
}
