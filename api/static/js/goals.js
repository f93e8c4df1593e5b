/** <coach-goals>: what a rewrite is asked for, a button each; fires `goal`, detail {goal, n}. */
import { GOALS, h } from "./core.js";

const ADDRESS = ["gender:m", "gender:f", "gender:plural", "gender:neutral"];
const WAYS = 3;

class Goals extends HTMLElement {
  #several = false;

  draw(speech, { arabic, busy }) {
    const [mend, ...others] = GOALS;
    const button = (goal) => h("button", { type: "button", class: goal === mend ? "fix" : "chip", value: goal, "aria-disabled": busy ? "true" : null,
      onclick: () => busy || this.#ask(goal) }, speech.say(`goals.${goal}`));
    const held = document.activeElement?.closest("coach-goals button")?.value;
    this.replaceChildren(
      h("h3", { id: "goals-title" }, speech.say("goal")),
      h("div", { class: "bar", role: "group", "aria-labelledby": "goals-title" }, button(mend), others.map(button)),
      arabic ? h("div", { class: "bar", role: "group", "aria-label": speech.say("gendersTitle") }, h("span", { class: "hint" }, speech.say("gendersTitle")), ADDRESS.map(button)) : "",
      h("label", { class: "several" },
        h("input", { type: "checkbox", checked: this.#several, onchange: (event) => (this.#several = event.target.checked) }),
        speech.say("ways")));
    if (held) this.querySelector(`button[value="${held}"]`)?.focus();
  }

  #ask(goal) {
    this.dispatchEvent(new CustomEvent("goal", { detail: { goal, n: this.#several ? WAYS : 1 } }));
  }
}

customElements.define("coach-goals", Goals);
