/** <coach-digest>: what a hostile message comes to, and calm words to set a boundary; fires `insert`, detail the text. */
import { h, slotted } from "./core.js";

class Digest extends HTMLElement {
  draw(speech, digest) {
    this.hidden = !digest;
    if (!digest) {
      this.replaceChildren();
      return;
    }
    const open = this.querySelector("details")?.open ?? true;
    this.replaceChildren(h("details", { open },
      h("summary", {}, speech.say("digest")),
      h("div", { class: "inside" },
        digest.happened ? part(speech, "happened", [digest.happened]) : "",
        part(speech, "facts", [...new Set(digest.facts.map((fact) => fact.text))]),
        part(speech, "owed", digest.owed),
        part(speech, "notOwed", digest.not_owed),
        h("section", {},
          h("h3", {}, speech.say("boundaries")),
          h("ul", { class: "boundaries" },
            digest.boundaries.map(({ firmness, text }) => this.#phrase(speech, speech.say(`firmness.${firmness}`), text)),
            digest.handover ? this.#phrase(speech, speech.say("handover"), digest.handover) : "")))));
  }

  #phrase(speech, label, text) {
    return h("li", {},
      h("div", {}, h("span", { class: "step" }, label), h("p", { dir: "auto" }, slotted(text))),
      h("button", { type: "button", class: "chip", "aria-label": speech.say("insertLabel", { text }),
        onclick: () => this.dispatchEvent(new CustomEvent("insert", { detail: text })) }, speech.say("insert")));
  }
}

function part(speech, name, lines) {
  if (!lines.length) return "";
  return h("section", {}, h("h3", {}, speech.say(name)), h("ul", {}, lines.map((line) => h("li", {}, h("bdi", {}, line)))));
}

customElements.define("coach-digest", Digest);
