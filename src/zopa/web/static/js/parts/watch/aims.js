// Aspiration against offer: what one party asks for and what it is offered, in its own payoff, round by round.

import { twin } from "zopa/charts.js";
import { h } from "zopa/dom.js";
import { who } from "zopa/parts/party.js";
import { aims } from "zopa/parts/watch/course.js";
import { axes, line, mark, range, scale } from "zopa/parts/watch/drawing.js";
import { number, t } from "zopa/texts.js";

const WIDE = 420;
const HIGH = 190;
const BOX = { left: 48, right: WIDE - 14, top: 10, bottom: HIGH - 24 };

/** Ranges of both axes over the whole of the talks, for one party. */
export function spread(talk, party) {
  const all = aims(talk.events, party, talk.events.length);
  const last = talk.events.at(-1)?.round ?? 1;
  return { xs: [1, last + 1], ys: range([...all.asks, ...all.offered, ...all.without].map((one) => one.y)) };
}

/** One party's drawing at a step, with its numbers. `limits`: of `spread`. */
export function aim(talk, party, step, limits) {
  const { table, events } = talk;
  const at = table.parties.findIndex((one) => one.name === party);
  const title = table.parties[at].title;
  const { asks, offered, without } = aims(events, party, step);
  const x = scale(limits.xs, [BOX.left, BOX.right]);
  const y = scale(limits.ys, [BOX.bottom, BOX.top]);
  const spots = (points) => points.map((one) => [x(one.x), y(one.y)]);
  const by = (name) => table.parties.findIndex((one) => one.name === name);
  const now = asks.at(-1);
  const got = offered.at(-1);
  return h("figure", { class: `aim party-${at}` },
    h("figcaption", {}, who(table, party), " ", h("span", { class: "muted" }, t("watch.aims.in_its", { unit: table.unit }))),
    h("svg", { class: "drawing-svg", viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": t("watch.aims.told", {
      party: title, asks: number(now?.y, table.digits), offered: number(got?.y, table.digits), without: number(without.at(-1)?.y, table.digits) }) },
      axes({ x, y, ...limits, box: BOX, ymost: 4, xmost: 6, integers: true }),
      line(spots(without), { class: "nodeal" }),
      line(spots(asks), { class: `asks party-${at}` }),
      offered.map((one, number) => mark(by(one.by), x(one.x), y(one.y), number === offered.length - 1 ? 5.5 : 2.8, { class: number === offered.length - 1 ? "newest" : "older" })),
      now ? h("circle", { class: `asking party-${at}`, cx: x(now.x), cy: y(now.y), r: 4.5 }) : null),
    twin(numbers(table, asks, offered), t("watch.aims.title", { party: title })));
}

/** What the lines and marks mean. */
export function legend(table) {
  return h("p", { class: "player-legend note" },
    h("span", { class: "key line" }, t("watch.aims.asks")),
    h("span", { class: "key shapes" }, table.parties.map((one, at) => h("i", { class: `dot party-${at}` })), t("watch.aims.offered")),
    h("span", { class: "key dashed" }, t("watch.nodeal")));
}

function numbers(table, asks, offered) {
  const rounds = [...new Set([...asks, ...offered].map((one) => one.round))].sort((one, other) => one - other);
  const last = (points, round) => points.findLast((one) => one.round === round)?.y ?? null;
  return {
    columns: [t("watch.round"), t("watch.aims.asks"), t("watch.aims.offered")],
    rows: rounds.map((round) => [round, last(asks, round), last(offered, round)]), digits: table.digits, note: table.unit,
  };
}
