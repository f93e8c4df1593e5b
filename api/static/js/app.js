/** <coach-app>: the page. It holds the case, asks the server about it, and hands the answers to its parts. */
import { Live, MarkedText, RewriteView, SLOT, STYLES, applyEdits, copyButton, h, icon, inUnits, markOf, spoken } from "./core.js";
import { load, save } from "./preferences.js";
import { speak } from "./speech.js";
import { KeyedClient } from "./key.js";
import "./about.js";
import "./bar.js";
import "./customer.js";
import "./digest.js";
import "./findings.js";
import "./goals.js";
import "./links.js";
import "./notes.js";
import "./score.js";

document.adoptedStyleSheets.push(STYLES);

const SAY_AFTER_MS = 900; // the score is told once the typing rests
const HARSH = ["insult", "threat_harm"];

class App extends HTMLElement {
  report = null;
  digest = null;
  dismissed = new Set();

  async connectedCallback() {
    this.preferences = load();
    this.build();
    await this.redraw();
    addEventListener("keydown", (event) => this.key(event));
    addEventListener("online", () => this.again());
  }

  /** Make the parts, once; texts come with `redraw`. */
  build() {
    const part = (name, listeners = {}) => h(`coach-${name}`, Object.fromEntries(Object.entries(listeners).map(([event, act]) => [`on${event}`, (fired) => act(fired.detail)])));
    this.dialog = part("key");
    this.client = new KeyedClient(this.dialog, () => this.speech);
    this.bar = part("bar", { prefer: (chosen) => this.prefer(chosen) });
    this.customer = part("customer", { answer: (n) => this.visitMark(`answer-${n}`) });
    this.about = part("about", { about: () => this.again() });
    this.digestPart = part("digest", { insert: (text) => this.insert(text) });
    this.text = new MarkedText();
    this.text.id = "draft";
    this.goals = part("goals", { goal: (asked) => this.rewrite(asked) });
    this.rewriteView = new RewriteView();
    this.rewriteView.hidden = true;
    this.notes = part("notes", { use: (text) => this.text.replace(text) });
    this.notes.ask = (fields) => this.draftFrom(fields);
    this.score = part("score");
    this.findings = part("findings", {
      show: (finding) => this.visitMark(finding.id),
      fix: (finding) => this.fix(finding),
      dismiss: (finding) => this.dismiss(finding),
    });
    this.links = part("links");

    this.live = new Live((signal) => this.client.check(this.fields(), signal), {
      onAnswer: (report) => this.told(report),
      onProblem: (problem) => this.notice(problem),
      onState: (state) => this.state(state),
    });
    this.reading = new Live((signal) => this.client.post("/v1/digest", this.digestFields(), signal), {
      onAnswer: (digest) => this.digested(digest),
      onProblem: () => this.digested(null),
      onState: () => {},
    });
    this.text.addEventListener("text", () => this.typed());
    this.text.addEventListener("visit", (event) => (this.findings.active = event.detail));
    this.customer.text.addEventListener("text", () => this.heard());
    this.addEventListener("drawn", () => this.links.draw());
    this.rewriteView.addEventListener("take", (event) => this.text.replace(event.detail));
    this.rewriteView.addEventListener("close", () => this.text.field.focus());
  }

  /** Say everything in the language chosen; the texts stay where they are. */
  async redraw() {
    const { preferences } = this;
    const speech = (this.speech = await speak(preferences));
    const root = document.documentElement;
    Object.assign(root, { lang: speech.language, dir: speech.dir });
    root.dataset.theme = preferences.theme;
    document.title = speech.say("name");
    this.bar.draw(speech, preferences);
    this.customer.draw(speech);
    this.about.draw(speech);
    this.notes.draw(speech);
    this.text.field.setAttribute("aria-labelledby", "draft-title");
    this.text.field.setAttribute("aria-keyshortcuts", "F8 F9 Alt+Enter Control+Enter");
    this.text.field.placeholder = speech.say("draftHint");
    this.replaceChildren(
      h("a", { class: "skip", href: "#draft", onclick: (event) => (event.preventDefault(), this.text.field.focus()) }, speech.say("skip")),
      h("header", { class: "top" }, this.bar),
      (this.note = h("div", { class: "note", role: "alert" })),
      h("main", { class: "desk" },
        h("section", { class: "column theirs", "aria-labelledby": "customer-title" }, this.customer, this.digestPart, this.about),
        h("section", { class: "column ours", "aria-labelledby": "draft-title" },
          h("header", {}, h("h2", { id: "draft-title" }, speech.say("draft")), copyButton(speech, () => this.text.value)),
          this.text,
          (this.gaps = h("p", { class: "gaps" })),
          this.goals, this.rewriteView, this.notes),
        h("section", { class: "column review", "aria-label": speech.say("review") },
          this.score,
          (this.busy = h("p", { class: "state", "aria-hidden": "true" })),
          this.findings),
        this.links),
      h("footer", { class: "foot" }, this.help(), h("p", { class: "hint" }, speech.say("privacy"))),
      (this.said = h("p", { class: "unseen", role: "status" })),
      this.dialog);
    this.links.join(speech, this.customer, { box: this.text, place: (id) => this.text.place(id) });
    this.drawGoals();
    this.show();
    this.digestPart.draw(speech, this.digest);
  }

