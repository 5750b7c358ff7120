import { fill, h } from "zopa/dom.js";
import { t } from "zopa/texts.js";

export function show(main) {
  fill(main, h("h1", {}, t("nav.lesson")));
}
