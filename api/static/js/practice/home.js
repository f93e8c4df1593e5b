/** Where practice begins: my sets, what to practise next and why, my latest conversations, and every scenario. */
import { h } from "../core.js";
import { query } from "./client.js";
import { briefLine, button, chosenOnes, empty, field, heading, loaded, scenarioFilters, scenarioRow, section, select, told } from "./parts.js";
import { attemptRows, standing } from "./rows.js";
import { setList } from "./sets.js";

const NEXT = 3;
const LATEST = 4;
const chosen = {}; // the filters stay as long as the page is open

export function home(context) {
  const { client, me, speech } = context;
  const asked = () => Promise.all([
    context.criteria(), client.get(`/next?n=${NEXT}`), client.get("/sets"), client.get("/scenarios"), client.get(`/attempts${query({ person: me.id, limit: LATEST })}`),
  ]);
  context.care();
  return loaded(context, asked, ([rubric, { next }, { sets }, { scenarios }, { attempts }]) =>
    h("div", {},
      heading(speech.say("homeTitle")),
      sets.length ? section(speech.say("mySets"), setList(context, sets, scenarios, rubric)) : "",
      nextUp(speech, next, rubric),
      attempts.length ? section(speech.say("recent"), attemptRows(speech, attempts, rubric)) : "",
      bank(speech, scenarios, rubric)));
}

function nextUp(speech, next, { criteria }) {
  if (!next.length) return section(speech.say("nextUp"), empty(speech.say("nextUpNone")));
  const trained = (id) => told(speech, criteria.find((one) => one.id === id)?.name);
  return section(speech.say("nextUp"),
    h("ul", { class: "tiles several-of" }, next.map(({ scenario, criterion, text }) =>
      h("li", {},
        h("p", { class: "reason-why" }, told(speech, text)),
        h("a", { class: "lead", href: `#/scenario/${scenario.id}` }, h("bdi", {}, told(speech, scenario.title))),
        briefLine(speech, scenario),
        criterion ? h("p", { class: "hint" }, speech.say("trains", { name: trained(criterion) })) : ""))));
}

function bank(speech, scenarios, rubric) {
  const found = h("div", { class: "found" });
  const count = h("p", { class: "hint", role: "status" });
  const draw = () => {
    const fitting = chosenOnes(speech, scenarios, chosen).filter(({ tried }) => !chosen.tried || (chosen.tried === "yes") === tried > 0);
    count.textContent = speech.count("scenarioCount", fitting.length);
    found.replaceChildren(fitting.length
      ? h("ul", { class: "rows" }, fitting.map((brief) => scenarioRow(speech, brief, `#/scenario/${brief.id}`, standing(speech, brief, rubric))))
      : empty(speech.say("noneFound"), button(speech.say("clearFilters"), () => clear())));
  };
  const tried = field(speech.say("filterTried"), select("tried", Object.entries(speech.look("triedChoices")), chosen.tried ?? "", (value) => {
    chosen.tried = value;
    draw();
  }));
  const filters = scenarioFilters(speech, chosen, draw);
  filters.append(tried);
  const clear = () => {
    for (const one of filters.querySelectorAll("select, input")) one.value = "";
    for (const name of Object.keys(chosen)) delete chosen[name];
    draw();
    filters.querySelector("input").focus();
  };
  draw();
  return section(speech.say("allScenarios"), filters, count, found);
}
