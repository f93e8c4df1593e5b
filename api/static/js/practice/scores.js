/** Scores, criteria, and replies with the reasons marked in them. */
import { h, quoted, s } from "../core.js";
import { listed, signed, told } from "./parts.js";

const TONE_OF = { excellent: "good", fair: "fair", poor: "poor" };
const TONES = { contradicted: "error", granted: "error", secret: "error", invented: "warning" };
const LINES = 4; // ways to underline, so that neighbouring reasons' words are told apart
const OPEN = 5; // reasons that stand open; the rest fold away
const MOST_MARKED = 0.8; // of the text: what is said of more of it marks none

/** A score as a word and a number, coloured by its grade. */
export function gradeBadge(speech, score, grade) {
  return h("span", { class: `grade ${grade ?? "none"}` }, h("b", {}, score === null ? "–" : speech.number(Math.round(score))), grade ? h("span", {}, speech.say(`grades.${grade}`)) : "");
}

/** A score as a ring, with its grade in words and what `beside` adds. */
export function scoreRing(speech, score, grade, ...beside) {
  const round = 2 * Math.PI * 20;
  const shown = score === null ? "–" : speech.number(Math.round(score));
  return h("div", { class: `score ${grade ?? "none"}` },
    h("div", { class: "ring", role: "img", "aria-label": speech.say("scoreOf", { score: Math.round(score ?? 0) }) },
      s("svg", { viewBox: "0 0 48 48", "aria-hidden": "true" },
        s("circle", { cx: 24, cy: 24, r: 20, class: "track" }),
        score ? s("circle", { cx: 24, cy: 24, r: 20, class: "arc", "stroke-dasharray": `${(round * score) / 100} ${round}`, transform: "rotate(-90 24 24)" }) : null),
      h("span", { class: "number", "aria-hidden": "true" }, shown)),
    h("div", { class: "verdict" }, h("strong", {}, grade ? speech.say(`grades.${grade}`) : ""), ...beside));
}

/** The grade of a score, by the rubric in force. */
export function gradeOf(score, grades) {
  return score >= grades.excellent ? "excellent" : score >= grades.fair ? "fair" : "poor";
}

/** Criteria as bars, the weakest first, by the names and grades of the rubric; `overrides` stand beside the machine's scores. */
export function criteriaBars(speech, criteria, { criteria: names, grades }, overrides = []) {
  const name = (id) => told(speech, names.find((one) => one.id === id)?.name) || id;
  const all = Object.entries(criteria);
  const shown = all.filter(([id, value]) => value !== null && (value < 100 || overrides.some((one) => one.criterion === id))).sort(([, a], [, b]) => a - b);
  const full = all.filter(([id, value]) => value === 100 && !overrides.some((one) => one.criterion === id)).map(([id]) => name(id));
  return h("div", { class: "bars" },
    h("ul", { class: "criteria" }, shown.map(([id, value]) => {
      const override = overrides.findLast((one) => one.criterion === id);
      return h("li", { class: TONE_OF[gradeOf(override?.score ?? value, grades)] },
        h("span", { class: "criterion" }, name(id)),
        h("span", { class: "points" }, override ? [h("s", {}, h("span", { class: "unseen" }, `${speech.say("machine")} `), speech.number(value)), " ", h("b", {}, h("span", { class: "unseen" }, `${speech.say("trainerScore")} `), speech.number(override.score))] : speech.number(value)),
        h("meter", { min: "0", max: "100", value: String(override?.score ?? value), "aria-hidden": "true" }));
    })),
    full.length ? h("p", { class: "hint" }, `${speech.say("full")}: ${listed(speech, full)}`) : "");
}

/**
 * Make what a reply's text is marked with: its numbered reasons, and the claims that are not so.
 *
 * Gives {marks, reasons}: reasons in their order with `n`, the `verdict` where one is about a claim, and the `spans` that are marked for
 * it; marks are {start, end, n, tone, verdict}.
 */
