/** <coach-timer>: the time left, said aloud at a minute and at ten seconds; fires `over` at its end. */
import { h } from "../core.js";
import { clock } from "./parts.js";

const SAID_AT = [60, 10];
const TICK_MS = 250;

class Timer extends HTMLElement {
  before = 0;

  /** Count down from `left` seconds, which are the server's; one that runs is put right by it. */
  run(context, left) {
    this.stop();
    this.context = context;
    this.end = Date.now() + left * 1000; // this clock goes on while a device sleeps
    this.before = Math.max(left, this.before);
    this.#start();
  }

  stop() {
    clearInterval(this.ticking);
    this.ticking = null;
  }

  /** Put elsewhere in the page it goes on. */
  connectedCallback() {
    this.woken = () => this.ticking && this.tick();
    document.addEventListener("visibilitychange", this.woken);
    if (this.paused) this.#start();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.woken);
    this.paused = Boolean(this.ticking);
    this.stop();
  }

  #start() {
    this.paused = false;
    this.ticking = setInterval(() => this.tick(), TICK_MS);
    this.tick();
  }

  tick() {
    const { speech, say } = this.context;
    const left = Math.max(0, (this.end - Date.now()) / 1000);
    const shown = speech.say("left", { time: clock(speech, Math.ceil(left)) });
    if (this.textContent !== shown) this.replaceChildren(h("span", { class: `left-of ${left <= SAID_AT[0] ? "short" : ""}`, role: "timer", "aria-label": speech.say("leftLabel") }, shown));
    const passed = SAID_AT.findLast((second) => this.before > second && left <= second);
    if (passed) say(speech.count("secondsLeft", passed));
    this.before = left;
    if (left > 0) return;
    this.stop();
    this.dispatchEvent(new Event("over"));
  }
}

customElements.define("coach-timer", Timer);
