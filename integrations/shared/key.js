/** Asks for the access key where the server wants one and none was configured; it is kept for this session, as far as the browser lets it. */

const STORED = "reply-coach-key";
const WORDS = {
  en: { label: "Access key", use: "Use it", wrong: "The server does not know this key." },
  ar: { label: "مفتاح الدخول", use: "استعمله", wrong: "لا يعرف الخادم هذا المفتاح." },
};

/** Gives the panel its key, asking in `place` if there is need. */
export async function giveKey(panel, place, language) {
  const words = WORDS[language];
  if (await opens(panel, store()?.getItem(STORED) ?? "")) return;
  store()?.removeItem(STORED);
  const field = Object.assign(document.createElement("input"), { type: "password", autocomplete: "off", dir: "ltr", required: true });
  const button = Object.assign(document.createElement("button"), { textContent: words.use });
  const told = Object.assign(document.createElement("output"), { className: "told" });
  const label = document.createElement("label");
  const form = document.createElement("form");
  label.append(words.label, " ", field);
  form.className = "key";
  form.append(label, " ", button, " ", told);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    told.textContent = "";
    if (!(await opens(panel, field.value.trim()))) {
      told.textContent = words.wrong;
      return;
    }
    store()?.setItem(STORED, field.value.trim());
    form.remove();
  });
  place.append(form);
}

/** Gives the session's storage; browsers that keep frames of other sites from storing refuse it. */
function store() {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

/** Tries a key, and gives it to the panel unless the server refuses it; a server out of reach is for the panel to tell. */
async function opens(panel, key) {
  const headers = key ? { Authorization: `Bearer ${key}` } : {};
  const answer = await fetch(`${panel.getAttribute("server")}/v1/models`, { headers, credentials: "omit" }).catch(() => null);
  if (answer?.status === 401) return false;
  if (key) panel.setAttribute("key", key);
  return true;
}
