/** #/person/ID/TRAINING: how one agent does, practised and held-out scenarios apart, and what they practised. */
import { h } from "../core.js";
import { query } from "../practice/client.js";
import { button, empty, heading, listed, section, table } from "../practice/parts.js";
import { attemptRows } from "./attempts.js";
import { certificateButtons } from "./certificate.js";
import { plotOf } from "./plot.js";
import { newKey } from "./newkey.js";
import { change, criterionName, figures, standing } from "./told.js";
import { dayOf, trainingDay } from "./training_day.js";
import { view } from "./view.js";

const PAGE = 25;

export function person(context, id, training = "") {
  const { client, speech } = context;
  const load = () => Promise.all([client.get(`/progress${query({ person: id, training: dayOf(training) })}`), context.criteria()]);
  return view(context, load, ([progress, { criteria }], page) => {
    context.title(progress.who.person.name);
    const made = h("div", { role: "status" });
    return [
      heading(h("bdi", {}, progress.who.person.name), h("div", { class: "bar" },
        certificateButtons(context, page, progress.who.person, training),
        id === context.me.id ? "" : button(speech.say("training.people.newKey"), () => newKey(context, page, progress.who.person, made)))),
      made,
      trainingDay(speech, training, (day) => context.go(`#/person/${id}${day ? `/${day}` : ""}`)),
      plotOf(context, { person: id }, training),
      byCriterion(speech, progress, criteria, training),
      practised(context, id),
    ];
  });
}

function byCriterion(speech, progress, criteria, training) {
  const title = (name) => speech.say(`training.person.${name}`);
  const told = (name) => [
    { title: title(name), cell: (id) => standing(speech, progress[name].standing[id]) },
    ...(dayOf(training) ? [{ title: title(`${name}_change`), cell: (id) => change(speech, progress[name].change?.[id]) }] : []),
  ];
  const sides = [progress.practised, progress.held_out];
  const [known, rest] = [true, false].map((wanted) => figures(criteria).filter((id) => sides.some((side) => !side.standing[id].too_little) === wanted));
  const columns = [{ title: title("figure"), cell: (id) => criterionName(speech, criteria, id) }, ...told("practised"), ...told("held_out")];
  return section(title("figures"),
    h("p", { class: "hint" }, title("what")),
    known.length ? table(title("figures"), columns, known) : "",
    rest.length ? h("p", { class: "hint" }, speech.say("training.person.rest", { names: listed(speech, rest.map((id) => criterionName(speech, criteria, id))) })) : "");
}

/** Show the latest attempts, and older ones on demand. */
function practised(context, id) {
  const { client, speech } = context;
  const asked = (before) => client.get(`/attempts${query({ person: id, before, limit: PAGE })}`);
  return view(context, () => asked(), ({ attempts, next }, page) => {
    const place = h("div", { class: "stack" }, attempts.length ? attemptRows(speech, attempts) : empty(speech.say("training.person.nothing")));
    const older = (before) => {
      const more = button(speech.say("training.person.older"), () => page.act(async () => {
        const found = await asked(before);
        const rows = attemptRows(speech, found.attempts);
        more.replaceWith(rows, found.next ? older(found.next) : "");
        rows.querySelector("a")?.focus();
      }));
      return more;
    };
    if (next) place.append(older(next));
    return section(speech.say("training.person.attempts"), place);
  });
}
