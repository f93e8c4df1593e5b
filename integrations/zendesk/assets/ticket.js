/** What the panel needs of a ticket, as the Zendesk client gives it. */

export const PATHS = ["ticket.id", "ticket.comments", "ticket.requester", "ticket.via", "ticket.comment", "currentUser"];

const CHANNELS = {
  chat: "chat",
  messaging: "chat",
  native_messaging: "chat",
  web_messaging: "chat",
  whatsapp: "whatsapp",
  sms: "sms",
  text: "sms",
  facebook: "social",
  twitter: "social",
  instagram_dm: "social",
};

/** Reads what the client gave for PATHS. */
export function read(told) {
  const requester = told["ticket.requester"] ?? {};
  const agent = told.currentUser ?? {};
  return {
    id: String(told["ticket.id"] ?? ""),
    channel: CHANNELS[told["ticket.via"]?.channel] ?? "email",
    customer: lastWords(told["ticket.comments"], requester.id),
    draft: written(told["ticket.comment"]),
    context: known({ customer_name: requester.name, agent_name: agent.name }),
  };
}

/** Joins what the requester has written since the last answer, or before it where nothing followed; newest comments come first. */
function lastWords(comments, requester) {
  const texts = [];
  const said = (Array.isArray(comments) ? comments : []).toSorted((a, b) => b.id - a.id);
  for (const comment of said) {
    const theirs = comment.author?.id === requester || comment.author?.role === "end-user";
    if (theirs) texts.unshift(plain(comment.value));
    else if (texts.length && comment.author?.role !== "system") break;
  }
  return texts.filter(Boolean).join("\n\n");
}

/** Gives what stands in the editor. */
export function written(comment) {
  return comment?.useRichText ? plain(comment.text) : (comment?.text ?? "");
}

/** Gives the text of Zendesk's HTML. The parser makes an inert document: it runs nothing and loads nothing. */
export function plain(html) {
  const body = new DOMParser().parseFromString(String(html ?? ""), "text/html").body;
  for (const end of body.querySelectorAll("br")) end.replaceWith("\n");
  for (const block of body.querySelectorAll("p, div, li, blockquote, h1, h2, h3, pre")) block.append("\n");
  return body.textContent.replace(/\u00a0/g, " ").replace(/\n{3,}/g, "\n\n").trim();
}

/** Gives a text as Zendesk's rich editor takes it. */
export function rich(text) {
  const whole = document.createElement("div");
  for (const part of text.split(/\n{2,}/)) {
    const paragraph = whole.appendChild(document.createElement("p"));
    part.split("\n").forEach((line, number) => paragraph.append(...(number ? [document.createElement("br")] : []), line));
  }
  return whole.innerHTML;
}

function known(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === "string" && value.trim()));
}
