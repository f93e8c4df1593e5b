/** What a group does just now: its latest attempts as they come, asked for gently, and not at all while the page is out of sight. */
import { Problem, h } from "../core.js";
import { button, empty, section } from "../practice/parts.js";
import { attemptRows } from "./attempts.js";

const EVERY_MS = 10_000;
const SLOWEST_MS = 120_000; // where the server does not answer
const SHOWN = 25;

class Watch extends HTMLElement {
  #known = null;
  #wait = EVERY_MS;
  #paused = false;

  start(context, cohort) {
    return Object.assign(this, { context, cohort });
  }

  connectedCallback() {
    const { speech } = this.context;
    this.seen = () => this.#turn();
    document.addEventListener("visibilitychange", this.seen);
    this.state = h("p", { class: "hint" });
    this.list = h("div");
    this.pause = button(speech.say("training.watch.pause"), () => this.#pause(), { "aria-pressed": "false" });
    this.replaceChildren(section(speech.say("training.watch.title"),
      h("p", { class: "hint" }, speech.say("training.watch.what")),
      h("div", { class: "bar" }, this.pause, button(speech.say("training.watch.now"), () => this.#look()), this.state),
      this.list));
    this.#look();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.seen);
  }

  #pause() {
    this.#paused = !this.#paused;
    this.pause.setAttribute("aria-pressed", String(this.#paused));
    this.#turn();
  }

  /** Go on where somebody looks, else rest. */
  #turn() {
    clearTimeout(this.timer);
    if (!this.#resting) this.#look();
  }

  get #resting() {
    return this.#paused || document.hidden;
  }

  async #look() {
    const { client, speech } = this.context;
    clearTimeout(this.timer);
    try {
      const { attempts } = await client.get(`/attempts?cohort=${this.cohort.id}&limit=${SHOWN}`);
      this.#wait = EVERY_MS;
      this.#show(attempts);
      this.state.textContent = speech.say("training.watch.at", { time: clock(speech) });
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.#wait = Math.min(SLOWEST_MS, this.#wait * 2);
      this.state.textContent = speech.problem(problem);
    }
    clearTimeout(this.timer);
    if (this.isConnected && !this.#resting) this.timer = setTimeout(() => this.#look(), this.#wait);
  }

  /** Draw what changed; those who hear the page are told of attempts that are new. */
  #show(attempts) {
    const { speech, say } = this.context;
    const come = this.#known ? attempts.filter((one) => !this.#known.has(one.id)) : [];
    this.#known = new Set(attempts.map((one) => one.id));
    if (come.length) say(speech.count("training.watch.come", come.length));
    const held = this.list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    this.list.replaceChildren(attempts.length
      ? attemptRows(speech, attempts, { fresh: new Set(come.map((one) => one.id)), named: true })
      : empty(speech.say("training.watch.none")));
    if (held) this.list.querySelector(`a[href="${held}"]`)?.focus({ preventScroll: true });
  }
}

function clock(speech) {
  const { numberingSystem } = speech.numbers.resolvedOptions();
  return new Intl.DateTimeFormat(`${speech.language}-u-nu-${numberingSystem}`, { timeStyle: "medium" }).format(new Date());
}

customElements.define("training-watch", Watch);

export function watch(context, cohort) {
  return document.createElement("training-watch").start(context, cohort);
}
