// The offers of both sides, one beside the other, with what changed in the last move.

import { h } from "zopa/dom.js";
import { issueTitle, levelText } from "zopa/parts/package.js";
import { who } from "zopa/parts/party.js";
import { offersOf } from "zopa/parts/watch/course.js";
import { t } from "zopa/texts.js";

/** A table of the latest offers up to a step. */
export function sides(talk, step) {
  const { table, events, end } = talk;
  const columns = table.parties.map((party) => ({ party: party.name, ...offersOf(events, party.name, step) }));
  if (columns.every((one) => !one.now)) return h("p", { class: "note" }, t("watch.sides.none"));
  const deal = step === events.length && end.package ? end.package : null;
  const moved = events[step - 1]?.kind === "offer" ? events[step - 1].party : null;
  return h("div", { class: "scroll sides", tabindex: "0", role: "group", "aria-label": t("watch.sides") },
    h("table", {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("watch.issue")),
        columns.map((one) => h("th", { scope: "col" }, who(table, one.party))),
        deal ? h("th", { scope: "col", class: "deal" }, `★ ${t("watch.deal")}`) : null)),
      h("tbody", {}, table.issues.map((issue) => row(issue, columns, deal, moved)))));
}

function row(issue, columns, deal, moved) {
  const levels = columns.filter((one) => one.now).map((one) => one.now.package[issue.name]);
  const agreed = levels.length > 1 && levels.every((one) => one === levels[0]);
  return h("tr", { class: agreed ? "agreed" : null },
    h("th", { scope: "row" }, issueTitle(issue), issue.unit ? h("small", {}, ` ${issue.unit}`) : null),
    columns.map((one) => cell(one, issue, one.party === moved)),
    deal ? h("td", { class: "deal" }, levelText(deal[issue.name])) : null);
}

function cell({ now, before }, issue, fresh) {
  if (!now) return h("td", {}, "–");
  const level = now.package[issue.name];
  const was = before?.package[issue.name];
  if (!fresh || !before || was === level) return h("td", {}, levelText(level));
  return h("td", { class: "changed" }, h("mark", {}, levelText(level)), h("small", {}, ` ${t("watch.was", { level: levelText(was) })}`));
}
