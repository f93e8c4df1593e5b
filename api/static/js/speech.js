/** The interface's languages: the panel's texts, and over them the page's own. */
import { Speech, TEXTS } from "./core.js";

const read = {};

async function textsOf(language, more) {
  const files = [language, ...more.map((name) => `${name}.${language}`)];
  const texts = await Promise.all(files.map(async (file) => (await fetch(new URL(`../i18n/${file}.json`, import.meta.url))).json()));
  return texts.reduce(over, TEXTS[language]);
}

/** Lay texts over others, group by group. */
function over(under, texts) {
  const joined = Object.entries(texts).map(([name, text]) => [name, typeof text === "object" && under[name] ? over(under[name], text) : text]);
  return { ...under, ...Object.fromEntries(joined) };
}

/** Load a language once, with the texts of `more` parts, and speak it. */
export async function speak({ language, digits }, more = []) {
  read[language] ??= textsOf(language, more);
  return new Speech(language, language === "ar" ? digits : "latn", await read[language]);
}
