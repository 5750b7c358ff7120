// "Why?": what a move compared, in words and on a line: aspiration against offer against no deal.

import { h } from "zopa/dom.js";
import { filled } from "zopa/parts/filled.js";
import { titleOf, who } from "zopa/parts/party.js";
import { offersOf } from "zopa/parts/watch/course.js";
import { scale, range } from "zopa/parts/watch/drawing.js";
import { number, signed, t } from "zopa/texts.js";

const ANSWERS = ["accept", "consent", "refuse", "sent_home"];

/** The reasons of the selected move; `event` null at the beginning. */
export function why(talk, event) {
  const { table, events } = talk;
  if (!event) return h("div", { class: "why-panel" }, h("p", {}, t("watch.why.begin")));
  if (event.kind === "news") return h("div", { class: "why-panel" }, h("p", {}, t("watch.why.news")));
  if (event.kind === "silent") return h("div", { class: "why-panel" }, h("p", {}, filled("watch.why.silent", { who: who(table, event.party) })));
  return h("div", { class: "why-panel" },
    h("p", { class: "because" }, ANSWERS.includes(event.kind) ? answer(table, event) : offer(table, events, event)),
    event.kind === "sent_home" ? h("p", { class: "because" }, t("watch.why.sent_home")) : null,
    compared(table, event, event.kind === "offer" ? offersOf(events, event.party, event.index).now : null));
}

/** What decided an answer: as the server says, or from the numbers. */
function cause(event) {
  if (event.why) return event.why;
  const [worth, none] = [event.worth[event.party], event.no_deal[event.party]];
  if (event.kind !== "refuse") return event.wants === null || worth >= event.wants ? "enough" : "last_exchange";
  if (event.blocked.length) return "home";
  return worth < none ? "no_deal" : "time";
}

function answer(table, event) {
  const [worth, none] = [event.worth[event.party], event.no_deal[event.party]];
  const gain = number(Math.abs(worth - none), table.digits);
  const more = event.wants === null ? "" : number(Math.abs(event.wants - worth), table.digits);
  const key = cause(event);
  const told = key === "time" && event.wants === null ? "watch.why.time.short" : `watch.why.${key}`;
  const said = filled(told, { who: who(table, event.party), gain: amount(gain, table), more: amount(more, table), homes: h("b", {}, homes(event)) });
  return key === "home" ? [said, " ", t(worth < none ? "watch.why.home.besides" : "watch.why.home.else", { who: titleOf(table, event.party) })] : said;
}

const amount = (text, table) => h("b", {}, `${text} ${table.unit}`.trim());
const homes = (event) => event.blocked.map((name) => name.replaceAll("_", " ")).join(t("watch.why.and"));

function offer(table, events, event) {
  const me = event.party;
  const [worth, none] = [event.worth[me], event.no_deal[me]];
  const before = offersOf(events, me, event.index).now;
  const told = [filled(worth >= none ? "watch.why.offer" : "watch.why.offer.below", { who: who(table, me), gain: amount(number(Math.abs(worth - none), table.digits), table) })];
  if (before) {
    const moved = Number((before.worth[me] - worth).toFixed(table.digits));
    const key = moved > 0 ? "watch.why.offer.gives" : moved < 0 ? "watch.why.offer.asks" : "watch.why.offer.same";
    told.push(" ", filled(key, { moved: amount(number(Math.abs(moved), table.digits), table) }));
  }
  for (const other of table.parties.filter((one) => one.name !== me)) {
    const gets = event.worth[other.name] - event.no_deal[other.name];
    told.push(" ", t("watch.why.offer.other", { party: other.title, gain: signed(gets, table.digits) }));
  }
  return told;
}

/** A line with what was compared, and the numbers below it in words. */
function compared(table, event, before) {
  const me = event.party;
  const place = table.parties.findIndex((one) => one.name === me);
  const isAnswer = ANSWERS.includes(event.kind);
  const points = [
    { key: "nodeal", value: event.no_deal[me] },
    isAnswer ? { key: "offer", value: event.worth[me] } : { key: "wants", label: "this", value: event.worth[me] },
    isAnswer ? { key: "wants", value: event.wants } : null,
    before ? { key: "before", value: before.worth[me] } : null,
  ].filter((one) => one && one.value !== null && one.value !== undefined);
  const x = scale(range(points.map((one) => one.value), 0.16), [10, 390]);
  return h("div", { class: `compared party-${place}` },
    h("svg", { class: "drawing-svg", viewBox: "0 0 400 34", "aria-hidden": "true" },
      h("line", { class: "rail", x1: 6, x2: 394, y1: 18, y2: 18 }),
      points.map((one) => h("g", { class: one.key }, sign(one.key, x(one.value))))),
    h("dl", {}, points.map((one) => h("div", { class: one.key },
      h("dt", {}, swatch(one.key), t(`watch.why.is.${one.label ?? one.key}`)),
      h("dd", {}, `${number(one.value, table.digits)} ${table.unit}`.trim())))));
}

function sign(key, x) {
  if (key === "nodeal") return h("line", { class: "nodeal", x1: x, x2: x, y1: 5, y2: 31 });
  if (key === "offer") return h("path", { class: "got", d: `M${x} 7L${x + 9} 18L${x} 29L${x - 9} 18Z` });
  if (key === "before") return h("path", { class: "had", d: `M${x} 18L${x - 7} 6L${x + 7} 6Z` });
  return h("path", { class: "want", d: `M${x} 18L${x - 8} 4L${x + 8} 4Z` });
}

const swatch = (key) => h("svg", { class: "swatch", viewBox: "0 0 20 34", "aria-hidden": "true" }, sign(key, 10));
