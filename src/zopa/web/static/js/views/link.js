// A permalink: opens the exact state that it holds.

import { openLink } from "zopa/api.js";
import { fill, h } from "zopa/dom.js";
import { t } from "zopa/texts.js";

export async function show(main, [link]) {
  fill(main, h("h1", {}, t("link.opening")));
  await openLink(link);
}
