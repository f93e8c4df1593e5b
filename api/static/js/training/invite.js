/** Inviting a group to a set: a link told once, and those that were given out. */
import { h } from "../core.js";
import { confirmed, empty, field, link, section, select, when } from "../practice/parts.js";
import { actOn, secret } from "./told.js";
import { view } from "./view.js";

const DAYS = "14";
const MOST_DAYS = "365";

export function invite(context, cohort) {
  const { client, speech } = context;
  const made = h("div", { role: "status" });
  const load = () => Promise.all([client.get("/sets"), client.get(`/cohorts/${cohort.id}`)]);
  return view(context, load, ([{ sets }, { invitations }], page) => [
    section(speech.say("training.invite.title"),
      h("p", { class: "hint" }, speech.say("training.invite.what")),
      sets.length ? form(context, cohort, sets, page, made) : empty(speech.say("training.invite.noSet"), link(speech.say("training.sets.new"), "#/set/new")),
      made),
    section(speech.say("training.invite.given"),
      invitations.length ? h("ul", { class: "rows" }, invitations.map((one) => row(context, one, sets, page))) : empty(speech.say("training.invite.none"))),
  ]);
}

function form({ client, speech }, cohort, sets, page, made) {
  const set = select("set", sets.map((one) => [one.id, one.name]), sets[0].id);
  const days = h("input", { name: "days", type: "number", min: "1", max: MOST_DAYS, value: DAYS, required: true, dir: "ltr" });
  const send = (event) => {
    event.preventDefault();
    page.act(async () => {
      const given = await client.post("/invitations", { set_id: set.value, cohort_id: cohort.id, days: Number(days.value) });
      await page.reload();
      const address = new URL(given.path.replace(/^\//, ""), document.baseURI).href;
      made.replaceChildren(secret(speech, speech.say("training.invite.link"), address, speech.say("training.invite.once", { day: when(speech, given.expires, true) })));
      made.querySelector("input").focus();
    });
  };
  return h("form", { class: "line", onsubmit: send },
    field(speech.say("training.invite.set"), set),
    field(speech.say("training.invite.days"), days),
    h("button", { class: "fix" }, speech.say("training.invite.make")));
}

function row(context, one, sets, page) {
  const { speech } = context;
  const name = sets.find((set) => set.id === one.set_id)?.name ?? speech.say("training.invite.otherSet");
  const state = one.withdrawn ? "withdrawn" : new Date(one.expires) < new Date() ? "over" : "open";
  return h("li", {},
    h("div", { class: "about" }, h("strong", {}, h("bdi", {}, name)),
      h("p", { class: "hint" }, speech.say("training.invite.made", { day: when(speech, one.created, true) }), " · ",
        speech.say(`training.invite.${state}`, { day: when(speech, one.withdrawn ?? one.expires, true) }), " · ",
        speech.count("training.invite.joined", one.joined))),
    state === "open"
      ? actOn(speech.say("training.invite.withdraw"), name, () => withdraw(context, one, name, page))
      : "");
}

async function withdraw({ client, speech, say }, one, name, page) {
  const wanted = await confirmed(speech, {
    title: speech.say("training.invite.withdrawTitle", { name }),
    text: speech.say("training.invite.withdrawWhat"),
    act: speech.say("training.invite.withdraw"),
  });
  if (!wanted || !(await page.act(() => client.delete(`/invitations/${one.id}`)))) return;
  say(speech.say("training.invite.withdrawnNow"));
  await page.reload();
}
