/** The panel beside the page: it follows the field whose button was clicked, and puts the mended reply into it. */

import { say, speak } from "./i18n.js";
import "./panel.js";
import { languageOf, settings } from "./settings.js";

const said = document.getElementById("said");
const options = document.getElementById("options");
const selection = document.getElementById("selection");
const customer = document.getElementById("customer");
const panel = document.createElement("reply-coach");
let field = null;

/** Asks the field's frame; gives null where the page is gone or closed to us. */
async function ask(message) {
  return field && chrome.tabs.sendMessage(field.tabId, message, { frameId: field.frameId }).catch(() => null);
}

function show(text) {
  if (text !== panel.draft) panel.draft = text;
}

async function follow(now) {
  field = now ?? null;
  const text = (await ask({ type: "read" }))?.text ?? null;
  said.textContent = text === null ? say("noField") : "";
  if (text !== null) show(text);
}

async function configure() {
  await speak();
  const set = await settings();
  options.hidden = Boolean(set.server);
  selection.hidden = !set.server;
  if (!set.server) {
    said.textContent = say("setup");
    panel.remove();
    return;
  }
  for (const [name, value] of Object.entries({ server: set.server, key: set.key, channel: set.channel, ui: languageOf(set) }))
    value ? panel.setAttribute(name, value) : panel.removeAttribute(name);
  if (!panel.isConnected) document.body.append(panel);
  await follow((await chrome.storage.session.get("field")).field);
}

options.addEventListener("click", () => chrome.runtime.openOptionsPage());
selection.addEventListener("click", async () => {
  const text = (await ask({ type: "selection" }))?.text ?? "";
  said.textContent = say(text ? "selected" : "notSelected");
  if (!text) return;
  panel.customer = text;
  customer.textContent = text;
  customer.hidden = false;
});
panel.addEventListener("reply-coach:replace", async (event) => {
  const answer = await ask({ type: "write", text: event.detail.text });
  said.textContent = say(answer?.done ? "put" : "unput");
});
chrome.runtime.onMessage.addListener((message, sender) => {
  if (message.type === "changed" && sender.tab?.id === field?.tabId && sender.frameId === field?.frameId) show(message.text);
});
chrome.storage.session.onChanged.addListener((changes) => changes.field && follow(changes.field.newValue));
chrome.storage.local.onChanged.addListener(configure);

configure();
