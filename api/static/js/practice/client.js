/** The practice server: asks with the person's key, and asks the person for one where the server wants it. */
import { Problem } from "../core.js";

const ROOT = "/v1/practice";

export class PracticeClient {
  #refused = false;

  /** `dialog` is a <coach-key>, `speech` a function, as the language may change. */
  constructor(dialog, speech) {
    this.server = new URL(".", document.baseURI).href.replace(/\/$/, "");
    Object.assign(this, { dialog, speech });
  }

  get(path, signal) {
    return this.#ask("GET", path, undefined, signal);
  }

  post(path, body = {}, signal) {
    return this.#ask("POST", path, body, signal);
  }

  put(path, body = {}, signal) {
    return this.#ask("PUT", path, body, signal);
  }

  patch(path, body = {}, signal) {
    return this.#ask("PATCH", path, body, signal);
  }

  delete(path, signal) {
    return this.#ask("DELETE", path, undefined, signal);
  }

  /** Give what is no JSON: a plot, a certificate. */
  text(path, signal) {
    return this.#ask("GET", path, undefined, signal, (answer) => answer.text());
  }

  /** Let the server ask for a key again. */
  retry() {
    this.#refused = false;
  }

  async #ask(method, path, body, signal, read = (answer) => answer.json()) {
    let answer;
    try {
      answer = await fetch(`${this.server}${ROOT}${path}`, { method, headers: this.#headers(body), body: body && JSON.stringify(body), signal, credentials: "omit" });
      if (answer.ok) return answer.status === 204 ? null : await read(answer);
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new Problem(answer ? "unknown" : "offline");
    }
    const told = await answer.json().catch(() => ({}));
    const wait = Number(answer.headers.get("Retry-After")) || 0;
    const problem = new Problem(told.code ?? "unknown", { detail: told.detail, id: told.request_id, wait, status: answer.status });
    if (answer.status !== 401 || this.#refused) throw problem;
    this.#refused = !(await this.dialog.ask(this.speech(), problem));
    if (this.#refused) throw problem;
    return this.#ask(method, path, body, signal, read);
  }

  #headers(body) {
    const headers = { "Accept-Language": this.speech().language };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (this.dialog.key) headers.Authorization = `Bearer ${this.dialog.key}`;
    return headers;
  }
}

/** Make a path's query of the fields that have a value. */
export function query(fields) {
  const given = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return given.length ? `?${new URLSearchParams(given)}` : "";
}
