/** Speaks the language that the agent chose for the panel, which may not be the browser's. */

import { languageOf, settings } from "./settings.js";

let messages = {};

/** Gives a text; `$1` in it is the value. */
export function say(name, value = "") {
  return messages[name].message.replace("$1", value);
}

/** Puts the texts into the page, and turns it the way its language is written. */
export async function speak() {
  const language = languageOf(await settings());
  messages = await (await fetch(`_locales/${language}/messages.json`)).json();
  document.documentElement.lang = language;
  document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
}
