/** What a trainer says of a try: another score with its reason, and words about a stretch of it. */
import { MarkedText, h } from "../core.js";
import { numberField, numberOf } from "../practice/numbers.js";
import { button, confirmed, field, select, when } from "../practice/parts.js";
import { criterionName, figures } from "./told.js";

const MAX_REMARK = "2000";
const FULL = 100;

/**
 * Give the controls for one try, or nothing to whom the try is not to mark: `at` holds {attempt, one, rubric, reply, changed}.
 *
 * `reply` is its text on the page, `changed` shows the attempt anew. A stretch is chosen in the reply by mouse, or in a field of
 * the same text, which also takes Shift with the arrow keys.
 */
export function remarkControls(context, { attempt, one, rubric, reply, changed }) {
  const { speech, me } = context;
  if (me.role === "agent" || attempt.person.id === me.id) return "";
  const said = h("div");
  const scored = h("div");
  const comment = (span) => open(said, () => commentForm(context, one, said, changed), span);
  const override = () => open(scored, () => overrideForm(context, one, rubric.criteria, scored, changed));
  if (one.text !== null) onChoice(reply, comment);
  return h("section", { class: "marking", "aria-label": speech.say("training.mark.label", { n: one.number }) },
    h("div", { class: "bar" },
      one.text === null ? "" : button(speech.say("training.mark.comment"), () => comment(spanIn(reply)), { id: `comment-${one.id}` }),
      button(speech.say("training.mark.override"), override, { id: `override-${one.id}` })),
    said, scored);
}

/** A button by which a trainer takes back a remark of their own; `kind` is overrides or comments. */
export function withdrawButton(context, remark, kind, changed) {
  const { client, notice, say, speech } = context;
  const withdraw = async () => {
    const wanted = await confirmed(speech, {
      title: speech.say("training.mark.withdrawTitle"), text: speech.say("training.mark.withdrawWhat"), act: speech.say("training.mark.withdraw"),
    });
    if (!wanted) return;
    try {
      await client.delete(`/${kind}/${remark.id}`);
    } catch (problem) {
      notice(problem, withdraw);
      return;
    }
    await changed();
    say(speech.say("training.mark.withdrawnNow"));
  };
  const what = remark.text ?? remark.reason;
  return button(speech.say("training.mark.withdraw"), withdraw, { looks: "quiet", "aria-label": `${speech.say("training.mark.withdraw")}: ${what}` });
}

/** What trainers took back: the server tells it to trainers alone. */
export function taken(speech, withdrawn, named, by) {
  return h("details", { class: "withdrawn" }, h("summary", {}, speech.count("training.mark.withdrawn", withdrawn.length)),
    h("ul", { class: "reasons" }, withdrawn.map((remark) => h("li", {}, h("span", { class: "number-of plain", "aria-hidden": "true" }, "×"),
      h("div", {}, remark.criterion ? h("b", {}, speech.say("training.mark.given", { name: named(remark.criterion), score: speech.number(remark.score) })) : "",
        h("p", { dir: "auto" }, remark.text ?? remark.reason), h("small", { class: "hint" }, by(remark.trainer), ` · ${when(speech, remark.withdrawn)}`))))));
}

/** Open a form once, so that nothing written in it is lost, and go to it. */
function open(place, make, span = null) {
  if (!place.firstChild) place.append(make());
  place.firstChild.enter(span);
}

/** Call `chosen` with the stretch when words were chosen in a reply by mouse, wherever the button was let go. */
function onChoice(reply, chosen) {
  const done = () => {
    const span = spanIn(reply);
    if (span) chosen(span);
  };
  reply.addEventListener("mousedown", () => document.addEventListener("mouseup", () => setTimeout(done), { once: true }));
}

/** Give the stretch of a reply that is selected as offsets in its text, or null; the numbers that stand in it do not count. */
function spanIn(reply) {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount || !selection.getRangeAt(0).intersectsNode(reply)) return null;
  const chosen = selection.getRangeAt(0);
  const within = document.createRange();
  within.selectNodeContents(reply);
  const offset = (container, at) => {
    const place = within.comparePoint(container, at);
    const before = within.cloneRange();
    if (place < 0) return 0;
    if (place === 0) before.setEnd(container, at);
    const words = before.cloneContents();
    for (const number of words.querySelectorAll(".number-of")) number.remove();
    return words.textContent.length;
  };
  const [start, end] = [offset(chosen.startContainer, chosen.startOffset), offset(chosen.endContainer, chosen.endOffset)];
  return start < end ? { start, end } : null;
}

