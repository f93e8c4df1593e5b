/** <coach-findings>: the findings, in order of place; the one at the cursor is set off. Fires `show`, `fix`, `dismiss`, detail the finding. */
import { findingCard, h } from "./core.js";

const MARGIN = 40; // pixels that the list fades out in

class Findings extends HTMLElement {
  draw(speech, findings) {
    const fire = (name) => (finding) => this.dispatchEvent(new CustomEvent(name, { detail: finding }));
    const on = { show: fire("show"), fix: fire("fix"), dismiss: fire("dismiss") };
    const focused = document.activeElement?.closest("coach-findings .finding")?.dataset.id;
    const held = focused && document.activeElement.className;
    this.replaceChildren(h("ul", { class: "findings", "aria-label": speech.say("findingsTitle") }, findings.map((finding) => findingCard(speech, finding, on))));
    if (focused) this.querySelector(`[data-id="${focused}"] .${held.split(" ")[0]}`)?.focus();
  }

  set active(id) {
    for (const card of this.querySelectorAll(".finding")) card.classList.toggle("active", card.dataset.id === id);
    const card = this.querySelector(".finding.active")?.getBoundingClientRect();
    const pane = this.parentElement;
    if (!card || pane.scrollHeight <= pane.clientHeight) return;
    const { top, bottom } = pane.getBoundingClientRect();
    if (card.top < top) pane.scrollTop += card.top - top;
    else if (card.bottom > bottom - MARGIN) pane.scrollTop += card.bottom - bottom + MARGIN;
  }
}

customElements.define("coach-findings", Findings);
