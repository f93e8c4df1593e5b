/** How a conversation ended: the means of the first and the last tries, and where to go from here. */
import { h } from "../core.js";
import { link, written } from "./parts.js";
import { gradeBadge, gradeOf } from "./scores.js";

/** `unsent` is what was being typed when the time was up. */
export function ending(context, one, { grades }, mine, unsent = null) {
  const { speech } = context;
  const mean = (name, value) => h("div", {}, h("dt", {}, speech.say(name)), h("dd", {}, gradeBadge(speech, value, gradeOf(value, grades))));
  const again = `#/scenario/${one.scenario.id}${one.set_id ? `/${one.set_id}` : ""}`;
  return h("section", { class: "ending", tabindex: "-1", "aria-labelledby": "ending-title" },
    h("h3", { id: "ending-title" }, speech.say(`endings.${one.ended}`)),
    one.first === null
      ? h("p", {}, speech.say("endUntried"))
      : h("dl", { class: "means" }, mean("endFirst", one.first), mean("endLast", one.last)),
    unsent ? h("div", {}, h("p", { class: "hint" }, speech.say("draftKept")), written(unsent, one.language, "written in-card")) : "",
    mine && one.first !== null ? h("p", { class: "hint" }, speech.say("endNote")) : "",
    mine ? h("div", { class: "bar" }, link(speech.say("others"), "#/", "fix"), link(speech.say("onceMore"), again), link(speech.say("progressTitle"), "#/progress", "quiet")) : "");
}
