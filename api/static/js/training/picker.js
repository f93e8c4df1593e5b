/** <training-picker>: scenarios to choose from, filtered, and those chosen in their order; fires `pick` when the choice changes. */
import { h } from "../core.js";
import { briefLine, chosenOnes, field, scenarioFilters, select, told } from "../practice/parts.js";
import { actOn } from "./told.js";

const MOST = 200;

class Picker extends HTMLElement {
  ids = [];
  #filters = { held: "all" };

  start(context, scenarios, ids) {
    Object.assign(this, { context, scenarios, ids });
    const { speech } = context;
    const choices = ["all", "without", "only"].map((name) => [name, speech.say(`training.pick.held_${name}`)]);
    const held = select("held", choices, "all", (value) => this.#filter("held", value));
    const filters = scenarioFilters(speech, this.#filters, () => this.#drawAll());
    filters.append(field(speech.say("training.pick.held"), held));
    this.count = h("p", { class: "hint", role: "status" });
    this.all = h("ul", {
      class: "rows scrolls", "aria-label": speech.say("training.pick.all"), "aria-describedby": "pick-keys",
      onkeydown: (event) => this.#walk(event), onfocusin: (event) => this.#stand(event.target.closest("li")),
    });
    this.chosen = h("ol", { class: "rows chosen", "aria-label": speech.say("training.pick.chosen") });
    this.append(
      h("section", { class: "stack" },
        h("h3", {}, speech.say("training.pick.all")), filters, h("p", { class: "hint" }, speech.say("training.pick.heldHint")),
        this.count, this.all, h("p", { class: "hint", id: "pick-keys" }, speech.say("training.pick.keys"))),
      h("section", { class: "stack" }, h("h3", {}, speech.say("training.pick.chosen")), this.chosen));
    this.#drawAll();
    this.#drawChosen();
    return this;
  }

  #filter(name, value) {
    this.#filters[name] = value;
    this.#drawAll();
  }

  #drawAll() {
    const { speech } = this.context;
    const { held } = this.#filters;
    const shown = chosenOnes(speech, this.scenarios, this.#filters).filter((one) => held === "all" || one.held_out === (held === "only"));
    this.count.textContent = speech.count("training.pick.found", shown.length);
    this.all.replaceChildren(...shown.map((one) => h("li", { class: this.ids.includes(one.id) ? "taken" : null, "data-id": one.id },
      h("div", { class: "about" },
        h("a", { class: "lead", href: `#/scenario/${one.id}`, target: "_blank", rel: "opener" }, h("bdi", {}, told(speech, one.title))),
        briefLine(speech, one)),
      this.#toggle(one))));
    this.#stand(this.all.firstElementChild);
  }

  /** Tab stops in one row of the list only, so that what comes after it is near; the arrow keys walk through the others. */
  #stand(row) {
    for (const one of this.all.querySelectorAll("a, button")) one.tabIndex = row.contains(one) ? 0 : -1;
  }

  #walk(event) {
    const rows = [...this.all.children];
    const at = rows.indexOf(event.target.closest("li"));
    const to = rows[{ ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key]];
    if (!to) return;
    event.preventDefault();
    to.querySelector("button").focus();
  }

  #toggle(one) {
    const { speech } = this.context;
    return actOn(speech.say(this.ids.includes(one.id) ? "training.pick.drop" : "training.pick.add"), told(speech, one.title), () => this.#turn(one));
  }

  #turn(one) {
    const { speech, say } = this.context;
    const taken = this.ids.includes(one.id);
    if (!taken && this.ids.length >= MOST) {
      say(speech.say("training.pick.most", { n: MOST }));
      return;
    }
    this.ids = taken ? this.ids.filter((id) => id !== one.id) : [...this.ids, one.id];
    const old = this.all.querySelector(`[data-id="${one.id}"] > button`);
    const made = this.#toggle(one);
    const held = document.activeElement === old;
    if (old) made.tabIndex = old.tabIndex;
    old?.replaceWith(made);
    made.closest("li")?.classList.toggle("taken", !taken);
    if (held) made.focus();
    this.#changed(speech.say(taken ? "training.pick.out" : "training.pick.in", { title: told(speech, one.title), n: this.ids.length }));
  }

  #changed(words) {
    this.#drawChosen();
    this.context.say(words);
    this.dispatchEvent(new CustomEvent("pick"));
  }

  #drawChosen() {
    const { speech } = this.context;
    const title = (id) => told(speech, this.scenarios.find((one) => one.id === id).title);
    this.chosen.replaceChildren(...(this.ids.length
      ? this.ids.map((id, at) => h("li", { "data-id": id },
        h("span", { class: "place", "aria-hidden": "true" }, speech.number(at + 1)),
        h("bdi", { class: "about" }, title(id)),
        h("span", { class: "bar" },
          this.#sign("↑", "up", title(id), () => this.#move(id, at, -1, "up"), at === 0),
          this.#sign("↓", "down", title(id), () => this.#move(id, at, 1, "down"), at === this.ids.length - 1),
          this.#sign("✕", "drop", title(id), () => this.#drop(id)))))
      : [h("li", { class: "hint" }, speech.say("training.pick.none"))]));
  }

  #sign(sign, name, title, onclick, disabled = false) {
    const act = this.context.speech.say(`training.pick.${name}`);
    const made = actOn(act, title, onclick, { looks: "quiet only-icon", name, disabled, title: act });
    made.replaceChildren(h("span", { "aria-hidden": "true" }, sign));
    return made;
  }

  #move(id, at, by, name) {
    const { speech } = this.context;
    [this.ids[at], this.ids[at + by]] = [this.ids[at + by], this.ids[at]];
    this.#changed(speech.say("training.pick.moved", { n: at + by + 1 }));
    const row = this.chosen.querySelector(`[data-id="${id}"]`);
    (row.querySelector(`[name="${name}"]:not(:disabled)`) ?? row.querySelector("button:not(:disabled)")).focus();
  }

  #drop(id) {
    const at = this.ids.indexOf(id);
    this.#turn(this.scenarios.find((one) => one.id === id));
    const rows = this.chosen.querySelectorAll("[data-id]");
    (rows[Math.min(at, rows.length - 1)]?.querySelector('[name="drop"]') ?? this.all.querySelector("button")).focus();
  }
}

customElements.define("training-picker", Picker);

/** Make a picker of scenarios, those with `ids` chosen. */
export function picker(context, scenarios, ids = []) {
  return document.createElement("training-picker").start(context, scenarios, ids);
}
