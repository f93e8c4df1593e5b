/** #/cohort/ID/TAB/TRAINING: one group, a tab a question: how they do, how they compare, what they do now, whom to invite (to the set ID). */
import { h } from "../core.js";
import { heading } from "../practice/parts.js";
import { compare } from "./compare.js";
import { invite } from "./invite.js";
import { members } from "./members.js";
import { dayOf, trainingDay } from "./training_day.js";
import { view } from "./view.js";
import { watch } from "./watch.js";

const TABS = { members, compare, watch, invite };
const OF_A_TRAINING = new Set(["members", "compare"]);

export function cohort(context, id, asked = "members", training = "") {
  const { client, speech } = context;
  const tab = asked in TABS ? asked : "members";
  const path = (name, day) => `#/cohort/${id}/${name}${day ? `/${day}` : ""}`;
  return view(context, () => client.get(`/cohorts/${encodeURIComponent(id)}`), (found) => {
    context.title(found.name);
    return [
      h("p", { class: "back" }, h("a", { href: "#/cohorts" }, speech.say("training.cohorts.title"))),
      heading(h("bdi", {}, found.name)),
      h("nav", { class: "tabs", "aria-label": speech.say("training.tabs.label") }, Object.keys(TABS).map((name) =>
        h("a", { href: path(name, dayOf(training)), "aria-current": name === tab ? "page" : null }, speech.say(`training.tabs.${name}`)))),
      OF_A_TRAINING.has(tab) ? trainingDay(speech, training, (day) => context.go(path(tab, day))) : "",
      TABS[tab](context, found, training),
    ];
  });
}
