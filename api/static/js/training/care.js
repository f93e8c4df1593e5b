/** What a team carries: hostile conversations and words of care, of groups only, so that nobody's own state is read from them. */
import { h } from "../core.js";
import { section } from "../practice/parts.js";
import { view } from "./view.js";

const DAYS = 30;
const OFF = 404; // the server shows no words of care

export function careTotal({ client, speech, ...context }, id) {
  const load = async () => {
    try {
      return await client.get(`/cohorts/${id}/care?days=${DAYS}`);
    } catch (problem) {
      if (problem.status === OFF) return { off: true };
      if (problem.code === "group-too-small") return { small: true };
      throw problem;
    }
  };
  return view({ client, speech, ...context }, load, (total) => (total.off ? [] : section(speech.say("training.care.title"), ...told(speech, total))));
}

function told(speech, total) {
  if (total.small) return [h("p", { class: "hint" }, speech.say("training.care.small"))];
  const line = (name) => h("li", {}, speech.count(`training.care.${name}`, total[name]));
  return [
    h("p", {}, speech.say("training.care.when", { days: DAYS })),
    h("ul", { class: "facts" }, ["conversations", "hostile", "shown", ...(total.shown ? ["dismissed"] : [])].map(line)),
    h("p", { class: "hint" }, speech.say("training.care.why")),
  ];
}
