/** A group side by side: agents by criterion, and how the whole group's first tries went over time. */
import { h } from "../core.js";
import { section, table } from "../practice/parts.js";
import { gradeOf } from "../practice/scores.js";
import { agentsOf, noAgents, personLink } from "./members.js";
import { plotOf } from "./plot.js";
import { criterionName, figures } from "./told.js";
import { view } from "./view.js";

export function compare(context, cohort, training) {
  const { speech } = context;
  return h("div", { class: "stack" },
    view(context, () => agentsOf(context, cohort, training), ({ agents, criteria, grades }) => section(speech.say("training.compare.title"),
      h("p", { class: "hint" }, speech.say("training.compare.what")),
      agents.length ? sheet(speech, columns(speech, criteria, grades, training), agents) : noAgents(speech, cohort))),
    plotOf(context, { cohort: cohort.id }, training));
}

/** A table wider than a page may scroll sideways; it is reached by keyboard for that. */
function sheet(speech, columns, agents) {
  return h("div", { class: "sheet", tabindex: "0", role: "group", "aria-label": speech.say("training.compare.title") },
    table(speech.say("training.compare.title"), columns, agents));
}

function columns(speech, criteria, grades, training) {
  return [
    { title: speech.say("training.members.name"), cell: (row) => personLink(row, training) },
    ...figures(criteria).map((id) => ({
      title: criterionName(speech, criteria, id), cell: ({ standing }) => mean(speech, grades, standing[id]), number: true,
    })),
  ];
}

/** Show a mean on its grade's colour; a dash says that there is too little. */
function mean(speech, grades, one) {
  if (one?.mean == null || one.too_little) {
    const why = speech.say("training.tooLittle");
    return h("span", { class: "little", title: why }, h("span", { "aria-hidden": "true" }, "–"), h("span", { class: "unseen" }, why));
  }
  return h("span", { class: `cell ${gradeOf(one.mean, grades)}` }, speech.number(Math.round(one.mean)));
}
