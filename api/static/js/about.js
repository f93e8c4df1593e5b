/** <coach-about>: the channel, the names, and how the customer is addressed; fires `about` when any of it changes. */
import { h } from "./core.js";

const CHANNELS = ["email", "chat", "whatsapp", "social", "sms"];
const GENDERS = ["unknown", "f", "m", "plural", "neutral"];

class About extends HTMLElement {
  #known = { channel: "email", customer_name: "", agent_name: "", addressee_gender: "unknown" };

  draw(speech) {
    const open = this.querySelector("details")?.open ?? false;
    this.replaceChildren(h("details", { open },
      h("summary", {}, speech.say("about"), h("span", { class: "hint" }, this.#summary(speech))),
      h("div", { class: "fields" },
        this.#select(speech, "channel", "channel", CHANNELS, "channels"),
        this.#input(speech, "customer_name", "customerName"),
        this.#input(speech, "agent_name", "agentName"),
        this.#select(speech, "addressee_gender", "gender", GENDERS, "genders"))));
    this.speech = speech;
  }

  /** Give what is known as fields of a case. */
  get fields() {
    const { channel, ...names } = this.#known;
    return { channel, context: Object.fromEntries(Object.entries(names).filter(([, value]) => value)) };
  }

  #summary(speech) {
    const { channel, customer_name: name } = this.#known;
    return [speech.say(`channels.${channel}`), name].filter(Boolean).map((part) => h("bdi", {}, part));
  }

  #select(speech, name, label, values, texts) {
    const options = values.map((value) => h("option", { value, selected: this.#known[name] === value }, speech.say(`${texts}.${value}`)));
    return h("label", {}, h("span", {}, speech.say(label)), h("select", { name, onchange: (event) => this.#set(name, event.target.value) }, options));
  }

  #input(speech, name, label) {
    return h("label", {}, h("span", {}, speech.say(label)),
      h("input", { name, dir: "auto", value: this.#known[name], maxlength: "100", autocomplete: "off", oninput: (event) => this.#set(name, event.target.value.trim()) }));
  }

  #set(name, value) {
    this.#known[name] = value;
    this.querySelector("summary .hint").replaceChildren(...this.#summary(this.speech));
    this.dispatchEvent(new Event("about"));
  }
}

customElements.define("coach-about", About);
