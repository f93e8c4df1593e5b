/** <coach-care>: a quiet word after hard conversations, for oneself alone; it waits to be read, and goes when waved away. */
import { Problem, h, icon } from "../core.js";
import { told } from "./parts.js";

export class Care extends HTMLElement {
  constructor(client) {
    super();
    this.client = client;
  }

  connectedCallback() {
    this.setAttribute("aria-live", "polite");
  }

  /** Somebody else is here. */
  forget() {
    this.shown = null;
    this.replaceChildren();
  }

  /** Ask whether a word is due, once at a time; that none can be had is no matter. */
  async look(speech) {
    if (!this.shown) {
      this.asking ??= this.client.get("/care");
      try {
        this.shown = (await this.asking).nudge;
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
      }
      this.asking = null;
    }
    this.#draw(speech);
  }

  #draw(speech) {
    this.replaceChildren(...(this.shown
      ? [h("div", { class: "care" },
        h("p", {}, told(speech, this.shown.text)),
        h("small", { class: "hint" }, speech.say("carePrivate")),
        h("button", { type: "button", class: "quiet only-icon", "aria-label": speech.say("careDismiss"), onclick: () => this.#dismiss() }, icon("close")))]
      : []));
  }

  async #dismiss() {
    const { id } = this.shown;
    this.shown = null;
    this.replaceChildren();
    document.querySelector("main")?.focus({ preventScroll: true });
    await this.client.post(`/care/${encodeURIComponent(id)}/dismiss`).catch(() => null);
  }
}

customElements.define("coach-care", Care);
