// The worlds on the plane of payoffs: before in pale rings of colour, after on top; deals are dots, worlds without one crosses.

import { twin } from "zopa/charts.js";
import { h } from "zopa/dom.js";
import { number, percent, t } from "zopa/texts.js";

const WIDE = 640, HIGH = 440, BOX = { left: 62, right: 12, top: 12, bottom: 50 };

/** The plane; `update(after, before)` draws anew. Its frame stays where it is as long as most worlds are in it. */
export function cloud(table) {
  const [first, second] = table.parties;
  const drawing = h("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", class: "cloud" });
  const numbers = h("div", {});
  const key = h("p", { class: "note xp-key" }, h("span", { class: "xp-dot before" }), t("explore.before"), h("span", { class: "xp-dot after" }), t("explore.after"), h("span", { class: "xp-cross" }, "×"), t("explore.no_deal"));
  const made = h("figure", { class: "exhibit" }, h("figcaption", {}, h("h2", {}, t("explore.plane"))), drawing, key, numbers);
  let frame = null;
  made.update = (after, before) => {
    frame = framed(frame, [...after.points, ...(before?.points ?? [])]);
    draw(drawing, frame, table, after, before);
    drawing.setAttribute("aria-label", described(first, second, after, before));
    const open = numbers.querySelector("details")?.open ?? false;
    numbers.replaceChildren(twin(rows(table, after, before), t("explore.plane"), open));
  };
  return made;
}

const sorted = (points, axis) => points.map((one) => one[axis]).sort((a, b) => a - b);
const quantile = (ranked, q) => ranked[Math.max(Math.ceil(q * ranked.length - 1e-9), 1) - 1];

function framed(old, points) {
  const wanted = [0, 1].map((axis) => {
    const ranked = sorted(points, axis);
    const [low, high] = [quantile(ranked, 0.01), quantile(ranked, 0.99)];
    const room = (high - low || Math.abs(high) || 1) * 0.08;
    return [Math.max(low - room, ranked[0] - room), Math.min(high + room, ranked.at(-1) + room)];
  });
  const inside = old && wanted.every(([low, high], axis) => {
    const wide = old[axis][1] - old[axis][0];
    return low > old[axis][0] - 0.04 * wide && high < old[axis][1] + 0.04 * wide && high - low > 0.4 * wide;
  });
  return inside ? old : wanted;
}

function ticks([low, high], most) {
  const rough = (high - low) / most, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= rough);
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const found = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step * 1e-9; at += step) found.push([at, number(Math.abs(at) < step * 1e-9 ? 0 : at, digits)]);
  return found;
}

function draw(drawing, frame, table, after, before) {
  const place = (axis, from, to) => (value) => from + ((Math.min(Math.max(value, frame[axis][0]), frame[axis][1]) - frame[axis][0]) / (frame[axis][1] - frame[axis][0])) * (to - from);
  const x = place(0, BOX.left, WIDE - BOX.right), y = place(1, HIGH - BOX.bottom, BOX.top);
  const marks = (points, deal) => points.filter((one) => Boolean(one[2]) === deal).map((one) => {
    const [a, b] = [x(one[0]).toFixed(1), y(one[1]).toFixed(1)];
    return deal ? `M${a} ${b}h0` : `M${(a - 2.6).toFixed(1)} ${(b - 2.6).toFixed(1)}l5.2 5.2m-5.2 0l5.2 -5.2`;
  }).join("");
  const mean = (some) => (some ? [x(middle(some, table, 0)), y(middle(some, table, 1))] : null);
  const from = mean(before), to = mean(after);
  drawing.replaceChildren(
    h("g", { class: "xp-axes" },
      ticks(frame[0], 6).map(([at, text]) => [h("line", { x1: x(at), x2: x(at), y1: BOX.top, y2: HIGH - BOX.bottom }), h("text", { x: x(at), y: HIGH - BOX.bottom + 18, "text-anchor": "middle" }, text)]),
      ticks(frame[1], 6).map(([at, text]) => [h("line", { x1: BOX.left, x2: WIDE - BOX.right, y1: y(at), y2: y(at) }), h("text", { x: BOX.left - 8, y: y(at) + 4, "text-anchor": "end" }, text)]),
      h("text", { class: "xp-title", x: (BOX.left + WIDE - BOX.right) / 2, y: HIGH - 10, "text-anchor": "middle" }, t("explore.axis", { party: table.parties[0].title, unit: table.unit })),
      h("text", { class: "xp-title", transform: `translate(14 ${(BOX.top + HIGH - BOX.bottom) / 2}) rotate(-90)`, "text-anchor": "middle" }, t("explore.axis", { party: table.parties[1].title, unit: table.unit }))),
    before ? h("path", { class: "xp-deals before", d: marks(before.points, true) }) : "",
    before ? h("path", { class: "xp-none before", d: marks(before.points, false) }) : "",
    h("path", { class: "xp-deals after", d: marks(after.points, true) }), h("path", { class: "xp-none after", d: marks(after.points, false) }),
    from && Math.hypot(from[0] - to[0], from[1] - to[1]) > 2 ? h("line", { class: "xp-shift", x1: from[0], y1: from[1], x2: to[0], y2: to[1] }) : "",
    from ? diamond(from, "before") : "", diamond(to, "after"));
}

const middle = (some, table, axis) => some.measures[`annual_${table.parties[axis].name}`].value;
const diamond = ([x, y], name) => h("path", { class: `xp-mean ${name}`, d: `M${x} ${y - 9}l8 9l-8 9l-8 -9z` });

function described(first, second, after, before) {
  const of = (some) => t("explore.plane.alt", {
    first: first.title, second: second.title, share: percent(some.measures.agreed.value),
    x: number(some.measures[`annual_${first.name}`].value), y: number(some.measures[`annual_${second.name}`].value),
  });
  return before ? `${t("explore.before")}: ${of(before)} ${t("explore.after")}: ${of(after)}` : of(after);
}

/** The plane in numbers: how the payoffs of each side spread. */
function rows(table, after, before) {
  const shares = [0.05, 0.25, 0.5, 0.75, 0.95];
  const line = (some, name, axis) => {
    const ranked = sorted(some.points, axis);
    return [`${table.parties[axis].title}, ${name}`, ...shares.map((q) => quantile(ranked, q))];
  };
  const both = [0, 1].flatMap((axis) => [before ? line(before, t("explore.before"), axis) : null, line(after, t("explore.after"), axis)]);
  return { columns: [t("explore.payoff_in", { unit: table.unit }), ...shares.map((q) => t("explore.quantile", { share: percent(q) }))], rows: both.filter(Boolean), digits: 2, note: "" };
}
