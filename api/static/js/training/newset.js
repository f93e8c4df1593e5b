/** #/set/new: put scenarios together in an order, with a timer and a deadline if wanted. */
import { h } from "../core.js";
import { field, heading, link } from "../practice/parts.js";
import { picker } from "./picker.js";
import { view } from "./view.js";

const MINUTE_S = 60;
const MOST_MINUTES = "240";

export function newSet(context) {
  const { client, speech } = context;
  return view(context, () => client.get("/scenarios"), ({ scenarios }, page) => {
    const chosen = picker(context, scenarios);
    const inputs = {
      name: h("input", { name: "name", required: true, maxlength: "120", dir: "auto", autocomplete: "off" }),
      timer: h("input", { name: "timer", type: "number", min: "1", max: MOST_MINUTES, dir: "ltr" }),
      deadline: h("input", { name: "deadline", type: "datetime-local", min: here(new Date()) }),
      master: h("input", { name: "master", type: "checkbox", checked: true }),
    };
    const lacking = h("p", { class: "lacking", role: "alert" });
    chosen.addEventListener("pick", () => (lacking.textContent = ""));
    const send = (event) => {
      event.preventDefault();
      if (chosen.ids.length) page.act(() => make(context, inputs, chosen.ids));
      else lacking.textContent = speech.say("training.sets.pickFirst");
    };
    return [
      h("p", { class: "back" }, h("a", { href: "#/sets" }, speech.say("training.sets.title"))),
      heading(speech.say("training.sets.newTitle")),
      h("form", { class: "stack", onsubmit: send },
        h("div", { class: "fields" },
          field(speech.say("training.sets.name"), inputs.name),
          field(speech.say("training.sets.timerField"), inputs.timer, speech.say("training.sets.timerHint")),
          field(speech.say("training.sets.deadlineField"), inputs.deadline, speech.say("training.sets.deadlineHint"))),
        h("label", { class: "several" }, inputs.master, speech.say("training.sets.masterField")),
        chosen,
        lacking,
        h("div", { class: "bar" }, h("button", { class: "fix" }, speech.say("training.sets.make")), link(speech.say("cancel"), "#/sets", "quiet"))),
    ];
  });
}

async function make({ client, speech, say, go }, { name, timer, deadline, master }, scenarios) {
  const made = await client.post("/sets", {
    name: name.value.trim(),
    scenarios,
    timer_seconds: timer.value ? Number(timer.value) * MINUTE_S : null,
    deadline: deadline.value ? new Date(deadline.value).toISOString() : null,
    shows_master: master.checked,
  });
  say(speech.say("training.sets.made", { name: made.name }));
  go("#/sets");
}

/** Write a moment as a date field takes it, in the time of this place. */
function here(moment) {
  return new Date(moment - moment.getTimezoneOffset() * MINUTE_S * 1000).toISOString().slice(0, 16);
}
