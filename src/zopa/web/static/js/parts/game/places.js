// Places of a game's page: the folded composer, the story that scrolls, the way to one's choices.

import { h } from "zopa/dom.js";
import { t } from "zopa/texts.js";

/** Where nothing may be offered the composer is there to look at, folded. */
export function folded(state, element) {
  if (!element || !state.turn.nothing) return element;
  return h("details", { class: "idle" }, h("summary", {}, t("play.idle")), element);
}

/** A list that scrolls by itself. */
export function told(list) {
  return h("div", { class: "told-scroll", tabindex: "0", role: "group", "aria-label": t("play.story") }, list);
}

/** Go to the choices, or to what has happened where there is none. */
export function jump(event) {
  event.preventDefault();
  const place = document.getElementById("choices") ?? document.getElementById("now");
  place?.focus();
  place?.scrollIntoView({ block: "nearest" });
}