function commentForm(context, tried, place, changed) {
  const { client, speech } = context;
  const all = { start: 0, end: tried.text.length };
  let span = null;
  const words = new MarkedText();
  words.field.setAttribute("aria-readonly", "true");
  words.field.addEventListener("beforeinput", (event) => event.preventDefault()); // one that is read-only takes no selection by keyboard
  words.field.setAttribute("aria-label", speech.say("training.mark.words"));
  words.field.setAttribute("aria-describedby", `words-${tried.id}`);
  words.value = tried.text;
  const about = h("p", { class: "hint", role: "status" });
  const text = h("textarea", { name: "text", required: true, maxlength: MAX_REMARK, rows: "3", dir: "auto" });
  const tell = () => {
    const { selectionStart: start, selectionEnd: end } = words.field;
    if (start < end) show({ start, end });
  };
  const show = (chosen) => {
    span = chosen ?? span;
    words.marks = span ? [{ ...span, id: "chosen", kind: "comment" }] : [];
    about.replaceChildren(...(span ? [speech.say("training.mark.on"), " ", h("q", {}, h("bdi", {}, tried.text.slice(span.start, span.end)))] : [speech.say("training.mark.onAll")]));
  };
  for (const name of ["select", "keyup", "mouseup"]) words.field.addEventListener(name, tell);
  const send = () => client.post(`/tries/${tried.id}/comments?offsets=utf16`, { ...(span ?? all), text: text.value.trim() });
  const form = sending(context, send, place, changed, `comment-${tried.id}`, "commented", [
    h("p", { class: "hint", id: `words-${tried.id}` }, speech.say("training.mark.wordsHint")), words, about, field(speech.say("training.mark.text"), text),
  ]);
  form.enter = (chosen) => {
    show(chosen);
    (span ? text : words.field).focus();
  };
  return form;
}

function overrideForm(context, tried, criteria, place, changed) {
  const { client, speech } = context;
  const machine = (id) => (id === "overall" ? tried.result.score : tried.result.criteria[id]);
  const known = figures(criteria).filter((id) => machine(id) != null);
  const figure = select("criterion", known.map((id) => [id, speech.say("training.mark.given", { name: criterionName(speech, criteria, id), score: machine(id) })]), "overall");
  const score = numberField(speech, { name: "score", required: true, least: 0, most: FULL });
  const reason = h("textarea", { name: "reason", required: true, maxlength: MAX_REMARK, rows: "2", dir: "auto" });
  const send = () => client.post(`/tries/${tried.id}/overrides`, { criterion: figure.value, score: numberOf(score), reason: reason.value.trim() });
  const form = sending(context, send, place, changed, `override-${tried.id}`, "overridden", [
    h("p", { class: "hint" }, speech.say("training.mark.overrideHint")),
    h("div", { class: "line" }, field(speech.say("training.mark.criterion"), figure), field(speech.say("training.mark.score"), score)),
    field(speech.say("training.mark.reason"), reason),
  ]);
  form.enter = () => figure.focus();
  return form;
}

/** Make a form that is sent once, closes, and gives the focus back to the button that opened it. */
function sending({ speech, say, notice }, send, place, changed, opener, done, parts) {
  const back = () => document.getElementById(opener)?.focus();
  const submit = async (event) => {
    event.preventDefault();
    const act = event.submitter;
    act?.setAttribute("aria-disabled", "true");
    try {
      await send();
    } catch (problem) {
      act?.removeAttribute("aria-disabled");
      notice(problem, () => event.target.requestSubmit());
      return;
    }
    place.replaceChildren();
    await changed();
    say(speech.say(`training.mark.${done}`));
    back();
  };
  const cancel = () => {
    place.replaceChildren();
    back();
  };
  return h("form", { class: "stack panel-of", onsubmit: submit, onkeydown: (event) => event.key === "Escape" && cancel() }, ...parts,
    h("div", { class: "bar" }, h("button", { class: "fix" }, speech.say("training.mark.keep")), button(speech.say("cancel"), cancel, { looks: "quiet" })));
}
