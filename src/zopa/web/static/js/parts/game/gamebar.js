// What can be done with a game as a whole: its link, and going back to a round.

import { keepKey, keyOf, offline, post } from "zopa/api.js";
import { announce, h } from "zopa/dom.js";
import { confirmed } from "zopa/parts/confirm.js";
import { day, language, t } from "zopa/texts.js";

/** Copy a text; where the browser does not let us, it stands there to be copied by hand. */
async function copy(text, place) {
  try {
    await navigator.clipboard.writeText(text);
    place.replaceChildren(t("play.link.copied"));
    announce(t("play.link.copied"));
  } catch {
    const field = h("input", { type: "text", readonly: true, value: text, "aria-label": t("play.link") });
    place.replaceChildren(field);
    field.select();
  }
}

/** The address of the exact state of a game. */
export const linkOf = (state) => `${location.origin}${location.pathname}#/link/${state.link}`;

/** Leave a game at a round and play on from there in one of one's own. */
export async function fork(state, round) {
  const opened = await post(`/api/games/${state.id}/forks?lang=${language()}`, { round }, keyOf(state.id));
  const key = opened.keys[state.me] ?? Object.values(opened.keys)[0];
  keepKey(opened.id, key);
  location.hash = `#/game/${opened.id}`;
}

/** Ask first, as the game that is left stays where it is. */
export async function goBack(state, round) {
  if (await confirmed(t("play.fork.sure", { round }), t("play.fork.text"), t("play.fork.go"), false)) await fork(state, round);
}

/** The bar. */
export function gamebar(state) {
  if (offline()) return h("p", { class: "note" }, t("export.bar"));
  const said = h("span", { class: "muted", role: "status" });
  const past = state.status === "over" ? state.round : state.round - 1;
  const when = (round) => [t("play.round", { round }), day(state.table.dates[round - 1], true)].filter(Boolean).join(" · ");
  const picked = h("select", { id: "back", "aria-label": t("play.fork.round") }, Array.from({ length: past }, (_, at) => h("option", { value: at + 1, selected: at + 1 === past }, when(at + 1))));
  return h("div", { class: "gamebar row" },
    state.link ? [h("button", { type: "button", data: { focus: "link" }, onclick: () => copy(linkOf(state), said) }, t("play.link")), said] : null,
    past > 0 && state.me ? h("span", { class: "row" }, h("label", { for: "back" }, t("play.fork")), picked,
      h("button", { type: "button", data: { focus: "fork" }, onclick: () => goBack(state, Number(picked.value)) }, t("play.fork.go"))) : null,
    state.lesson ? h("a", { href: `#/lesson/${state.lesson}` }, t("play.to_lesson")) : null,
    h("a", { href: `#/play/${state.table.scenario}` }, t("play.new")));
}
