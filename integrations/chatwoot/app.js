/**
 * The coach as a Chatwoot dashboard app: it takes the conversation that Chatwoot posts, shows the panel,
 * and copies the reply, since a dashboard app cannot write into Chatwoot's editor.
 */

import "./panel.js";
import { read } from "./conversation.js";
import { giveKey } from "./key.js";
import { WORDS } from "./words.js";

const FETCH = "chatwoot-dashboard-app:fetch-info";
const said = document.getElementById("said");
const uncopied = document.getElementById("uncopied");
const panel = document.createElement("reply-coach");
let language = "en";
let conversation = null;

function say(word) {
  said.textContent = word ? WORDS[language][word] : "";
}

function choose(ui) {
  language = ui === "ar" || (ui !== "en" && navigator.language.startsWith("ar")) ? "ar" : "en";
  document.documentElement.lang = language;
  document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
}

/** Reads whom to trust from a file beside this page, never from its address: a link must not choose where texts go. */
async function configured() {
  const answer = await fetch("config.json", { cache: "no-cache" });
  const config = await answer.json();
  const origins = config.chatwoot.map((address) => new URL(address).origin);
  return { ...config, origins, server: new URL(config.server, location.href).href.replace(/\/$/, "") };
}

function take(told) {
  panel.setAttribute("channel", told.channel);
  panel.customer = told.customer;
  panel.context = told.context;
  if (conversation !== told.id) panel.draft = "";
  conversation = told.id;
}

async function copy(text) {
  uncopied.hidden = true;
  try {
    await navigator.clipboard.writeText(text);
    say("copied");
  } catch {
    // Chatwoot's frame grants no clipboard permission; the older way asks only for a click.
    uncopied.value = text;
    uncopied.hidden = false;
    uncopied.select();
    uncopied.hidden = document.execCommand("copy");
    say(uncopied.hidden ? "copied" : "uncopied");
  }
}

async function start() {
  choose("auto");
  let config;
  try {
    config = await configured();
  } catch {
    return say("wrong");
  }
  choose(config.ui);
  panel.setAttribute("server", config.server);
  panel.setAttribute("ui", language);
  panel.addEventListener("reply-coach:replace", (event) => copy(event.detail.text));
  if (window.parent === window) return say("alone");
  if (config.key) panel.setAttribute("key", config.key);
  else giveKey(panel, document.getElementById("key"), language);
  say("waiting");
  const ask = () => config.origins.forEach((origin) => window.parent.postMessage(FETCH, origin));
  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || !config.origins.includes(event.origin)) return;
    const told = read(event.data);
    if (!told) return;
    if (!panel.isConnected) {
      document.getElementById("panel").append(panel);
      say("");
    }
    take(told);
  });
  // Chatwoot tells the conversation when the frame loads; messages that come later have to be asked for.
  window.addEventListener("focus", ask);
  document.addEventListener("visibilitychange", () => document.hidden || ask());
  ask();
}

start();
