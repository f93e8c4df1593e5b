/** #/set/new, #/set/edit/ID, #/set/copy/ID: put scenarios together in an order, with a timer and a deadline if wanted. */
import { h } from "../core.js";
import { numberField, numberOf } from "../practice/numbers.js";
import { empty, field, heading, link } from "../practice/parts.js";
import { picker } from "./picker.js";
import { view } from "./view.js";

const MINUTE_S = 60;
const MOST_MINUTES = 240;
const NONE = { name: "", scenarios: [], timer_seconds: null, deadline: null, shows_master: true };

export function newSet(context) {
  return editing(context, "new", async () => NONE, (client, body) => client.post("/sets", body));
}

/** Change a set that nobody has begun. */
export function editSet(context, id) {
  return editing(context, "edit", () => found(context, id), (client, body) => client.put(`/sets/${encodeURIComponent(id)}`, body));
}

/** Make a new set like another; a deadline that is past is left out. */
export function copySet(context, id) {
  const { speech } = context;
  const like = async () => {
    const one = await found(context, id);
    return one && { ...one, name: speech.say("training.sets.copyName", { name: one.name }), deadline: new Date(one.deadline) > new Date() ? one.deadline : null };
  };
  return editing(context, "copy", like, (client, body) => client.post("/sets", body));
}

async function found({ client }, id) {
  const { sets } = await client.get("/sets");
  return sets.find((one) => one.id === id);
}

/** `how` is new, edit or copy; `load` gives the set to begin with, `send` keeps it. */
function editing(context, how, load, send) {
  const { client, speech } = context;
  const asked = () => Promise.all([client.get("/scenarios"), load()]);
  return view(context, asked, ([{ scenarios }, one], page) => {
    const title = heading(speech.say(`training.sets.${how}Title`));
    const back = h("p", { class: "back" }, h("a", { href: "#/sets" }, speech.say("training.sets.title")));
    if (!one) return [back, title, empty(speech.say("training.gone"))];
    const known = new Set(scenarios.map(({ id }) => id));
    const chosen = picker(context, scenarios, one.scenarios.filter((id) => known.has(id)));
    const inputs = {
      name: h("input", { name: "name", required: true, maxlength: "120", dir: "auto", autocomplete: "off", value: one.name }),
      timer: numberField(speech, { name: "timer", least: 1, most: MOST_MINUTES, value: one.timer_seconds ? Math.ceil(one.timer_seconds / MINUTE_S) : "" }),
      deadline: h("input", { name: "deadline", type: "datetime-local", min: how === "edit" ? null : here(new Date()), value: one.deadline ? here(new Date(one.deadline)) : "" }),
      master: h("input", { name: "master", type: "checkbox", checked: one.shows_master }),
    };
    const lacking = h("p", { class: "lacking", role: "alert" });
    chosen.addEventListener("pick", () => (lacking.textContent = ""));
    const submit = (event) => {
      event.preventDefault();
      if (chosen.ids.length) page.act(() => keep(context, how, inputs, chosen.ids, send));
      else lacking.textContent = speech.say("training.sets.pickFirst");
    };
    return [
      back,
      title,
      h("form", { class: "stack", onsubmit: submit },
        h("div", { class: "fields" },
          field(speech.say("training.sets.name"), inputs.name),
          field(speech.say("training.sets.timerField"), inputs.timer, speech.say("training.sets.timerHint")),
          field(speech.say("training.sets.deadlineField"), inputs.deadline, speech.say("training.sets.deadlineHint"))),
        h("label", { class: "several" }, inputs.master, speech.say("training.sets.masterField")),
        chosen,
        lacking,
        h("div", { class: "bar" }, h("button", { class: "fix" }, speech.say(how === "edit" ? "training.sets.change" : "training.sets.make")), link(speech.say("cancel"), "#/sets", "quiet"))),
    ];
  });
}

async function keep({ client, speech, say, go }, how, { name, timer, deadline, master }, scenarios, send) {
  const minutes = numberOf(timer);
  const kept = await send(client, {
    name: name.value.trim(),
    scenarios,
    timer_seconds: minutes === null ? null : minutes * MINUTE_S,
    deadline: deadline.value ? new Date(deadline.value).toISOString() : null,
    shows_master: master.checked,
  });
  say(speech.say(how === "edit" ? "training.sets.changed" : "training.sets.made", { name: kept.name }));
  go("#/sets");
}

/** Write a moment as a date field takes it, in the time of this place. */
function here(moment) {
  return new Date(moment - moment.getTimezoneOffset() * MINUTE_S * 1000).toISOString().slice(0, 16);
}
