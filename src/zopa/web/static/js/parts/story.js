// The transcript: what happened, in plain words.

import { h } from "zopa/dom.js";

/** All events as a list, newest last. `table` is `state.table`; `me` the viewer's party or null; `last` shows no more than so many. */
export function story(events, table, me, { last = Infinity, onpick = null } = {}) {
  return h("ol", { class: "story" }, events.slice(-last).map((one) => h("li", { onclick: onpick && (() => onpick(one)) }, `${one.round} ${one.party ?? ""} ${one.kind} ${one.text}`)));
}
