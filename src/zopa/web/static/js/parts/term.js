// Terms explained where they stand.

import { h } from "zopa/dom.js";

/** A term of the glossary; its meaning appears on hover, focus and tap. */
export function term(name, text = name.replaceAll("_", " ")) {
  return h("span", { class: "term", data: { term: name } }, text);
}
