/** What the agent has set, and the permissions that it needs. */

const DEFAULTS = { server: "", key: "", ui: "auto", channel: "email", sites: [] };

/** Gives the settings; those never set as they are by default. */
export async function settings() {
  return chrome.storage.local.get(DEFAULTS);
}

/** Gives the panel's language. */
export function languageOf({ ui }) {
  return ui === "auto" ? (chrome.i18n.getUILanguage().startsWith("ar") ? "ar" : "en") : ui;
}

/** Turns an address into the pattern of all pages of its host; raises TypeError for what is no web address. */
export function patternOf(address) {
  const { protocol, hostname } = new URL(address);
  if (!/^https?:$/.test(protocol)) throw new TypeError(address);
  return `${protocol}//${hostname}/*`;
}
