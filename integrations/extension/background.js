/** Puts the button into pages that the agent allowed, and opens the panel beside them. */

import { patternOf, settings } from "./settings.js";

const SCRIPT = { id: "field", js: ["field.js"], allFrames: true, matchOriginAsFallback: true, runAt: "document_idle" };

/** Say which field the panel is about: the tab and the frame in it; `at` makes it news each time. */
function attend(tabId, frameId) {
  return chrome.storage.session.set({ field: { tabId, frameId, at: Date.now() } });
}

async function register() {
  const matches = (await settings()).sites.map(patternOf);
  await chrome.scripting.unregisterContentScripts({ ids: [SCRIPT.id] }).catch(() => null);
  if (matches.length) await chrome.scripting.registerContentScripts([{ ...SCRIPT, matches }]);
}

chrome.runtime.onInstalled.addListener(({ reason }) => {
  register();
  if (reason === "install") chrome.runtime.openOptionsPage();
});
chrome.storage.local.onChanged.addListener(({ sites }) => sites && register());

// A panel opens only while the click is being answered: nothing may be awaited before.
chrome.action.onClicked.addListener((tab) => {
  chrome.sidePanel.open({ tabId: tab.id });
  chrome.scripting
    .executeScript({ target: { tabId: tab.id, allFrames: true }, files: SCRIPT.js })
    .then(() => chrome.tabs.sendMessage(tab.id, { type: "choose" }))
    .catch(() => null);
});

chrome.runtime.onMessage.addListener((message, sender) => {
  if (!sender.tab) return;
  if (message.type === "open") chrome.sidePanel.open({ tabId: sender.tab.id });
  if (message.type === "open" || message.type === "chosen") attend(sender.tab.id, sender.frameId);
});
