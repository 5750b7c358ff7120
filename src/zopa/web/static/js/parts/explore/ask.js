// Asking for a thousand worlds while somebody drags: the newest question counts, answers are kept, neighbours are played ahead.

import { offline, post } from "zopa/api.js";

const MOST_KEPT = 80;
const ENOUGH = 128;

/**
 * One who asks. `tell(answer, question, whole)` is called with the first worlds and then with all; `fail(error)` with
 * what is wrong. A newer question drops what is under way.
 */
export function asker({ worlds = 1000, tell, fail }) {
  const token = `x${Math.random().toString(36).slice(2, 12)}`;
  const kept = new Map();
  let under = null;
  let later = 0;

  async function ask(question) {
    under?.abort();
    const mine = (under = new AbortController());
    const body = { ...question, worlds };
    const name = JSON.stringify(body);
    if (kept.has(name)) return tell(kept.get(name), question, true);
    try {
      let answer = await post("/api/explore", offline() ? body : { ...body, enough: ENOUGH }, token, mine.signal);
      if (mine.signal.aborted) return undefined;
      if (answer.worlds < worlds) {
        tell(answer, question, false);
        answer = await post("/api/explore", body, token, mine.signal);
        if (mine.signal.aborted) return undefined;
      }
      kept.set(name, answer);
      if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value);
      return tell(answer, question, true);
    } catch (error) {
      if (!mine.signal.aborted && error.name !== "AbortError") fail?.(error);
      return undefined;
    }
  }

  /** Have settings played that will perhaps be asked for, the nearest first: a few worlds of each, then all. */
  function ahead({ scenario, seed }, settings, whole = 12) {
    if (offline() || !settings.length) return;
    clearTimeout(later);
    const some = (count, of) => post("/api/explore/ahead", { scenario, seed, worlds: count, settings: of.slice(0, 12) }, token).catch(() => null);
    some(ENOUGH, settings);
    if (worlds > ENOUGH && whole) later = setTimeout(() => some(worlds, settings.slice(0, whole)), 250);
  }

  return {
    ask, ahead,
    stop() {
      under?.abort();
      clearTimeout(later);
    },
  };
}
