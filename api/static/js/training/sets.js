/** #/sets: scenarios put together for practising, one's own and those of one's groups. */
import { h } from "../core.js";
import { confirmed, empty, heading, link, told, when } from "../practice/parts.js";
import { actOn } from "./told.js";
import { view } from "./view.js";

const MINUTE_S = 60;

export function sets(context) {
  const { client, speech } = context;
  const load = () => Promise.all([client.get("/sets"), client.get("/scenarios")]);
  return view(context, load, ([{ sets: found }, { scenarios }], page) => {
    const known = new Map(scenarios.map((one) => [one.id, one]));
    return [
      heading(speech.say("training.sets.title"), link(speech.say("training.sets.new"), "#/set/new", "fix")),
      h("p", { class: "hint" }, speech.say("training.sets.what")),
      found.length ? h("ul", { class: "tiles wide" }, found.map((one) => card(context, one, known, page))) : empty(speech.say("training.sets.none")),
    ];
  });
}

function card(context, one, known, page) {
  const { speech } = context;
  return h("li", {},
    h("div", { class: "between" },
      h("h3", {}, h("bdi", {}, one.name)),
      h("div", { class: "bar" }, ...acts(context, one, page))),
    h("p", { class: "hint" }, facts(speech, one).join(" · ")),
    h("details", {},
      h("summary", {}, speech.count("training.sets.scenarios", one.scenarios.length)),
      h("ol", { class: "numbered" }, one.scenarios.map((id) => h("li", {}, h("a", { href: `#/scenario/${id}` }, h("bdi", {}, told(speech, known.get(id)?.title) || id)))))));
}

/** What may be done with a set: its maker changes it until somebody has begun it, and everybody may copy it and invite to it. */
function acts(context, one, page) {
  const { speech } = context;
  const mine = one.mine || context.me.role === "admin";
  const way = (name, path, looks) => link(speech.say(`training.sets.${name}`), `#/set/${path}/${one.id}`, looks, { "aria-label": `${speech.say(`training.sets.${name}`)}: ${one.name}` });
  return [
    way("invite", "invite", "chip"),
    mine && !one.begun ? way("edit", "edit", "quiet") : "",
    way("copy", "copy", "quiet"),
    mine ? actOn(speech.say("training.sets.delete"), one.name, () => remove(context, one, page), { looks: "quiet" }) : "",
  ];
}

function facts(speech, one) {
  return [
    one.timer_seconds ? speech.count("training.sets.timer", Math.round(one.timer_seconds / MINUTE_S)) : speech.say("training.sets.untimed"),
    one.deadline ? speech.say("training.sets.until", { day: when(speech, one.deadline) }) : "",
    speech.say(one.shows_master ? "training.sets.withMaster" : "training.sets.withoutMaster"),
    one.mine || !one.trainer ? "" : speech.say("training.sets.of", { name: one.trainer.name }),
  ].filter(Boolean);
}

async function remove({ client, speech, say }, one, page) {
  const wanted = await confirmed(speech, {
    title: speech.say("training.sets.deleteTitle", { name: one.name }),
    text: speech.say("training.sets.deleteWhat"),
    act: speech.say("training.sets.delete"),
  });
  if (!wanted || !(await page.act(() => client.delete(`/sets/${one.id}`)))) return;
  say(speech.say("training.sets.deleted", { name: one.name }));
  await page.reload();
}
