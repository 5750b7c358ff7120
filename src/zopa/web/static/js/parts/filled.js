// Texts with elements in their gaps, in the order that the language wants.

import { t } from "zopa/texts.js";

/** The text of a key as a list of strings and elements: each `{name}` gives way to what has that name. */
export function filled(key, gaps) {
  return t(key).split(/(\{\w+\})/).filter(Boolean)
    .map((part) => (/^\{\w+\}$/.test(part) && part.slice(1, -1) in gaps ? gaps[part.slice(1, -1)] : part));
}
