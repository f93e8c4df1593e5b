/**
 * <coach-customer>: the customer's message with what was read in it: emotion, signals, asks and what became of each.
 *
 * A message with insults can be read calmly: they are folded, and shown on a click. Fires `answer`, detail an ask.
 */
import { MarkedText, applyEdits, h, icon } from "./core.js";

class Customer extends HTMLElement {
  #calm = false;
  #report = null;
  #digest = null;

  constructor() {
    super();
    this.text = new MarkedText();
    this.text.addEventListener("text", () => {
      this.#digest = null;
      this.#calm = false;
      this.#show();
    });
    this.text.field.addEventListener("blur", () => this.#fold());
  }

  draw(speech) {
    this.speech = speech;
    this.replaceChildren(
      h("header", {},
        h("h2", { id: "customer-title" }, speech.say("customer")),
        (this.toggle = h("button", { type: "button", class: "chip", hidden: true, onclick: () => this.#turn() }))),
      (this.read = h("div", { class: "reading", tabindex: "0", role: "group", "aria-labelledby": "customer-title", dir: "auto", hidden: true })),
      this.text,
      (this.mood = h("ul", { class: "mood" })),
      (this.asks = h("section", { class: "asks" })));
    this.text.field.setAttribute("aria-labelledby", "customer-title");
    this.text.field.placeholder = speech.say("customerHint");
    this.#show();
  }

  set report(report) {
    this.#report = report;
    this.#show();
  }

  set digest(digest) {
    this.#digest = digest;
    if (document.activeElement !== this.text.field) this.#fold();
    this.#show();
  }

  get value() {
    return this.text.value;
  }

  /** Give where an ask begins on the screen. */
  place(id) {
    return this.#calm ? this.read.querySelector(`[data-id="${id}"]`)?.getClientRects()[0] : this.text.place(id);
  }

  get box() {
    return this.#calm ? this.read : this.text;
  }

  #fold() {
    if (!this.#digest?.folded.length || this.#calm || this.kept === this.value) return;
    this.#calm = true;
    this.#show();
  }

  #turn() {
    this.#calm = !this.#calm;
    this.kept = this.#calm ? null : this.value;
    this.#show();
    this.toggle.focus();
  }

  #show() {
    if (!this.speech) return;
    const { speech } = this;
    const customer = this.#report?.customer ?? this.#digest;
    const asks = this.#report?.customer?.asks ?? [];
    const folds = this.#digest?.folded.length ?? 0;
    this.toggle.hidden = !folds;
    this.toggle.textContent = speech.say(this.#calm ? "original" : "calmReading");
    this.read.hidden = !this.#calm;
    this.text.hidden = this.#calm;
    if (this.#calm) this.read.replaceChildren(...this.#calmly(asks));
    this.mood.replaceChildren(...(customer ? this.#moods(customer) : []));
    this.asks.replaceChildren(...(this.#report?.customer ? this.#asked(asks) : []));
    this.dispatchEvent(new CustomEvent("drawn", { bubbles: true }));
  }

  #moods({ emotion, signals }) {
    const { speech } = this;
    const names = [...new Set(signals.map((one) => one.signal))];
    return [
      h("li", { class: `emotion level-${emotion.level}` }, speech.say(`emotion.${emotion.name}`)),
      ...names.map((name) => h("li", {}, speech.say(`signals.${name}`))),
    ];
  }

  #asked(asks) {
    const { speech } = this;
    if (!asks.length) return [h("p", { class: "hint" }, speech.say("noAsks"))];
    const rows = asks.map((ask, n) => {
      const answer = this.#report.sentences[ask.sentence];
      return h("li", { class: `request ${ask.status}` },
        h("span", { class: "badge", "aria-hidden": "true" }, speech.number(n + 1)),
        h("div", {},
          h("p", {}, h("bdi", {}, this.#calm ? this.#without(ask) : ask.text)),
          h("p", { class: "status" }, icon(ask.status === "answered" ? "check" : ask.status === "missed" ? "error" : "warning"), h("span", {}, speech.say(`status.${ask.status}`)),
            answer && ask.status !== "missed"
              ? h("button", { type: "button", class: "whereto", "aria-label": `${speech.say("showAnswer", { n: n + 1 })}: ${answer.text}`, onclick: () => this.#point(n) }, h("bdi", {}, answer.text))
              : "")));
    });
    return [h("h3", {}, speech.say("asks")), h("ol", {}, rows)];
  }

  /** Give an ask's words without the insults in them. */
  #without({ start, end }) {
    const within = this.#digest.folded.filter((fold) => fold.start < end && start < fold.end);
    const cuts = within.map((fold) => ({ start: Math.max(fold.start, start), end: Math.min(fold.end, end), replacement: "" }));
    const kept = applyEdits(this.value.slice(0, end), cuts).slice(start);
    return calm(kept).replace(/\s+/g, " ").trim() || "…";
  }

  #point(n) {
    this.dispatchEvent(new CustomEvent("answer", { detail: n }));
  }

  /** Write the message with insults folded and without its shouting. */
  #calmly(asks) {
    const text = this.value;
    const folds = this.#digest.folded;
    const parts = [];
    let at = 0;
    for (const fold of folds) {
      parts.push(...plain(text, at, fold.start, asks), this.#folded(text.slice(fold.start, fold.end), fold.kind));
      at = fold.end;
    }
    return [...parts, ...plain(text, at, text.length, asks)];
  }

  #folded(words, kind) {
    const { speech } = this;
    const name = speech.say(`folded.${kind}`);
    return h("button", { type: "button", class: "folded", "aria-expanded": "false", "aria-label": speech.say("unfold", { kind: name }), onclick: (event) => {
      const open = event.currentTarget.getAttribute("aria-expanded") !== "true";
      event.currentTarget.setAttribute("aria-expanded", String(open));
      event.currentTarget.replaceChildren(...(open ? [h("bdi", {}, words)] : [name]));
      event.currentTarget.setAttribute("aria-label", open ? words : speech.say("unfold", { kind: name }));
    } }, name);
  }
}

function plain(text, from, to, asks) {
  const within = asks
    .map((ask, n) => ({ start: Math.max(ask.start, from), end: Math.min(ask.end, to), id: `ask-${n}` }))
    .filter((ask) => ask.start < ask.end);
  const parts = [];
  let at = from;
  for (const ask of within) {
    parts.push(calm(text.slice(at, ask.start)), h("span", { class: "mark ask", "data-id": ask.id }, calm(text.slice(ask.start, ask.end))));
    at = ask.end;
  }
  return [...parts, calm(text.slice(at, to))];
}

const calm = (text) => text.replace(/([!?؟])[!?؟]+/g, "$1").replace(/\b[A-Z]{4,}\b/g, (word) => word[0] + word.slice(1).toLowerCase());

customElements.define("coach-customer", Customer);
