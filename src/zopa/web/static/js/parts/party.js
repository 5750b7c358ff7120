// Parties: the same colour and the same mark everywhere.

import { h } from "zopa/dom.js";

/** A party's name with its colour and mark. `table` is `state.table`. */
export function who(table, name) {
  const at = table.parties.findIndex((one) => one.name === name);
  return h("span", { class: `who party-${at}` }, table.parties[at]?.title ?? name);
}

export const place = (table, name) => table.parties.findIndex((one) => one.name === name);
export const titleOf = (table, name) => table.parties.find((one) => one.name === name)?.title ?? name;
