/** <coach-score>: the score, and for each criterion how much and why. */
import { h, quoted, scoreRing } from "./core.js";

const FULL = 100;

class Score extends HTMLElement {
  draw(speech, report) {
    const open = this.querySelector("details")?.open ?? true;
    this.replaceChildren(scoreRing(speech, report));
    if (report?.score.overall == null) {
      const reason = report?.skipped[0]?.reason;
      if (reason) this.append(h("p", { class: "hint" }, quoted(reason)));
      return;
    }
    const all = Object.entries(report.score.criteria);
    const judged = all.filter(([, value]) => value !== null && value < FULL).sort(([, a], [, b]) => a - b);
    const named = (value) => all.filter(([, one]) => one === value).map(([name]) => speech.say(`criteria.${name}`)).join(speech.language === "ar" ? "، " : ", ");
    this.append(h("details", { open },
      h("summary", {}, speech.say("reasons")),
      h("ul", { class: "criteria" }, judged.map(([name, value]) => row(speech, report, name, value))),
      named(FULL) ? h("p", { class: "hint" }, `${speech.say("full")}: ${named(FULL)}`) : "",
      named(null) ? h("p", { class: "hint" }, `${speech.say("notApplicable")}: ${named(null)}`) : ""));
  }
}

function row(speech, report, name, value) {
  const [first] = report.findings.filter((finding) => finding.criterion === name);
  return h("li", { class: value >= 75 ? "good" : value >= 50 ? "fair" : "poor" },
    h("span", { class: "criterion" }, speech.say(`criteria.${name}`)),
    h("span", { class: "points" }, speech.number(value)),
    h("meter", { min: "0", max: "100", value: String(value), "aria-hidden": "true" }),
    first ? h("p", { class: "reason" }, quoted(first.message)) : "");
}

customElements.define("coach-score", Score);
