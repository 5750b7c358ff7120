// Waiting where nothing can be done: rounds pass until something can be, or something happens.

import { day, t } from "zopa/texts.js";

const MOST = 8;

/** Whether there is nothing to do now but to wait; the last word is one's own to say. */
export const idle = ({ status, turn }) => status === "your_turn" && Boolean(turn?.nothing) && !turn.offer && !turn.may_accept && !turn.final;

/** The round at which waiting ends at the latest: after some rounds, or the last one before a threat is due. */
export function latest({ table, round, marks }) {
  const due = marks.filter((mark) => mark.kind === "threat" && mark.date)
    .map((mark) => table.dates.findLastIndex((date) => date <= mark.date) + 1).filter((one) => one > round);
  return Math.min(round + MOST, table.rounds, ...due);
}

/** What the button says will happen. */
export function consequence(state) {
  const last = latest(state), rounds = last - state.round, date = state.table.dates[last - 1];
  return date ? t("play.wait.dates", { rounds, date: day(date) }) : t("play.wait.rounds", { rounds });
}

/**
 * Make no offer again and again. `step(state)` makes one such move and gives the state after it, or null to stop.
 * Gives the last state, and a sentence about what went by.
 */
export async function passOn(state, step) {
  const last = latest(state), begun = state;
  let now = state;
  while (idle(now) && now.round < last) {
    const next = await step(now);
    if (!next) break;
    const news = next.events.slice(now.events.length).some((one) => one.kind === "news");
    now = next;
    if (news) break;
  }
  return { state: now, told: told(begun, now) };
}

function told(begun, now) {
  const rounds = now.round - begun.round, passed = rounds === 1 ? t("play.wait.passed.one") : t("play.wait.passed", { rounds });
  const news = now.events.slice(begun.events.length).filter((one) => one.kind === "news").map((one) => one.text);
  return [passed, ...news].join(" ");
}