export function marksOf(result, text) {
  const most = (text ?? "").length * MOST_MARKED;
  const reasons = result.reasons.map((reason, place) => {
    const [about, verdict] = reason.key.split(":");
    return { ...reason, n: place + 1, verdict: about === "claim" ? verdict : null, spans: reason.spans.filter(([start, end]) => end - start <= most) };
  });
  const marks = reasons.flatMap(({ n, verdict, spans }) => spans.map(([start, end]) => ({ start, end, n, verdict, tone: TONES[verdict] ?? "advice" })));
  for (const { verdict, start, end } of result.claims)
    if (TONES[verdict] && !marks.some((mark) => mark.verdict && mark.start < end && start < mark.end)) marks.push({ start, end, n: null, verdict, tone: TONES[verdict] });
  return { marks, reasons };
}

/**
 * Show a reply with places marked in it: {start, end, tone, n?, verdict?, id?}, in UTF-16 units.
 *
 * A mark with `n`, a number or a letter, ends in it: a button that calls `onnumber(n)`. One with `id` bears it as data-id.
 */
export function markedReply(speech, text, language, marks, onnumber = null) {
  const real = marks.filter((mark) => mark.start < mark.end && mark.end <= text.length);
  const cuts = [...new Set([0, text.length, ...real.flatMap((mark) => [mark.start, mark.end])])].sort((a, b) => a - b);
  const parts = cuts.flatMap((from, place) => {
    const to = cuts[place + 1] ?? from;
    const over = real.filter((mark) => mark.start <= from && to <= mark.end && from < to);
    const ending = real.filter((mark) => mark.end === from && mark.n);
    const words = text.slice(from, to);
    return [...ending.map((mark) => number(speech, mark, onnumber)), over.length ? piece(words, over) : words];
  });
  return h("div", { class: "written reply", lang: language, dir: "auto" }, parts);
}

function piece(words, over) {
  const tone = ["comment", "error", "warning", "advice"].find((one) => over.some((mark) => mark.tone === one));
  const tones = [...new Set(over.map((mark) => mark.tone))].join(" ");
  const numbered = over.find((mark) => typeof mark.n === "number");
  return h("mark", { class: `mark ${tones}${numbered ? ` line-${(numbered.n - 1) % LINES}` : ""}`, "data-n": over.map((mark) => mark.n).filter(Boolean).join(" "), "data-id": over.map((mark) => mark.id).filter(Boolean).join(" ") || null, "data-tone": tone }, words);
}

function number(speech, mark, onnumber) {
  const label = [speech.say(mark.tone === "comment" ? "remarkNumber" : "reasonNumber", { n: mark.n }), mark.verdict ? speech.say(`verdicts.${mark.verdict}`) : ""].filter(Boolean).join(": ");
  const looks = `number-of ${mark.tone}`;
  const sign = typeof mark.n === "number" ? speech.number(mark.n) : mark.n;
  if (!onnumber) return h("sup", { class: looks }, sign);
  return h("button", { type: "button", class: looks, "data-n": mark.n, "aria-label": label, title: label, onclick: () => onnumber(mark.n) }, sign);
}

/** The reasons for which a try lost points, numbered as in the marked reply, the later ones folded; `onnumber(n)` shows one in the text. */
export function reasonList(speech, { result, text }, names, onnumber = null) {
  const name = (id) => told(speech, names.find((one) => one.id === id)?.name) || (speech.look("extraCriteria")[id] ?? id);
  const all = marksOf(result, text).reasons.map(({ n, criterion, lost, spans, text: words, verdict }) => {
    const shown = speech.number(n);
    return h("li", { class: TONES[verdict] ?? null, value: n, "data-n": n, tabindex: "-1" },
      onnumber && spans.length
        ? h("button", { type: "button", class: `number-of ${TONES[verdict] ?? "advice"}`, "aria-label": speech.say("showReason", { n }), title: speech.say("show"), onclick: () => onnumber(n) }, shown)
        : h("span", { class: "number-of plain", "aria-hidden": "true" }, shown),
      h("div", {},
        verdict ? h("strong", { class: "verdict-of" }, `${speech.say(`verdicts.${verdict}`)}: `) : "",
        h("span", {}, quoted(told(speech, words))), " ",
        h("small", { class: "lost" }, name(criterion), lost > 0 ? ` ${signed(speech, -Math.round(lost * 10) / 10)}` : "")));
  });
  const rest = all.slice(OPEN);
  return [
    h("ol", { class: "reasons" }, all.slice(0, OPEN)),
    rest.length ? h("details", { class: "more-reasons" }, h("summary", {}, speech.count("moreReasons", rest.length)), h("ol", { class: "reasons" }, rest)) : "",
  ];
}
