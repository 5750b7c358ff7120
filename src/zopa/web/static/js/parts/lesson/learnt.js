// What this browser remembers of lessons: the step, the bets with what came, the games.

import { post } from "zopa/api.js";

const key = (name) => `zopa.lesson.${name}`;

/** `{ at, done, bets: { id: { answer, came } }, games: { step: id } }` of a lesson. */
export function learnt(name) {
  const empty = { at: 1, done: false, bets: {}, games: {} };
  try {
    return { ...empty, ...JSON.parse(localStorage.getItem(key(name)) ?? "{}") };
  } catch {
    return empty;
  }
}

/** Change what is remembered: `change` gets it and may write in it. */
export function learn(name, change) {
  const known = learnt(name);
  change(known);
  localStorage.setItem(key(name), JSON.stringify(known));
  return known;
}

/** Forget a lesson, to begin it again. */
export const unlearn = (name) => localStorage.removeItem(key(name));

/** A random text that tells this browser from others, and says nothing about it. */
export function token() {
  let known = localStorage.getItem("zopa.token");
  if (!known) {
    known = Array.from(crypto.getRandomValues(new Uint8Array(12)), (one) => one.toString(16).padStart(2, "0")).join("");
    localStorage.setItem("zopa.token", known);
  }
  return known;
}

/** Tell the server a bet: for itself, and with the last game of the lesson. What it cannot keep is kept here all the same. */
export async function tellBet(name, id, answer, game, seat) {
  const told = [post("/api/bets", { lesson: name, id, answer, token: token() })];
  if (game) told.push(post(`/api/games/${game}/bets`, { question: `${name}.${id}`.slice(0, 60), answer }, seat));
  await Promise.allSettled(told);
}
