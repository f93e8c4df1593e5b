/** My progress: first tries over time, each criterion practised and held out, my conversations, and a certificate to print. */
import { h } from "../core.js";
import { certificateButtons } from "../training/certificate.js";
import { plotOf } from "../training/plot.js";
import { criterionName, standing } from "../training/told.js";
import { query } from "./client.js";
import { button, empty, heading, link, loaded, section, table } from "./parts.js";
import { attemptRows } from "./rows.js";

const PAGE = 20;

export function progress(context) {
  const { client, me, speech } = context;
  const asked = () => Promise.all([context.criteria(), client.get("/progress"), client.get(`/attempts${query({ person: me.id, limit: PAGE })}`)]);
  return loaded(context, asked, ([rubric, told, listed]) => {
    const any = listed.attempts.length > 0;
    return h("div", {},
      heading(speech.say("progressOf"), any ? h("div", { class: "bar" }, certificateButtons(context, { act: (doing) => doing().catch(context.notice) }, me, null)) : ""),
      h("p", { class: "hint" }, speech.say("progressNote")),
      any ? plotOf(context, { person: me.id }, null) : "",
      any ? figures(speech, told, rubric) : empty(speech.say("noAttempts"), link(speech.say("toPractice"), "#/")),
      any ? mine(context, listed, rubric) : "");
  });
}

function figures(speech, { practised, held_out: heldOut }, { criteria }) {
  const rows = ["overall", ...criteria.map((one) => one.id)].filter((id) => practised.standing[id]?.n || heldOut.standing[id]?.n);
  const cell = (side) => (id) => figure(speech, side.standing[id]);
  return section(speech.say("criteriaTitle"),
    h("p", { class: "hint" }, `${speech.say("heldOutTitle")}: ${speech.say("heldOutNote")}`),
    table(speech.say("firstTries"), [
      { title: speech.say("criterion"), cell: (id) => (id === "overall" ? h("b", {}, speech.say("overall")) : criterionName(speech, criteria, id)) },
      { title: speech.say("practised"), cell: cell(practised), number: true },
      { title: speech.say("heldOutTitle"), cell: cell(heldOut), number: true },
    ], rows));
}

/** Say a mean with its interval; with too little, how many first tries there are. */
function figure(speech, one) {
  if (!one?.n) return h("span", { class: "hint" }, speech.say("noneYet"));
  if (one.mean === null || one.too_little) return h("span", { class: "hint" }, speech.count("tooLittleN", one.n));
  return standing(speech, one);
}

function mine(context, { attempts, next }, rubric) {
  const { client, me, speech } = context;
  const list = attemptRows(speech, attempts, rubric);
  const more = h("div", { class: "bar" });
  const offer = (before) => more.replaceChildren(before ? button(speech.say("older"), () => add(before)) : "");
  const add = async (before) => {
    try {
      const listed = await client.get(`/attempts${query({ person: me.id, limit: PAGE, before })}`);
      list.append(...attemptRows(speech, listed.attempts, rubric).children);
      offer(listed.next);
    } catch (problem) {
      context.notice(problem, () => add(before));
    }
  };
  offer(next);
  return section(speech.say("myAttempts"), list, more);
}
