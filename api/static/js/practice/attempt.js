/** <coach-attempt>: a conversation that is practised, or looked back on. */
import { Problem, h } from "../core.js";
import "./answer.js";
import "./timer.js";
import { drop, kept } from "./drafts.js";
import { ending } from "./ending.js";
import { briefLine, button, confirmed, heading, loaded, notice, signed, told, written } from "./parts.js";
import { gradeOf } from "./scores.js";
import { begun, factList, who } from "./scenario.js";
import { talk } from "./talk.js";

const UNITS = "?offsets=utf16";
const WIDE = "(min-width: 60rem)"; // as in practice.css: what one knows stands beside the conversation, else above it
const AGAIN_S = 1; // until the server is asked once more whether the time is up

export function attempt(context, id) {
  const path = `/attempts/${encodeURIComponent(id)}`;
  return loaded(context, () => Promise.all([context.client.get(path + UNITS), context.criteria()]), ([one, rubric]) => new Conversation(context, path, one, rubric));
}

class Conversation extends HTMLElement {
  constructor(context, path, one, rubric) {
    super();
    Object.assign(this, { context, path, one, rubric });
  }

  connectedCallback() {
    if (this.childNodes.length) return;
    const { speech } = this.context;
    const { scenario } = this.one;
    const known = speech.say(this.#mine ? "facts" : "factsOf");
    this.context.title(told(speech, scenario.title));
    this.timer = h("coach-timer", { onover: () => this.timeUp() });
    this.answer = h("coach-answer", { onsend: (event) => this.send(event.detail) });
    this.after = h("div", { class: "after" });
    this.said = h("div", {});
    this.end = h("div", {});
    this.head = h("div", { class: "bar" });
    this.replaceChildren(
      heading(h("bdi", {}, told(speech, scenario.title)), this.head),
      briefLine(speech, scenario),
      h("div", { class: "with-side" },
        h("aside", { "aria-label": known },
          h("details", { open: matchMedia(WIDE).matches }, h("summary", {}, known), factList(speech, scenario)),
          h("details", {}, h("summary", {}, speech.say("situation")), who(speech, scenario, this.#mine), written(scenario.situation, scenario.language))),
        h("div", {}, this.said, this.end, this.after, this.answer)));
    this.draw();
    if (begun.delete(this.one.id)) this.#begin();
  }

  /** Right after its start: the customer has spoken, and the reply may be written. */
  #begin() {
    this.context.say(this.#visit.message);
    this.answer.field?.focus({ preventScroll: true });
  }

  get #mine() {
    return this.one.person.id === this.context.me.id;
  }

  get #visit() {
    return this.one.visits.at(-1);
  }

  /** Show where the attempt stands: `writing` opens the field for one more try. */
  draw({ writing = false } = {}) {
    const { context, one, rubric } = this;
    const { speech } = context;
    this.said.replaceChildren(talk(context, { attempt: one, rubric, changed: () => this.reload() }));
    const over = Boolean(one.ended);
    const going = this.#mine && !over;
    const tried = this.#visit.tries.length;
    const visit = one.visits.length - 1;
    this.head.replaceChildren(...(going ? [this.timer, button(speech.say("giveUp"), () => this.giveUp(), { looks: "quiet" })] : this.#mine ? [] : [this.#whose()]));
    if (going && one.left !== null) this.timer.run(context, Math.max(one.left, AGAIN_S));
    else this.timer.stop();
    this.end.replaceChildren(...(over ? [ending(context, one, rubric, this.#mine, this.unsent)] : []));
    const open = going && (!tried || writing || kept(one.id, visit) !== null);
    if (open) this.answer.open(context, one, visit, this.#visit.tries.at(-1)?.text ?? null);
    else this.answer.replaceChildren();
    this.after.replaceChildren(...(going && tried ? this.#acts(open) : []));
  }

  #whose() {
    return h("span", { class: "hint" }, this.context.speech.say("byPerson", { name: `\u2068${this.one.person.name}\u2069` }));
  }

  #acts(open) {
    const { speech } = this.context;
    const { result } = this.#visit.tries.at(-1);
    const poor = result.grade === "poor";
    return [
      open ? "" : button(speech.say("tryAgain"), () => this.again(), { looks: `${poor ? "fix" : "chip"} again` }),
      button(speech.say(result.next_turn ? "next" : "nextEnd"), () => this.act("next"), { looks: `${open || poor ? "chip" : "fix"} next` }),
      this.#visit.shown || !this.one.shows_master ? "" : button(speech.say("showMaster"), () => this.act("master"), { looks: "quiet master", title: speech.say("masterNote") }),
    ];
  }

  again() {
    this.draw({ writing: true });
    this.answer.field.focus();
    this.answer.field.setSelectionRange(this.answer.value.length, this.answer.value.length);
    this.answer.scrollIntoView({ block: "nearest" });
  }

  async send(text) {
    const { answer, context } = this;
    answer.busy = true;
    try {
      this.one = await context.client.post(`${this.path}/tries${UNITS}`, { text, revision: this.one.revision });
    } catch (problem) {
      this.#failed(problem, (wrong) => answer.failed(wrong, () => this.send(answer.value)), answer.problem);
      return;
    }
    if (this.one.ended) this.unsent = text;
    drop(this.one.id);
    answer.busy = false;
    this.draw();
    if (this.one.ended) this.#over();
    else this.#scored();
  }

  /** Ask the server for the customer's answer or the master's reply. */
  async act(what) {
    try {
      this.one = await this.context.client.post(`${this.path}/${what}${UNITS}`, { revision: this.one.revision });
    } catch (problem) {
      this.#failed(problem, (wrong) => this.#tell(wrong, () => this.act(what)), this.after);
      return;
    }
    if (what !== "master") drop(this.one.id);
    this.draw({ writing: what === "master" && Boolean(this.answer.childNodes.length) });
    if (this.one.ended) this.#over();
    else if (what === "master") this.#reveal(".compare");
    else {
      this.context.say(this.#visit.message);
      this.#reveal(".visit:last-child .theirs-said");
      this.answer.field?.focus({ preventScroll: true });
    }
  }

  async giveUp() {
    const { speech } = this.context;
    if (await confirmed(speech, { title: speech.say("giveUpTitle"), text: speech.say("giveUpText"), act: speech.say("giveUp") })) await this.act("finish");
  }

  /** The clock ran out here: the server's clock decides. */
  async timeUp() {
    const typed = this.answer.value;
    this.unsent = typed.trim() && typed !== this.answer.last ? typed : null;
    await this.reload();
    if (this.one.ended) this.#over();
  }

  /** Read the attempt anew, as another window or the trainer has left it. */
  async reload() {
    try {
      this.one = await this.context.client.get(this.path + UNITS);
      this.draw({ writing: Boolean(this.answer.childNodes.length) });
    } catch (problem) {
      this.#failed(problem, (wrong) => this.context.notice(wrong, () => this.reload()), this.after);
    }
  }

  #failed(problem, say, place) {
    if (!(problem instanceof Problem)) throw problem;
    const elsewhere = problem.code === "attempt-changed" || problem.code === "attempt-over";
    if (!elsewhere) {
      say(problem);
      return;
    }
    const { speech } = this.context;
    this.answer.busy = false;
    place.replaceChildren(h("p", { class: "notice", role: "alert" }, speech.say("conflict"), button(speech.say("reload"), () => this.reload())));
  }

  #tell(problem, retry) {
    this.after.prepend(notice(this.context.speech, problem, () => {
      this.context.client.retry();
      this.draw();
      retry();
    }));
  }

  #scored() {
    const { speech } = this.context;
    const { score, changed } = this.#visit.tries.at(-1).result;
    const grade = speech.say(`grades.${gradeOf(score, this.rubric.grades)}`);
    this.context.say([speech.say("scored", { score, grade }), changed ? speech.say("scoredChange", { change: signed(speech, changed.points) }) : ""].join(" "));
    const place = this.#reveal(".visit:last-child > .try:last-of-type");
    place?.querySelector("h3").focus({ preventScroll: true });
  }

  #over() {
    this.context.say(this.context.speech.say(this.one.ended === "time" ? "timeUp" : `endings.${this.one.ended}`));
    this.#reveal(".ending")?.focus({ preventScroll: true });
    this.context.care();
  }

  #reveal(selector) {
    const place = this.querySelector(selector);
    place?.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    return place;
  }
}

customElements.define("coach-attempt", Conversation);
