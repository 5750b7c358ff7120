// The end of a game in a file without a server: what each side got, against no deal, and who it was.

import { h } from "zopa/dom.js";
import { filled } from "zopa/parts/filled.js";
import { who } from "zopa/parts/party.js";
import { number, t } from "zopa/texts.js";

/** The plain end of a game. */
export function plain({ table, end, me }) {
  const amount = (value) => `${number(value, table.digits)} ${table.unit}`.trim();
  const head = end.agreed ? "export.deal" : "export.no_deal";
  const other = table.parties.find((one) => one.name !== me && one.strategy);
  return [
    h("p", { class: "lead" }, filled(head, { came: h("b", {}, amount(end.annual[me])), no_deal: h("b", {}, amount(end.no_deal[me])), round: end.round ?? "" })),
    h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("export.party")), h("th", { scope: "col", class: "number" }, t("export.got")))),
      h("tbody", {}, table.parties.map((one) => h("tr", {}, h("th", { scope: "row" }, who(table, one.name)), h("td", { class: "number" }, amount(end.annual[one.name])))))),
    other ? h("p", {}, filled("export.opponent", { who: who(table, other.name), name: h("b", {}, other.strategy.replaceAll("_", " ")), about: other.about })) : null,
  ];
}
