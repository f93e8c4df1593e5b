/**
 * <coach-notes>: a whole reply from a few notes; what is missing is asked for before it is used.
 *
 * `ask(fields)` gives the draft; fires `use`, detail the text.
 */
import { filledWith, h, slotFields, slotted } from "./core.js";

class Notes extends HTMLElement {
  #made = null;
  #values = {};

  constructor() {
    super();
    this.field = h("textarea", { dir: "auto", rows: "2", maxlength: "2000", "aria-describedby": "notes-help" });
  }

  draw(speech) {
    this.speech = speech;
    const open = this.querySelector("details")?.open ?? false;
    this.field.setAttribute("aria-label", speech.say("notesLabel"));
    this.field.placeholder = speech.say("notesHint");
    this.replaceChildren(h("details", { open },
      h("summary", {}, speech.say("notes")),
      h("div", { class: "inside" },
        h("p", { class: "hint", id: "notes-help" }, speech.say("notesHelp")),
        this.field,
        h("div", { class: "bar" }, h("button", { type: "button", class: "fix write", onclick: () => this.#write() }, speech.say("write"))),
        (this.note = h("p", { class: "hint", role: "status" })),
        (this.result = h("div", { class: "result" })))));
    this.#show();
  }

  async #write(situation) {
    const fields = { notes: this.field.value, ...(situation ? { situation } : {}) };
    this.note.textContent = this.speech.say("busy");
    try {
      this.#made = await this.ask(fields);
      this.#values = {};
      this.note.textContent = this.#made ? "" : this.speech.say("needCustomer");
    } catch (problem) {
      this.note.textContent = this.speech.problem(problem);
    }
    this.#show();
    if (this.#made) this.result.querySelector("h3")?.focus();
  }

  #show() {
    const made = this.#made;
    if (!made) {
      this.result.replaceChildren();
      return;
    }
    const { speech } = this;
    const title = (one) => one.title[speech.language];
    const others = made.nearest.filter((one) => one.id !== made.situation.id);
    this.result.replaceChildren(
      h("h3", { tabindex: "-1" }, speech.say("written", { title: title(made.situation) })),
      (this.text = h("div", { class: "text", dir: "auto" }, slotted(this.#filled()))),
      slotFields(speech, made.needs, this.#values, () => this.text.replaceChildren(...slotted(this.#filled()))),
      made.unused.length ? h("p", { class: "hint" }, speech.say("unused", { names: made.unused.join(speech.language === "ar" ? "، " : ", ") })) : "",
      h("div", { class: "bar" }, h("button", { type: "button", class: "fix use", onclick: () => this.#use() }, speech.say("useDraft"))),
      others.length
        ? h("div", { class: "bar" }, h("span", { class: "hint" }, speech.say("other")),
          others.map((one) => h("button", { type: "button", class: "chip", onclick: () => this.#write(one.id) }, title(one))))
        : "");
  }

  #filled() {
    return filledWith(this.#values, this.#made.text);
  }

  #use() {
    const text = this.#filled();
    this.#made = null;
    this.#show();
    this.querySelector("details").open = false;
    this.dispatchEvent(new CustomEvent("use", { detail: text }));
  }
}

customElements.define("coach-notes", Notes);
