// The drawing at the beginning: a frontier, what no deal is worth, and two paths of offers that meet.

import { h } from "zopa/dom.js";
import { t } from "zopa/texts.js";

const NO_DEAL = [128, 262];
const OFFERS = [[0.07, 0.17, 0.26, 0.34, 0.41, 0.47], [0.95, 0.87, 0.79, 0.7, 0.61, 0.53]];
const DEAL = 0.5;

/** A point of the frontier, from its upper end (0) to its lower one (1). */
function frontier(at) {
  const ends = [[52, 52], [240, 58], [432, 150], [446, 330]], back = 1 - at;
  const weights = [back ** 3, 3 * back ** 2 * at, 3 * back * at ** 2, at ** 3];
  return [0, 1].map((axis) => ends.reduce((sum, one, k) => sum + weights[k] * one[axis], 0));
}

const points = (some) => some.map((one) => one.map((value) => value.toFixed(1)).join(",")).join(" ");

/** An offer lies a little inside the frontier, less so the later it is made. */
function offer(at, place) {
  const [x, y] = frontier(at), depth = 0.13 - 0.02 * place;
  return [x + (NO_DEAL[0] - x) * depth, y + (NO_DEAL[1] - y) * depth];
}

/** The drawing; it says nothing that the text beside it does not, so those who listen are spared it. */
export function homeFigure() {
  const edge = Array.from({ length: 61 }, (_, k) => frontier(k / 60));
  const better = edge.filter(([x, y]) => x >= NO_DEAL[0] && y <= NO_DEAL[1]);
  const [x, y] = frontier(DEAL);
  return h("svg", { class: "home-figure", viewBox: "0 0 480 360", "aria-hidden": "true", focusable: "false" },
    h("polyline", { class: "zone", points: points([[NO_DEAL[0], better[0][1]], ...better, [better.at(-1)[0], NO_DEAL[1]], NO_DEAL]) }),
    h("path", { class: "axes", d: "M32 24V338H464" }),
    h("path", { class: "least", d: `M${NO_DEAL[0]} 338V${better[0][1]}M32 ${NO_DEAL[1]}H${better.at(-1)[0]}` }),
    h("polyline", { class: "edge", points: points(edge) }),
    [1, 0].map((from, party) => path(OFFERS[from].map(offer), party, [x, y])),
    h("path", { class: "none", d: `M${NO_DEAL[0] - 5} ${NO_DEAL[1] - 5}l10 10m-10 0l10 -10` }),
    h("text", { x: NO_DEAL[0] - 10, y: NO_DEAL[1] + 24, "text-anchor": "end" }, t("home.figure.none")),
    h("circle", { class: "deal", cx: x, cy: y, r: 11 }), h("circle", { class: "heart", cx: x, cy: y, r: 4 }),
    h("text", { class: "met", x: x + 18, y: y - 10 }, t("home.figure.deal")));
}

function path(made, party, end) {
  const mark = ([x, y]) => (party ? h("rect", { x: x - 5, y: y - 5, width: 10, height: 10, rx: 1.5 }) : h("circle", { cx: x, cy: y, r: 5.5 }));
  return h("g", { class: `party-${party}` }, h("polyline", { class: "way", pathLength: 1, points: points([...made, end]) }), made.map(mark));
}
