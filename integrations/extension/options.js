/** The options: whatever address is saved here, the browser is asked for its permission, and for no other. */

import { say, speak } from "./i18n.js";
import { patternOf, settings } from "./settings.js";

const form = document.getElementById("form");
const told = document.getElementById("told");

function given() {
  const { server, key, ui, channel, sites } = Object.fromEntries(new FormData(form));
  return {
    server: server.trim().replace(/\/+$/, ""),
    key: key.trim(),
    ui,
    channel,
    sites: sites.split("\n").map((line) => line.trim()).filter(Boolean),
  };
}

/** Gives the patterns of all addresses; tells the first that is none and gives null. */
function patterns({ server, sites }) {
  const made = new Set();
  for (const address of [server, ...sites]) {
    try {
      made.add(patternOf(address));
    } catch {
      told.textContent = say("wrongAddress", address);
      return null;
    }
  }
  return [...made];
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const set = given();
  const origins = patterns(set);
  if (!origins) return;
  // The browser asks only while the click is being answered: nothing may be awaited before.
  if (!(await chrome.permissions.request({ origins }))) {
    told.textContent = say("refused");
    return;
  }
  const held = (await chrome.permissions.getAll()).origins ?? [];
  const dropped = held.filter((origin) => !origins.includes(origin));
  if (dropped.length) await chrome.permissions.remove({ origins: dropped });
  await chrome.storage.local.set(set);
  await speak();
  told.textContent = say("saved");
});

await speak();
const set = await settings();
for (const name of ["server", "key", "ui", "channel"]) form.elements[name].value = set[name];
form.elements.sites.value = set.sites.join("\n");
