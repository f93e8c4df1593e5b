/** The coach in a Zendesk ticket's sidebar: it reads the ticket and the reply being written, and puts the mended reply back. */

import "./panel.js";
import { giveKey } from "./key.js";
import { PATHS, read, rich, written } from "./ticket.js";
import { WORDS } from "./words.js";

const PAUSE_MS = 400;
const client = window.ZAFClient.init();
const said = document.getElementById("said");
const panel = document.createElement("reply-coach");
let words = WORDS.en;
let ticket = null;
let taken = null;
let waiting = 0;

/** Takes over what the ticket says; the draft too where the editor's text has changed, so that what is begun here stays. */
async function refresh() {
  let told;
  try {
    told = read(await client.get(PATHS));
  } catch {
    said.textContent = words.unread;
    return;
  }
  panel.setAttribute("channel", told.channel);
  panel.customer = told.customer;
  panel.context = told.context;
  if (ticket !== told.id || taken !== told.draft) panel.draft = told.draft;
  ticket = told.id;
  taken = told.draft;
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, PAUSE_MS);
}

/** An empty editor is appended to, which every kind of editor takes; one that holds text is set. */
async function put(text) {
  try {
    const { "ticket.comment": editor } = await client.get("ticket.comment");
    if (written(editor).trim()) await client.set("ticket.comment.text", editor.useRichText ? rich(text) : text);
    else await client.invoke("ticket.comment.appendText", text);
    said.textContent = words.put;
  } catch {
    said.textContent = words.unput;
  }
}

async function start() {
  const [{ settings }, { currentUser }] = await Promise.all([client.metadata(), client.get("currentUser")]);
  const language = currentUser?.locale?.startsWith("ar") ? "ar" : "en";
  document.documentElement.lang = language;
  document.documentElement.dir = language === "ar" ? "rtl" : "ltr";
  words = WORDS[language];
  client.invoke("resize", { width: "100%", height: "640px" });
  try {
    panel.setAttribute("server", new URL(settings.server).href.replace(/\/$/, ""));
  } catch {
    said.textContent = words.wrong;
    return;
  }
  panel.setAttribute("ui", language);
  if (settings.key) panel.setAttribute("key", settings.key);
  else giveKey(panel, document.getElementById("key"), language);
  panel.addEventListener("reply-coach:replace", (event) => put(event.detail.text));
  await refresh();
  document.body.append(panel);
  for (const event of ["comment.text.changed", "ticket.conversation.changed", "ticket.comments.changed", "app.activated"]) client.on(event, soon);
}

start();
