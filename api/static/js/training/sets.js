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
      one.mine || context.me.role === "admin"
        ? actOn(speech.say("training.sets.delete"), one.name, () => remove(context, one, page))
        : ""),
    h("p", { class: "hint" }, facts(speech, one).join(" · ")),
    h("details", {},
      h("summary", {}, speech.count("training.sets.scenarios", one.scenarios.length)),
      h("ol", { class: "numbered" }, one.scenarios.map((id) => h("li", {}, h("a", { href: `#/scenario/${id}` }, h("bdi", {}, told(speech, known.get(id)?.title) || id)))))));
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
