/** #/people, for administrators: who is here, in which role; adding somebody, giving out what is kept of them, erasing it. */
import { h } from "../core.js";
import { query } from "../practice/client.js";
import { confirmed, field, heading, section, select, table, when } from "../practice/parts.js";
import { newKey, show } from "./newkey.js";
import { actOn } from "./told.js";
import { view } from "./view.js";

const ROLES = ["agent", "trainer", "admin"];
const PAGE = 50;

export function people(context, after = "") {
  const { client, speech } = context;
  const made = h("div", { role: "status" });
  return view(context, () => client.get(`/people${query({ after, limit: PAGE })}`), ({ people: found, next }, page) => [
    heading(speech.say("training.people.title")),
    h("p", { class: "hint" }, speech.say("training.people.what")),
    section(speech.say("training.people.add"), form(context, page, made), made),
    section(speech.say("training.people.all"),
      table(speech.say("training.people.all"), columns(context, page, made), found.toSorted((a, b) => a.name.localeCompare(b.name, speech.language))),
      next ? h("p", {}, h("a", { href: `#/people/${next}` }, speech.say("training.people.more"))) : ""),
  ]);
}

function columns(context, page, made) {
  const { speech } = context;
  const title = (name) => speech.say(`training.people.${name}`);
  return [
    { title: title("name"), cell: (one) => h("a", { href: `#/person/${one.id}` }, h("bdi", {}, one.name)) },
    { title: title("role"), cell: (one) => role(context, one, page) },
    { title: title("language"), cell: (one) => speech.say(`languages.${one.language}`) },
    { title: title("created"), cell: (one) => when(speech, one.created, true) },
    { title: title("kept"), cell: (one) => h("span", { class: "bar" },
      actOn(title("export"), one.name, () => give(context, one, page)),
      one.id === context.me.id ? "" : actOn(title("newKey"), one.name, () => newKey(context, page, one, made)),
      one.id === context.me.id ? "" : actOn(title("erase"), one.name, () => erase(context, one, page))) },
  ];
}

/** Choose someone's role; one's own stays, so that nobody locks themselves out. */
function role({ client, speech, say, me }, one, page) {
  if (one.id === me.id) return `${speech.say(`roles.${one.role}`)} ${speech.say("training.people.you")}`;
  const chosen = select("role", ROLES.map((name) => [name, speech.say(`roles.${name}`)]), one.role, async (name) => {
    const done = await page.act(() => client.patch(`/people/${one.id}`, { role: name }));
    if (done) say(speech.say("training.people.roleNow", { name: one.name, role: speech.say(`roles.${name}`) }));
    else chosen.value = one.role;
  });
  chosen.setAttribute("aria-label", speech.say("training.people.roleLabel", { name: one.name }));
  return chosen;
}

function form({ client, speech }, page, made) {
  const name = h("input", { name: "name", required: true, maxlength: "120", dir: "auto", autocomplete: "off" });
  const given = select("role", ROLES.map((one) => [one, speech.say(`roles.${one}`)]), "agent");
  const language = select("language", ["en", "ar"].map((one) => [one, speech.say(`languages.${one}`)]), speech.language);
  const send = (event) => {
    event.preventDefault();
    page.act(async () => {
      const added = await client.post("/people", { name: name.value.trim(), role: given.value, language: language.value });
      await page.reload();
      show(speech, added, made);
    });
  };
  return h("form", { class: "line", onsubmit: send },
    field(speech.say("training.people.name"), name), field(speech.say("training.people.role"), given), field(speech.say("training.people.language"), language),
    h("button", { class: "fix" }, speech.say("training.people.addAct")));
}

/** Let the browser save what is kept about somebody. */
function give({ client }, one, page) {
  return page.act(async () => {
    const kept = await client.get(`/people/${one.id}/export`);
    const address = URL.createObjectURL(new Blob([JSON.stringify(kept, null, 2)], { type: "application/json" }));
    h("a", { href: address, download: `${one.id}.json` }).click();
    setTimeout(() => URL.revokeObjectURL(address));
  });
}

async function erase({ client, speech, say }, one, page) {
  const keep = h("input", { type: "checkbox" });
  const wanted = await confirmed(speech, {
    title: speech.say("training.people.eraseTitle", { name: one.name }),
    text: [speech.say("training.people.eraseWhat"), h("label", { class: "several" }, keep, speech.say("training.people.keepScores"))],
    act: speech.say("training.people.erase"),
  });
  if (!wanted || !(await page.act(() => client.delete(`/people/${one.id}?keep_scores=${keep.checked}`)))) return;
  say(speech.say("training.people.erased", { name: one.name }));
  await page.reload();
}
