// The calendar: rounds, deadlines, elections, threats, events.

import { h } from "zopa/dom.js";

/** `table`: state.table; `marks`: state.marks; `round`: number of the round now; `onpick(round)`: a round was chosen. */
export function timeline({ table, marks, round, onpick = null }) {
  return h("div", { class: "timeline" }, `${round} / ${table.rounds}`);
}
