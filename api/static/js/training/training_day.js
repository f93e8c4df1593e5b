/** The day of a training, from which on figures are compared with those before; it stands in the address, so that a link shows the same. */
import { h } from "../core.js";
import { field } from "../practice/parts.js";

const DAY = /^\d{4}-\d\d-\d\d$/;

/** Give the day if it is one, else nothing. */
export function dayOf(training) {
  return DAY.test(training) ? training : "";
}

export function trainingDay(speech, training, chosen) {
  const input = h("input", { name: "training", type: "date", value: dayOf(training), min: "2000-01-01", max: new Date().toISOString().slice(0, 10), required: true });
  const send = (event) => {
    event.preventDefault();
    chosen(input.value);
  };
  return h("form", { class: "line", onsubmit: send },
    field(speech.say("training.day.label"), input, speech.say("training.day.hint")),
    h("button", { class: "chip" }, speech.say("training.day.compare")),
    dayOf(training) ? h("button", { type: "button", class: "quiet", onclick: () => chosen("") }, speech.say("training.day.without")) : "");
}
