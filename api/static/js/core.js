/** The parts that the page shares with the panel, whose one file needs no other. */
import "../panel.js";

export const {
  Client, Live, MarkedText, Problem, RewriteView, Speech, GOALS, SLOT, STYLES, TEXTS,
  applyEdits, copyButton, filledWith, findingCard, h, icon, inUnits, markOf, quoted, s, scoreRing, slotFields, slotted, spoken,
} = customElements.get("reply-coach").parts;
