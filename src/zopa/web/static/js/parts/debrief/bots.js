// What strategies did in one's place.

import { h } from "zopa/dom.js";
import { who } from "zopa/parts/party.js";
import { number, percent, signed, t } from "zopa/texts.js";

/** The table, with one's own game on top; `waiting`: how many strategies are still playing. */
export function table(state, found, rows, waiting) {
  const { table: scene, me } = state, { digits } = scene;
  const others = scene.parties.filter((one) => one.name !== me);
  const name = (one) => [one.row.strategy.replaceAll("_", " "), one.row.own ? h("small", { class: "muted" }, ` ${t("debrief.bots.own")}`) : null];
  const line = (one) => h("tr", {}, h("th", { scope: "row" }, name(one)), h("td", { class: "number" }, percent(one.row.agreed)),
    h("td", { class: "number" }, signed(one.row.gain, digits), h("small", { class: "muted range" }, ` ${number(one.row.low, digits)} … ${number(one.row.high, digits)}`)),
    [me, ...others.map((two) => two.name)].map((party) => h("td", { class: "number" }, number(one.row.mean[party], digits))),
    h("td", { class: "number" }, one.row.here ? number(one.row.here[me], digits) : "–"));
  const own = h("tr", { class: "mine" }, h("th", { scope: "row" }, t("debrief.you")), h("td", { class: "number" }, t(found.agreed ? "debrief.bet.yes" : "debrief.bet.no")),
    h("td", { class: "number" }, h("b", {}, signed(found.gained, digits))), [me, ...others.map((one) => one.name)].map((party) => h("td", { class: "number" }, number(found.annual[party], digits))),
    h("td", { class: "number" }, h("b", {}, number(found.annual[me], digits))));
  const heads = [["who", null], ["deals", "number"], ["gain", "number"]].map(([key, kind]) => h("th", { scope: "col", class: kind }, t(`debrief.bots.${key}`)));
  return h("div", {}, h("p", { class: "note" }, t("debrief.bots.note", { games: rows[0].games.toLocaleString("en-US"), unit: scene.unit })),
    h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t("debrief.bots") }, h("table", {}, h("caption", { class: "hidden" }, t("debrief.bots")),
      h("thead", {}, h("tr", {}, heads, h("th", { scope: "col", class: "number" }, t("debrief.bots.you")), others.map((one) => h("th", { scope: "col", class: "number" }, who(scene, one.name))), h("th", { scope: "col", class: "number" }, t("debrief.bots.here")))),
      h("tbody", {}, own, rows.map(line)))),
    waiting ? h("p", { class: "muted", role: "status" }, t("debrief.bots.more", { count: waiting })) : null);
}
