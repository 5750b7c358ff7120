// A permalink: opens the exact state that it holds.

import { openLink } from "zopa/api.js";
import { fill, h } from "zopa/dom.js";
import { t } from "zopa/texts.js";

export async function show(main, [link]) {
  fill(main, h("h1", {}, t("link.opening")));
  try {
    await openLink(link ?? "");
  } catch (error) {
    fill(main, h("section", { class: "card stack" }, h("h1", {}, t("play.link.bad")), h("p", { role: "alert" }, error.message),
      h("p", {}, t("play.link.bad.text")), h("p", {}, h("a", { href: "#/play" }, t("play.new")))));
  }
}
