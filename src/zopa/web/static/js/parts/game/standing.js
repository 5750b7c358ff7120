// Where one stands: the round, what no deal is worth, support, belief, what the clock and home have to say.

import { h } from "zopa/dom.js";
import { titleOf, who } from "zopa/parts/party.js";
import { day, number, percent, t } from "zopa/texts.js";

/** The numbers that matter at a glance. */
export function standing(state) {
  const { table } = state;
  const items = [[t("play.standing.round"), t("play.standing.of", { round: state.round, rounds: table.rounds }), exchange(state)]];
  if (state.date) items.push([t("play.standing.date"), day(state.date), left(state)]);
  else if (state.status !== "over") items.push([t("play.standing.left"), String(Math.max(0, table.rounds - state.round)), ""]);
  if (state.no_deal !== null) items.push([t("play.standing.no_deal"), number(state.no_deal, table.digits), table.unit]);
  for (const [party, worth] of Object.entries(state.theirs)) items.push([t("play.standing.theirs", { who: titleOf(table, party) }), number(worth, table.digits), table.unit]);
  if (state.discount !== null && state.discount !== 1) items.push([t("play.standing.pays"), percent(state.discount), t("play.standing.face")]);
  if (state.approval !== null) items.push([t("play.standing.support"), percent(state.approval), ""]);
  if (state.belief !== null) items.push([t("play.standing.belief"), percent(state.belief), ""]);
  return h("dl", { class: "standing" }, items.map(([name, value, more]) =>
    h("div", {}, h("dt", {}, name), h("dd", {}, h("b", {}, value), more ? h("small", {}, more) : null))));
}

const exchange = (state) => (state.table.exchanges > 1 && state.status !== "over" ? t("play.standing.exchange", { exchange: state.exchange, exchanges: state.table.exchanges }) : "");

function left({ date, table }) {
  const last = table.dates[Math.min(table.rounds, table.dates.length) - 1];
  const days = Math.round((Date.parse(last) - Date.parse(date)) / 86_400_000);
  return t("play.standing.days", { days });
}

/** Who sits where. */
export function seats(state) {
  const { table, me } = state;
  return h("p", { class: "seats" }, table.parties.map((party, at) => [at ? " · " : "", who(table, party.name), " ",
    h("small", {}, party.name === me ? t("play.seat.you") : party.person ? t("play.seat.person") : party.strategy ? party.strategy.replaceAll("_", " ") : t("play.seat.hidden"))]));
}

/** Sentences of the clock, the agenda and home, but for what the numbers say already. */
export const notices = (state) => (state.notices.length ? h("ul", { class: "notices" }, state.notices.map((text) => h("li", {}, text))) : null);
