// What was left on the table: more for somebody, less for nobody.

import { h } from "zopa/dom.js";
import { filled } from "zopa/parts/filled.js";
import { goBack } from "zopa/parts/game/gamebar.js";
import { issueTitle, levelText, whole } from "zopa/parts/package.js";
import { who } from "zopa/parts/party.js";
import { term } from "zopa/parts/term.js";
import { day, number, signed, t } from "zopa/texts.js";

/** A card. */
export function left(state, found) {
  const { table, me } = state, over = found.left;
  const title = h("h3", {}, t("debrief.left"));
  const missed = over.missed ? offer(state, over.missed, found.agreed) : null;
  const nash = found.nash ? h("p", { class: "note" }, filled("debrief.left.nash", {
    nash: term("nash_point"), points: table.parties.map((one, at) => [at ? t("debrief.and") : "", who(table, one.name), " ", number(found.nash[one.name], table.digits)]),
  })) : null;
  const card = (...inside) => h("section", { class: "card debrief-left" }, title, inside, missed, nash);
  if (over.nothing) return card(h("p", {}, t(found.agreed ? "debrief.left.nothing" : "debrief.left.no_zone")));
  const step = over.step ?? over.fair;
  if (!found.agreed) {
    return card(h("p", {}, filled("debrief.left.missed", { packages: number(over.packages, 0) })), most(state, over.most),
      step ? [h("p", {}, filled("debrief.left.example", { gains: gains(table, me, step.gain) })), whole(table, step.package)] : null);
  }
  return card(most(state, over.most),
    step ? [h("p", {}, t(over.step ? "debrief.left.step" : "debrief.left.fair")), swap(state, step)] : null);
}

/** How much more for each, at nobody's cost. */
function most(state, values) {
  const { table, me } = state, crumb = 0.5 * 10 ** -table.digits;
  const some = table.parties.filter((one) => values[one.name] > crumb);
  return h("ul", { class: "debrief-most" }, some.map((one) => h("li", {},
    h("span", { class: "big" }, signed(values[one.name], table.digits)), " ", table.unit, h("br", {}),
    h("span", { class: "muted" }, one.name === me ? t("debrief.left.most.me") : filled("debrief.left.most.them", { who: who(table, one.name) })))));
}

/** Issues that change, and what each side would have had of it. */
function swap(state, way) {
  const { table, me } = state;
  const titles = (names) => names.map((name) => issueTitle(table.issues.find((one) => one.name === name))).join(t("debrief.and"));
  const levels = (some) => some.map(levelText).join(" / ");
  const cells = (gain) => table.parties.map((one) => h("td", { class: "number" }, signed(gain[one.name], table.digits)));
  return h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t("debrief.left.step") }, h("table", {},
    h("thead", {}, h("tr", {}, ["issue", "agreed", "instead"].map((key) => h("th", { scope: "col" }, t(`debrief.col.${key}`))),
      table.parties.map((one) => h("th", { scope: "col", class: "number" }, one.name === me ? t("debrief.you") : who(table, one.name))))),
    h("tbody", {}, way.changes.map((one) => h("tr", {}, h("th", { scope: "row" }, titles(one.issues)), h("td", {}, levels(one.before)), h("td", {}, h("b", {}, levels(one.after))), cells(one.gain)))),
    h("tfoot", {}, h("tr", {}, h("th", { scope: "row", colspan: 3 }, t("debrief.col.all")), cells(way.gain)))));
}

const gains = (table, me, gain) => table.parties.map((one, at) => [
  at ? t("debrief.and") : "", one.name === me ? t("debrief.you") : who(table, one.name), " ", h("b", {}, signed(gain[one.name], table.digits))]);

/** The best offer that was let go by, and the way back to it. */
function offer(state, missed, agreed) {
  const { table } = state;
  const when = missed.date ? day(missed.date, true) : t("debrief.round", { round: missed.round });
  return h("p", { class: "debrief-missed" },
    filled(agreed ? "debrief.left.offer" : "debrief.left.offer.none", { when, who: who(table, missed.party), gain: h("b", {}, `${signed(missed.gain, table.digits)} ${table.unit}`.trim()) }), " ",
    h("button", { class: "quiet", type: "button", onclick: () => goBack(state, missed.round) }, t("debrief.back", { round: missed.round })));
}
