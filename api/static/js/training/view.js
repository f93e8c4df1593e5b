/** <training-view>: a view that asks the server first and can ask again, keeping its place and the focus. */
import { Problem, h } from "../core.js";
import { notice } from "../practice/parts.js";

class View extends HTMLElement {
  start(context, load, draw) {
    return Object.assign(this, { context, load, draw });
  }

  connectedCallback() {
    if (this.childNodes.length) return;
    this.#wait();
    this.reload();
  }

  /** Ask anew and draw; the control that had the focus and has an id keeps it. */
  async reload() {
    const { speech, client } = this.context;
    this.setAttribute("aria-busy", "true");
    try {
      const data = await this.load();
      const held = this.contains(document.activeElement) ? document.activeElement.id : "";
      this.replaceChildren(...[this.draw(data, this)].flat());
      if (held) document.getElementById(held)?.focus();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      const again = () => {
        client.retry();
        this.#wait();
        this.reload();
      };
      this.replaceChildren(problem.status === 404 ? h("p", { class: "empty" }, speech.say("training.gone")) : notice(speech, problem, problem.status === 403 ? null : again));
    } finally {
      this.removeAttribute("aria-busy");
    }
  }

  /** Do what a person asked for; gives whether it was done, and tells the problem where not. */
  async act(doing) {
    try {
      await doing();
      return true;
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.context.notice(problem, () => this.reload());
      return false;
    }
  }

  #wait() {
    this.replaceChildren(h("p", { class: "state" }, this.context.speech.say("busy")));
  }
}

customElements.define("training-view", View);

/** Make a view of what it asks for and what it draws of the answer: `draw(data, view)` gives its parts. */
export function view(context, load, draw) {
  return document.createElement("training-view").start(context, load, draw);
}
