/** What the agent's and the trainer's views are made of. */
import { Problem, h, icon } from "../core.js";
import { BRANCHES, branchOf } from "./branches.js";
import { holds } from "./folding.js";

const GONE = 410; // for good: asking again is no use

// ---- Words, moments and numbers ----

/** Say a text that the server gives in both languages. */
export function told(speech, texts) {
  return texts?.[speech.language] ?? "";
}

/** Say a moment as a day, with the time unless `day` is all that is wanted. */
export function when(speech, moment, day = false) {
  const { numberingSystem } = speech.numbers.resolvedOptions();
  const style = day ? { dateStyle: "medium" } : { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(`${speech.language === "ar" ? "ar" : "en-GB"}-u-ca-gregory-nu-${numberingSystem}`, style).format(new Date(moment));
}

/** Say seconds as a clock does, 4:05. */
export function clock(speech, seconds) {
  const whole = Math.max(0, Math.round(seconds));
  const two = (n) => speech.number(n).padStart(2, speech.number(0));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return [...(hours ? [speech.number(hours), two(minutes)] : [speech.number(minutes)]), two(whole % 60)].join(":");
}

/** Say how long something lasts: whole minutes in words, else as a clock does. */
export function lasting(speech, seconds) {
  return seconds % 60 ? clock(speech, seconds) : speech.count("minutes", seconds / 60);
}

/** Say a difference with its sign, before the number in either direction. */
export function signed(speech, points) {
  return `\u2066${points > 0 ? "+" : points < 0 ? "−" : "±"}${speech.number(Math.abs(points))}\u2069`;
}

/** Join names as the language does: “a, b and c”. */
export function listed(speech, names) {
  return new Intl.ListFormat(speech.language, { style: "short", type: "unit" }).format(names);
}

// ---- Pieces ----

/** A view's heading. */
export function heading(text, ...beside) {
  return h("header", { class: "heading" }, h("h2", {}, text), ...beside);
}

/** A part of a view under a heading of its own. */
export function section(title, ...children) {
  const id = `part-${(section.n = (section.n ?? 0) + 1)}`;
  return h("section", { class: "part", "aria-labelledby": id }, h("h3", { id }, title), ...children);
}

export function button(text, onclick, { looks = "chip", ...more } = {}) {
  return h("button", { type: "button", class: looks, onclick, ...more }, text);
}

export function link(text, hash, looks = "chip", more = {}) {
  return h("a", { class: looks, href: hash, ...more }, text);
}

/** Words that somebody wrote in the scenario's language: set in their own direction. */
export function written(text, language, looks = "written") {
  return h("div", { class: looks, lang: language, dir: "auto" }, text);
}

/** Say plainly that there is nothing here, and what can be done. */
export function empty(text, ...acts) {
  return h("div", { class: "empty" }, h("p", {}, text), acts.length ? h("div", { class: "bar" }, acts) : "");
}

/** A control with its label; `hint` stands below it. */
export function field(label, control, hint = "") {
  if (hint) control.setAttribute("aria-describedby", (control.id ||= `field-${(field.n = (field.n ?? 0) + 1)}`) + "-hint");
  return h("label", { class: "field" }, h("span", {}, label), control, hint ? h("small", { class: "hint", id: `${control.id}-hint` }, hint) : "");
}

/** A choice of one among `options`, pairs of value and text. */
export function select(name, options, chosen, onchange) {
  return h("select", { name, onchange: (event) => onchange?.(event.target.value) },
    options.map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
}

/**
 * A table that a narrow window shows as a list of its rows.
 *
 * `columns` are {title, cell(row), number?}; the first one names the row.
 */
export function table(caption, columns, rows) {
  return h("table", { class: "table" },
    h("caption", {}, caption),
    h("thead", {}, h("tr", {}, columns.map(({ title, number }) => h("th", { scope: "col", class: number ? "figure" : null }, title)))),
    h("tbody", {}, rows.map((row) => h("tr", {}, columns.map(({ title, cell, number }, n) =>
      h(n ? "td" : "th", { scope: n ? null : "row", class: number ? "figure" : null, "data-title": title }, cell(row)))))));
}

/** Ask before something that cannot be undone; tells whether it was wanted. */
export async function confirmed(speech, { title, text, act }) {
  const dialog = h("dialog", { class: "asking", "aria-labelledby": "asking-title", "aria-describedby": "asking-text" },
    h("form", { method: "dialog" },
      h("h2", { id: "asking-title" }, title),
      h("p", { id: "asking-text" }, text),
      h("div", { class: "bar" },
        h("button", { class: "fix grave", value: "yes" }, act),
        h("button", { class: "quiet", value: "no", autofocus: true }, speech.say("cancel")))));
  document.querySelector("coach-practice").append(dialog);
  dialog.showModal();
  await new Promise((closed) => dialog.addEventListener("close", closed, { once: true }));
  dialog.remove();
  return dialog.returnValue === "yes";
}

/** Show what `load` promises by `draw`, with a word while it is awaited and a retry where it fails. */
export function loaded(context, load, draw) {
  const { speech } = context;
  const place = h("div", { class: "loading", "aria-busy": "true" }, h("p", { class: "state" }, speech.say("busy")));
  const start = async () => {
    try {
      const shown = await draw(await load());
      place.replaceWith(shown);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      place.removeAttribute("aria-busy");
      const again = () => {
        context.client.retry();
        place.replaceChildren(h("p", { class: "state" }, speech.say("busy")));
        start();
      };
      place.replaceChildren(notice(speech, problem, problem.status === GONE ? null : again));
    }
  };
  start();
  return place;
}

/** A problem where it came up, with a way to try again. */
export function notice(speech, problem, retry) {
  return h("p", { class: "notice", role: "alert" }, icon("warning"), h("span", {}, speech.problem(problem)),
    retry ? button(speech.say(problem.status === 401 ? "keyTitle" : "retry"), retry) : "");
}

// ---- Scenarios ----

/** What a scenario is, in one line: language and dialect, kinds, difficulty, channel. */
export function briefLine(speech, brief) {
  const parts = [
    speech.say(brief.dialect ? `dialects.${brief.dialect}` : `languages.${brief.language}`),
    speech.say(`difficulties.${brief.difficulty}`),
    ...brief.kinds.map((kind) => speech.say(`kinds.${kind}`)),
    speech.say(`channels.${brief.channel}`),
  ];
  return h("p", { class: "brief hint" }, parts.map((part, n) => [n ? " · " : "", h("span", {}, part)]).flat(), brief.held_out ? h("span", { class: "tag apart" }, speech.say("heldOut")) : "");
}

/** A scenario as a line of a list: its title leads on; `beside` stands at the end. */
export function scenarioRow(speech, brief, href, ...beside) {
  return h("li", { class: "row" },
    h("div", { class: "about" }, h("a", { class: "lead", href }, h("bdi", {}, told(speech, brief.title))), briefLine(speech, brief)),
    ...beside);
}

/** A search and a select for each of language, dialect, branch, kind and difficulty; `onchange` hears what is chosen, by name. */
export function scenarioFilters(speech, chosen, onchange) {
  const change = (name) => (value) => onchange(Object.assign(chosen, { [name]: value }));
  const one = (name, label, values, texts) =>
    field(speech.say(label), select(name, [["", speech.say("any")], ...values.map((value) => [value, speech.say(`${texts}.${value}`)])], chosen[name] ?? "", change(name)));
  const words = h("input", { name: "words", type: "search", dir: "auto", maxlength: "100", value: chosen.words ?? "", oninput: (event) => change("words")(event.target.value) });
  return h("div", { class: "filters", role: "group", "aria-label": speech.say("filters") },
    field(speech.say("filterWords"), words),
    one("language", "filterLanguage", ["en", "ar"], "languages"),
    one("dialect", "filterDialect", Object.keys(speech.look("dialects")), "dialects"),
    one("branch", "filterBranch", [...Object.keys(BRANCHES), "other"], "branches"),
    one("kind", "filterKind", Object.keys(speech.look("kinds")), "kinds"),
    one("difficulty", "filterDifficulty", ["easy", "medium", "hard"], "difficulties"));
}

/** Keep the scenarios that filters ask for, those in the interface's language first. */
export function chosenOnes(speech, briefs, { words, language, dialect, branch, kind, difficulty }) {
  const foreign = (brief) => Number(brief.language !== speech.language);
  return briefs
    .filter((brief) =>
      (!language || brief.language === language) && (!dialect || brief.dialect === dialect) && (!branch || branchOf(brief.sector) === branch)
      && (!kind || brief.kinds.includes(kind)) && (!difficulty || brief.difficulty === difficulty)
      && (!words?.trim() || holds(`${brief.title.en} ${brief.title.ar} ${brief.id}`, words)))
    .toSorted((a, b) => foreign(a) - foreign(b));
}

// ---- Plots ----

/** Show an SVG drawing that the server made; its styles are its own, and nothing in it runs. */
export function drawing(svg) {
  // Its styles are taken out before it is read: the page lets none in but by script.
  const own = [];
  const bare = svg.replace(/<style[^>]*>([^]*?)<\/style>/g, (_, style) => (own.push(style), "")).replace(/(<svg[^>]*?) style="[^"]*"/, "$1");
  const image = new DOMParser().parseFromString(bare, "image/svg+xml").documentElement;
  const styles = new CSSStyleSheet();
  styles.replaceSync([":host { display: block; } svg { display: block; inline-size: 100%; }", ...own].join("\n"));
  const place = h("div", { class: "drawing" });
  const root = place.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [styles];
  root.append(document.importNode(image, true));
  return place;
}
