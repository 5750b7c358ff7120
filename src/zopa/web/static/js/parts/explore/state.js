// What the sliders say, as changes of a scenario and as an address: `#/explore/<scenario>?change=…&seat.us=…&base=…`.

/** The state that an address names. A change that belongs to a slider is told apart later, by `settle`. */
export function stateOf(scenario, query) {
  const seats = (ahead) => Object.fromEntries([...query].filter(([key, value]) => key.startsWith(ahead) && value).map(([key, value]) => [key.slice(ahead.length), value]));
  const seed = Number(query.get("seed") ?? 0);
  return {
    scenario, seed: Number.isSafeInteger(seed) && seed >= 0 ? seed : 0,
    changes: query.getAll("change").filter((one) => one.trim()), strategies: seats("seat."),
    baseline: { changes: query.getAll("base").filter((one) => one.trim()), strategies: seats("baseseat.") },
  };
}

/** The address of a state. */
export function addressOf(state) {
  const query = new URLSearchParams();
  for (const one of state.changes) query.append("change", one);
  for (const [party, name] of Object.entries(state.strategies)) query.set(`seat.${party}`, name);
  if (state.seed) query.set("seed", state.seed);
  for (const one of state.baseline.changes) query.append("base", one);
  for (const [party, name] of Object.entries(state.baseline.strategies)) query.set(`baseseat.${party}`, name);
  const text = query.toString();
  return `#/explore/${state.scenario}${text ? `?${text}` : ""}`;
}

/** The change that a slider makes at one of its positions. */
export const changeOf = (dial, at) => dial.change.replaceAll("$", dial.kind === "number" ? String(at) : String(dial.values[at]));

/** Where a slider stands in a list of changes: a position, or null where it is left alone. */
export function positionOf(dial, changes) {
  const [ahead, behind] = [dial.change.slice(0, dial.change.indexOf("$")), dial.change.slice(dial.change.lastIndexOf("$") + 1)];
  const mine = changes.find((one) => one.startsWith(`${dial.path}=`));
  if (mine === undefined) return null;
  if (dial.kind !== "number") {
    const at = dial.values.findIndex((_, number) => changeOf(dial, number) === mine);
    return at < 0 ? null : at;
  }
  const text = mine.startsWith(ahead) ? mine.slice(ahead.length).split(/[,}]/)[0] : mine.slice(dial.path.length + 1);
  const number = Number(text);
  return Number.isFinite(number) && text.trim() && (mine.endsWith(behind) || mine === `${dial.path}=${text}`) ? number : null;
}

/** The changes with a slider moved; null leaves it to the scenario. */
export function moved(changes, dial, at) {
  const others = changes.filter((one) => !one.startsWith(`${dial.path}=`));
  return at === null ? others : [...others, changeOf(dial, at)];
}

/** Without what belongs to the strategies of some parties: another strategy has other numbers. */
export const without = (changes, party) => changes.filter((one) => !one.startsWith(`parties.${party}.strategy.`));

/** Positions around one, the nearest first. */
export function around(dial, at, most) {
  const here = at ?? dial.start;
  const steps = Math.round((dial.high - dial.low) / dial.step);
  const tidy = (position) => Number((dial.low + position * dial.step).toPrecision(10));
  const all = Array.from({ length: steps + 1 }, (_, position) => tidy(position)).filter((one) => one !== at);
  return all.sort((a, b) => Math.abs(a - here) - Math.abs(b - here) || b - a).slice(0, most);
}
