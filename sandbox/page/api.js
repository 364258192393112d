/** Calls to the sandbox's own JSON API; each answers what the server answered, or throws an Error in words. */

async function call(method, path, body) {
  const form = body instanceof FormData;
  const response = await fetch(`/api/${path}`, {
    method,
    headers: body && !form ? { "Content-Type": "application/json" } : {},
    body: form ? body : body && JSON.stringify(body),
  });
  const text = await response.text();
  let answer = {};
  try {
    answer = text ? JSON.parse(text) : {};
  } catch {
    answer = { error: text };
  }
  if (!response.ok) throw new Error(answer.error ?? answer.message ?? `${response.status} ${response.statusText}`);
  return answer;
}

const of = (phone, rest) => `phones/${encodeURIComponent(phone)}/${rest}`;

export const readState = () => call("GET", "state");
export const addPhone = (phone) => call("POST", "phones", phone);
export const sendMessage = (phone, message) => call("POST", of(phone, "messages"), message);
export const press = (phone, message, button) => call("POST", of(phone, "press"), { message, button });
export const markRead = (phone) => call("POST", of(phone, "read"), {});
export const block = (phone, blocked) => call("POST", of(phone, "block"), { blocked });
export const forward = (seconds) => call("POST", "clock", { forward: seconds });
export const power = (action) => call("POST", "diwan", { action });
export const addFault = (fault) => call("POST", "faults", fault);
export const clearFaults = () => call("DELETE", "faults");

export async function readFaults() {
  const answer = await call("GET", "faults");
  return Array.isArray(answer) ? answer : (answer.faults ?? []);
}

export function sendFile(phone, { file, kind, text = "", quote = null, seconds = 0 }) {
  const form = new FormData();
  form.append("kind", kind);
  form.append("text", text);
  if (seconds) form.append("seconds", String(seconds));
  if (quote) form.append("quote", quote);
  form.append("file", file, file.name);
  return sendMessage(phone, form);
}
