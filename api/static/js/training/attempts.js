/** Attempts as rows: what, how far, first and last score, remarks; each opens. */
import { h } from "../core.js";
import { told } from "../practice/parts.js";
import { ago } from "./told.js";

const OPEN_MS = 12 * 60 * 60 * 1000; // one that was begun before is not under way any more

/** `named` says whose they are, `fresh` holds the ids of those that came just now. */
export function attemptRows(speech, attempts, { named = false, fresh = new Set() } = {}) {
  return h("ul", { class: "rows" }, attempts.map((one) => h("li", { class: fresh.has(one.id) ? "fresh" : null },
    h("div", { class: "about" },
      h("a", { class: "lead", href: `#/attempt/${one.id}` }, named ? [h("bdi", {}, one.person.name), " · "] : "", h("bdi", {}, told(speech, one.title) || one.scenario)),
      h("p", { class: "hint" }, ago(speech, one.started), ...notes(speech, one).map((note) => ` · ${note}`))),
    scores(speech, one))));
}

function notes(speech, one) {
  return [
    speech.say(`training.ended.${one.ended ?? (one.finished ? "finished" : Date.now() - new Date(one.started) < OPEN_MS ? "open" : "left")}`),
    speech.count("training.tries", one.tries),
    one.held_out ? speech.say("heldOut") : "",
    one.remarks ? speech.count("training.remarks", one.remarks) : "",
  ].filter(Boolean);
}

/** Say the first and the last score; where they are the same, once. */
function scores(speech, { first, last }) {
  if (first == null) return h("span", { class: "scores little" }, speech.say("training.noScore"));
  const [from, to] = [Math.round(first), Math.round(last ?? first)];
  if (from === to) return h("span", { class: "scores" }, h("b", {}, speech.number(to)));
  return h("span", { class: "scores" },
    h("span", { class: "unseen" }, speech.say("training.firstLast", { first: from, last: to })),
    h("span", { "aria-hidden": "true" }, h("bdi", {}, speech.number(from)), speech.dir === "rtl" ? " ← " : " → ", h("b", {}, h("bdi", {}, speech.number(to)))));
}
