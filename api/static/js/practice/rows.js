/** How I stand on a scenario, and my attempts as rows. */
import { h } from "../core.js";
import { link, told, when } from "./parts.js";
import { gradeBadge, gradeOf } from "./scores.js";

/** How often I tried a scenario, and my best score on it. */
export function standing(speech, { tried, best }, { grades }) {
  return h("div", { class: "aside" },
    h("span", {}, tried ? speech.count("triedTimes", tried) : speech.say("untried")),
    best === null || best === undefined ? "" : h("span", {}, `${speech.say("best")} `, gradeBadge(speech, best, gradeOf(best, grades))));
}

/** My attempts as rows: what, when, and how it went. */
export function attemptRows(speech, attempts, { grades }) {
  return h("ul", { class: "rows" }, attempts.map((one) => {
    const over = Boolean(one.ended);
    return h("li", {},
      h("div", { class: "about" },
        h("a", { class: "lead", href: `#/attempt/${one.id}` }, h("bdi", {}, told(speech, one.title) || one.scenario)),
        h("p", { class: "hint" }, `${when(speech, one.started)} · ${speech.say(over ? `endings.${one.ended}` : "unfinished")}`,
          one.remarks ? h("span", {}, " · ", h("b", {}, speech.count("remarkCount", one.remarks))) : "")),
      h("div", { class: "aside" },
        one.first === null ? "" : h("span", {}, `${speech.say("columnFirst")} `, h("b", {}, speech.number(Math.round(one.first)))),
        one.last === null ? "" : gradeBadge(speech, one.last, one.grade ?? gradeOf(one.last, grades)),
        link(speech.say(over ? "lookBack" : "goOn"), `#/attempt/${one.id}`, "chip", { "aria-label": `${speech.say(over ? "lookBack" : "goOn")}: ${told(speech, one.title)}` })));
  }));
}
