/** The stream of server-sent events, joined to /api/state so that nothing is missed or shown out of order. */

import { readState } from "./api.js";

const KINDS = ["message", "remove", "phone", "toast", "clock", "diwan"];
const SLOWEST = 8000;

/**
 * Calls `reset(state)` at each (re)connection, `apply(kind, value)` for each event, and `connection(up)` when that changes.
 * Events that come while the state is being read wait for it: the stream is in order, so that the last word is the newest.
 */
export function follow({ reset, apply, connection }) {
  let delay = 500;
  let source = null;

  function connect() {
    let waiting = [];
    let attempt = 0;
    source = new EventSource("/api/events");
    source.addEventListener("open", async () => {
      const mine = ++attempt;
      waiting = [];
      try {
        const state = await readState();
        if (mine !== attempt) return;
        reset(state);
        const late = waiting;
        waiting = null;
        late.forEach(([kind, value]) => apply(kind, value));
        delay = 500;
        connection(true);
      } catch {
        retry();
      }
    });
    source.addEventListener("error", () => {
      attempt += 1;
      waiting = [];
      connection(false);
      if (source.readyState === EventSource.CLOSED) retry();
    });
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => {
        const value = JSON.parse(event.data);
        if (waiting) waiting.push([kind, value]);
        else apply(kind, value);
      });
    }
  }

  function retry() {
    source.close();
    connection(false);
    setTimeout(connect, delay);
    delay = Math.min(delay * 2, SLOWEST);
  }

  connect();
}
