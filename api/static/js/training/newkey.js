/** A new key for somebody who lost theirs: asked for once more, then told once; the old one opens nothing from then on. */
import { confirmed } from "../practice/parts.js";
import { secret } from "./told.js";

/** Ask, then show the key of `one`, {id, name}, in `place`. */
export async function newKey({ client, speech }, page, one, place) {
  const wanted = await confirmed(speech, {
    title: speech.say("training.people.newKeyTitle", { name: one.name }),
    text: speech.say("training.people.newKeyWhat"),
    act: speech.say("training.people.newKey"),
  });
  if (wanted) await page.act(async () => show(speech, await client.post(`/people/${one.id}/key`), place));
}

/** Show a key that was just made, and go to it. */
export function show(speech, { person, key }, place) {
  place.replaceChildren(secret(speech, speech.say("training.people.key", { name: person.name }), key, speech.say("training.people.keyOnce")));
  place.querySelector("input").focus();
}
