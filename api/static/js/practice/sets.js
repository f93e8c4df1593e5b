/** My sets: how much of each is done, until when, and what is in it. */
import { h } from "../core.js";
import { lasting, loaded, scenarioRow, told, when } from "./parts.js";
import { standing } from "./rows.js";

export function setList(context, sets, briefs, rubric) {
  const { speech } = context;
  return h("ul", { class: "sets" }, sets.map((set) => {
    const all = set.scenarios.length;
    const past = set.deadline && new Date(set.deadline) < new Date();
    return h("li", { class: "panel-of" },
      h("header", {},
        h("strong", {}, h("bdi", {}, set.name)),
        h("span", { class: "hint" }, set.done >= all ? speech.say("setDone") : speech.say("setProgress", { done: set.done, all })),
        set.deadline ? h("span", { class: "hint" }, speech.say(past ? "deadlinePast" : "deadline", { when: when(speech, set.deadline) })) : "",
        set.timer_seconds ? h("span", { class: "hint" }, speech.say("setTimer", { time: lasting(speech, set.timer_seconds) })) : ""),
      h("meter", { class: "good", min: "0", max: String(all), value: String(set.done), "aria-label": speech.say("setProgress", { done: set.done, all }) }),
      contents(context, set, briefs, rubric));
  }));
}

function contents(context, set, briefs, rubric) {
  const { client, speech } = context;
  const known = new Map(briefs.map((brief) => [brief.id, brief]));
  const brief = (id) => known.get(id) ?? client.get(`/scenarios/${encodeURIComponent(id)}`);
  const row = (one) => scenarioRow(speech, one, `#/scenario/${one.id}/${set.id}`, standing(speech, one, rubric));
  let filled = false;
  const fill = (details) => {
    if (filled || !details.open) return;
    filled = true;
    details.append(loaded(context, () => Promise.all(set.scenarios.map(brief)), (all) => h("ul", { class: "rows" }, all.map(row))));
  };
  return h("details", { ontoggle: (event) => fill(event.currentTarget) }, h("summary", {}, speech.say("setOpen")));
}
