/** #/cohorts: the people that are trained together, and a form that makes a new group. */
import { h } from "../core.js";
import { empty, field, heading, when } from "../practice/parts.js";
import { view } from "./view.js";

const MAX_NAME = "120";

export function cohorts(context) {
  const { client, speech } = context;
  return view(context, () => client.get("/cohorts"), ({ cohorts: found }, page) => [
    heading(speech.say("training.cohorts.title")),
    h("p", { class: "hint" }, speech.say("training.cohorts.what")),
    found.length ? h("ul", { class: "tiles" }, found.map((one) => card(speech, one))) : empty(speech.say("training.cohorts.none")),
    form(context, page),
  ]);
}

function card(speech, one) {
  return h("li", {},
    h("a", { class: "lead", href: `#/cohort/${one.id}` }, h("bdi", {}, one.name)),
    h("p", { class: "hint" }, speech.count("training.cohorts.agents", one.agents), " · ", speech.say("training.since", { day: when(speech, one.created, true) })));
}

function form({ client, speech, go, say }, page) {
  const name = h("input", { name: "name", required: true, maxlength: MAX_NAME, dir: "auto", autocomplete: "off" });
  const send = (event) => {
    event.preventDefault();
    page.act(async () => {
      const made = await client.post("/cohorts", { name: name.value.trim() });
      say(speech.say("training.cohorts.made", { name: made.name }));
      go(`#/cohort/${made.id}/invite`);
    });
  };
  return h("form", { class: "line", onsubmit: send },
    field(speech.say("training.cohorts.name"), name),
    h("button", { class: "fix" }, speech.say("training.cohorts.make")));
}
