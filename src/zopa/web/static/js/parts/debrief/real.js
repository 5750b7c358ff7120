// The deal that was really made; and what one's own result is made of.

import { h } from "zopa/dom.js";
import { issueTitle, levelText } from "zopa/parts/package.js";
import { who } from "zopa/parts/party.js";
import { number, signed, t } from "zopa/texts.js";

const PARTS = ["time", "issues", "politics", "market"];

/** A card; nothing where the scenario names no real deal. */
export function real(state, found) {
  const { table, end } = state, deal = found.real;
  if (!deal) return null;
  const mine = end.package;
  const issues = table.issues.filter((issue) => !mine || deal.differs.includes(issue.name));
  const worth = (key, values) => h("tr", {}, h("th", { scope: "row" }, t(`debrief.real.${key}`)), table.parties.map((one) => h("td", { class: "number" }, number(values[one.name], table.digits))));
  return h("section", { class: "card debrief-real" }, h("h3", {}, t("debrief.real")), h("p", {}, deal.about),
    h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t("debrief.real") }, h("table", {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, table.unit), table.parties.map((one) => h("th", { scope: "col", class: "number" }, who(table, one.name))))),
      h("tbody", {}, worth("central", deal.central), worth("here", deal.here), worth("no_deal", found.no_deal), found.worth ? worth("yours", found.worth) : null))),
    h("p", { class: "note" }, t("debrief.real.note")),
    mine && !issues.length ? h("p", {}, t("debrief.real.same"))
      : h("details", {}, h("summary", {}, mine ? t("debrief.real.differs", { count: issues.length }) : t("debrief.real.levels")), compared(issues, deal.package, mine)),
    deal.source ? h("p", { class: "note source" }, `${t("debrief.source")} `, linked(deal.source)) : null);
}

function compared(issues, package_, mine) {
  return h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t("debrief.real.levels") }, h("table", {},
    h("thead", {}, h("tr", {}, [t("debrief.col.issue"), t("debrief.real.head"), ...(mine ? [t("debrief.real.yours.head")] : [])].map((one) => h("th", { scope: "col" }, one)))),
    h("tbody", {}, issues.map((issue) => h("tr", {}, h("th", { scope: "row" }, issueTitle(issue), issue.unit ? h("small", { class: "muted" }, ` ${issue.unit}`) : null),
      h("td", {}, levelText(package_[issue.name])), mine ? h("td", {}, h("b", {}, levelText(mine[issue.name]))) : null)))));
}

/** A source with its addresses as links; nothing but https becomes one. */
export function linked(text) {
  return text.split(/(https:\/\/[^\s;,)]+)/).map((part) => (part.startsWith("https://") ? h("a", { href: part, rel: "noreferrer noopener", target: "_blank" }, part) : part));
}

/** What the result is made of. */
export function account(state, found) {
  const { table, me } = state, digits = table.digits;
  const some = PARTS.filter((part) => Math.abs(found.parts[part]) > 0.5 * 10 ** -digits || part === "issues");
  if (some.length === 1 && !found.items.length) return "";
  const rows = (part) => [
    h("tr", { class: "part" }, h("th", { scope: "row" }, t(`debrief.part.${part}`)), h("td", { class: "number" }, signed(found.parts[part], digits))),
    ...found.items.filter((one) => one.part === part).map((one) => h("tr", { class: "item" }, h("td", {}, one.what), h("td", { class: "number" }, signed(one.worth, digits)))),
  ];
  return h("details", { class: "card debrief-account" },
    h("summary", {}, h("h3", {}, t("debrief.account", { came: number(found.annual[me], digits), unit: table.unit }))),
    h("table", {}, h("caption", { class: "hidden" }, t("debrief.account.caption")),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("debrief.account.part")), h("th", { scope: "col", class: "number" }, table.unit || t("debrief.account.worth")))),
      h("tbody", {}, some.map(rows)),
      h("tfoot", {}, h("tr", {}, h("th", { scope: "row" }, t("debrief.col.all")), h("td", { class: "number" }, number(found.annual[me], digits))))),
    h("p", { class: "note" }, t("debrief.account.note")));
}
