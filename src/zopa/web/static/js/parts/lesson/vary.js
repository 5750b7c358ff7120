// One number varied in a lesson: a slider, and a thousand worlds for each of its values. Works from recorded answers too.

import { offline, post } from "zopa/api.js";
import { fill, h } from "zopa/dom.js";
import { asker } from "zopa/parts/explore/ask.js";
import { judged } from "zopa/parts/judged.js";
import { language, number, percent, t } from "zopa/texts.js";

/** What is asked for a value of the slider: the same text whenever it is asked. */
export function bodyOf({ scenario, changes = [], strategies = {}, slider, worlds = 1000, seed = 0 }, value) {
  const others = changes.filter((one) => !one.startsWith(`${slider.path}=`));
  return { scenario, changes: [...others, `${slider.path}=${value}`], strategies, seed, points: false, worlds };
}

/**
 * The part. Given either `start` (what fixes the talks) or `scenario`, `changes`, `strategies` and `seed`; and `slider`
 * ({path, label, values}), `measures` and `worlds`. What has been seen stays in the drawing, so that a line grows.
 */
export function explore_part(given) {
  const { start, measures, slider } = given;
  const seats = Object.fromEntries(Object.entries(start?.seats ?? {}).filter(([, place]) => place.strategy).map(([party, place]) => [party, place.strategy]));
  const asked = start ? { ...given, scenario: start.scenario, changes: start.changes ?? [], strategies: seats, seed: start.seed ?? 0 } : given;
  const seen = new Map();
  const results = h("div", { class: "vary-results", "aria-live": "polite" }, h("p", { class: "note" }, t("explore.loading")));
  const drawing = h("div", {});
  const value = h("output", { class: "big", for: "vary-slider" });
  const middle = Math.floor((slider.values.length - 1) / 2);
  const label = typeof slider.label === "string" ? slider.label : slider.label[language()] ?? slider.label.en;
  const input = h("input", { type: "range", id: `vary-${slider.path.replaceAll(".", "-")}`, min: 0, max: slider.values.length - 1, step: 1, value: middle, oninput: () => move() });
  const who = asker({ worlds: asked.worlds ?? 1000, tell: (answer, question) => told(answer, question), fail: (error) => fill(results, h("p", { class: "alert", role: "alert" }, error.message)) });

  function told(answer, question) {
    const at = Number(question.at ?? input.value);
    if (answer.worlds >= (seen.get(at)?.worlds ?? 0)) seen.set(at, answer);
    if (at === Number(input.value)) show(answer);
  }
  function show(answer) {
    fill(results, h("dl", { class: "vary-measures" }, measures.map((name) => measure(answer, name))), h("p", { class: "note" }, t("explore.all", { worlds: number(answer.worlds, 0) })), judged(answer.table));
    fill(drawing, lines(seen, slider, measures, Number(input.value)));
  }
  function move() {
    const at = Number(input.value);
    value.textContent = String(slider.values[at]).replace("-", "−");
    input.setAttribute("aria-valuetext", String(slider.values[at]));
    if (seen.get(at)?.worlds >= (asked.worlds ?? 1000)) show(seen.get(at));
    else who.ask(question(at));
  }
  function question(at) {
    const { worlds: _, ...body } = bodyOf(asked, slider.values[at]);
    return Object.defineProperty(body, "at", { value: at });
  }
  async function others() {
    for (const at of slider.values.keys()) {
      if (!made.isConnected && at > 0) return;
      if (seen.has(at)) continue;
      const answer = await post("/api/explore", bodyOf(asked, slider.values[at])).catch(() => null);
      if (answer) { seen.set(at, answer); if (seen.has(Number(input.value))) fill(drawing, lines(seen, slider, measures, Number(input.value))); }
    }
  }
  const made = h("div", { class: "vary card stack" }, h("div", { class: "row vary-head" }, h("label", { for: input.id }, label), value), input, results, drawing);
  move();
  setTimeout(others, offline() ? 0 : 700);
  return made;
}

function titleOf(answer, name) {
  if (name === "agreed") return t("explore.agreed");
  if (name === "round") return t("explore.round");
  if (name.startsWith("annual_")) return t("explore.payoff", { party: answer.table.parties.find((one) => `annual_${one.name}` === name)?.title ?? name });
  return t("explore.mean_of", { issue: answer.terms.find((one) => `issue:${one.issue}` === name)?.title ?? name });
}

const said = (name, value) => (name === "agreed" ? percent(value, 1) : number(value, 2));

function measure(answer, name) {
  const found = answer.measures[name];
  const at = answer.table.parties.findIndex((one) => `annual_${one.name}` === name);
  if (!found) return null;
  return h("div", { class: at < 0 ? null : `party-${at}` }, h("dt", {}, at < 0 ? titleOf(answer, name) : h("span", { class: `who party-${at}` }, titleOf(answer, name))),
    h("dd", { class: "big" }, said(name, found.value)), h("dd", { class: "note" }, at < 0 ? "" : `${answer.table.unit} · `, found.low === null || found.low === found.high ? "" : t("explore.from_to", { low: said(name, found.low), high: said(name, found.high) })));
}

/** A small line for each measure over the values of the slider; the present one is marked, and all stand in a table. */
function lines(seen, slider, measures, now) {
  const at = [...seen.keys()].sort((a, b) => a - b);
  if (at.length < 2) return null;
  const first = seen.get(at[0]);
  const one = (name) => {
    const values = at.map((key) => seen.get(key).measures[name]?.value ?? null).map((value, number) => [at[number], value]).filter(([, value]) => value !== null);
    if (values.length < 2) return null;
    const all = values.map(([, value]) => value), low = name === "agreed" ? 0 : Math.min(...all), high = name === "agreed" ? 1 : Math.max(...all);
    const x = (key) => 10 + (key / (slider.values.length - 1)) * 280, y = (value) => 70 - ((value - low) / (high - low || 1)) * 56;
    const party = first.table.parties.findIndex((who) => `annual_${who.name}` === name);
    const here = values.find(([key]) => key === now);
    return h("figure", { class: `vary-line ${party < 0 ? "" : `party-${party}`}` }, h("figcaption", { class: "note" }, titleOf(first, name)),
      h("svg", { viewBox: "0 0 300 80", "aria-hidden": "true" }, h("polyline", { points: values.map(([key, value]) => `${x(key)},${y(value)}`).join(" ") }), values.map(([key, value]) => h("circle", { cx: x(key), cy: y(value), r: 2.5 })), here ? h("circle", { class: "now", cx: x(here[0]), cy: y(here[1]), r: 6 }) : ""));
  };
  return [h("div", { class: "columns" }, measures.map(one)),
    h("details", { class: "twin" }, h("summary", {}, t("chart.numbers")), h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t("chart.numbers") }, h("table", {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, ""), measures.map((name) => h("th", { scope: "col", class: "number" }, titleOf(first, name))))),
      h("tbody", {}, at.map((key) => h("tr", {}, h("th", { scope: "row" }, String(slider.values[key])), measures.map((name) => h("td", { class: "number" }, said(name, seen.get(key).measures[name]?.value ?? null)))))))))];
}
