/** Whole numbers as people type them: in Western, Arabic or Persian digits. */
import { h } from "../core.js";
import { digits } from "./folding.js";

/** A field for a whole number from `least` to `most`; what is none is refused in words when its form is sent. */
export function numberField(speech, { least, most, ...more }) {
  const input = h("input", { type: "text", inputmode: "numeric", autocomplete: "off", dir: "ltr", ...more });
  const judge = () => {
    const typed = input.value.trim();
    const number = numberOf(input);
    const wrong = typed && !(number >= least && number <= most);
    input.setCustomValidity(wrong ? speech.say("numberWanted", { least, most }) : "");
  };
  input.addEventListener("input", judge);
  return input;
}

/** Give the number in a field; null where it is empty, NaN where it holds none. */
export function numberOf(input) {
  const typed = digits(input.value).trim();
  if (!typed) return null;
  return /^\d+$/.test(typed) ? Number(typed) : NaN;
}
