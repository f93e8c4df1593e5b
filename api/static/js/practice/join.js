/** Coming in by a trainer's link: what it is for, a name and a language, and the key that is told once. */
import { Problem, copyButton, h } from "../core.js";
import { button, field, heading, link, loaded, notice, select } from "./parts.js";

const MOST = 100;
const LOOK = "/invitations/look-up";

export function join(context, token = "") {
  const { client, speech } = context;
  return h("div", {}, heading(speech.say("joinTitle")), loaded(context, () => client.post(LOOK, { token }), (invited) => joining(context, token, invited)));
}

function joining(context, token, invited) {
  const { client, speech } = context;
  const known = Boolean(client.dialog.key);
  const name = h("input", { id: "join-name", name: "name", dir: "auto", maxlength: MOST, autocomplete: "name", required: true });
  const language = select("language", ["en", "ar"].map((one) => [one, speech.say(`languages.${one}`)]), speech.language);
  const place = h("div", { class: "joining" });
  const problem = h("div", {});
  let warned = null;

  const tell = (text, ...acts) => problem.replaceChildren(h("p", { class: "notice", role: "alert" }, h("span", {}, text), acts));
  const send = async (event) => {
    event?.preventDefault();
    const called = name.value.trim();
    if (!known && !called) {
      tell(speech.say("needName"));
      name.focus();
      return;
    }
    problem.replaceChildren();
    try {
      if (!known && warned !== called && (await client.post(LOOK, { token, name: called })).taken) {
        warned = called;
        tell(speech.say("nameTaken", { name: called }), haveKey(context));
        return;
      }
      const made = await client.post("/join", known ? { token } : { token, name: called, language: language.value });
      place.replaceChildren(...welcome(context, made));
      place.querySelector("h3").focus();
    } catch (wrong) {
      if (!(wrong instanceof Problem)) throw wrong;
      problem.replaceChildren(notice(speech, wrong, wrong.status === 410 ? null : () => (client.retry(), send())));
    }
  };

  place.append(
    h("p", {}, speech.say("joinLead")),
    h("dl", { class: "invited" },
      ["set", "cohort", "trainer"].filter((what) => invited[what]).map((what) => h("div", {}, h("dt", {}, speech.say(`invitedTo.${what}`)), h("dd", {}, h("bdi", {}, invited[what]),
        what === "set" ? h("span", { class: "hint" }, ` · ${speech.count("scenarioCount", invited.scenarios)}`) : "")))),
    h("form", { onsubmit: send, novalidate: true },
      ...(known
        ? [h("p", { class: "hint" }, speech.say("joinAs")), h("div", { class: "bar" }, button(speech.say("joinOther"), () => (context.keep(null), context.again()), { looks: "quiet" }))]
        : [field(speech.say("joinName"), name, speech.say("joinNameHint")), field(speech.say("joinLanguage"), language)]),
      problem,
      h("div", { class: "bar" }, h("button", { class: "fix" }, speech.say("join")), known ? "" : haveKey(context))));
  return place;
}

/** A button for whoever has practised here before: with the key one stays who one is. */
function haveKey(context) {
  const { client, speech } = context;
  const enter = async () => {
    if (!(await client.dialog.ask(speech, {}))) return;
    context.keep(client.dialog.key, client.dialog.remembered);
    context.again();
  };
  return button(speech.say("haveKey"), enter, { looks: "chip have-key" });
}

/** Say where one has come, with the key where one was made. */
function welcome(context, { key, set }) {
  const { speech } = context;
  const came = set ? speech.say("joinedSet", { name: `\u2068${set.name}\u2069` }) : speech.say("joined");
  if (key) context.keep(key);
  const remember = h("input", { type: "checkbox", onchange: (event) => context.keep(key, event.target.checked) });
  return [
    h("h3", { tabindex: "-1" }, came),
    key
      ? h("div", { class: "key-once" },
        h("p", {}, speech.say("keyOnce")),
        h("code", { dir: "ltr", "aria-label": speech.say("keyYours") }, key),
        h("div", { class: "bar" }, copyButton(speech, () => key), h("label", { class: "several" }, remember, speech.say("rememberKey"))))
      : "",
    h("div", { class: "bar" }, link(speech.say("toPractice"), "#/", "fix")),
  ];
}