  help() {
    const { speech } = this;
    const keys = [["F8", "keysNext"], ["Shift F8", "keysPrevious"], ["Alt Enter", "keysFix"], ["Ctrl Enter", "keysRewrite"], ["F9", "keysGap"]];
    return h("details", {}, h("summary", {}, speech.say("keys")),
      h("dl", {}, keys.flatMap(([key, name]) => [h("dt", { dir: "ltr" }, key.split(" ").map((one) => h("kbd", {}, one))), h("dd", {}, speech.say(name))])));
  }

  async prefer(chosen) {
    Object.assign(this.preferences, chosen);
    save(this.preferences);
    this.rewriteView.hide();
    await this.redraw();
    if (chosen.language) {
      this.again();
      if (this.digest) this.reading.now();
    }
  }

  // ---- Asking ----

  fields() {
    const { value: draft } = this.text;
    return { draft, ...this.digestFields() };
  }

  digestFields() {
    const customer = this.customer.value;
    return { ui_language: this.speech.language, ...this.about.fields, ...(customer.trim() ? { customer } : {}) };
  }

  again() {
    if (this.text.value.trim()) this.live.soon();
    else if (this.customer.value.trim()) this.reading.soon();
  }

  typed() {
    this.rewriteView.follow(this.text.value);
    this.drawGaps();
    if (this.text.value.trim()) {
      this.live.soon();
      return;
    }
    this.live.stop();
    this.dismissed.clear();
    this.told(null);
  }

  /** The customer's message changed: what was read in it is read anew. */
  heard() {
    this.digested(null);
    this.reading.stop();
    this.again();
    if (!this.customer.value.trim()) this.customer.report = null;
  }

  told(report) {
    this.report = report;
    this.read = this.text.value;
    this.note.replaceChildren();
    this.show();
    this.drawGoals();
    const customer = report?.customer;
    const hostile = customer && (customer.emotion.level >= 3 || customer.signals.some((one) => HARSH.includes(one.signal)));
    if (hostile && !this.digest) this.reading.now();
    clearTimeout(this.saying);
    if (report) this.saying = setTimeout(() => (this.said.textContent = spoken(this.speech, report, this.open(report).length)), SAY_AFTER_MS);
  }

  digested(digest) {
    const text = this.customer.value;
    this.digest = digest && { ...digest, ...Object.fromEntries(["folded", "asks", "facts"].map((name) => [name, inUnits(digest[name], text)])) };
    this.customer.digest = this.digest;
    const hostile = digest && (digest.emotion.level >= 3 || digest.folded.length);
    this.digestPart.draw(this.speech, hostile ? this.digest : null);
  }

  open(report) {
    return report.findings.filter((finding) => !this.dismissed.has(finding.id));
  }

  show() {
    const { report, speech } = this;
    const findings = report ? this.open(report) : [];
    const asks = report?.customer?.asks ?? [];
    this.score.draw(speech, report && { ...report, findings });
    this.findings.draw(speech, findings);
    this.customer.report = report;
    this.customer.text.marks = [
      ...findings.filter((finding) => finding.target === "customer").map(markOf),
      ...asks.map(({ start, end }, n) => ({ start, end, id: `ask-${n}`, kind: "ask", silent: true })),
    ];
    this.text.marks = [
      ...findings.filter((finding) => finding.target !== "customer").map(markOf),
      ...asks.flatMap(({ status, sentence }, n) => {
        const answer = status === "missed" ? null : report.sentences[sentence];
        return answer ? [{ start: answer.start, end: answer.end, id: `answer-${n}`, kind: "answer", silent: true }] : [];
      }),
    ];
    this.links.asks = asks;
    this.links.draw();
    this.drawGaps();
  }

  drawGoals(busy = false) {
    this.goals.draw(this.speech, { busy, arabic: /[\u0621-\u064A]/.test(this.text.value) });
  }

