/** <coach-links>: lines from each ask in the customer's message to the sentence that takes it up, with the same number at both ends. */
import { h, s } from "./core.js";

const APART = 26; // pixels between the middles of two badges

class Links extends HTMLElement {
  constructor() {
    super();
    this.asks = [];
    this.watch = new ResizeObserver(() => this.draw());
  }

  /** Draw between two columns; each has a `box`, and `place(id)` for where a mark begins. */
  join(speech, customer, draft) {
    Object.assign(this, { speech, customer, draft });
    this.watch.disconnect();
    this.watch.observe(this);
    this.draw();
  }

  draw() {
    cancelAnimationFrame(this.waiting);
    this.waiting = requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    if (!this.customer?.box.isConnected) return;
    const frame = this.getBoundingClientRect();
    const [from, to] = [this.customer.box.getBoundingClientRect(), this.draft.box.getBoundingClientRect()];
    const beside = from.right <= to.left || to.right <= from.left;
    const forward = from.left < to.left;
    const ends = this.asks.map((ask, n) => ({
      n, status: ask.status,
      asked: middle(this.customer.place(`ask-${n}`), from),
      answered: ask.status === "missed" ? null : middle(this.draft.place(`answer-${n}`), to),
    })).filter((end) => end.asked != null);
    spread(ends, "asked", from);
    spread(ends, "answered", to);
    const right = beside ? forward : this.speech.dir === "ltr";
    const x = { asked: right ? from.right : from.left, answered: right === beside ? to.left : to.right };
    const lines = s("svg", { width: frame.width, height: frame.height });
    const badges = [];
    for (const end of ends) {
      if (beside && end.answered != null) lines.append(curve(x.asked - frame.left, end.asked - frame.top, x.answered - frame.left, end.answered - frame.top, end.status));
      for (const side of ["asked", "answered"]) if (end[side] != null) badges.push(this.#badge(end, x[side] - frame.left, end[side] - frame.top));
    }
    this.replaceChildren(lines, ...badges);
  }

  #badge(end, left, top) {
    const badge = h("span", { class: `badge ${end.status}` }, this.speech.number(end.n + 1));
    badge.style.left = `${left}px`;
    badge.style.top = `${top}px`;
    return badge;
  }
}

function middle(place, box) {
  return place ? Math.min(Math.max(place.top + place.height / 2, box.top + 14), box.bottom - 14) : null;
}

/** Keep badges of one side from lying on each other. */
function spread(ends, side, box) {
  const sorted = ends.filter((end) => end[side] != null).sort((a, b) => a[side] - b[side]);
  sorted.forEach((end, n) => {
    if (n) end[side] = Math.max(end[side], sorted[n - 1][side] + APART);
  });
  const over = (sorted.at(-1)?.[side] ?? 0) - (box.bottom - 14);
  if (over > 0) for (const end of sorted) end[side] = Math.max(end[side] - over, box.top + 14);
}

function curve(x1, y1, x2, y2, status) {
  const bend = (x2 - x1) / 2;
  return s("path", { class: status, d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` });
}

customElements.define("coach-links", Links);
