/** <coach-practice>: the practice pages. It knows who is here and which view the address asks for; the views do the rest. */
import { Problem, STYLES, h, icon } from "../core.js";
import { load, save } from "../preferences.js";
import { speak } from "../speech.js";
import "../bar.js";
import "../key.js";
import { ROUTES as TRAINING } from "../training/routes.js";
import { Care } from "./care.js";
import { PracticeClient } from "./client.js";
import { empty, heading, loaded } from "./parts.js";
import { ROUTES as PRACTICE } from "./routes.js";

document.adoptedStyleSheets.push(STYLES);

const ROUTES = [...PRACTICE, ...TRAINING];
const PARTS = ["practice", "training"];

class Practice extends HTMLElement {
  me = null;

  async connectedCallback() {
    this.preferences = load();
    this.dialog = h("coach-key");
    this.dialog.remember = true;
    this.client = new PracticeClient(this.dialog, () => this.speech);
    this.bar = h("coach-bar", { onprefer: (event) => this.prefer(event.detail) });
    this.care = new Care(this.client);
    await this.redraw();
    addEventListener("hashchange", () => this.turn());
    addEventListener("online", () => this.telling && this.again());
  }

  /** Say everything in the language chosen. */
  async redraw() {
    const { preferences } = this;
    this.speech = await speak(preferences, PARTS);
    const root = document.documentElement;
    Object.assign(root, { lang: this.speech.language, dir: this.speech.dir });
    this.bar.draw(this.speech, preferences, { href: "./", name: "toCoach" });
    this.replaceChildren(
      h("a", { class: "skip", href: "#main", onclick: (event) => (event.preventDefault(), this.main.focus()) }, this.speech.say("skipToMain")),
      h("header", { class: "top" }, this.bar, (this.nav = h("nav", { class: "pages", "aria-label": this.speech.say("pages") }))),
      (this.note = h("div", { class: "note", role: "alert" })),
      (this.main = h("main", { id: "main", tabindex: "-1" })),
      (this.foot = h("footer", { class: "foot" })),
      this.care,
      (this.said = h("p", { class: "unseen", role: "status" })),
      this.dialog);
    this.theme();
    this.show();
  }

  theme() {
    document.documentElement.dataset.theme = this.preferences.theme;
  }

  async prefer(chosen) {
    Object.assign(this.preferences, chosen);
    save(this.preferences);
    if (chosen.theme) {
      this.theme();
      this.bar.draw(this.speech, this.preferences, { href: "./", name: "toCoach" });
    } else await this.redraw();
  }

  /** The address changed: show what it asks for, from its beginning. */
  turn() {
    this.show();
    this.main.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  /** Show the view that the address asks for. */
  show() {
    const { route, args } = found(location.hash);
    this.note.replaceChildren();
    this.telling = false;
    this.#title(this.speech.say(route.title));
    const shown = route.open ? route.view(this.context, ...args) : loaded(this.context, () => this.#known(), () => this.#allowed(route, args));
    this.main.replaceChildren(shown);
    this.#drawNav(route);
    this.#drawFoot();
  }

  again() {
    this.client.retry();
    this.show();
  }

  /** What a view is given. */
  get context() {
    const { client, speech, me } = this;
    return {
      client, speech, me,
      digits: this.preferences.digits,
      go: (hash) => (location.hash = hash),
      say: (text) => (this.said.textContent = text),
      notice: (problem, retry) => this.notice(problem, retry),
      title: (text) => this.#title(text),
      again: () => this.again(),
      criteria: () => this.rubric(),
      care: () => this.care.look(speech),
      keep: (key, remembered) => this.enter(key, remembered),
    };
  }

  /** Give the rubric in force, asked for once: its criteria by name, without the whole, and the bounds of its grades. */
  async rubric() {
    this.ruled ??= this.client.get("/criteria");
    try {
      const { criteria, grades } = await this.ruled;
      const begun = (name) => name.charAt(0).toLocaleUpperCase() + name.slice(1);
      return { grades, criteria: criteria.filter(({ id }) => id !== "overall").map(({ id, name }) => ({ id, name: { en: begun(name.en), ar: name.ar } })) };
    } catch (problem) {
      this.ruled = null;
      throw problem;
    }
  }

  /** Come in with a key, which is another person. */
  enter(key, remembered) {
    if (key) this.dialog.keep(key, remembered);
    else this.dialog.forget();
    this.me = null;
    this.care.forget();
    this.client.retry();
  }

  async #known() {
    if (this.me) return;
    try {
      this.me = await this.client.get("/me");
    } finally {
      this.#drawNav(found(location.hash).route);
      this.#drawFoot();
    }
    this.care.look(this.speech);
  }

  #allowed(route, args) {
    const { speech } = this;
    if (!route.roles || route.roles.includes(this.me.role)) return route.view(this.context, ...args);
    return h("section", {}, heading(speech.say(route.title)), empty(speech.say("notYours"), h("a", { class: "chip", href: "#/" }, speech.say("toHome"))));
  }

  #title(text) {
    document.title = `${text} · ${this.speech.say("name")}`;
  }

  #drawNav(at) {
    const mine = ROUTES.filter((route) => route.nav && this.me && (!route.roles || route.roles.includes(this.me.role)));
    this.nav.hidden = !mine.length;
    this.nav.replaceChildren(...mine.map((route) =>
      h("a", { href: `#/${route.path}`, "aria-current": route === at ? "page" : route.path === at.under ? "true" : null }, this.speech.say(route.title))));
  }

  #drawFoot() {
    const { speech, me } = this;
    this.foot.replaceChildren(
      h("p", { class: "hint" }, speech.say("practicePrivacy")),
      h("p", { class: "who hint" },
        me ? h("span", {}, h("bdi", {}, me.name), " · ", speech.say(`roles.${me.role}`)) : "",
        this.dialog.key ? h("button", { type: "button", class: "quiet", onclick: () => this.leave() }, speech.say("leave")) : ""));
  }

  /** Forget the key on this device, and ask who comes next. */
  leave() {
    this.enter(null);
    if (location.hash.length > 2) location.hash = "#/";
    else this.show();
  }

  /** Say what can be done about a problem; `retry` tries again, the whole view where it is left out. */
  notice(problem, retry = () => this.again()) {
    if (!(problem instanceof Problem)) throw problem;
    this.telling = true;
    const locked = problem.status === 401;
    this.note.replaceChildren(h("p", { class: "notice" }, icon("warning"), h("span", {}, this.speech.problem(problem)),
      h("button", { type: "button", class: "chip", onclick: () => (this.note.replaceChildren(), this.client.retry(), retry()) }, this.speech.say(locked ? "keyTitle" : "retry"))));
  }
}

/** Find the route of an address, `#/cohort/12`: the longest path that it begins with; what follows are the view's arguments. */
function found(hash) {
  const steps = hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decoded);
  const [route] = ROUTES.filter(({ path }) => path.split("/").filter(Boolean).every((step, n) => step === steps[n])).sort((a, b) => b.path.length - a.path.length);
  const args = steps.slice(route.path.split("/").filter(Boolean).length);
  return { route, args };
}

function decoded(step) {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

customElements.define("coach-practice", Practice);
