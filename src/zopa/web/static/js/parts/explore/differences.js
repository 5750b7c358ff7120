// Before against after, measure by measure: the same worlds, the difference of each pair, and its 95 % interval.

import { h } from "zopa/dom.js";
import { day, number, percent, signed, t } from "zopa/texts.js";

/** What is compared: names of measures with a title, a unit and the way they are written. */
export function rowsOf(table, terms, answer) {
  const titles = Object.fromEntries(answer.terms.map((one) => [one.issue, one]));
  return [
    { name: "agreed", title: t("explore.agreed"), unit: t("explore.points"), times: 100, digits: 1, say: (value) => percent(value, 1) },
    ...table.parties.map((one, at) => ({ name: `annual_${one.name}`, title: t("explore.payoff", { party: one.title }), party: at, unit: table.unit, times: 1, digits: digitsFor(answer.measures[`annual_${one.name}`].value) })),
    { name: "round", title: t("explore.round"), unit: "", times: 1, digits: 1 },
    ...terms.filter((issue) => answer.measures[`issue:${issue}`]).map((issue) => ({ name: `issue:${issue}`, title: t("explore.mean_of", { issue: titles[issue]?.title ?? issue }), unit: titles[issue]?.unit ?? "", times: 1, digits: digitsFor(answer.measures[`issue:${issue}`].value) })),
  ].filter((one) => answer.measures[one.name]);
}

const digitsFor = (value) => (value === null || Math.abs(value) >= 100 ? 1 : 2);

/** The table of differences; `update(after, before, whole)` writes it anew, in place. */
export function differences(table, terms) {
  const body = h("tbody", {});
  const made = h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t("explore.compare") },
    h("table", { class: "xp-table" }, h("caption", { class: "hidden" }, t("explore.compare")),
      h("thead", {}, h("tr", {}, ["measure", "before", "after", "difference"].map((key) => h("th", { scope: "col", class: key === "measure" ? null : "number" }, t(`explore.${key}`))), h("td", { class: "xp-wide" }))), body));
  const reach = {};
  made.update = (after, before) => body.replaceChildren(...rowsOf(table, terms, after).map((row) => line(row, after, before, reach)));
  return made;
}

function line(row, after, before, reach) {
  const now = after.measures[row.name], gap = after.differences?.[row.name] ?? null;
  const say = row.say ?? ((value) => number(value, row.digits));
  const was = before?.measures[row.name]?.value ?? null;
  return h("tr", { data: { measure: row.name } },
    h("th", { scope: "row" }, row.party === undefined ? row.title : h("span", { class: `who party-${row.party}` }, row.title), row.unit && row.name !== "agreed" ? h("small", { class: "note" }, ` ${row.unit}`) : ""),
    h("td", { class: "number" }, was === null ? "–" : say(was)),
    h("td", { class: "number" }, h("b", {}, now.value === null ? "–" : say(now.value)), h("small", { class: "xp-interval" }, interval(now, row, say))),
    h("td", { class: "number" }, gap ? h("span", { class: sure(gap) ? "xp-sure" : null }, signed(gap.value === null ? null : gap.value * row.times, row.digits)) : "–",
      gap ? h("small", { class: "xp-interval" }, gap.low === null ? t("explore.unsure") : t("explore.from_to", { low: signed(gap.low * row.times, row.digits), high: signed(gap.high * row.times, row.digits) })) : ""),
    h("td", { class: "xp-wide" }, gap ? whisker(gap, row, reach) : ""));
}

const sure = (gap) => gap.low !== null && (gap.low > 0 || gap.high < 0);

function interval(estimate, row, say) {
  return estimate.low === null || estimate.low === estimate.high ? "" : t("explore.from_to", { low: say(estimate.low), high: say(estimate.high) });
}

/** A difference as a dot on its interval, about zero. The scale of a row only ever grows, so that a drag is seen. */
function whisker(gap, row, reach) {
  if (gap.value === null || gap.low === null) return "";
  reach[row.name] = Math.max(reach[row.name] ?? 0, Math.abs(gap.low), Math.abs(gap.high), 1e-9);
  const x = (value) => 60 + (value / reach[row.name]) * 54;
  return h("svg", { viewBox: "0 0 120 18", class: `xp-whisker ${row.party === undefined ? "" : `party-${row.party}`}`, "aria-hidden": "true" },
    h("line", { class: "zero", x1: 60, x2: 60, y1: 1, y2: 17 }), h("line", { class: "interval", x1: x(gap.low), x2: Math.max(x(gap.high), x(gap.low) + 1), y1: 9, y2: 9 }),
    h("circle", { cx: x(gap.value), cy: 9, r: 4 }));
}

