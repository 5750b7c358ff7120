// The course of talks up to a step: pure reading of a told talk, no elements.

/**
 * Numbers of events seen at which a player stops: 0 for the beginning, then every event but silence that goes on.
 * A step is the number of events seen; the selected event is the one before it.
 */
export function stopsOf(events) {
  const silent = new Set();
  const stops = [0];
  events.forEach((one, at) => {
    const again = one.kind === "silent" && silent.has(one.party);
    if (one.kind === "silent") silent.add(one.party);
    else if (one.kind !== "news") silent.clear();
    if (!again || at === events.length - 1) stops.push(at + 1);
  });
  return stops;
}

/** The stop at or before a step. */
export const stopAt = (stops, step) => Math.max(0, stops.findLastIndex((one) => one <= step));

/** The last offer of a party up to a step, and the one before it. */
export function offersOf(events, party, step) {
  const made = events.slice(0, step).filter((one) => one.kind === "offer" && one.party === party);
  return { now: made.at(-1) ?? null, before: made.at(-2) ?? null };
}

/** What no deal is worth to each party as last told up to a step; before anything is told, as told first. */
export function noDealOf(events, step) {
  const told = (one) => Object.keys(one.no_deal ?? {}).length > 0;
  return (events.slice(0, step).findLast(told) ?? events.find(told))?.no_deal ?? {};
}

/** All offers up to a step as points of two parties' payoffs. */
export function path(events, party, [x, y], step) {
  return events.slice(0, step).filter((one) => one.kind === "offer" && one.party === party)
    .map((one) => ({ index: one.index, round: one.round, x: one.worth[x], y: one.worth[y] }));
}

/** Where on the axis of rounds each event stands: its round, and how far in it. */
export function moments(events) {
  const many = new Map();
  for (const one of events) many.set(one.round, (many.get(one.round) ?? 0) + 1);
  const seen = new Map();
  return events.map((one) => {
    const before = seen.get(one.round) ?? 0;
    seen.set(one.round, before + 1);
    return one.round + before / many.get(one.round);
  });
}

/** For one party, in its own payoff: what it asks for, what others offer it, what no deal is worth. */
export function aims(events, party, step) {
  const at = moments(events);
  const asks = [];
  const offered = [];
  const without = [];
  events.slice(0, step).forEach((one, index) => {
    const mine = one.no_deal?.[party];
    if (mine !== undefined && mine !== null) without.push({ x: at[index], y: mine, round: one.round });
    if (one.party === party && one.wants !== null && one.wants !== undefined) asks.push({ x: at[index], y: one.wants, round: one.round });
    if (one.kind === "offer" && one.party !== party && one.worth[party] !== null) {
      offered.push({ x: at[index], y: one.worth[party], by: one.party, round: one.round });
    }
  });
  return { asks, offered, without };
}

/** The step at which a round begins. */
export function stepOfRound(events, round) {
  const at = events.findIndex((one) => one.round >= round);
  return at < 0 ? events.length : at + 1;
}

/** The next stop where something is new: news, an answer that is no refusal, or another offer than the party's last. */
export function nextNew(events, stops, step) {
  for (const stop of stops) {
    if (stop <= step) continue;
    const one = events[stop - 1];
    if (one.kind === "news" || ["accept", "consent", "sent_home"].includes(one.kind)) return stop;
    if (one.kind === "offer") {
      const { now } = offersOf(events, one.party, stop - 1);
      if (!now || Object.entries(one.package).some(([issue, level]) => now.package[issue] !== level)) return stop;
    }
  }
  return events.length;
}
