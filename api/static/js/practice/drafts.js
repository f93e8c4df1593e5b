/** What is being typed, by attempt and message: it outlives a reload, a lost connection and a closed window, until it is scored. */

const NAME = "reply-coach-drafts";
const MOST = 20; // the ones typed last

function all() {
  try {
    return JSON.parse(localStorage.getItem(NAME)) ?? {};
  } catch {
    return {};
  }
}

function put(drafts) {
  const latest = Object.entries(drafts).sort(([, a], [, b]) => b.at - a.at).slice(0, MOST);
  try {
    localStorage.setItem(NAME, JSON.stringify(Object.fromEntries(latest)));
  } catch {
    // A browser that keeps nothing holds the text as long as the page is open.
  }
}

/** Give what was typed on the message numbered `visit`; null where nothing was. */
export function kept(attempt, visit) {
  const draft = all()[attempt];
  return draft?.visit === visit ? draft.text : null;
}

export function keep(attempt, visit, text) {
  put({ ...all(), [attempt]: { visit, text, at: Date.now() } });
}

export function drop(attempt) {
  const { [attempt]: _, ...others } = all();
  put(others);
}
