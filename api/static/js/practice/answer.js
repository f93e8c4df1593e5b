/** <coach-answer>: where the reply is written; it keeps what was typed, gives hints one by one, and fires `send`, detail the text. */
import { h } from "../core.js";
import { drop, keep, kept } from "./drafts.js";
import { button, notice } from "./parts.js";

const MOST = 4000; // characters, as the server takes them
const hinted = new Map(); // hints given, by attempt and message

class Answer extends HTMLElement {
  /** Take up the message numbered `visit` of an attempt; `last` is the text of the try before, if any. */
  open(context, attempt, visit, last = null) {
    const { speech } = context;
    Object.assign(this, { context, attempt, visit, last });
    const typed = kept(attempt.id, visit) ?? last ?? "";
    this.field = h("textarea", {
      id: "reply", dir: "auto", lang: attempt.language, rows: "6", spellcheck: "true", "aria-describedby": "reply-hint", "aria-keyshortcuts": "Control+Enter",
      oninput: () => keep(attempt.id, visit, this.field.value), onkeydown: (event) => this.#key(event),
    });
    this.field.value = typed;
    this.problem = h("div", {});
    this.sending = button(speech.say("send"), () => this.send(), { looks: "fix send" });
    this.replaceChildren(h("div", { class: "answering" },
      h("header", {}, h("label", { for: "reply" }, speech.say("replyLabel")), h("small", { class: "hint", id: "reply-hint" }, speech.say("replyHint"))),
      this.field, this.problem,
      h("div", { class: "bar" }, this.sending, h("kbd", { dir: "ltr", "aria-hidden": "true" }, "Ctrl Enter"),
        last ? button(speech.say("tryFresh"), () => this.#fresh(), { looks: "quiet" }) : ""),
      this.#hints()));
  }

  get value() {
    return this.field?.value ?? "";
  }

  send() {
    const { speech } = this.context;
    if (this.busy) return;
    const length = [...this.value].length;
    const wrong = !this.value.trim() ? speech.say("emptyReply") : length > MOST ? speech.say("longReply", { n: MOST }) : "";
    this.problem.replaceChildren(wrong ? h("p", { class: "notice", role: "alert" }, wrong) : "");
    if (wrong) this.field.focus();
    else this.dispatchEvent(new CustomEvent("send", { detail: this.value }));
  }

  /** The text is being scored, or no longer is. */
  set busy(busy) {
    this.toggleAttribute("aria-busy", busy);
    this.sending.ariaDisabled = busy ? "true" : null;
    this.sending.textContent = this.context.speech.say(busy ? "sending" : "send");
  }

  get busy() {
    return this.hasAttribute("aria-busy");
  }

  /** Say why nothing was scored; the text stays. */
  failed(problem, retry) {
    this.busy = false;
    this.problem.replaceChildren(notice(this.context.speech, problem, retry));
  }

  #key(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  #fresh() {
    this.field.focus();
    this.field.select();
    if (!document.execCommand("delete")) this.field.value = "";
    drop(this.attempt.id);
  }

  #hints() {
    const { speech } = this.context;
    const { hints } = this.attempt.visits[this.visit];
    if (!hints.length) return "";
    const name = `${this.attempt.id} ${this.visit}`;
    const place = h("section", { class: "hinting", "aria-label": speech.say("hints") });
    const list = h("ol", { "aria-live": "polite" });
    const draw = () => {
      const n = hinted.get(name) ?? 0;
      list.replaceChildren(...hints.slice(0, n).map((hint, place) =>
        h("li", { lang: this.attempt.language, dir: "auto" }, h("span", { class: "unseen", lang: speech.language }, `${speech.say("hintNumber", { n: place + 1, all: hints.length })}: `), hint)));
      more.hidden = n === hints.length;
      more.textContent = speech.say(n ? "hintNext" : "hint");
      last.hidden = n < hints.length;
    };
    const more = button("", () => {
      hinted.set(name, (hinted.get(name) ?? 0) + 1);
      draw();
      if (more.hidden) this.field.focus();
    });
    const last = h("p", { class: "hint" }, speech.say("hintLast"));
    draw();
    place.append(list, more, last);
    return place;
  }
}

customElements.define("coach-answer", Answer);
