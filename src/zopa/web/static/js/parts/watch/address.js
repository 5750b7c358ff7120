// What is watched, and at which step, as an address: `#/watch?…`; and back.

/** What fixes the talks that an address names. */
export function startOf(query) {
  const whole = (name) => { const given = Number(query.get(name) ?? 0); return Number.isSafeInteger(given) && given >= 0 ? given : 0; };
  const seats = {};
  for (const [key, value] of query) if (key.startsWith("seat.") && value) seats[key.slice(5)] = { strategy: value };
  const start = { world: whole("world"), seats };
  const changes = query.getAll("change").filter((one) => one.trim());
  if (changes.length) start.changes = changes;
  if (query.get("run")) return { ...start, stored: { run: query.get("run"), point: whole("point") } };
  if (query.get("scenario")) start.scenario = query.get("scenario");
  return { ...start, seed: whole("seed") };
}

/** The address of talks at a step. `version`: what made it. */
export function addressOf(start, step = 0, version = "") {
  const query = new URLSearchParams();
  if (start.stored) {
    query.set("run", start.stored.run);
    query.set("point", start.stored.point);
  } else {
    query.set("scenario", start.scenario);
    query.set("seed", start.seed ?? 0);
  }
  query.set("world", start.world ?? 0);
  for (const [party, place] of Object.entries(start.seats ?? {})) if (place.strategy) query.set(`seat.${party}`, place.strategy);
  for (const change of start.changes ?? []) query.append("change", change);
  if (step) query.set("step", step);
  if (version) query.set("zopa", version);
  return `#/watch?${query}`;
}
