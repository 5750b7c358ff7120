// The beginning: what can be done here.

import { fill, h } from "zopa/dom.js";
import { t } from "zopa/texts.js";

export function show(main) {
  fill(main,
    h("h1", {}, t("home.title")),
    h("p", { class: "lead" }, t("home.lead")),
    h("div", { class: "columns" }, ["play", "lessons", "watch", "explore", "class"].map((name) =>
      h("section", { class: "card" }, h("h2", {}, h("a", { href: `#/${name}` }, t(`home.${name}`))), h("p", {}, t(`home.${name}.about`))))));
}
