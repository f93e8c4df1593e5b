/** What the panel needs of a conversation, as Chatwoot's `appContext` tells it. */

const INCOMING = 0;
const OUTGOING = 1;
const CHANNELS = {
  "Channel::Email": "email",
  "Channel::WebWidget": "chat",
  "Channel::Api": "chat",
  "Channel::Whatsapp": "whatsapp",
  "Channel::TwilioSms": "sms",
  "Channel::Sms": "sms",
};

/** Reads a message event's data; gives null for whatever is not Chatwoot's context. */
export function read(data) {
  if (typeof data !== "string") return null;
  let told;
  try {
    told = JSON.parse(data);
  } catch {
    return null;
  }
  const conversation = told?.event === "appContext" ? told.data?.conversation : null;
  if (!conversation || typeof conversation !== "object") return null;
  const { contact, currentAgent } = told.data;
  return {
    id: String(conversation.id ?? ""),
    channel: CHANNELS[conversation.meta?.channel] ?? (conversation.meta?.channel ? "social" : "chat"),
    customer: lastWords(conversation.messages),
    context: known({ customer_name: contact?.name ?? conversation.meta?.sender?.name, agent_name: currentAgent?.name }),
  };
}

/** Joins what the customer has written since the agent's last answer, or before it where nothing followed. */
function lastWords(messages) {
  const texts = [];
  const said = (Array.isArray(messages) ? messages : []).filter((message) => !message.private && message.content);
  for (const message of said.toSorted((a, b) => a.created_at - b.created_at).reverse()) {
    if (message.message_type === INCOMING) texts.unshift(message.content);
    else if (message.message_type === OUTGOING && texts.length) break;
  }
  return texts.join("\n\n");
}

function known(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === "string" && value.trim()));
}