/** When deals are made: a bar for each round or few rounds, before as an outline. */
export function deals(table) {
  const drawing = h("svg", { viewBox: "0 0 640 170", role: "img", class: "cloud" });
  const made = h("figure", { class: "exhibit" }, h("figcaption", {}, h("h2", {}, t("explore.when"))), drawing);
  made.update = (after, before) => drawBars(drawing, table, after, before);
  return made;
}

function drawBars(drawing, table, after, before) {
  const count = Math.max(after.rounds.length, before?.rounds.length ?? 0), each = Math.max(1, Math.ceil(count / 40)), bins = Math.ceil(count / each);
  const bars = (some) => (some ? Array.from({ length: bins }, (_, at) => some.rounds.slice(at * each, (at + 1) * each).reduce((sum, one) => sum + one, 0) / some.worlds) : null);
  const now = bars(after), was = bars(before), most = Math.max(0.02, ...now, ...(was ?? []));
  const wide = 580 / bins, y = (share) => 130 - (share / most) * 115;
  const shown = after.table.dates.length >= (before?.table.dates.length ?? 0) ? after.table.dates : before.table.dates;
  const labels = Math.max(1, Math.ceil(bins / 8));
  drawing.replaceChildren(
    h("g", { class: "xp-axes" }, [0, most].map((share) => [h("line", { x1: 48, x2: 628, y1: y(share), y2: y(share) }), h("text", { x: 42, y: y(share) + 4, "text-anchor": "end" }, percent(share))]),
      now.map((_, at) => (at % labels ? "" : h("text", { x: 48 + (at + 0.5) * wide, y: 148, "text-anchor": "middle" }, shown.length ? day(shown[at * each], true) : String(at * each + 1)))),
      h("text", { class: "xp-title", x: 338, y: 166, "text-anchor": "middle" }, t(shown.length ? "explore.by_date" : "explore.by_round"))),
    ...now.map((share, at) => (share ? h("rect", { class: "xp-bar after", x: 48 + at * wide + wide * 0.14, width: wide * 0.72, y: y(share), height: 130 - y(share) }) : "")),
    ...(was ?? []).map((share, at) => (share ? h("rect", { class: "xp-bar before", x: 48 + at * wide + wide * 0.06, width: wide * 0.88, y: y(share), height: 130 - y(share) }) : "")));
  const middle = (some) => { const total = some.rounds.reduce((sum, one) => sum + one, 0); let sum = 0; return total ? some.rounds.findIndex((one) => (sum += one) * 2 >= total) : -1; };
  const word = (some) => { const at = middle(some); return at < 0 ? "–" : some.table.dates.length ? day(some.table.dates[at]) : t("explore.round_number", { round: at + 1 }); };
  drawing.setAttribute("aria-label", t("explore.when.alt", { after: word(after), before: before ? word(before) : "–" }));
}

/** What deals say: the median level of each main issue, before and after. */
export function terms(table, names) {
  const body = h("tbody", {});
  const made = h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t("explore.terms") }, h("table", { class: "xp-table" }, h("caption", { class: "hidden" }, t("explore.terms")),
    h("thead", {}, h("tr", {}, ["issue", "before", "after"].map((key) => h("th", { scope: "col" }, t(`explore.${key}`))))), body));
  const cell = (one) => (!one || one.middle === null ? "–" : [h("b", {}, typeof one.middle === "number" ? number(one.middle, Number.isInteger(one.middle) ? 0 : 2) : one.middle.replaceAll("_", " ")), h("small", { class: "xp-interval" },
    one.low === null || one.low === one.high ? t("explore.of_deals", { share: percent(one.share) }) : t("explore.half", { low: number(one.low, Number.isInteger(one.low) ? 0 : 2), high: number(one.high, Number.isInteger(one.high) ? 0 : 2) }))]);
  made.update = (after, before) => {
    const was = Object.fromEntries((before?.terms ?? []).map((one) => [one.issue, one]));
    const order = [...names.map((name) => after.terms.find((one) => one.issue === name)).filter(Boolean), ...after.terms.filter((one) => !names.includes(one.issue))];
    body.replaceChildren(...order.map((one) => h("tr", {}, h("th", { scope: "row" }, one.title, one.unit ? h("small", { class: "note" }, ` ${one.unit}`) : ""), h("td", {}, cell(was[one.issue])), h("td", {}, cell(one)))));
  };
  return made;
}
