/** One try as it was judged: the reply with its numbered reasons, what changed, the criteria, and the trainer's remarks. */
import { h, quoted } from "../core.js";
import { remarkControls, taken, withdrawButton } from "../training/remarks.js";
import { signed, told } from "./parts.js";
import { criteriaBars, gradeBadge, gradeOf, markedReply, marksOf, reasonList, scoreRing } from "./scores.js";

const LIT_MS = 2000;

/** Show a try; `at` holds {attempt, visit, one, rubric, changed}. */
export function judged(context, at) {
  const { speech } = context;
  const { attempt, rubric } = at;
  const one = standing(at.one);
  const comments = one.comments.map((comment, n) => ({ ...comment, sign: speech.look("letters")[n] ?? String(n + 1) }));
  const whole = one.overrides.findLast(({ criterion }) => criterion === "overall");
  const place = h("article", { class: "mine-said try", "data-try": one.id });
  const reply = one.text === null ? h("p", { class: "hint" }, speech.say("noText")) : marked(speech, place, attempt, one, comments);
  place.append(
    h("header", {},
      h("h3", { class: "said-by", tabindex: "-1" }, speech.say("tryNumber", { n: one.number })),
      whole ? h("div", { class: "bar" }, scores(speech, one, whole, rubric)) : ""),
    reply,
    h("div", { class: "judged" },
      h("div", { class: "worth" }, scoreRing(speech, one.result.score, one.result.grade),
        criteriaBars(speech, one.result.criteria, rubric, one.overrides.filter(({ criterion }) => criterion !== "overall"))),
      h("div", {}, ...reasons(speech, place, one, rubric), changes(speech, one.result))),
    remarks(context, place, { ...at, one, comments }),
    remarkControls(context, { ...at, one, reply }));
  together(place);
  return place;
}

/** While one points at a reason or at its words, or goes to it by keyboard, both stand out. */
function together(place) {
  const show = ({ type, target }) => {
    const numbers = type === "pointerout" || type === "focusout" ? [] : (target.closest("[data-n]")?.dataset.n ?? "").split(" ").filter(Boolean);
    for (const one of place.querySelectorAll("[data-n]")) one.classList.toggle("meant", numbers.some((n) => one.dataset.n.split(" ").includes(n)));
  };
  for (const type of ["pointerover", "pointerout", "focusin", "focusout"]) place.addEventListener(type, show);
}

/** Give a try without the remarks that were withdrawn, which stand in `withdrawn`. */
export function standing(one) {
  const [comments, overrides] = [one.comments, one.overrides].map((remarks) => remarks.filter(({ withdrawn }) => !withdrawn));
  const withdrawn = [...one.overrides, ...one.comments].filter((remark) => remark.withdrawn);
  return { ...one, comments, overrides, withdrawn };
}

/** Say a score with its grade, and beside it the trainer's where there is one. */
export function scores(speech, one, whole, rubric) {
  const machine = gradeBadge(speech, one.result.score, one.result.grade);
  if (!whole) return [machine];
  machine.prepend(h("span", {}, speech.say("machine")));
  const trainers = gradeBadge(speech, whole.score, gradeOf(whole.score, rubric.grades));
  trainers.prepend(h("span", {}, speech.say("trainerScore")));
  return [machine, trainers];
}

function marked(speech, place, attempt, one, comments) {
  const { marks } = marksOf(one.result, one.text);
  const remarked = comments.map(({ start, end, sign }) => ({ start, end, tone: "comment", n: sign }));
  return markedReply(speech, one.text, attempt.language, [...marks, ...remarked], (n) => light(place, `li[data-n="${n}"]`));
}

/** Show where something stands: it comes into view, has the focus if it takes it, and is lit for a moment. */
function light(place, selector) {
  const found = [...place.querySelectorAll(selector)];
  if (!found.length) return;
  found[0].closest("details")?.setAttribute("open", "");
  found[0].scrollIntoView({ block: "nearest" });
  if (found[0].tabIndex === -1 && found[0].hasAttribute("tabindex")) found[0].focus({ preventScroll: true });
  for (const one of found) one.classList.add("lit");
  setTimeout(() => found.forEach((one) => one.classList.remove("lit")), LIT_MS);
}

function reasons(speech, place, one, rubric) {
  if (!one.result.reasons.length) return [h("p", {}, speech.say("noReasons"))];
  const show = one.text === null ? null : (n) => light(place, `mark[data-n~="${n}"]`);
  return [h("h4", {}, speech.say("reasonsTitle")), ...reasonList(speech, one, rubric.criteria, show)];
}

function changes(speech, { changed }) {
  if (!changed) return "";
  const { points, better, worse } = changed;
  const was = (text) => h("li", {}, h("span", { class: "was" }, speech.say("was")), h("s", {}, quoted(told(speech, text))));
  const is = (text) => h("li", {}, h("span", { class: "down", "aria-hidden": "true" }, "✗"), h("span", {}, quoted(told(speech, text))));
  const group = (name, texts, item) => (texts.length ? [h("p", { class: "hint" }, speech.say(name)), h("ul", { class: "changes-of" }, texts.map(item))] : []);
  return h("section", { class: "changed-since" },
    h("h4", {}, speech.say("changed"), " ", h("span", { class: `points-of ${points > 0 ? "up" : points < 0 ? "down" : ""}` }, signed(speech, points))),
    ...group("better", better, was), ...group("worse", worse, is),
    better.length + worse.length ? "" : h("p", { class: "hint" }, speech.say("nothingChanged")));
}

function remarks(context, place, { one, comments, rubric, changed }) {
  const { me, speech } = context;
  if (!comments.length && !one.overrides.length && !one.withdrawn.length) return "";
  const by = (trainer) => h("bdi", {}, trainer?.name ?? speech.say("trainerGone"));
  const back = (remark, kind) => (me.role !== "agent" && remark.trainer?.id === me.id ? withdrawButton(context, remark, kind, changed) : "");
  const named = (id) => id === "overall" ? speech.say("overall") : told(speech, rubric.criteria.find((known) => known.id === id)?.name) || id;
  const machine = (id) => id === "overall" ? one.result.score : one.result.criteria[id];
  const words = ({ start, end }) => `\u2068${one.text.slice(start, end)}\u2069`;
  return h("section", { class: "remarks" },
    h("h4", {}, speech.say("remarks")),
    h("ul", { class: "reasons" },
      one.overrides.map((override) => h("li", { class: "override" },
        h("span", { class: "number-of comment", "aria-hidden": "true" }, "±"),
        h("div", {}, h("b", {}, speech.say("overrideOf", { name: named(override.criterion), machine: said(speech, machine(override.criterion)), score: said(speech, override.score) })),
          h("p", { dir: "auto" }, override.reason), h("small", { class: "hint" }, by(override.trainer)), back(override, "overrides")))),
      comments.map((comment) => h("li", { "data-n": comment.sign, tabindex: "-1" },
        one.text === null
          ? h("span", { class: "number-of comment" }, comment.sign)
          : h("button", { type: "button", class: "number-of comment", "aria-label": speech.say("showRemark", { n: comment.sign }), onclick: () => light(place, `mark[data-n~="${comment.sign}"]`) }, comment.sign),
        h("div", {}, h("p", { dir: "auto" }, comment.text),
          h("small", { class: "hint" }, by(comment.trainer), one.text === null ? "" : ` · ${speech.say("remarkOn", { words: words(comment) })}`),
          back(comment, "comments"))))),
    one.withdrawn.length ? taken(speech, one.withdrawn, named, by) : "");
}

const said = (speech, value) => (value === null || value === undefined ? "–" : speech.number(value));
