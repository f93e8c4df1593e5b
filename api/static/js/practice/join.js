/** Coming in by a trainer's link: a name and a language, and the key that is told once. */
import { Problem, copyButton, h } from "../core.js";
import { button, field, heading, link, notice, select } from "./parts.js";

const MOST = 100;

export function join(context, token = "") {
  const { client, speech } = context;
  const known = Boolean(client.dialog.key);
  const name = h("input", { id: "join-name", name: "name", dir: "auto", maxlength: MOST, autocomplete: "name", required: true });
  const language = select("language", ["en", "ar"].map((one) => [one, speech.say(`languages.${one}`)]), speech.language);
  const place = h("div", { class: "joining" });
  const problem = h("div", {});

  const send = async (event) => {
    event?.preventDefault();
    if (!known && !name.value.trim()) {
      problem.replaceChildren(h("p", { class: "notice", role: "alert" }, speech.say("needName")));
      name.focus();
      return;
    }
    problem.replaceChildren();
    try {
      const made = await client.post("/join", known ? { token } : { token, name: name.value.trim(), language: language.value });
      place.replaceChildren(...welcome(context, made));
      place.querySelector("h3").focus();
    } catch (wrong) {
      if (!(wrong instanceof Problem)) throw wrong;
      problem.replaceChildren(notice(speech, wrong, wrong.status === 410 ? null : () => (client.retry(), send())));
    }
  };

  place.append(
    h("p", {}, speech.say("joinLead")),
    h("form", { onsubmit: send, novalidate: true },
      ...(known
        ? [h("p", { class: "hint" }, speech.say("joinAs")), h("div", { class: "bar" }, button(speech.say("joinOther"), () => (context.keep(null), context.again()), { looks: "quiet" }))]
        : [field(speech.say("joinName"), name, speech.say("joinNameHint")), field(speech.say("joinLanguage"), language)]),
      problem,
      h("div", { class: "bar" }, h("button", { class: "fix" }, speech.say("join")))));
  return h("div", {}, heading(speech.say("joinTitle")), place);
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
