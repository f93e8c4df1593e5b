/** The certificate of someone's practice: opened beside this page to read and print, or saved as a file to keep. */
import { h } from "../core.js";
import { query } from "../practice/client.js";
import { button } from "../practice/parts.js";
import { dayOf } from "./training_day.js";

const OPENED_MS = 60_000; // until the opened one has surely been read in; it then stays as it is

/** Buttons that open and save the certificate of `who`, {id, name}: a document of its own, whose one style this page's policy lets in. */
export function certificateButtons({ client, speech, digits }, page, who, training) {
  const asked = `/people/${who.id}/certificate${query({ ui: speech.language, training: dayOf(training), digits })}`;
  const handed = (target, kept) => () => page.act(async () => {
    const address = URL.createObjectURL(new Blob([await client.text(asked)], { type: "text/html" }));
    h("a", { href: address, ...target }).click();
    setTimeout(() => URL.revokeObjectURL(address), kept);
  });
  const file = `${speech.say("training.person.certificateFile", { name: who.name })}.html`;
  return [
    button(speech.say("training.person.certificateOpen"), handed({ target: "_blank", rel: "noopener" }, OPENED_MS)),
    button(speech.say("training.person.certificate"), handed({ download: file }, 0)),
  ];
}
