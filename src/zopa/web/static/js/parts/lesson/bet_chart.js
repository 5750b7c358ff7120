// A bet beside what came, on the scale of the answers; with the worlds behind it where it is of many.

import { h } from "zopa/dom.js";
import { number, t } from "zopa/texts.js";

const HEIGHT = 64;

/** A small chart of a bet and of what came; its numbers stand below it as a table. */
export function betChart(asked, answer, came) {
  const place = h("figure", { class: "exhibit bet-chart" });
  const draw = () => place.replaceChildren(drawn(asked, answer, came, Math.min(720, Math.max(260, place.clientWidth || 560))), table(asked, answer, came));
  const seen = new ResizeObserver(([entry]) => {
    if (Math.abs(entry.contentRect.width - place.dataset.wide) > 4) { place.dataset.wide = entry.contentRect.width; draw(); }
  });
  place.dataset.wide = 0;
  draw();
  seen.observe(place);
  return place;
}

function drawn(asked, answer, came, width) {
  const bars = asked.of === "share" ? [] : came.bars;
  const ends = [asked.low, asked.high, came.value, ...bars.flatMap((one) => [one.low, one.high])];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const top = bars.length ? 96 : 30;
  const x = (value) => 14 + (width - 28) * (value - low) / (high - low || 1);
  const most = Math.max(...bars.map((one) => one.worlds), 1);
  const said = { bet: number(answer, asked.digits), came: number(came.value, asked.digits), unit: asked.unit };
  return h("svg", { viewBox: `0 0 ${width} ${top + HEIGHT}`, width, height: top + HEIGHT, role: "img", "aria-label": t("lesson.bet.alt", said) },
    bars.map((one) => h("rect", { class: "bar", x: x(one.low) + 0.5, width: Math.max(1, x(one.high) - x(one.low) - 1), y: top - 72 * one.worlds / most, height: 72 * one.worlds / most })),
    h("line", { class: "axis", x1: x(low), x2: x(high), y1: top, y2: top }),
    [low, high].map((end, at) => h("text", { class: "tick", x: x(end), y: top + 18, "text-anchor": at ? "end" : "start" }, number(end, Number.isInteger(end) ? 0 : asked.digits))),
    mark("came-line", x(came.value), top, width, t("lesson.bet.mark.came", said), 38),
    mark("bet-line", x(answer), top, width, t("lesson.bet.mark.bet", said), 56));
}

/** A line on the scale, with its words below it on a line of their own: a circle for what came, a diamond for the bet. */
function mark(name, at, top, width, text, below) {
  const anchor = at < width * 0.3 ? "start" : at > width * 0.7 ? "end" : "middle";
  const tick = name === "came-line"
    ? h("circle", { class: name, cx: at, cy: top, r: 7 })
    : h("path", { class: name, d: `M${at} ${top - 9}l9 9l-9 9l-9 -9z` });
  return [tick, h("text", { class: `${name} words`, x: anchor === "start" ? at - 7 : anchor === "end" ? at + 7 : at, y: top + below - 2, "text-anchor": anchor }, text)];
}

function table(asked, answer, came) {
  if (!came.bars.length) return h("span", {});
  const digits = asked.digits;
  return h("details", {}, h("summary", {}, t("chart.numbers")), h("table", {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "number" }, `${asked.unit}`), h("th", { scope: "col", class: "number" }, t("lesson.bet.worlds")))),
    h("tbody", {}, came.bars.map((one) => h("tr", {}, h("td", { class: "number" }, number((one.low + one.high) / 2, digits)), h("td", { class: "number" }, number(one.worlds, 0)))))));
}
