// The plane of payoffs: every offer so far, side by side for both, and what no deal is worth.

import { twin } from "zopa/charts.js";
import { h } from "zopa/dom.js";
import { noDealOf, path } from "zopa/parts/watch/course.js";
import { axes, cross, line, mark, range, scale, star } from "zopa/parts/watch/drawing.js";
import { number, t } from "zopa/texts.js";

const WIDE = 420;
const HIGH = 330;
const BOX = { left: 48, right: WIDE - 14, top: 12, bottom: HIGH - 44 };

/** Ranges of both axes over the whole of the talks, so that nothing jumps while they are played. */
export function bounds(talk) {
  const [x, y] = talk.table.parties.map((one) => one.name);
  const offers = talk.events.filter((one) => one.kind === "offer");
  const told = talk.events.filter((one) => one.no_deal && one.no_deal[x] !== undefined);
  const of = (name) => range([...offers.map((one) => one.worth[name]), ...told.map((one) => one.no_deal[name])]);
  return { xs: of(x), ys: of(y) };
}

/** The drawing at a step, with its numbers. `limits`: of `bounds`. */
export function paths(talk, step, limits) {
  const { table, events } = talk;
  const [first, second] = table.parties;
  const x = scale(limits.xs, [BOX.left, BOX.right]);
  const y = scale(limits.ys, [BOX.bottom, BOX.top]);
  const none = noDealOf(events, step);
  const [nx, ny] = [x(none[first.name] ?? limits.xs[0]), y(none[second.name] ?? limits.ys[0])];
  const lines = table.parties.map((party) => path(events, party.name, [first.name, second.name], step));
  const deal = step === events.length && talk.end.agreed ? lastOn(events, talk) : null;
  return [
    h("svg", { class: "drawing-svg", viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": told(talk, lines, none) },
      better(nx, ny),
      axes({ x, y, ...limits, box: BOX }),
      h("line", { class: "nodeal", x1: nx, x2: nx, y1: BOX.top, y2: BOX.bottom }),
      h("line", { class: "nodeal", x1: BOX.left, x2: BOX.right, y1: ny, y2: ny }),
      lines.map((points, at) => drawn(points, at, x, y)),
      cross(nx, ny, 5),
      deal ? star(x(deal.worth[first.name]), y(deal.worth[second.name]), 11) : null,
      h("text", { class: "axis party-0", x: BOX.right, y: HIGH - 8, "text-anchor": "end" }, `${t("watch.worth_to", { party: first.title })} →`),
      h("text", { class: "axis party-1", x: 4, y: HIGH - 8 }, `↑ ${t("watch.worth_to", { party: second.title })}`)),
    twin(numbers(table, lines, none), t("watch.paths")),
  ];
}

/** Where both sides would have more than without a deal. */
function better(nx, ny) {
  const wide = Math.max(0, BOX.right - nx);
  const high = Math.max(0, ny - BOX.top);
  return wide && high ? h("rect", { class: "better", x: nx, y: BOX.top, width: wide, height: high }) : null;
}

function drawn(points, at, x, y) {
  const last = points.length - 1;
  return h("g", { class: `path party-${at}` },
    last > 0 ? line(points.map((one) => [x(one.x), y(one.y)]), { class: `trail party-${at}` }) : null,
    points.map((one, number) => mark(at, x(one.x), y(one.y), number === last ? 6.5 : 2.8, { class: number === last ? "newest" : "older" })));
}

/** The offer that was accepted. */
export const lastOn = (events, talk) => (talk.end.agreed ? events.findLast((one) => one.kind === "accept" || one.kind === "offer") : null);

function told(talk, lines, none) {
  const { table } = talk;
  const [first, second] = table.parties;
  const parts = table.parties.map((party, at) => {
    const now = lines[at].at(-1);
    return now ? t("watch.paths.last", { party: party.title, first: first.title, x: number(now.x, table.digits), second: second.title, y: number(now.y, table.digits) })
      : t("watch.paths.none", { party: party.title });
  });
  const without = t("watch.paths.nodeal", { x: number(none[first.name], table.digits), y: number(none[second.name], table.digits) });
  return [t("watch.paths"), ...parts, without].join(" ");
}

function numbers(table, lines, none) {
  const [first, second] = table.parties;
  const rows = lines.flatMap((points, at) => points.map((one) => [table.parties[at].title, one.round, one.x, one.y]));
  return {
    columns: [t("watch.offer_of"), t("watch.round"), t("watch.worth_to", { party: first.title }), t("watch.worth_to", { party: second.title })],
    rows: [...rows, [t("watch.nodeal"), null, none[first.name] ?? null, none[second.name] ?? null]], digits: table.digits, note: table.unit,
  };
}

/** What the marks of the plane mean. */
export function key(table) {
  const sign = (...drawn) => h("svg", { class: "sign drawing-svg", viewBox: "0 0 20 20", "aria-hidden": "true" }, drawn);
  return h("p", { class: "player-legend note" },
    table.parties.map((one, at) => h("span", { class: "key" }, sign(mark(at, 10, 10, 6)), t("watch.paths.of", { party: one.title }))),
    h("span", { class: "key" }, sign(cross(10, 10, 6)), t("watch.nodeal")),
    h("span", { class: "key" }, sign(star(10, 10, 9)), t("watch.deal")),
    h("span", { class: "key area" }, t("watch.paths.better")));
}
