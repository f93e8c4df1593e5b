/** A scenario before it is practised: the situation, what one knows, the customer's message, and the timer. */
import { h } from "../core.js";
import { attemptRows } from "./rows.js";
import { query } from "./client.js";
import { briefLine, button, field, heading, lasting, loaded, section, select, told, when, written } from "./parts.js";
import { gradeBadge } from "./scores.js";

/** Attempts that were begun here and are not shown yet. */
export const begun = new Set();

export function scenario(context, id, setId = null) {
  const { client, me } = context;
  const asked = () => Promise.all([
    client.get(`/scenarios/${encodeURIComponent(id)}`), context.criteria(),
    client.get(`/attempts${query({ person: me.id, scenario: id, limit: 5 })}`),
    setId ? client.get("/sets").then(({ sets }) => sets.find((one) => one.id === setId) ?? null) : null,
  ]);
  return loaded(context, asked, ([one, rubric, { attempts }, set]) => {
    const { speech } = context;
    context.title(told(speech, one.title));
    const message = section(speech.say("message"), h("div", { class: "theirs-said" }, saidBy(speech, one), written(one.message, one.language)));
    const facts = h("aside", {}, section(speech.say("facts"), factList(speech, one)));
    const later = h("p", { class: "hint" }, speech.say("timedLater"));
    const timed = (is) => {
      later.hidden = !is;
      for (const part of [message, facts]) part.hidden = is;
    };
    timed(Boolean(set?.timer_seconds));
    return h("div", {},
      heading(h("bdi", {}, told(speech, one.title))),
      briefLine(speech, one),
      h("div", { class: "with-side" },
        h("div", {},
          section(speech.say("situation"), who(speech, one), written(one.situation, one.language)),
          message, later),
        facts,
        starting(context, one, set, timed)),
      attempts.length ? section(speech.say("myTries"), attemptRows(speech, attempts, rubric)) : "",
      one.master ? trainersOwn(speech, one) : "");
  });
}

/** Say who the agent is here, and who writes; to the agent (`mine`), or to a trainer who looks. */
export function who(speech, { agent, company, customer }, mine = true) {
  const names = { agent: agent.name, company, customer: customer.name };
  const said = speech.say(mine ? "situationFor" : "situationOf", Object.fromEntries(Object.entries(names).map(([slot, name]) => [slot, `\u2068${name}\u2069`])));
  return h("p", { class: "hint" }, said);
}

export function saidBy(speech, { customer }) {
  return h("p", { class: "said-by" }, speech.say("messageFrom", { name: `\u2068${customer.name}\u2069` }));
}

/** What the agent knows; what cannot be had and what is not to be told is marked as such. */
export function factList(speech, { facts, language }) {
  return h("ul", { class: "facts" }, facts.map(({ say, denied, secret }) =>
    h("li", { class: denied ? "denied" : secret ? "kept-back" : null },
      h("span", { lang: language, dir: "auto" }, say),
      denied ? h("span", { class: "tag grave" }, speech.say("denied")) : "",
      secret ? h("span", { class: "tag" }, speech.say("secret")) : "")));
}

/** The timer and the button to begin; `timed` hears whether there is a timer, which starts with the message. */
function starting(context, one, set, timed) {
  const { client, speech } = context;
  const timer = select("timer", Object.entries(speech.look("timers")).map(([value, text]) => [value, speech.say(`timers.${value}`) || text]), "", (value) => timed(Boolean(value)));
  const begin = async (event) => {
    const pressed = event.currentTarget;
    if (pressed.ariaDisabled === "true") return;
    pressed.ariaDisabled = "true";
    try {
      const chosen = set ? { set_id: set.id } : timer.value ? { timer_seconds: Number(timer.value) } : {};
      const made = await client.post("/attempts?offsets=utf16", { scenario: one.id, ...chosen });
      begun.add(made.id);
      context.go(`#/attempt/${made.id}`);
    } catch (problem) {
      pressed.ariaDisabled = null;
      context.notice(problem, () => pressed.click());
    }
  };
  return h("div", { class: "starting part" },
    set
      ? h("p", { class: "hint" }, speech.say("fromSet", { name: `\u2068${set.name}\u2069` }),
        set.timer_seconds ? ` · ${speech.say("setTimer", { time: lasting(speech, set.timer_seconds) })}` : "",
        set.deadline ? ` · ${speech.say("deadline", { when: when(speech, set.deadline) })}` : "")
      : field(speech.say("timer"), timer),
    button(speech.say("start"), begin, { looks: "fix begin" }),
    !set || set.timer_seconds ? h("p", { class: "hint" }, speech.say("timerHint")) : "");
}

function trainersOwn(speech, one) {
  return h("div", {},
    h("details", { class: "part" }, h("summary", {}, speech.say("masterTitle")), written(one.master, one.language, "written in-card master-of")),
    one.samples?.length
      ? h("details", { class: "part" }, h("summary", {}, speech.say("samplesTitle")), h("ul", { class: "tiles several-of" }, one.samples.map((sample) =>
        h("li", {}, gradeBadge(speech, null, sample.grade), written(sample.text, one.language), h("p", { class: "hint", dir: "auto" }, sample.why)))))
      : "");
}
