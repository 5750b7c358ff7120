// Light SVG drawings that move with every step: scales, axes, marks. Parties keep their colour and their shape.

import { h } from "zopa/dom.js";
import { number } from "zopa/texts.js";

/** A linear scale from numbers to pixels. */
export function scale([from, to], [low, high]) {
  const wide = to - from || 1;
  return (value) => low + ((value - from) / wide) * (high - low);
}

/** The range of numbers with a little room around; never empty. */
export function range(values, room = 0.06) {
  const known = values.filter((one) => Number.isFinite(one));
  if (!known.length) return [0, 1];
  const low = Math.min(...known);
  const high = Math.max(...known);
  const more = (high - low || Math.abs(high) || 1) * room;
  return [low - more, high + more];
}

/** Round numbers inside of a range. */
export function ticks([from, to], most = 5) {
  const rough = (to - from) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough);
  const found = [];
  for (let at = Math.ceil(from / step) * step; at <= to + step * 1e-9; at += step) found.push(Math.abs(at) < step * 1e-9 ? 0 : at);
  return { step, found };
}

const digitsOf = (step) => Math.max(0, -Math.floor(Math.log10(step) + 1e-9));

/** Grid lines and numbers of both axes. */
export function axes({ x, y, xs, ys, box, xmost = 5, ymost = 5, integers = false }) {
  const across = ticks(xs, xmost);
  const up = ticks(ys, ymost);
  const whole = (one) => !integers || Number.isInteger(one);
  return h("g", { class: "axes", "aria-hidden": "true" },
    across.found.filter(whole).map((one) => [
      h("line", { class: "grid", x1: x(one), x2: x(one), y1: box.top, y2: box.bottom }),
      h("text", { class: "tick", x: x(one), y: box.bottom + 14, "text-anchor": "middle" }, number(one, digitsOf(across.step)))]),
    up.found.map((one) => [
      h("line", { class: "grid", x1: box.left, x2: box.right, y1: y(one), y2: y(one) }),
      h("text", { class: "tick", x: box.left - 6, y: y(one) + 4, "text-anchor": "end" }, number(one, digitsOf(up.step)))]));
}

/** The mark of a party: a circle, a square, a triangle; as everywhere on the page. */
export function mark(place, x, y, size, given = {}) {
  const of = { ...given, class: `spot party-${place} ${given.class ?? ""}` };
  if (place % 3 === 0) return h("circle", { ...of, cx: x, cy: y, r: size });
  if (place % 3 === 1) return h("rect", { ...of, x: x - size, y: y - size, width: 2 * size, height: 2 * size });
  return h("path", { ...of, d: `M${x} ${y - 1.2 * size}L${x + 1.15 * size} ${y + 0.9 * size}L${x - 1.15 * size} ${y + 0.9 * size}Z` });
}

/** A cross: no deal. */
export const cross = (x, y, size, given = {}) =>
  h("path", { class: "cross", ...given, d: `M${x - size} ${y - size}L${x + size} ${y + size}M${x - size} ${y + size}L${x + size} ${y - size}` });

/** A star: the deal. */
export function star(x, y, size, given = {}) {
  const points = Array.from({ length: 10 }, (_, at) => {
    const far = at % 2 ? size * 0.45 : size;
    const angle = (Math.PI * at) / 5 - Math.PI / 2;
    return `${(x + far * Math.cos(angle)).toFixed(2)} ${(y + far * Math.sin(angle)).toFixed(2)}`;
  });
  return h("path", { class: "star", ...given, d: `M${points.join("L")}Z` });
}

export const line = (points, given = {}) =>
  h("polyline", { fill: "none", ...given, points: points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ") });
