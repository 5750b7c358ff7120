// Offers side by side: levels, what each is worth to the viewer, and the sums.

import { h } from "zopa/dom.js";
import { issueTitle, levelText } from "zopa/parts/package.js";
import { Worth } from "zopa/parts/worth.js";
import { number, signed, t } from "zopa/texts.js";

/** A table. `columns`: [{title, package}]; `state`: the game; payoffs are shown where the state has them. */
export function offers(columns, state, worth = new Worth(state)) {
  const { table } = state, shown = columns.filter((one) => one.package), known = worth.clusters.length > 0;
  const value = (issue, offer) => {
    const { k, inside } = worth.at[issue];
    return inside === 0 ? number(worth.clusters[k].worth[worth.cell(k, offer)], table.digits) : "";
  };
  const differs = (name) => new Set(shown.map((one) => one.package[name])).size > 1;
  return h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t("play.compare") },
    h("table", { class: "offers" }, h("caption", { class: "hidden" }, t("play.compare")),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("play.issue")), shown.map((one) => h("th", { scope: "col", class: "number" }, one.title)))),
      h("tbody", {}, table.issues.map((issue, at) => h("tr", { class: differs(issue.name) ? "differs" : null },
        h("th", { scope: "row" }, issueTitle(issue), issue.unit ? h("small", {}, ` ${issue.unit}`) : null),
        shown.map((one) => h("td", { class: "number" }, levelText(one.package[issue.name]), known ? h("small", {}, ` ${value(at, one.package)}`) : null))))),
      known ? h("tfoot", {}, h("tr", {}, h("th", { scope: "row" }, t("play.worth")),
        shown.map((one) => h("td", { class: "number" }, h("b", {}, number(worth.of(one.package), table.digits)), h("small", {}, ` ${signed(worth.gain(one.package), table.digits)}`))))) : null));
}
