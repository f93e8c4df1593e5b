/**
 * In the page: a button beside the field that has the focus, and that field's text, read and written.
 *
 * It sends a text nowhere but to the extension's own panel, and only of the field whose button was clicked.
 */
(() => {
  if (globalThis.replyCoachField) return;
  globalThis.replyCoachField = true;

  const PAUSE_MS = 300;
  const SETTLE_MS = 60;
  const SIZE = 28;
  const SMALLEST = 40;
  let focused = null;
  let chosen = null;
  let waiting = 0;

  const host = document.createElement("reply-coach-button");
  const button = document.createElement("button");
  const style = document.createElement("style");
  style.textContent = `
    :host { all: initial; position: fixed; z-index: 2147483647; }
    button {
      inline-size: ${SIZE}px; block-size: ${SIZE}px; padding: 0; border: 1px solid #0f5f59; border-radius: 50%;
      background: #0f766e; color: #fff; font: 600 15px/1 system-ui, sans-serif; cursor: pointer;
    }
    button:focus-visible { outline: 2px solid #0f766e; outline-offset: 2px; }`;
  button.type = "button";
  button.textContent = "✓";
  button.title = chrome.i18n.getMessage("button");
  button.setAttribute("aria-label", button.title);
  host.attachShadow({ mode: "closed" }).append(style, button);

  /** Tells whether people write longer texts in an element. */
  function isField(element) {
    if (element instanceof HTMLTextAreaElement) return !element.disabled && !element.readOnly && element.clientHeight >= SMALLEST;
    return element instanceof HTMLElement && element.isContentEditable;
  }

  /** Gives the field that an event is in: of nested editable elements, the outermost. */
  function fieldOf(event) {
    let field = event.composedPath()[0];
    if (!isField(field)) return null;
    while (field.parentElement?.isContentEditable) field = field.parentElement;
    return field;
  }

  function place() {
    if (!focused?.isConnected) return host.remove();
    const box = focused.getBoundingClientRect();
    const rtl = getComputedStyle(focused).direction === "rtl";
    host.style.left = `${rtl ? box.left + 6 : box.right - SIZE - 6}px`;
    host.style.top = `${box.bottom - SIZE - 6}px`;
    if (!host.isConnected) document.documentElement.append(host);
  }

  const textOf = (field) => (field instanceof HTMLTextAreaElement ? field.value : field.innerText).replace(/\r\n?/g, "\n");

  const same = (one, other) => one.replace(/\s+/g, " ").trim() === other.replace(/\s+/g, " ").trim();

  /** Replaces a field's text the way typing does, so that undo works and frameworks take notice; tells whether it went in. */
  async function write(field, text) {
    field.focus();
    await (field instanceof HTMLTextAreaElement ? writePlain : writeRich)(field, text);
    return same(textOf(field), text);
  }

  function writePlain(field, text) {
    field.select();
    document.execCommand("insertText", false, text);
    if (field.value === text) return;
    // Past the setter that a framework may have put on the element itself: it compares with what it last saw.
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, text);
    field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true, inputType: "insertReplacementText", data: text }));
  }

  /** Editors with a model of their own take a paste into it; one that leaves the paste to the browser is typed into. */
  async function writeRich(field, text) {
    getSelection().selectAllChildren(field);
    await settled();
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const left = field.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, composed: true, clipboardData }));
    if (left) document.execCommand("insertText", false, text);
    await settled();
  }

  /** Lets the editor hear of a new selection, and show a new text. */
  const settled = () => new Promise((done) => setTimeout(done, SETTLE_MS));

  document.addEventListener("focusin", (event) => {
    const field = fieldOf(event);
    if (!field) return;
    focused = field;
    place();
  });
  document.addEventListener("focusout", (event) => {
    if (event.relatedTarget === host || host.matches(":focus-within")) return;
    setTimeout(() => document.activeElement !== host && !isField(document.activeElement) && host.remove());
  });
  document.addEventListener("input", (event) => {
    if (!chosen || !event.composedPath().includes(chosen)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => chrome.runtime.sendMessage({ type: "changed", text: textOf(chosen) }).catch(() => null), PAUSE_MS);
  });
  addEventListener("scroll", () => host.isConnected && place(), { capture: true, passive: true });
  addEventListener("resize", () => host.isConnected && place());

  button.addEventListener("click", (event) => {
    // A page may script a click; only a person's opens the panel and gives away the text.
    if (!event.isTrusted) return;
    chosen = focused;
    chrome.runtime.sendMessage({ type: "open" });
    chrome.runtime.sendMessage({ type: "changed", text: textOf(chosen) }).catch(() => null);
  });

  chrome.runtime.onMessage.addListener((message, sender, answer) => {
    if (message.type === "choose" && isField(document.activeElement)) {
      // The coach's icon or its keys, while the cursor is in a field: as good as the button.
      chosen = focused;
      chrome.runtime.sendMessage({ type: "chosen" });
    }
    if (message.type === "read") answer({ text: chosen?.isConnected ? textOf(chosen) : null });
    else if (message.type === "selection") answer({ text: getSelection().toString().trim() });
    if (message.type !== "write") return false;
    if (!chosen?.isConnected) return answer({ done: false });
    write(chosen, message.text).then((done) => answer({ done }));
    return true;
  });

  if (isField(document.activeElement)) {
    focused = document.activeElement;
    place();
  }
})();
