/** Stands in for Zendesk's SDK: the same client, its calls posted to the played host. */
window.ZAFClient = {
  init() {
    const calls = [];
    const listeners = {};
    window.addEventListener("message", ({ data, source }) => {
      if (source !== window.parent) return;
      if (data?.zaf === "event") (listeners[data.event] ?? []).forEach((listener) => listener());
      if (data?.zaf !== "answer") return;
      const { resolve, reject } = calls[data.number];
      "error" in data ? reject(new Error(data.error)) : resolve(data.value);
    });
    const call = (method) => (...values) =>
      new Promise((resolve, reject) => {
        const number = calls.push({ resolve, reject }) - 1;
        window.parent.postMessage({ zaf: "call", number, method, values }, "*");
      });
    return {
      get: call("get"),
      set: call("set"),
      invoke: call("invoke"),
      metadata: call("metadata"),
      on: (event, listener) => (listeners[event] ??= []).push(listener),
    };
  },
};
