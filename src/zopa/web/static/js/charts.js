// The report's charts, drawn by the Vega that the installed package holds, in the colours of the page.

import { h } from "zopa/dom.js";
import { t } from "zopa/texts.js";

let loading = null;

/** Load the bundle once, when the first chart is drawn. */
function vega() {
  if (globalThis.vegaEmbed) return Promise.resolve();
  loading ??= new Promise((done, failed) => {
    const script = h("script", { src: "/vega.js" });
    script.onload = done;
    script.onerror = () => failed(new Error(t("chart.failed")));
    document.head.append(script);
  });
  return loading;
}

/** Whether the page is dark now. */
export function dark() {
  const wanted = document.documentElement.dataset.look;
  return wanted ? wanted === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

const DARK = {
  "#222222": "#e8edf2", "#666666": "#a9b4bf", "#999999": "#7d8a96", "#e6e6e6": "#33404c", white: "#16202a", "#ffffff": "#16202a",
  "#0072b2": "#56b4e9", "#d55e00": "#ff8a3d",
};

function recoloured(spec) {
  if (Array.isArray(spec)) return spec.map(recoloured);
  if (spec && typeof spec === "object") {
    return Object.fromEntries(Object.entries(spec).map(([key, value]) => [key, key === "datasets" ? value : recoloured(value)]));
  }
  return typeof spec === "string" ? DARK[spec.toLowerCase()] ?? spec : spec;
}

/** A figure as the server sends it (`Figure`): title, chart, note, and its numbers as a table. */
export function figure(exhibit, { open = false, level = 3 } = {}) {
  const panels = exhibit.specs.map((spec, at) =>
    h("div", { class: "panel", style: exhibit.widest[at] ? { "max-width": `${exhibit.widest[at]}px` } : {} }, h("div", { class: "drawing" })));
  const place = h("div", { class: "chart", role: "group", tabindex: "0", "aria-label": exhibit.title },
    h("div", { class: "panels", role: "img", "aria-label": exhibit.alt }, panels));
  const made = h("figure", { class: "exhibit", id: exhibit.name },
    h("figcaption", {}, h(`h${level}`, {}, exhibit.title)), panels.length ? place : null,
    exhibit.note ? h("p", { class: "note" }, exhibit.note) : null, twin(exhibit.table, exhibit.title, open || !panels.length));
  const all = () => exhibit.specs.forEach((spec, at) => draw(panels[at].firstChild, spec));
  requestAnimationFrame(all);
  const again = () => (made.isConnected ? all() : removeEventListener("zopa-look", again));
  addEventListener("zopa-look", again);
  return made;
}

/** Draw a spec into a place that stands in the page, without `eval`. */
export async function draw(place, spec) {
  await vega();
  const wanted = dark() ? recoloured(spec) : spec;
  await globalThis.vegaEmbed(place, structuredClone(wanted), { actions: false, renderer: "svg", ast: true, tooltip: { theme: dark() ? "dark" : "light" } });
  place.dataset.drawn = "";
}

/** The numbers of a chart as a table, folded unless asked for. */
export function twin(table, title, open = false) {
  if (!table) return null;
  const cell = (value) => (value === null ? "" : typeof value === "number" ? shown(value, table.digits) : value);
  return h("details", { class: "twin", open },
    h("summary", {}, t("chart.numbers")),
    h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": title },
      h("table", {}, h("caption", { class: "hidden" }, title),
        h("thead", {}, h("tr", {}, table.columns.map((name) => h("th", { scope: "col" }, name)))),
        h("tbody", {}, table.rows.map((row) => h("tr", {}, row.map((value, at) =>
          at === 0 ? h("th", { scope: "row" }, cell(value)) : h("td", { class: typeof value === "number" ? "number" : null }, cell(value)))))))),
    table.note ? h("p", { class: "note" }, table.note) : null);
}

function shown(value, digits) {
  const text = Number.isInteger(value) && Math.abs(value) >= 1000 ? value.toLocaleString("en-US") : Number.isInteger(value) ? String(value) : value.toFixed(digits ?? 2);
  return text.replace("-", "−");
}
