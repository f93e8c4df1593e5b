/** Words folded so that they are found however they are written: as coach/text/normalise.py folds names. */

const MARKS = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ec\u0640\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe0e\ufe0f\ufeff]/g;
const LETTERS = { "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "گ": "ك", "ک": "ك", "ی": "ي", "ھ": "ه", "ء": "" };

/** Fold a text: no marks, one form of alef, hamza, yeh and teh marbuta, Western digits, small letters, single spaces. */
export function folded(text) {
  return digits(text)
    .replace(MARKS, "")
    .replace(/[أإآٱىةؤئگکیھء]/g, (letter) => LETTERS[letter])
    .replace(/(\p{L})\1{2,}/gu, "$1")
    .toLowerCase()
    .trim()
    .replace(/\s+/g, " ");
}

/** Write Arabic and Persian digits as 0 to 9. */
export function digits(text) {
  return text.replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) - 0x0660) % 0x90));
}

/** Tell whether a text holds all words that are looked for, in any order. */
export function holds(text, wanted) {
  const within = folded(text);
  return folded(wanted).split(" ").every((word) => within.includes(word));
}
