/** <coach-key>: asks for the access key once, and keeps it until the tab is closed; with `remember` also on this device, where one wishes it. */
import { Client, h } from "./core.js";

const NAME = "reply-coach-key";

class KeyDialog extends HTMLElement {
  remember = false;

  get key() {
    return sessionStorage.getItem(NAME) ?? localStorage.getItem(NAME) ?? "";
  }

  /** Whether the key stays on this device. */
  get remembered() {
    return localStorage.getItem(NAME) !== null;
  }

  /** Keep a key until the tab is closed, or on this device. */
  keep(key, remembered = false) {
    this.forget();
    (remembered ? localStorage : sessionStorage).setItem(NAME, key);
  }

  forget() {
    for (const store of [sessionStorage, localStorage]) store.removeItem(NAME);
  }

  /** Ask for a key; tells whether one was given. Whoever asks meanwhile waits for the same answer. */
  ask(speech, problem) {
    this.asked ??= this.#open(speech, problem).finally(() => (this.asked = null));
    return this.asked;
  }

  async #open(speech, problem) {
    const field = h("input", { id: "key", type: "password", dir: "ltr", autocomplete: "off", spellcheck: "false", required: true });
    const remember = h("input", { type: "checkbox" });
    const dialog = h("dialog", { "aria-labelledby": "key-title" },
      h("form", { method: "dialog" },
        h("h2", { id: "key-title" }, speech.say("keyTitle")),
        h("p", { class: "hint" }, problem.code === "wrong-key" ? speech.problem(problem) : speech.say("keyHint")),
        h("label", { for: "key" }, speech.say("keyLabel")),
        field,
        this.remember ? h("label", { class: "several" }, remember, speech.say("rememberKey")) : "",
        h("div", { class: "bar" },
          h("button", { class: "fix", value: "enter" }, speech.say("enter")),
          h("button", { class: "quiet", value: "cancel", formnovalidate: true }, speech.say("cancel")))));
    this.replaceChildren(dialog);
    dialog.showModal();
    await new Promise((closed) => dialog.addEventListener("close", closed, { once: true }));
    const given = dialog.returnValue === "enter" && field.value.trim();
    if (given) this.keep(given, remember.checked);
    this.replaceChildren();
    return Boolean(given);
  }
}

/** A client that asks the agent for the key where the server does; a refusal stands until `retry`. */
export class KeyedClient extends Client {
  #refused = false;

  constructor(dialog, speech) {
    super({ key: () => dialog.key, language: () => speech().language });
    this.server = new URL(".", document.baseURI).href.replace(/\/$/, "");
    Object.assign(this, { dialog, speech });
  }

  async post(path, body, signal) {
    try {
      return await super.post(path, body, signal);
    } catch (problem) {
      if (problem.status !== 401 || this.#refused) throw problem;
      this.#refused = !(await this.dialog.ask(this.speech(), problem));
      if (this.#refused) throw problem;
      return this.post(path, body, signal);
    }
  }

  retry() {
    this.#refused = false;
  }
}

customElements.define("coach-key", KeyDialog);
