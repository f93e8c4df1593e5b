/** How a conversation ended: the means of the first and the last tries, and where to go from here. */
import { Problem, h } from "../core.js";
import { query } from "./client.js";
import { link, written } from "./parts.js";
import { gradeBadge, gradeOf } from "./scores.js";

const MOST = 500; // attempts in one answer

/** `unsent` is what was being typed when the time was up. */
export function ending(context, one, { grades }, mine, unsent = null) {
  const { speech } = context;
  const mean = (name, value) => h("div", {}, h("dt", {}, speech.say(name)), h("dd", {}, gradeBadge(speech, value, gradeOf(value, grades))));
  return h("section", { class: "ending", tabindex: "-1", "aria-labelledby": "ending-title" },
    h("h3", { id: "ending-title" }, speech.say(`endings.${one.ended}`)),
    one.first === null
      ? h("p", {}, speech.say("endUntried"))
      : h("dl", { class: "means" }, mean("endFirst", one.first), mean("endLast", one.last)),
    unsent ? h("div", {}, h("p", { class: "hint" }, speech.say("draftKept")), written(unsent, one.language, "written in-card")) : "",
    mine && one.first !== null ? h("p", { class: "hint" }, speech.say("endNote")) : "",
    mine ? ways(context, one, one.last !== null && gradeOf(one.last, grades) === "poor") : "");
}

/** Where to go: once more after a `poor` reply, else on in the set; to all scenarios where there is no more of it. */
function ways(context, one, poor) {
  const { speech } = context;
  const again = (looks) => link(speech.say("onceMore"), `#/scenario/${one.scenario.id}${one.set_id ? `/${one.set_id}` : ""}`, looks);
  const others = (looks) => link(speech.say("others"), "#/", looks);
  const progress = link(speech.say("progressTitle"), "#/progress", "quiet");
  const bar = h("div", { class: "bar" }, poor ? [again("fix"), others("chip")] : [others("fix"), again("chip")], progress);
  if (one.set_id) {
    following(context, one).then((next) => {
      if (next) bar.replaceChildren(...(poor ? [again("fix"), next("chip")] : [next("fix"), again("chip")]), others("chip"), progress);
      else if (next === null) bar.before(h("p", {}, speech.say("setWhole")));
    });
  }
  return bar;
}

/** Give the way to the next scenario of the attempt's set that is not done; null where all are, undefined where it cannot be told. */
async function following({ client, me, speech }, { set_id: setId, scenario }) {
  try {
    const [{ sets }, { attempts }] = await Promise.all([client.get("/sets"), client.get(`/attempts${query({ person: me.id, set: setId, limit: MOST })}`)]);
    const set = sets.find((one) => one.id === setId);
    if (!set || (set.deadline && new Date(set.deadline) < new Date())) return undefined;
    const done = new Set([scenario.id, ...attempts.filter((one) => one.ended).map((one) => one.scenario)]);
    const at = set.scenarios.indexOf(scenario.id) + 1;
    const next = [...set.scenarios.slice(at), ...set.scenarios.slice(0, at)].find((id) => !done.has(id));
    return next ? (looks) => link(speech.say("nextInSet"), `#/scenario/${next}/${setId}`, `${looks} next-in-set`) : null;
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return undefined;
  }
}