  drawGaps() {
    const n = this.text.value.split(SLOT).length - 1;
    const focused = this.gaps.contains(document.activeElement);
    this.gaps.replaceChildren(...(n
      ? [h("span", {}, this.speech.count("slotsLeft", n)), h("button", { type: "button", class: "chip", onclick: () => this.text.selectSlot() }, this.speech.say("fillSlot"))]
      : []));
    if (focused) this.gaps.querySelector("button")?.focus();
  }

  // ---- Acting ----

  visitMark(id) {
    const inDraft = this.text.marks.find((mark) => mark.id === id);
    const at = inDraft ?? this.customer.text.marks.find((mark) => mark.id === id);
    if (at) (inDraft ? this.text : this.customer.text).select(at.start, at.end);
    this.findings.active = id;
  }

  /** Apply a finding's suggestion to the text that it was made for: where the draft was typed on, it is read again first. */
  async fix(finding) {
    if (this.read !== this.text.value) await this.live.now();
    const fresh = this.report?.findings.find((one) => one.id === finding.id);
    if (!fresh?.suggestions.length) return;
    this.client.feedback(fresh, "accepted");
    this.text.replace(applyEdits(this.text.value, fresh.suggestions[0].edits));
  }

  dismiss(finding) {
    const after = this.open(this.report).findIndex((one) => one.id === finding.id);
    this.dismissed.add(finding.id);
    this.client.feedback(finding, "dismissed");
    this.show();
    const cards = this.findings.querySelectorAll(".finding");
    (cards[Math.min(after, cards.length - 1)] ?? this.text.field).focus();
    this.said.textContent = this.speech.count("findings", cards.length);
  }

  async rewrite({ goal, n }) {
    if (!this.text.value.trim()) {
      this.text.field.focus();
      return;
    }
    const draft = this.text.value;
    this.drawGoals(true);
    this.state("busy");
    try {
      this.rewriteView.show(this.speech, await this.client.rewrite({ ...this.fields(), goal, n }), draft);
      this.rewriteView.follow(this.text.value);
      this.rewriteView.querySelector("h3").focus();
    } catch (problem) {
      this.notice(problem);
    }
    this.state("idle");
    this.drawGoals();
  }

  async draftFrom(fields) {
    if (!this.customer.value.trim()) {
      this.customer.text.field.focus();
      return null;
    }
    return this.client.post("/v1/draft", { ...this.digestFields(), ...fields });
  }

  /** Put a phrase in at the cursor, as a paragraph of its own where the draft holds some. */
  insert(text) {
    const { value, field } = this.text;
    const at = field.selectionEnd;
    const before = value.slice(0, at).trimEnd();
    const after = value.slice(at).trimStart();
    this.text.replace([before, text, after].filter(Boolean).join(value.includes("\n") || !before ? "\n\n" : " "));
  }

  // ---- Telling ----

  state(state) {
    if (this.busy) this.busy.textContent = state === "slow" ? this.speech.say("slow") : "";
    this.score.classList.toggle("reading", state !== "idle");
  }

  notice(problem) {
    const locked = problem.status === 401;
    this.note.replaceChildren(h("p", { class: "notice" }, icon("warning"), h("span", {}, this.speech.problem(problem)),
      h("button", { type: "button", class: "chip", onclick: () => (this.client.retry(), this.again()) }, this.speech.say(locked ? "keyTitle" : "retry"))));
  }

  key(event) {
    const acts = {
      F8: () => this.step(event.shiftKey ? -1 : 1),
      F9: () => this.text.selectSlot(),
      "Ctrl+Enter": () => this.rewrite({ goal: "fix", n: 1 }),
      "Alt+Enter": () => this.fixHere(),
    };
    const act = acts[`${event.ctrlKey || event.metaKey ? "Ctrl+" : event.altKey ? "Alt+" : ""}${event.key}`];
    if (!act || event.isComposing || this.dialog.asked) return;
    event.preventDefault();
    act();
  }

  /** Go to the next finding in the text, or to the one before. */
  step(by) {
    const marks = this.text.marks.filter((mark) => !mark.silent);
    if (!marks.length) return;
    const now = marks.findIndex((mark) => mark.id === this.text.active);
    const next = now < 0 ? (by > 0 ? 0 : marks.length - 1) : (now + by + marks.length) % marks.length;
    this.visitMark(marks[next].id);
    this.text.active = marks[next].id;
    this.said.textContent = this.report?.findings.find((finding) => finding.id === marks[next].id)?.message ?? "";
  }

  fixHere() {
    const finding = this.report?.findings.find((one) => one.id === this.text.active);
    if (finding?.suggestions.length) this.fix(finding);
  }
}

customElements.define("coach-app", App);
