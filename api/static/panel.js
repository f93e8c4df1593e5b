/**
 * <reply-coach>: the coach as one element for any page; this file needs no other.
 *
 *   <script src="https://coach.example/static/panel.js"></script>
 *   <reply-coach server="https://coach.example" key="…" ui="ar" channel="chat"></reply-coach>
 *
 * Attributes: server, key, ui (en, ar), channel, digits (latn, arab).
 * Properties: customer (a text, or a thread as in a case), draft, context.
 * Events: reply-coach:report, detail the report; reply-coach:replace, detail {text}: put it in the reply.
 * Methods: check() gives the report, or null where there is none.
 *
 * The page builds on the same parts, which it finds in the element's static field `parts`.
 */
(() => {
  if (customElements.get("reply-coach")) return;

  const TEXTS = {
    en: {
      draft: "Your draft",
      draftHint: "Write or paste the reply here.",
      score: "Score",
      scoreOf: "Score {score} of 100",
      findings: { one: "{n} finding", other: "{n} findings" },
      findingsTitle: "Findings",
      noFindings: "Nothing to mend.",
      live: "{score}. {findings}.",
      verdict: { send: "Ready to send", revise: "Worth another look", hold: "Hold it back" },
      waiting: "Write a few words, and it is read as you type.",
      unjudged: "This draft is not scored.",
      severity: { error: "Error", warning: "Warning", advice: "Advice" },
      criteria: {
        length: "Length", clarity: "Clarity", next_step: "Next step", empathy: "Empathy",
        refusal: "Saying no", tone: "Tone", completeness: "Completeness", courtesy: "Courtesy",
      },
      why: "Why",
      fix: "Fix",
      remove: "Take it out",
      dismiss: "Dismiss",
      show: "Show in the text",
      missing: "missing",
      inCustomer: "in the customer's message",
      rewrite: "Rewrite",
      goal: "Rewrite to",
      goals: {
        fix: "Mend it", shorten: "Shorten", clarify: "Clarify", warmer: "Warmer", firmer: "Firmer",
        "polite-no": "A kinder no", "next-step": "Next step", formal: "Formal", casual: "Plain-spoken",
        "gender:m": "To a man", "gender:f": "To a woman", "gender:plural": "To several", "gender:neutral": "To anyone",
      },
      proposal: "Proposed rewrite",
      nothingToChange: "There is nothing to change for this goal.",
      change: { one: "{n} change", other: "{n} changes" },
      way: "Version {n}",
      take: "Take",
      taken: "Taken",
      takeAll: "Take all",
      fill: "What is missing",
      close: "Close",
      added: "added",
      removed: "removed",
      withheld: "Some changes were held back because they could alter what you promise or state.",
      stale: "The text has changed since; the remaining changes were kept where they still fit.",
      copy: "Copy",
      copied: "Copied",
      use: "Put in the reply",
      busy: "Reading …",
      slow: "This is taking longer than usual …",
      retry: "Try again",
      problems: {
        offline: "The coach's server cannot be reached. Check your connection; your text is still here, and it will be read as soon as the server answers.",
        "no-key": "The server asks for an access key. Ask whoever runs it for one.",
        "wrong-key": "This access key is not known, or is no longer valid. Ask for a new one.",
        "missing-scope": "Your access key does not allow this. Ask whoever runs the server to extend it.",
        "rate-limited": "Too many requests in a short time; it continues by itself in a moment.",
        "quota-exceeded": "Your key's drafts for today are used up. It starts anew tomorrow.",
        busy: "The server is busy; it continues by itself in a moment.",
        "not-ready": "The server is starting; it continues by itself in a moment.",
        "too-slow": "Reading took too long; it is tried again in a moment.",
        "body-too-large": "This is too much text at once. Shorten the thread or the draft.",
        "no-such-path": "This server does not offer that yet.",
        internal: "Something went wrong on the server. Try again; if it happens once more, report the number {id}.",
        unknown: "The server gave an answer that cannot be read. Check its address.",
      },
    },
    ar: {
      draft: "مسودة ردّك",
      draftHint: "اكتب الرد هنا أو الصقه.",
      score: "الدرجة",
      scoreOf: "الدرجة {score} من 100",
      findings: {
        zero: "لا ملاحظات", one: "ملاحظة واحدة", two: "ملاحظتان", few: "{n} ملاحظات", many: "{n} ملاحظة", other: "{n} ملاحظة",
      },
      findingsTitle: "الملاحظات",
      noFindings: "لا شيء يحتاج إلى إصلاح.",
      live: "{score}، {findings}.",
      verdict: { send: "جاهز للإرسال", revise: "يستحق مراجعة", hold: "لا ترسله بعد" },
      waiting: "اكتب بضع كلمات، وتظهر الملاحظات وأنت تكتب.",
      unjudged: "لا تُعطى هذه المسودة درجة.",
      severity: { error: "خطأ", warning: "تنبيه", advice: "نصيحة" },
      criteria: {
        length: "الطول", clarity: "الوضوح", next_step: "الخطوة التالية", empathy: "التعاطف",
        refusal: "الرفض", tone: "النبرة", completeness: "الاكتمال", courtesy: "اللياقة",
      },
      why: "لماذا؟",
      fix: "أصلِح",
      remove: "احذفها",
      dismiss: "تجاهل",
      show: "أرني موضعها في النص",
      missing: "ناقص",
      inCustomer: "في رسالة العميل",
      rewrite: "إعادة الصياغة",
      goal: "أعد الصياغة",
      goals: {
        fix: "أصلِحه كله", shorten: "أقصر", clarify: "أوضح", warmer: "أدفأ", firmer: "أحزم",
        "polite-no": "رفض ألطف", "next-step": "خطوة تالية", formal: "رسمي", casual: "بسيط قريب",
        "gender:m": "لرجل", "gender:f": "لامرأة", "gender:plural": "لجماعة", "gender:neutral": "لأي قارئ",
      },
      proposal: "الصياغة المقترحة",
      nothingToChange: "لا شيء يتغيّر لهذا الغرض.",
      change: { zero: "لا تعديل", one: "تعديل واحد", two: "تعديلان", few: "{n} تعديلات", many: "{n} تعديلًا", other: "{n} تعديل" },
      way: "صيغة {n}",
      take: "خذه",
      taken: "أُخذ",
      takeAll: "خذها كلها",
      fill: "ما ينقص",
      close: "إغلاق",
      added: "أُضيف",
      removed: "حُذف",
      withheld: "حُجبت تعديلات لأنها قد تغيّر ما تَعِد به أو تذكره.",
      stale: "تغيّر النص بعد ذلك؛ بقيت التعديلات التي ما زالت في موضعها.",
      copy: "انسخ",
      copied: "نُسخ",
      use: "ضعه في الرد",
      busy: "تجري القراءة…",
      slow: "يستغرق هذا وقتًا أطول من المعتاد…",
      retry: "حاول مجددًا",
      problems: {
        offline: "لا يمكن الوصول إلى خادم المدرّب. تحقق من اتصالك؛ نصّك باقٍ هنا، وسيُقرأ حالما يجيب الخادم.",
        "no-key": "يطلب الخادم مفتاح دخول. اطلبه ممن يدير الخادم.",
        "wrong-key": "هذا المفتاح غير معروف أو انتهت صلاحيته. اطلب مفتاحًا جديدًا.",
        "missing-scope": "مفتاحك لا يتيح هذا. اطلب من مدير الخادم توسيعه.",
        "rate-limited": "طلبات كثيرة في وقت قصير؛ يُستأنف العمل تلقائيًا بعد لحظات.",
        "quota-exceeded": "استُنفدت مسودات مفتاحك لهذا اليوم، وتتجدد غدًا.",
        busy: "الخادم مشغول؛ يُستأنف العمل تلقائيًا بعد لحظات.",
        "not-ready": "الخادم في طور البدء؛ يُستأنف العمل تلقائيًا بعد لحظات.",
        "too-slow": "طالت القراءة؛ ستُعاد المحاولة بعد لحظات.",
        "body-too-large": "النص أطول مما يُقرأ دفعة واحدة. اختصر المحادثة أو المسودة.",
        "no-such-path": "لا يوفّر هذا الخادم ذلك بعد.",
        internal: "وقع خلل في الخادم. حاول مجددًا؛ فإن تكرر فأبلغ عن الرقم {id}.",
        unknown: "أجاب الخادم بما لا يُفهم. تحقق من عنوانه.",
      },
    },
  };

  // ---- Words and numbers -------------------------------------------------------------------------------------------

  /** Speaks one interface language: texts by dotted name, with slots filled, plurals and digits as chosen. */
  class Speech {
    constructor(language, digits = "latn", texts = TEXTS[language]) {
      this.language = language;
      this.dir = language === "ar" ? "rtl" : "ltr";
      this.texts = texts;
      this.numbers = new Intl.NumberFormat(`${language}-u-nu-${digits}`);
      this.plurals = new Intl.PluralRules(language);
    }

    number(value) {
      return this.numbers.format(value);
    }

    look(name) {
      return name.split(".").reduce((at, step) => at?.[step], this.texts);
    }

    say(name, values = {}) {
      const text = this.look(name) ?? name;
      return text
        .replace(/\d+/g, (digits) => this.number(Number(digits)))
        .replace(/{(\w+)}/g, (whole, slot) => (typeof values[slot] === "number" ? this.number(values[slot]) : values[slot] ?? whole));
    }

    count(name, n) {
      const forms = this.look(name);
      return this.say(`${name}.${n === 0 && forms.zero ? "zero" : this.plurals.select(n) in forms ? this.plurals.select(n) : "other"}`, { n });
    }

    /** Say what a person can do about a problem. */
    problem(problem) {
      const known = this.look("problems")[problem.code];
      return known ? this.say(`problems.${problem.code}`, { id: problem.id ?? "—" }) : problem.detail || this.say("problems.unknown");
    }
  }

  // ---- The server --------------------------------------------------------------------------------------------------

  class Problem extends Error {
    constructor(code, { detail = "", id = "", wait = 0, status = 0 } = {}) {
      super(code);
      Object.assign(this, { code, detail, id, wait, status });
    }
  }

  /** Asks the server; `key` and `language` are functions, as both may change. */
  class Client {
    constructor({ server = "", key = () => "", language = () => "en" }) {
      Object.assign(this, { server: server.replace(/\/+$/, ""), key, language });
    }

    async post(path, body, signal) {
      const headers = { "Content-Type": "application/json", "Accept-Language": this.language() };
      if (this.key()) headers.Authorization = `Bearer ${this.key()}`;
      let answer;
      try {
        answer = await fetch(this.server + path, { method: "POST", headers, body: JSON.stringify(body), signal, credentials: "omit" });
        if (answer.ok) return await answer.json();
      } catch (error) {
        if (signal?.aborted) throw error;
        throw new Problem(answer ? "unknown" : "offline");
      }
      const told = await answer.json().catch(() => ({}));
      const wait = Number(answer.headers.get("Retry-After")) || 0;
      throw new Problem(told.code ?? "unknown", { detail: told.detail, id: told.request_id, wait, status: answer.status });
    }

    check(fields, signal) {
      return this.post("/v1/check?offsets=utf16", fields, signal);
    }

    async rewrite(fields, signal) {
      const made = await this.post("/v1/rewrite", fields, signal);
      for (const one of [made, ...(made.alternatives ?? [])]) one.edits = inUnits(one.edits, fields.draft);
      return made;
    }

    /** Tell what became of a finding; a failure is no matter to the agent. */
    feedback(finding, action) {
      return this.post("/v1/feedback", { finding_id: finding.id, rule: finding.rule, action }).catch(() => null);
    }
  }

  const DELAY_MS = 250;
  const SLOW_MS = 1500;
  const RETRY_S = 4;
  const PASSING = new Set(["offline", "busy", "not-ready", "too-slow", "rate-limited"]);

  /** Asks the same question again as its matter changes: the last one asked counts, and what fails for a moment is asked again. */
  class Live {
    constructor(ask, { onAnswer, onProblem, onState }) {
      Object.assign(this, { ask, onAnswer, onProblem, onState });
    }

    soon() {
      this.stop();
      this.timer = setTimeout(() => this.now(), DELAY_MS);
    }

    stop() {
      clearTimeout(this.timer);
      this.running?.abort();
      this.onState("idle");
    }

    async now() {
      this.stop();
      const running = (this.running = new AbortController());
      const slow = setTimeout(() => this.onState("slow"), SLOW_MS);
      this.onState("busy");
      try {
        const answer = await this.ask(running.signal);
        if (running.signal.aborted) return null;
        this.onAnswer(answer);
        return answer;
      } catch (problem) {
        if (running.signal.aborted) return null;
        if (!(problem instanceof Problem)) throw problem;
        if (PASSING.has(problem.code)) this.timer = setTimeout(() => this.now(), 1000 * (problem.wait || RETRY_S));
        this.onProblem(problem);
        return null;
      } finally {
        clearTimeout(slow);
        if (this.running === running) this.onState("idle");
      }
    }
  }

  // ---- Texts and places in them ------------------------------------------------------------------------------------

  /** Turn code-point offsets into UTF-16 units. */
  function inUnits(spans, text) {
    if (!/[\u{10000}-\u{10FFFF}]/u.test(text)) return spans;
    const units = [0];
    for (const sign of text) units.push(units.at(-1) + sign.length);
    return spans.map((span) => ({ ...span, start: units[span.start], end: units[span.end] }));
  }

  const inOrder = (edits) =>
    edits.map((edit, n) => [edit, n]).sort(([a, n], [b, m]) => a.start - b.start || a.end - b.end || n - m).map(([edit]) => edit);

  /** Apply edits that do not overlap; insertions at one place keep their order. */
  function applyEdits(text, edits) {
    let made = "";
    let at = 0;
    for (const edit of inOrder(edits)) {
      made += text.slice(at, edit.start) + edit.replacement;
      at = edit.end;
    }
    return made + text.slice(at);
  }

  /** Find the one stretch in which two texts differ. */
  function difference(before, after) {
    const most = Math.min(before.length, after.length);
    let start = 0;
    while (start < most && before[start] === after[start]) start += 1;
    let tail = 0;
    while (tail < most - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
    return { start, end: before.length - tail, added: after.slice(start, after.length - tail) };
  }

  /** Move spans along with a change; those that it touches are dropped. */
  function moved(spans, { start, end, added }) {
    const by = added.length - (end - start);
    return spans
      .filter((span) => span.end <= start || span.start >= end)
      .map((span) => (span.start >= end && !(span.end <= start) ? { ...span, start: span.start + by, end: span.end + by } : span));
  }

  const MOST_CELLS = 1_000_000; // a thousand words against a thousand

  /** Compare two texts word by word, a slot as one word: a list of [kind, text], kind "same", "del" or "ins". */
  function wordDifference(before, after) {
    const split = (text) => text.match(/⟦[^⟦⟧]*⟧|\s+|[\p{L}\p{M}\p{N}⟦⟧'’]+|[^\s\p{L}\p{M}\p{N}]/gu) ?? [];
    const [a, b] = [split(before), split(after)];
    if (a.length * b.length > MOST_CELLS) return [["del", before], ["ins", after]];
    const longest = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i -= 1)
      for (let j = b.length - 1; j >= 0; j -= 1)
        longest[i][j] = a[i] === b[j] ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
    const parts = [];
    const add = (kind, text) => (parts.at(-1)?.[0] === kind ? (parts.at(-1)[1] += text) : parts.push([kind, text]));
    let [i, j] = [0, 0];
    while (i < a.length || j < b.length) {
      if (i < a.length && a[i] === b[j]) {
        add("same", a[i]);
        i += 1;
        j += 1;
      } else if (i < a.length && (j === b.length || longest[i + 1][j] >= longest[i][j + 1])) add("del", a[i++]);
      else add("ins", b[j++]);
    }
    return whole(parts);
  }

  /** Where little stays the same, a plain replacement reads better than confetti. */
  function whole(parts) {
    const length = (kind) => parts.filter(([one]) => one === kind).reduce((n, [, text]) => n + text.trim().length, 0);
    if (length("same") * 2 > Math.min(length("del"), length("ins"))) return parts;
    const join = (...kinds) => parts.filter(([one]) => kinds.includes(one)).map(([, text]) => text).join("");
    return [["del", join("same", "del")], ["ins", join("same", "ins")]].filter(([, text]) => text);
  }

  const SLOT = /⟦[^⟦⟧]*⟧/;

  // ---- Building blocks ---------------------------------------------------------------------------------------------

  const SVG = "http://www.w3.org/2000/svg";

  /** Make an element: `on…` properties listen, true and false set and leave out, the rest are attributes. */
  function h(tag, properties = {}, ...children) {
    return filled(document.createElement(tag), properties, children);
  }

  /** Make an SVG element. */
  function s(tag, properties = {}, ...children) {
    return filled(document.createElementNS(SVG, tag), properties, children);
  }

  function filled(element, properties, children) {
    for (const [name, value] of Object.entries(properties)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value != null) element.setAttribute(name, value);
    }
    element.append(...children.flat().filter((child) => child != null && child !== false));
    return element;
  }

  const ICONS = {
    error: "M12 7v6m0 3.5v.5M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18Z",
    warning: "M12 9v5m0 3v.5M12 3.5 21.5 20h-19Z",
    advice: "M9.5 20h5M12 3a6 6 0 0 1 3.5 10.9V16h-7v-2.100A6 6 0 0 1 12 3Z",
    check: "m5 12.500 4.500 4.500L19 7.500",
    copy: "M9 9h11v11H9zM5 15H4V4h11v1",
    close: "m6 6 12 12M18 6 6 18",
  };

  function icon(name) {
    return s("svg", { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" }, s("path", { d: ICONS[name] }));
  }

  /** Set what is quoted apart, so that a quotation in the other script does not turn the sentence round. */
  function quoted(text) {
    return text.split(/([“«][^”»]*[”»])/).map((part, n) => (n % 2 ? h("bdi", {}, part) : part));
  }

  /** Show a text with its slots set off. */
  function slotted(text) {
    return text.split(/(⟦[^⟦⟧]*⟧)/).map((part, n) => (n % 2 ? h("span", { class: "slot" }, part.slice(1, -1)) : part));
  }

  const filledWith = (values, text) => Object.entries(values).reduce((made, [slot, value]) => (value.trim() ? made.replaceAll(slot, value.trim()) : made), text);

  /** Ask for what fills slots: a field each, and what is proposed for it to be taken; `onfill` is told the values by slot. */
  function slotFields(speech, needs, values, onfill) {
    if (!needs.length) return "";
    const field = ({ slot, ask, perhaps }) => {
      const fill = (value) => {
        values[slot] = value;
        onfill();
      };
      const input = h("input", { dir: "auto", autocomplete: "off", value: values[slot] ?? "", oninput: () => fill(input.value) });
      const take = () => {
        input.value = perhaps;
        fill(perhaps);
      };
      const label = h("label", {}, h("span", {}, ask), input);
      return perhaps ? h("div", {}, label, h("button", { type: "button", class: "chip", dir: "auto", onclick: take }, perhaps)) : label;
    };
    return h("fieldset", { class: "slots" }, h("legend", {}, speech.say("fill")), needs.map(field));
  }

  async function copy(text, button, speech) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const field = h("textarea", { class: "unseen" });
      field.value = text;
      button.after(field);
      field.select();
      document.execCommand("copy");
      field.remove();
      button.focus();
    }
    const label = button.querySelector("span");
    label.textContent = speech.say("copied");
    setTimeout(() => (label.textContent = speech.say("copy")), 1600);
  }

  function copyButton(speech, text) {
    return h("button", { type: "button", class: "quiet", onclick: (event) => copy(text(), event.currentTarget, speech) },
      icon("copy"), h("span", { "aria-live": "polite" }, speech.say("copy")));
  }

  /**
   * <reply-coach-text>: a text area with places marked in it.
   *
   * The marks stand in a mirror behind a plain textarea, so that undo, input methods, shaping and screen readers
   * stay the browser's own. A mark is {start, end, kind, id}; one without length shows where something is missing.
   */
  class MarkedText extends HTMLElement {
    #marks = [];
    #value = "";
    #active = "";

    constructor() {
      super();
      this.mirror = h("div", { class: "mirror", "aria-hidden": "true" });
      this.field = h("textarea", { dir: "auto", rows: "1", spellcheck: "true" });
      this.field.addEventListener("input", () => this.#changed());
      for (const name of ["keyup", "click"]) this.field.addEventListener(name, () => this.#visited());
    }

    connectedCallback() {
      if (!this.mirror.isConnected) this.append(this.mirror, this.field);
      this.#draw();
    }

    get value() {
      return this.#value;
    }

    set value(text) {
      if (text === this.#value) return;
      this.field.value = text;
      this.#changed();
    }

    get marks() {
      return this.#marks;
    }

    set marks(marks) {
      this.#marks = marks;
      this.#draw();
    }

    get active() {
      return this.#active;
    }

    set active(id) {
      this.#active = id;
      for (const part of this.mirror.querySelectorAll("[data-ids]"))
        part.classList.toggle("active", Boolean(id) && part.dataset.ids.split(" ").includes(id));
    }

    /** Replace the whole text as one step that can be undone; selects the first slot that came in. */
    replace(text) {
      const { start, end, added } = difference(this.#value, text);
      if (start === end && !added) return;
      this.field.focus({ preventScroll: true });
      this.field.setSelectionRange(start, end);
      const done = added ? document.execCommand("insertText", false, added) : document.execCommand("delete");
      if (!done || this.field.value !== text) {
        this.field.value = text;
        this.field.dispatchEvent(new Event("input", { bubbles: true }));
      }
      const slot = SLOT.exec(added);
      if (slot) this.select(start + slot.index, start + slot.index + slot[0].length);
    }

    select(start, end) {
      this.field.focus({ preventScroll: true });
      this.field.setSelectionRange(start, end);
      this.#visited();
      const at = this.mirror.querySelector(".active") ?? this.field;
      at.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    }

    selectSlot() {
      const slot = SLOT.exec(this.#value.slice(this.field.selectionEnd));
      const from = slot ? this.field.selectionEnd : 0;
      const found = slot ?? SLOT.exec(this.#value);
      if (found) this.select(from + found.index, from + found.index + found[0].length);
    }

    /** Give where a mark begins on the screen. */
    place(id) {
      const part = [...this.mirror.querySelectorAll("[data-ids]")].find((one) => one.dataset.ids.split(" ").includes(id));
      return part?.getClientRects()[0];
    }

    #changed() {
      const text = this.field.value;
      this.#marks = moved(this.#marks, difference(this.#value, text));
      this.#value = text;
      this.#draw();
      this.dispatchEvent(new CustomEvent("text", { bubbles: true }));
    }

    #visited() {
      const at = this.field.selectionStart;
      const within = this.#marks.filter((mark) => !mark.silent && mark.start <= at && at <= mark.end);
      const nearest = within.sort((a, b) => a.end - a.start - (b.end - b.start))[0]?.id ?? "";
      if (nearest === this.#active) return;
      this.active = nearest;
      this.dispatchEvent(new CustomEvent("visit", { bubbles: true, detail: nearest }));
    }

    #draw() {
      const text = this.#value;
      const marks = this.#marks.filter((mark) => mark.end <= text.length);
      const cuts = [...new Set([0, text.length, ...marks.flatMap((mark) => [mark.start, mark.end])])].sort((a, b) => a - b);
      const parts = cuts.flatMap((from, n) => {
        const to = cuts[n + 1] ?? from;
        const gaps = marks.filter((mark) => mark.start === from && mark.end === from);
        const over = marks.filter((mark) => mark.start <= from && to <= mark.end && mark.start < mark.end && from < to);
        const piece = text.slice(from, to);
        return [
          ...gaps.slice(0, 1).map(() => this.#part("gap", gaps)),
          over.length ? this.#part("mark", over, piece) : piece,
        ];
      });
      this.mirror.replaceChildren(...parts, "\u200b");
      this.active = this.#active;
      this.dispatchEvent(new CustomEvent("drawn", { bubbles: true }));
    }

    #part(kind, marks, text = "") {
      const names = [kind, ...new Set(marks.map((mark) => mark.kind))].join(" ");
      return h("span", { class: names, "data-ids": marks.map((mark) => mark.id).join(" ") }, text);
    }
  }

  /** Show the score as a ring with its verdict. */
  function scoreRing(speech, report) {
    const score = report?.score.overall ?? null;
    const round = 2 * Math.PI * 20;
    const words = !report ? speech.say("waiting") : score === null ? speech.say("unjudged") : speech.say(`verdict.${report.verdict}`);
    return h("div", { class: `score ${score === null ? "none" : report.verdict}` },
      h("div", { class: "ring", role: "img", "aria-label": score === null ? words : speech.say("scoreOf", { score }) },
        s("svg", { viewBox: "0 0 48 48", "aria-hidden": "true" },
          s("circle", { cx: 24, cy: 24, r: 20, class: "track" }),
          score ? s("circle", { cx: 24, cy: 24, r: 20, class: "arc", "stroke-dasharray": `${(round * score) / 100} ${round}`, transform: "rotate(-90 24 24)" }) : null),
        h("span", { class: "number", "aria-hidden": "true" }, score === null ? "–" : speech.number(score))),
      h("div", { class: "verdict" },
        h("strong", {}, words),
        report && score !== null ? h("span", {}, report.findings.length ? speech.count("findings", report.findings.length) : speech.say("noFindings")) : null));
  }

  /** Give what a suggestion writes; a lone letter only fits the capital of what follows. */
  function wording(suggestion) {
    const written = (suggestion?.edits ?? []).map((edit) => edit.replacement.trim()).filter(Boolean);
    return written.filter((text) => text.length > 1 || written.length === 1).join(" … ");
  }

  /** Make a button that also says what it acts on to those who hear it. */
  function act(name, what, looks, onclick, more = {}) {
    return h("button", { type: "button", class: looks, "aria-label": `${name}: ${what}`, onclick, ...more }, name);
  }

  /** Show a finding: what, why, and what can be done; `on` takes it from there. */
  function findingCard(speech, finding, on) {
    const suggestion = finding.suggestions[0];
    const { message } = finding;
    const words = wording(suggestion);
    const where = finding.target === "customer" ? speech.say("inCustomer") : finding.target === "missing" ? speech.say("missing") : "";
    return h("li", { class: `finding ${finding.severity}`, "data-id": finding.id, tabindex: "-1" },
      h("button", { type: "button", class: "what", title: speech.say("show"), onclick: () => on.show(finding) },
        icon(finding.severity),
        h("span", { class: "unseen" }, `${speech.say(`severity.${finding.severity}`)}: `),
        h("span", { class: "criterion" }, speech.look("criteria")[finding.criterion] ?? finding.criterion),
        where ? h("span", { class: "where" }, where) : null),
      h("p", { class: "message" }, quoted(message)),
      h("p", { class: "why" }, quoted(finding.why)),
      words ? h("blockquote", { class: "try", dir: "auto" }, slotted(words)) : null,
      h("div", { class: "acts" },
        suggestion
          ? act(speech.say(words ? "fix" : "remove"), message, "fix", () => on.fix(finding))
          : null,
        act(speech.say("dismiss"), message, "quiet dismiss", () => on.dismiss(finding))));
  }

  const markOf = (finding) => ({ start: finding.start, end: finding.end, id: finding.id, kind: finding.severity });

  /**
   * <reply-coach-rewrite>: a rewrite on its draft, word by word; its changes are taken one by one, those of a group together.
   *
   * What fills the slots of changes not yet taken is asked for; what was taken has its slots in the draft. Fires `take`, detail the
   * text that comes of it, and `close`. `follow(text)` keeps it in step with a draft that is typed on.
   */
  class RewriteView extends HTMLElement {
    show(speech, rewrite, base) {
      this.speech = speech;
      this.ways = [rewrite, ...(rewrite.alternatives ?? [])].map((made) => ({ made, base, edits: made.edits, taken: new Set(), values: {}, stale: false }));
      this.at = 0;
      this.hidden = false;
      this.#draw();
    }

    hide() {
      this.hidden = true;
      this.ways = null;
      this.replaceChildren();
    }

    /** The draft is now `text`: settle what was taken, and keep the other changes where they still fit. */
    follow(text) {
      const behind = (this.ways ?? []).filter((way) => this.#text(way) !== text);
      if (!behind.length) return;
      for (const way of behind) {
        const expected = this.#text(way);
        const left = way.edits.filter((edit) => !way.taken.has(edit.group));
        const taken = way.edits.filter((edit) => way.taken.has(edit.group));
        const settled = left.map((edit) => {
          const by = taken.filter((one) => one.end <= edit.start).reduce((n, one) => n + one.replacement.length - (one.end - one.start), 0);
          return { ...edit, start: edit.start + by, end: edit.end + by };
        });
        const kept = moved(settled, difference(expected, text));
        const whole = new Set(settled.map((edit) => edit.group));
        for (const edit of settled) if (!kept.some((one) => one.replacement === edit.replacement && one.group === edit.group)) whole.delete(edit.group);
        Object.assign(way, { base: text, edits: kept.filter((edit) => whole.has(edit.group)), taken: new Set(), stale: true });
      }
      this.#draw();
    }

    #text(way, groups = way.taken) {
      return applyEdits(way.base, way.edits.filter((edit) => groups.has(edit.group)));
    }

    /** Give the changes with the slots filled of those not yet taken. */
    #filled(way) {
      return way.edits.map((edit) => (way.taken.has(edit.group) ? edit : { ...edit, replacement: filledWith(way.values, edit.replacement) }));
    }

    #toggle(group) {
      const { taken } = this.ways[this.at];
      this.#take(taken.has(group) ? new Set([...taken].filter((one) => one !== group)) : new Set([...taken, group]));
    }

    #take(groups) {
      const way = this.ways[this.at];
      way.edits = this.#filled(way);
      way.taken = groups;
      const text = this.#text(way);
      this.#draw();
      this.dispatchEvent(new CustomEvent("take", { bubbles: true, detail: text }));
    }

    #draw() {
      const focused = this.contains(this.getRootNode().activeElement) ? this.getRootNode().activeElement.dataset.group : null;
      const { speech } = this;
      const way = this.ways[this.at];
      const groups = [...new Set(inOrder(way.edits).map((edit) => edit.group))];
      const made = way.made;
      const open = way.edits.filter((edit) => !way.taken.has(edit.group));
      const needs = made.needs.filter(({ slot }) => open.some((edit) => edit.replacement.includes(slot)));
      const text = h("div", { class: "text", dir: "auto" });
      const list = h("div");
      const fill = () => {
        const shown = { ...way, edits: this.#filled(way) };
        text.replaceChildren(...this.#shown(shown));
        list.replaceChildren(...this.#list(shown, groups));
      };
      fill();
      this.replaceChildren(
        h("header", {},
          h("h3", { tabindex: "-1" }, speech.say("proposal")),
          h("span", { class: "gain" }, h("bdi", {}, speech.number(made.score_before)), speech.dir === "rtl" ? " ← " : " → ", h("bdi", {}, speech.number(made.score_after))),
          h("button", { type: "button", class: "quiet only-icon", "aria-label": speech.say("close"), onclick: () => this.#close() }, icon("close"))),
        this.ways.length > 1 ? this.#tabs() : "",
        ...(groups.length ? [text, slotFields(speech, needs, way.values, fill), list] : [h("p", { class: "hint" }, speech.say("nothingToChange"))]),
        way.stale ? h("p", { class: "hint" }, speech.say("stale")) : "",
        made.withheld?.length ? h("p", { class: "hint" }, speech.say("withheld")) : "");
      if (focused) this.querySelector(`[data-group="${focused}"]`)?.focus({ preventScroll: true });
    }

    #tabs() {
      return h("div", { class: "ways", role: "group", "aria-label": this.speech.say("proposal") },
        this.ways.map((way, n) => h("button", { type: "button", class: "chip", "aria-pressed": String(n === this.at), onclick: () => this.#turn(n) },
          this.speech.say("way", { n: n + 1 }), h("small", {}, this.speech.number(way.made.score_after)))));
    }

    #turn(n) {
      this.at = n;
      this.#draw();
      this.querySelectorAll(".ways button")[n].focus();
    }

    #shown(way) {
      const parts = [];
      let at = 0;
      for (const edit of inOrder(way.edits)) {
        parts.push(way.base.slice(at, edit.start), ...this.#change(way, edit));
        at = edit.end;
      }
      return [...parts, way.base.slice(at)];
    }

    #change(way, edit) {
      if (way.taken.has(edit.group)) return [h("span", { class: "settled" }, slotted(edit.replacement))];
      return wordDifference(way.base.slice(edit.start, edit.end), edit.replacement).map(([kind, text]) =>
        kind === "same" ? text : h(kind, {}, h("span", { class: "unseen" }, `${this.speech.say(kind === "ins" ? "added" : "removed")} `), slotted(text)));
    }

    #list(way, groups) {
      const { speech } = this;
      const of = (group) => inOrder(way.edits).filter((edit) => edit.group === group);
      return [
        h("ul", { class: "changes" }, groups.map((group, n) => {
          const edits = of(group);
          const repeated = n > 0 && of(groups[n - 1])[0].why === edits[0].why;
          const taken = way.taken.has(group);
          const change = edits.map((edit) => edit.replacement.trim() || `− ${way.base.slice(edit.start, edit.end)}`).join(" … ");
          return h("li", { class: taken ? "taken" : "" },
            h("div", {},
              h("p", { class: "changed", dir: "auto" }, edits.flatMap((edit) => [...this.#change({ ...way, taken: new Set() }, edit), " "])),
              repeated ? h("p", { class: "unseen" }, edits[0].why) : h("p", { class: "why" }, quoted(edits[0].why))),
            act(speech.say(taken ? "taken" : "take"), change, "chip", () => this.#toggle(group), { "data-group": group, "aria-pressed": String(taken) }));
        })),
        h("footer", {},
          h("span", { class: "hint" }, speech.count("change", groups.length)),
          h("button", { type: "button", class: "fix", onclick: () => this.#take(new Set(groups)) }, speech.say("takeAll"))),
      ];
    }

    #close() {
      this.hide();
      this.dispatchEvent(new CustomEvent("close", { bubbles: true }));
    }
  }

  // ---- Looks -------------------------------------------------------------------------------------------------------

  const STYLES = new CSSStyleSheet();
  STYLES.replaceSync(`
    :root, :host {
      color-scheme: light dark;
      --paper: light-dark(#f7f5f0, #141715); --card: light-dark(#fffefb, #1c201d); --sunk: light-dark(#f1eee6, #181b19);
      --ink: light-dark(#1f2622, #e9e7df); --soft: light-dark(#5a625c, #a5aca6); --line: light-dark(#e2ddd1, #313732);
      --edge: light-dark(#8a9189, #717a73);
      --accent: light-dark(#1c6655, #7cc9b3); --on-accent: light-dark(#ffffff, #10211c); --tint: light-dark(#e3efe9, #22352e);
      --error: light-dark(#a8362a, #f0968a); --error-tint: light-dark(#f9e3df, #46241f);
      --warning: light-dark(#845600, #e3b565); --warning-tint: light-dark(#f7ead0, #3d311a);
      --advice: light-dark(#3a5f86, #9bbfe3); --advice-tint: light-dark(#e2ebf4, #233140);
      --added: light-dark(#dcefe3, #21402f); --removed: light-dark(#f6e0dc, #45241f);
      --round: .75rem; --sans: system-ui, "Segoe UI", Roboto, "Noto Sans", "SF Arabic", "Noto Sans Arabic", "Geeza Pro", Tahoma, sans-serif;
    }
    :host { display: block; font: 400 .9375rem/1.6 var(--sans); color: var(--ink); background: var(--paper); padding: 1rem; box-sizing: border-box; }
    :host([hidden]), [hidden] { display: none !important; }
    *, ::before, ::after { box-sizing: border-box; }
    h2, h3, p, ul, ol, blockquote, figure { margin: 0; padding: 0; }
    ul, ol { list-style: none; }
    button, select, input, textarea { font: inherit; color: inherit; letter-spacing: inherit; }
    button { cursor: pointer; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
    .unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .icon { inline-size: 1.125em; block-size: 1.125em; flex: none; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
    .hint { color: var(--soft); font-size: .875rem; }

    .fix, .quiet, .chip { display: inline-flex; align-items: center; justify-content: center; gap: .4em; min-block-size: 2rem; padding: .25rem .8rem;
      border: 1px solid transparent; border-radius: 2rem; background: none; font-size: .875rem; line-height: 1.4; transition: background-color .15s, border-color .15s; }
    .fix { background: var(--accent); color: var(--on-accent); font-weight: 550; }
    .fix:hover { background: color-mix(in oklab, var(--accent), var(--ink) 18%); }
    .quiet { color: var(--soft); }
    .quiet:hover, .what:hover { background: var(--sunk); color: var(--ink); }
    .chip { border-color: var(--line); background: var(--card); }
    .chip:hover { border-color: var(--edge); }
    .chip[aria-pressed="true"] { background: var(--tint); border-color: var(--accent); color: var(--accent); }
    .chip small { color: var(--soft); font-variant-numeric: tabular-nums; }
    .only-icon { padding: .25rem; inline-size: 2rem; }

    reply-coach-text { display: grid; position: relative; background: var(--card); border: 1px solid var(--line); border-radius: var(--round); transition: border-color .15s; }
    reply-coach-text:focus-within { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent); }
    reply-coach-text > * { grid-area: 1 / 1; margin: 0; padding: var(--inset, .8rem 1rem); border: 0; font: inherit; font-size: 1.0625rem; line-height: 1.85; letter-spacing: normal;
      white-space: pre-wrap; overflow-wrap: break-word; unicode-bidi: plaintext; text-align: start; min-inline-size: 0; tab-size: 4; }
    reply-coach-text textarea { position: relative; resize: none; overflow: hidden; background: none; outline: none; inline-size: 100%; block-size: 100%; min-block-size: var(--least, 7rem); }
    reply-coach-text textarea:focus-visible { outline: none; }
    reply-coach-text textarea::placeholder { color: var(--soft); opacity: 1; }
    .mirror { color: transparent; pointer-events: none; user-select: none; }
    .mark { border-radius: .2em; text-decoration: underline 2px transparent; text-underline-offset: .3em; text-decoration-skip-ink: none; }
    .mark.advice { background: var(--advice-tint); text-decoration-color: var(--advice); }
    .mark.warning { background: var(--warning-tint); text-decoration-color: var(--warning); }
    .mark.error { background: var(--error-tint); text-decoration-color: var(--error); text-decoration-style: wavy; text-decoration-thickness: 1.5px; }
    .mark.active { outline: 1.5px solid var(--accent); }
    .gap { position: relative; }
    .gap::before { content: ""; position: absolute; inset-block: -.1em; inset-inline-start: -1.5px; inline-size: 3px; border-radius: 2px; background: var(--warning); min-block-size: 1.1em; }
    .gap.error::before { background: var(--error); }
    .gap.advice:not(.warning, .error)::before { background: var(--advice); }
    .gap.active::before { outline: 2px solid var(--accent); outline-offset: 1px; }

    .score { display: flex; align-items: center; gap: 1rem; }
    .ring { position: relative; inline-size: 4rem; flex: none; }
    .ring svg { display: block; }
    .ring circle { fill: none; stroke-width: 4; stroke-linecap: round; }
    .track { stroke: var(--line); }
    .arc { stroke: var(--accent); transition: stroke-dasharray .4s; }
    .score.revise .arc { stroke: var(--warning); }
    .score.hold .arc { stroke: var(--error); }
    .ring .number { position: absolute; inset: 0; display: grid; place-items: center; font-size: 1.375rem; font-weight: 600; font-variant-numeric: tabular-nums; }
    .score.none .number { color: var(--soft); }
    .verdict { display: grid; min-inline-size: 0; }
    .verdict strong { font-size: 1.0625rem; font-weight: 600; line-height: 1.4; }
    .score.none .verdict strong { font-weight: 400; font-size: .9375rem; color: var(--soft); }
    .verdict span { color: var(--soft); font-size: .875rem; }

    .findings { display: grid; gap: .75rem; }
    .finding { padding: .75rem 1rem .8rem; background: var(--card); border: 1px solid var(--line); border-radius: var(--round); display: grid; gap: .35rem; scroll-margin: 6rem; }
    .finding.active { border-color: var(--tone); box-shadow: 0 0 0 1px var(--tone); }
    .error { --tone: var(--error); } .warning { --tone: var(--warning); } .advice { --tone: var(--advice); }
    .what { display: flex; align-items: center; gap: .45em; border: 0; background: none; padding: .1rem .35rem; margin-inline: -.35rem; border-radius: .4rem; justify-self: start;
      font-size: .8125rem; font-weight: 600; color: var(--tone); min-block-size: 1.5rem; }
    .what .where { font-weight: 400; color: var(--soft); }
    .what .where::before { content: "· "; }
    .message { text-wrap: pretty; }
    .why { color: var(--soft); font-size: .875rem; text-wrap: pretty; }
    .try { border-inline-start: 2px solid var(--line); padding-inline-start: .75rem; margin-block: .2rem; text-align: match-parent; overflow-wrap: break-word; }
    .slot { background: var(--warning-tint); color: var(--warning); border-radius: .3em; padding-inline: .35em; font-size: .95em; }
    .acts { display: flex; flex-wrap: wrap; gap: .35rem; margin-block-start: .2rem; }
    .acts .quiet:first-child { margin-inline-start: -.8rem; }

    reply-coach-rewrite { display: grid; gap: .75rem; padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: var(--round); }
    reply-coach-rewrite header, reply-coach-rewrite footer { display: flex; align-items: center; gap: .75rem; flex-wrap: wrap; }
    reply-coach-rewrite header h3 { font-size: 1rem; font-weight: 600; outline: none; }
    reply-coach-rewrite header button { margin-inline-start: auto; }
    reply-coach-rewrite footer { justify-content: space-between; }
    .gain { color: var(--accent); font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .ways { display: flex; flex-wrap: wrap; gap: .4rem; }
    reply-coach-rewrite .text { white-space: pre-wrap; overflow-wrap: break-word; unicode-bidi: plaintext; text-align: start; font-size: 1.0625rem; line-height: 1.85;
      background: var(--sunk); border-radius: .6rem; padding: .75rem 1rem; }
    ins { background: var(--added); text-decoration: none; border-radius: .2em; box-decoration-break: clone; padding-block: .1em; }
    del { background: var(--removed); color: var(--soft); text-decoration: line-through 1px; border-radius: .2em; }
    del + ins { margin-inline-start: .2em; }
    .changes li { display: flex; align-items: center; justify-content: space-between; gap: 1rem; padding-block: .5rem; border-block-end: 1px solid var(--line); font-size: .9375rem; }
    .changes li > div { min-inline-size: 0; }
    .changes p { overflow-wrap: break-word; }
    .changed { unicode-bidi: plaintext; text-align: start; }
    .changes li.taken .changed { opacity: .75; }
    .slots { border: 0; margin: 0; padding: 0; display: grid; gap: .6rem; min-inline-size: 0; }
    .slots legend { font-weight: 600; padding: 0; margin-block-end: .15rem; }
    .slots label > span { display: block; color: var(--soft); font-size: .875rem; margin-block-end: .15rem; overflow-wrap: break-word; }
    .slots input { inline-size: 100%; min-block-size: 2.375rem; padding: .35rem .75rem; background: var(--card); border: 1px solid var(--edge); border-radius: .5rem; }
    .slots input:focus-visible { outline-offset: 0; }
    .slots .chip { margin-block-start: .375rem; max-inline-size: 100%; text-align: start; }
    reply-coach-rewrite footer { padding-block-start: .75rem; }

    .notice { background: var(--warning-tint); color: var(--ink); border-radius: .6rem; padding: .6rem .9rem; font-size: .875rem; display: flex; gap: .75rem; align-items: center; }
    .notice .icon { color: var(--warning); }
    .panel { display: grid; gap: .9rem; }
    .bar { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; }
    .bar select { min-block-size: 2rem; border: 1px solid var(--edge); background: var(--card); border-radius: 2rem; padding-inline: .7rem; font-size: .875rem; max-inline-size: 100%; }
    .state { color: var(--soft); font-size: .8125rem; min-block-size: 1.3em; }
    @media (prefers-reduced-motion: reduce) { *, ::before, ::after { transition: none !important; animation: none !important; scroll-behavior: auto !important; } }
    @media (forced-colors: active) { .mark { background: Mark; } .gap::before { background: CanvasText; } .arc { stroke: Highlight; } }
  `);

  // ---- The panel ---------------------------------------------------------------------------------------------------

  const GOALS = ["fix", "shorten", "clarify", "warmer", "firmer", "polite-no", "next-step", "formal", "casual"];

  class Panel extends HTMLElement {
    static observedAttributes = ["server", "key", "ui", "channel", "digits"];
    static parts = {
      Client, Live, MarkedText, Problem, RewriteView, Speech, GOALS, SLOT, STYLES, TEXTS,
      applyEdits, copyButton, difference, filledWith, findingCard, h, icon, inUnits, markOf, quoted, s, scoreRing, slotFields, slotted,
    };

    #customer = null;
    #context = {};
    #report = null;
    #read = "";
    #dismissed = new Set();

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open", delegatesFocus: true });
      root.adoptedStyleSheets = [STYLES];
      this.client = new Client({ key: () => this.getAttribute("key") ?? "", language: () => this.speech.language });
      this.live = new Live((signal) => this.client.check(this.#case(), signal), {
        onAnswer: (report) => this.#told(report),
        onProblem: (problem) => this.#notice(problem),
        onState: (state) => this.#state(state),
      });
      this.text = new MarkedText();
      this.text.addEventListener("text", () => this.#typed());
      this.text.addEventListener("visit", (event) => this.#visit(event.detail));
      this.rewriteView = new RewriteView();
      this.rewriteView.hidden = true;
      this.rewriteView.addEventListener("take", (event) => this.text.replace(event.detail));
    }

    connectedCallback() {
      for (const name of ["customer", "draft", "context"]) this.#upgrade(name);
      this.#draw();
    }

    disconnectedCallback() {
      this.live.stop();
    }

    attributeChangedCallback(name, before, after) {
      if (!this.isConnected || before === after) return;
      if (name === "ui" || name === "digits") this.#draw();
      this.#again();
    }

    get speech() {
      const language = (this.getAttribute("ui") ?? document.documentElement.lang ?? "").startsWith("ar") ? "ar" : "en";
      return new Speech(language, this.getAttribute("digits") ?? "latn");
    }

    get customer() {
      return this.#customer;
    }

    set customer(message) {
      this.#customer = message;
      this.#again();
    }

    get draft() {
      return this.text.value;
    }

    set draft(text) {
      this.text.value = text ?? "";
    }

    get context() {
      return this.#context;
    }

    set context(known) {
      this.#context = known ?? {};
      this.#again();
    }

    /** Read the draft now; gives the report, or null where there is none. */
    async check() {
      return this.draft.trim() ? this.live.now() : null;
    }

    /** Let properties that were set before this script ran take effect. */
    #upgrade(name) {
      if (!Object.hasOwn(this, name)) return;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }

    #case() {
      this.client.server = (this.getAttribute("server") ?? "").replace(/\/+$/, "");
      const fields = { draft: this.draft, ui_language: this.speech.language, channel: this.getAttribute("channel") ?? "email", context: this.#context };
      return this.#customer?.length ? { ...fields, customer: this.#customer } : fields;
    }

    #again() {
      if (this.isConnected && this.draft.trim()) this.live.soon();
    }

    #typed() {
      this.rewriteView.follow(this.draft);
      if (this.draft.trim()) this.live.soon();
      else {
        this.live.stop();
        this.#told(null);
      }
    }

    #draw() {
      const { speech } = this;
      this.shadowRoot.replaceChildren(h("section", { class: "panel", dir: speech.dir, lang: speech.language, "aria-label": "Reply Coach" },
        (this.head = h("div")),
        (this.note = h("div", { role: "alert" })),
        this.text,
        h("div", { class: "bar" },
          (this.goal = h("select", { "aria-label": speech.say("goal") }, GOALS.map((name) => h("option", { value: name }, speech.say(`goals.${name}`))))),
          h("button", { type: "button", class: "chip rewrite", onclick: () => this.#rewrite() }, speech.say("rewrite")),
          copyButton(speech, () => this.draft),
          h("button", { type: "button", class: "fix use", onclick: () => this.#fire("replace", { text: this.draft }) }, speech.say("use"))),
        this.rewriteView,
        (this.list = h("ul", { class: "findings", "aria-label": speech.say("findingsTitle") })),
        (this.said = h("p", { class: "state", role: "status" }))));
      this.text.field.setAttribute("aria-label", speech.say("draft"));
      this.text.field.placeholder = speech.say("draftHint");
      this.#show();
    }

    #told(report) {
      this.#report = report;
      this.#read = this.draft;
      this.note?.replaceChildren();
      this.#show();
      if (report) this.#fire("report", report);
    }

    #show() {
      if (!this.head) return;
      const { speech } = this;
      const report = this.#report;
      const findings = (report?.findings ?? []).filter((finding) => !this.#dismissed.has(finding.id));
      this.head.replaceChildren(scoreRing(speech, report && { ...report, findings }));
      this.text.marks = findings.filter((finding) => finding.target !== "customer").map(markOf);
      const on = { show: (one) => this.text.select(one.start, one.end), fix: (one) => this.#fix(one), dismiss: (one) => this.#dismiss(one) };
      this.list.replaceChildren(...findings.map((finding) => findingCard(speech, finding, on)));
      this.said.textContent = report ? spoken(speech, report, findings.length) : "";
    }

    #visit(id) {
      for (const card of this.list.children) card.classList.toggle("active", card.dataset.id === id);
    }

    /** Apply a suggestion to the text that it was made for: where the draft was typed on, it is read again first. */
    async #fix(finding) {
      if (this.#read !== this.draft) await this.live.now();
      const fresh = this.#report?.findings.find((one) => one.id === finding.id);
      if (!fresh?.suggestions.length) return;
      this.client.feedback(fresh, "accepted");
      this.text.replace(applyEdits(this.draft, fresh.suggestions[0].edits));
    }

    #dismiss(finding) {
      this.#dismissed.add(finding.id);
      this.client.feedback(finding, "dismissed");
      this.#show();
      (this.list.querySelector(".dismiss") ?? this.text.field).focus();
    }

    async #rewrite() {
      if (!this.draft.trim()) return;
      const draft = this.draft;
      this.#state("busy");
      try {
        this.rewriteView.show(this.speech, await this.client.rewrite({ ...this.#case(), goal: this.goal.value }), draft);
        this.rewriteView.follow(this.draft);
        this.rewriteView.querySelector("h3").focus();
      } catch (problem) {
        this.#notice(problem);
      }
      this.#state("idle");
    }

    #notice(problem) {
      this.note.replaceChildren(h("p", { class: "notice" }, icon("warning"), h("span", {}, this.speech.problem(problem))));
    }

    #state(state) {
      if (this.said && state === "slow") this.said.textContent = this.speech.say("slow");
    }

    #fire(name, detail) {
      this.dispatchEvent(new CustomEvent(`reply-coach:${name}`, { bubbles: true, composed: true, detail }));
    }
  }

  /** Say for the ear what a report comes to. */
  function spoken(speech, report, findings) {
    const { overall } = report.score;
    const score = overall === null ? speech.say("unjudged") : speech.say("scoreOf", { score: overall });
    return speech.say("live", { score, findings: findings ? speech.count("findings", findings) : speech.say("noFindings").replace(/\.$/, "") });
  }
  Panel.parts.spoken = spoken;

  customElements.define("reply-coach-text", MarkedText);
  customElements.define("reply-coach-rewrite", RewriteView);
  customElements.define("reply-coach", Panel);
})();
