/** A group's people: how much each has tried, how their first tries go, what is weakest; and what the team carries. */
import { h } from "../core.js";
import { query } from "../practice/client.js";
import { confirmed, empty, link, section, table } from "../practice/parts.js";
import { careTotal } from "./care.js";
import { actOn, change, criterionName, standing } from "./told.js";
import { dayOf } from "./training_day.js";
import { view } from "./view.js";

/** Ask for how the agents of a group do, and what the criteria are called. */
export async function agentsOf(context, cohort, training) {
  const path = `/cohorts/${cohort.id}/standing${query({ training: dayOf(training) })}`;
  const [{ people }, rubric] = await Promise.all([context.client.get(path), context.criteria()]);
  return { agents: people.filter(({ person }) => person.role === "agent"), ...rubric };
}

export function personLink({ person }, training) {
  return h("a", { href: `#/person/${person.id}${training ? `/${training}` : ""}` }, h("bdi", {}, person.name));
}

export function noAgents(speech, cohort) {
  return empty(speech.say("training.members.none"), link(speech.say("training.members.inviteThem"), `#/cohort/${cohort.id}/invite`));
}

export function members(context, cohort, training) {
  const { speech } = context;
  return h("div", { class: "stack" },
    view(context, () => agentsOf(context, cohort, training), ({ agents, criteria }, page) => section(speech.say("training.members.title"),
      h("p", { class: "hint" }, speech.say("training.members.what")),
      agents.length ? table(speech.say("training.members.title"), columns(context, cohort, training, criteria, page), agents) : noAgents(speech, cohort))),
    careTotal(context, cohort.id));
}

function columns(context, cohort, training, criteria, page) {
  const { speech } = context;
  const title = (name) => speech.say(`training.members.${name}`);
  return [
    { title: title("name"), cell: (row) => personLink(row, training) },
    { title: title("tried"), cell: ({ tried }) => speech.number(tried), number: true },
    { title: title("mean"), cell: (row) => standing(speech, row.standing.overall) },
    ...(dayOf(training) ? [{ title: title("change"), cell: (row) => change(speech, row.change?.overall) }] : []),
    { title: title("weakest"), cell: ({ next }) => (next ? criterionName(speech, criteria, next) : h("span", { class: "little" }, speech.say("training.notYet"))) },
    { title: title("membership"), cell: ({ person }) => actOn(title("remove"), person.name, () => remove(context, cohort, person, page)) },
  ];
}

async function remove({ client, speech, say }, cohort, person, page) {
  const wanted = await confirmed(speech, {
    title: speech.say("training.members.removeTitle", { name: person.name }),
    text: speech.say("training.members.removeWhat"),
    act: speech.say("training.members.remove"),
  });
  if (!wanted || !(await page.act(() => client.delete(`/cohorts/${cohort.id}/members/${person.id}`)))) return;
  say(speech.say("training.members.removed", { name: person.name }));
  await page.reload();
}
