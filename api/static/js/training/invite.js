/** Inviting a group to a set, from the group or from the set: a link told once, and those that were given out. */
import { h } from "../core.js";
import { numberField, numberOf } from "../practice/numbers.js";
import { confirmed, empty, field, heading, link, section, select, when } from "../practice/parts.js";
import { actOn, secret } from "./told.js";
import { view } from "./view.js";

const DAYS = "14";
const MOST_DAYS = 365;

export function invite(context, cohort) {
  const { client, speech } = context;
  const made = h("div", { role: "status" });
  const kept = { days: DAYS };
  const load = () => Promise.all([client.get("/sets"), client.get(`/cohorts/${cohort.id}`)]);
  return view(context, load, ([{ sets }, { invitations }], page) => [
    section(speech.say("training.invite.title"),
      h("p", { class: "hint" }, speech.say("training.invite.what")),
      sets.length ? form(context, page, made, kept, { label: "set", among: sets, pair: (set) => ({ set, cohort }) }) : empty(speech.say("training.invite.noSet"), link(speech.say("training.sets.new"), "#/set/new")),
      made),
    section(speech.say("training.invite.given"),
      invitations.length ? h("ul", { class: "rows" }, invitations.map((one) => row(context, one, sets, page))) : empty(speech.say("training.invite.none"))),
  ]);
}

/** #/set/invite/ID: the same from the set, where the group is chosen. */
export function inviteTo(context, id) {
  const { client, speech } = context;
  const made = h("div", { role: "status" });
  const kept = { days: DAYS };
  return view(context, () => Promise.all([client.get("/sets"), client.get("/cohorts")]), ([{ sets }, { cohorts }], page) => {
    const set = sets.find((one) => one.id === id);
    return [
      h("p", { class: "back" }, h("a", { href: "#/sets" }, speech.say("training.sets.title"))),
      heading(set ? speech.say("training.invite.toSet", { name: `\u2068${set.name}\u2069` }) : speech.say("training.invite.title")),
      set ? h("p", { class: "hint" }, speech.say("training.invite.what")) : empty(speech.say("training.gone")),
      !set ? ""
        : cohorts.length ? form(context, page, made, kept, { label: "cohort", among: cohorts, pair: (cohort) => ({ set, cohort }) })
        : empty(speech.say("training.invite.noCohort"), link(speech.say("training.cohorts.title"), "#/cohorts")),
      made,
    ];
  });
}

/** `kept` holds what was chosen across the making of a link; one chooses `among` sets or cohorts, and `pair` gives both. */
function form({ client, speech }, page, made, kept, { label, among, pair }) {
  const choice = select(label, among.map((one) => [one.id, one.name]), kept.id ?? among[0].id);
  const days = numberField(speech, { name: "days", least: 1, most: MOST_DAYS, value: kept.days, required: true });
  const send = (event) => {
    event.preventDefault();
    page.act(async () => {
      Object.assign(kept, { id: choice.value, days: days.value });
      const { set, cohort } = pair(among.find((one) => one.id === choice.value));
      const given = await client.post("/invitations", { set_id: set.id, cohort_id: cohort.id, days: numberOf(days) });
      await page.reload();
      const address = new URL(given.path.replace(/^\//, ""), document.baseURI).href;
      const names = { set: `\u2068${set.name}\u2069`, cohort: `\u2068${cohort.name}\u2069` };
      made.replaceChildren(secret(speech, speech.say("training.invite.link", names), address, speech.say("training.invite.once", { day: when(speech, given.expires, true) })));
      made.querySelector("input").focus();
    });
  };
  return h("form", { class: "line", onsubmit: send },
    field(speech.say(`training.invite.${label}`), choice),
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
