/** <coach-bar>: the name, and the agent's preferences; fires `prefer`, detail {name: value}. */
import { h, s } from "./core.js";

const THEME_ICONS = {
  auto: "M12 3a9 9 0 1 0 0 18Zm0 0a9 9 0 0 1 0 18",
  light: "M12 8a4 4 0 1 1 0 8a4 4 0 0 1 0-8ZM12 2.5v2m0 15v2m9.500-9.500h-2m-15 0h-2m16.200-6.700-1.400 1.400M6.700 17.300l-1.400 1.400m0-13.400 1.400 1.400m10.600 10.600 1.400 1.400",
  dark: "M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500Z",
};

class Bar extends HTMLElement {
  /** `across` leads to the other page: where to, and the name of its text. */
  draw(speech, preferences, across = { href: "practice", name: "toPractice" }) {
    const at = document.activeElement?.closest("coach-bar button")?.value;
    this.replaceChildren(
      h("h1", {}, mark(), speech.say("name")),
      h("a", { class: "across", href: across.href }, speech.say(across.name)),
      h("div", { class: "preferences", role: "group", "aria-label": speech.say("preferences") },
        speech.language === "ar"
          ? this.#choice(speech.say("digits"), "digits", preferences, [["latn", "123", "123"], ["arab", "١٢٣", "١٢٣"]])
          : "",
        this.#choice(speech.say("theme"), "theme", preferences,
          Object.entries(THEME_ICONS).map(([name, path]) => [name, picture(path), speech.say(`themes.${name}`)])),
        this.#choice(speech.say("language"), "language", preferences, [["en", "English", "English"], ["ar", "العربية", "العربية"]])));
    if (at) this.querySelector(`button[value="${at}"]`)?.focus();
  }

  #choice(label, name, preferences, options) {
    return h("div", { class: "choice", role: "group", "aria-label": label },
      options.map(([value, shown, title]) =>
        h("button", {
          type: "button", value, title, "aria-label": title, "aria-pressed": String(preferences[name] === value), lang: name === "language" ? value : null,
          onclick: () => this.dispatchEvent(new CustomEvent("prefer", { detail: { [name]: value } })),
        }, shown)));
  }
}

function picture(path) {
  return s("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" }, s("path", { d: path }));
}

function mark() {
  return s("svg", { viewBox: "0 0 32 32", class: "mark-of-ours", "aria-hidden": "true" },
    s("path", { class: "bubble", d: "M6 5h20a3 3 0 0 1 3 3v12a3 3 0 0 1-3 3H15l-6 5v-5H6a3 3 0 0 1-3-3V8a3 3 0 0 1 3-3Z" }),
    s("path", { class: "tick", d: "m10.500 14 4 4 7.500-8" }));
}

customElements.define("coach-bar", Bar);
