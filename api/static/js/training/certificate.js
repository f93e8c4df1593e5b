/** The certificate-like summary of someone's practice, as a file to keep and to print. */
import { h } from "../core.js";
import { query } from "../practice/client.js";
import { button } from "../practice/parts.js";
import { dayOf } from "./training_day.js";

/** A button that saves the summary: a page of its own, since this one lets no other styles in. */
export function certificateButton({ client, speech }, page, id, training) {
  return button(speech.say("training.person.certificate"), () => page.act(async () => {
    const written = await client.text(`/people/${id}/certificate${query({ ui: speech.language, training: dayOf(training) })}`);
    const address = URL.createObjectURL(new Blob([written], { type: "text/html" }));
    h("a", { href: address, download: `${speech.say("training.person.certificateFile")}.html` }).click();
    setTimeout(() => URL.revokeObjectURL(address));
  }));
}
