/** The conversation as it went: the customer's messages, the tries at answering each, and the master's replies that were shown. */
import { h } from "../core.js";
import { judged, scores, standing } from "./judged.js";
import { saidBy } from "./scenario.js";
import { written } from "./parts.js";

/** Show an attempt's visits; `at` holds {attempt, rubric, changed}. */
export function talk(context, at) {
  return h("ol", { class: "talk" }, at.attempt.visits.map((visit, n) => visited(context, { ...at, visit, latest: n === at.attempt.visits.length - 1 })));
}

function visited(context, at) {
  const { attempt, visit } = at;
  return h("li", { class: "visit" },
    h("div", { class: "theirs-said" }, saidBy(context.speech, attempt.scenario), written(visit.message, attempt.language)),
    ...tries(context, at),
    visit.master && visit.tries.length ? compared(context.speech, visit, attempt.language) : "");
}

/** The last try of the open message stands open; earlier ones open on a click. */
function tries(context, at) {
  const { speech } = context;
  const { attempt, visit, latest, rubric } = at;
  return visit.tries.map(standing).map((one, n) => {
    const shown = judged(context, { ...at, one: visit.tries[n] });
    const open = n === visit.tries.length - 1 && (latest || attempt.ended || visit.ends);
    if (open) return shown;
    const whole = one.overrides.findLast(({ criterion }) => criterion === "overall");
    return h("details", { class: "folded-try" },
      h("summary", {}, h("span", {}, speech.say("tryNumber", { n: one.number })), scores(speech, one, whole, rubric),
        one.text === null ? "" : h("span", { class: "excerpt", lang: attempt.language, dir: "auto" }, one.text)), shown);
  });
}

function compared(speech, visit, language) {
  const { text } = visit.tries.at(-1);
  return h("section", { class: "compare", "aria-label": speech.say("sideBySide") },
    text === null ? "" : h("div", {}, h("h3", {}, speech.say("yours")), written(text, language)),
    h("div", { class: "master-of" }, h("h3", {}, speech.say("master")), written(visit.master, language)));
}
