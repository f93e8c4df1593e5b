/** Figures, changes and distances in time as a person reads them; and a secret that is told once. */
import { copyButton, h } from "../core.js";
import { button, field, signed, told, when } from "../practice/parts.js";

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;
const OVERALL = "overall";
const REASONS_ONLY = new Set(["truth", "gaming"]); // these cost points, and have no score of their own
const DAYS_TOLD = 7; // further back, the date says more than the distance

/** Say how long ago, with the moment itself for those who point at it. */
export function ago(speech, moment) {
  const seconds = Math.max(0, (Date.now() - new Date(moment)) / 1000);
  const [unit, length] = seconds >= DAY_S ? ["day", DAY_S] : seconds >= HOUR_S ? ["hour", HOUR_S] : ["minute", MINUTE_S];
  const { numberingSystem } = speech.numbers.resolvedOptions();
  const relative = new Intl.RelativeTimeFormat(`${speech.language}-u-nu-${numberingSystem}`, { numeric: "auto" });
  const words =
    seconds < MINUTE_S ? speech.say("training.justNow")
    : seconds > DAYS_TOLD * DAY_S ? when(speech, moment, true)
    : relative.format(-Math.floor(seconds / length), unit);
  return h("time", { datetime: moment, title: when(speech, moment) }, words);
}

const whole = (speech, value) => speech.number(Math.round(value));
const step = (speech, value) => signed(speech, Math.round(value));

function tooLittle(speech) {
  return h("span", { class: "little" }, speech.say("training.tooLittle"));
}

/** Say between what and what, unless both ends read the same. */
function between(speech, ends, say) {
  const [low, high] = (ends ?? [0, 0]).map((end) => say(speech, end));
  return low === high ? "" : h("small", {}, speech.say("training.between", { low, high }));
}

/** Say a mean with its interval, or that there is too little to tell one. */
export function standing(speech, one) {
  if (one?.mean == null || one.too_little) return tooLittle(speech);
  return h("span", { class: "told" }, h("b", {}, whole(speech, one.mean)), between(speech, one.interval, whole));
}

/** Say a change with its interval, and whether it may be chance. */
export function change(speech, one) {
  if (one?.difference == null || one.too_little) return tooLittle(speech);
  const looks = !one.sure ? "" : one.difference > 0 ? "good" : "poor";
  return h("span", { class: `told ${looks}` }, h("b", {}, step(speech, one.difference)), between(speech, one.interval, step),
    one.sure ? "" : h("small", {}, speech.say("training.maybeChance")));
}

/** Give the ids of what has a score: the whole first, then the criteria. */
export function figures(criteria) {
  return [OVERALL, ...criteria.map((one) => one.id).filter((id) => !REASONS_ONLY.has(id))];
}

/** Say what a criterion is called, or the whole score. */
export function criterionName(speech, criteria, id) {
  return id === OVERALL ? speech.say(OVERALL) : told(speech, criteria.find((one) => one.id === id)?.name) || id;
}

/** Make a button that also says what it acts on to those who hear it. */
export function actOn(name, what, onclick, more = {}) {
  return button(name, onclick, { "aria-label": `${name}: ${what}`, ...more });
}

/** Show what is told this once, with a button that copies it. */
export function secret(speech, label, text, hint) {
  const input = h("input", { readonly: true, dir: "ltr", value: text, onfocus: (event) => event.target.select() });
  return h("div", { class: "secret" }, field(label, input, hint), copyButton(speech, () => text));
}
