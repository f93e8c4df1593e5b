/** <coach-timer>: the time left, said aloud at a minute and at ten seconds; fires `over` at its end. */
import { h } from "../core.js";
import { clock } from "./parts.js";

const SAID_AT = [60, 10];
const TICK_MS = 250;

class Timer extends HTMLElement {
  /** Count down from `left` seconds, which are the server's. */
  run(context, left) {
    this.stop();
    this.context = context;
    this.end = performance.now() + left * 1000;
    this.before = left;
    this.ticking = setInterval(() => this.tick(), TICK_MS);
    this.tick();
  }

  stop() {
    clearInterval(this.ticking);
  }

  disconnectedCallback() {
    this.stop();
  }

  tick() {
    const { speech, say } = this.context;
    const left = Math.max(0, (this.end - performance.now()) / 1000);
    const shown = speech.say("left", { time: clock(speech, Math.ceil(left)) });
    if (this.textContent !== shown) this.replaceChildren(h("span", { class: `left-of ${left <= SAID_AT[0] ? "short" : ""}`, role: "timer", "aria-label": speech.say("leftLabel") }, shown));
    const passed = SAID_AT.find((second) => this.before > second && left <= second);
    if (passed) say(speech.count("secondsLeft", passed));
    this.before = left;
    if (left > 0) return;
    this.stop();
    this.dispatchEvent(new Event("over"));
  }
}

customElements.define("coach-timer", Timer);
