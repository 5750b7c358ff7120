// The calendar: rounds, deadlines, elections, threats, events.

import { h } from "zopa/dom.js";
import { titleOf } from "zopa/parts/party.js";
import { day, t } from "zopa/texts.js";

const SIGN = { threat: "⚑", election: "✓", event: "◆", deadline: "▼", end: "■" };
const MANY = 150;

/**
 * The calendar as a line with its days below in words.
 * `table`: state.table; `marks`: state.marks; `round`: number of the round now; `onpick(round)`: a round was chosen.
 */
export function timeline({ table, marks, round, onpick = null }) {
  const dates = table.dates, rounds = dates.length ? Math.min(table.rounds, dates.length) : table.rounds;
  const first = Date.parse(dates[0]), span = Date.parse(dates[rounds - 1]) - first || 1;
  const at = (date) => Math.min(100, Math.max(0, (100 * (Date.parse(date) - first)) / span));
  const of = (number) => (dates.length ? at(dates[number - 1]) : (100 * (number - 1)) / Math.max(1, rounds - 1));
  const spot = (mark) => (mark.date ? at(mark.date) : of(mark.round ?? rounds));
  const days = marks.filter((mark) => mark.kind !== "round").sort((one, other) => spot(one) - spot(other));
  const now = dates[round - 1] ?? null;
  const ticks = rounds > MANY ? [] : Array.from({ length: rounds }, (_, number) => number + 1);
  return h("div", { class: "timeline" },
    h("div", { class: "track", "aria-hidden": "true" },
      h("div", { class: "gone", style: { width: `${of(Math.min(round, rounds))}%` } }),
      ticks.map((number) => h("span", {
        class: `round-tick${number === round ? " now" : number < round ? " past" : ""}${onpick ? " pick" : ""}`, style: { left: `${of(number)}%` },
        title: dates[number - 1] ? `${t("play.round", { round: number })} · ${day(dates[number - 1])}` : t("play.round", { round: number }),
        data: { round: number }, onclick: onpick && (() => onpick(number)),
      })),
      days.map((mark) => h("span", { class: `day ${mark.kind}`, style: { left: `${spot(mark)}%` }, title: named(mark, table) }, SIGN[mark.kind]))),
    h("ul", { class: "days" },
      h("li", { class: "now" }, h("b", {}, t("play.timeline.now", { round, rounds })), now ? ` · ${day(now)}` : ""),
      days.map((mark) => h("li", { class: `${mark.kind}${now && mark.date && mark.date < now ? " past" : ""}` },
        h("span", { class: "sign", "aria-hidden": "true" }, SIGN[mark.kind]), " ",
        mark.date ? h("time", { datetime: mark.date }, day(mark.date, true)) : t("play.round", { round: mark.round }), " ", named(mark, table)))));
}

function named(mark, table) {
  const party = mark.party ? titleOf(table, mark.party) : "";
  return mark.text.charAt(0).toUpperCase() + mark.text.slice(1) || t(`play.timeline.${mark.kind}${mark.kind === "election" && !party ? ".some" : ""}`, { party });
}
