// Explore: sliders on what matters, a thousand worlds played again as one drags, before against after. The address is the link.

import { get, post } from "zopa/api.js";
import { announce, fill, h, quiet } from "zopa/dom.js";
import { asker } from "zopa/parts/explore/ask.js";
import { cloud } from "zopa/parts/explore/cloud.js";
import { dials } from "zopa/parts/explore/dials.js";
import { deals, differences, terms } from "zopa/parts/explore/differences.js";
import { addressOf, moved, stateOf, without } from "zopa/parts/explore/state.js";
import { judged } from "zopa/parts/judged.js";
import { addressOf as watchOf } from "zopa/parts/watch/address.js";
import { language, number, percent, signed, t } from "zopa/texts.js";

const WORLDS = 1000;

export async function show(main, [name], query) {
  const all = await get("/api/catalogue");
  const scenario = all.scenarios.find((one) => one.name === name) ?? all.scenarios[0];
  const state = stateOf(scenario.name, query);
  const table = { ...scenario, parties: Object.entries(scenario.parties).map(([key, title]) => ({ name: key, title })) };
  const page = { state, scenario, table, all, before: null, after: null, whole: true };
  page.controls = h("div", { class: "xp-controls" }, h("p", { class: "note" }, t("explore.loading")));
  page.results = h("div", { class: "xp-results", "aria-busy": "true" }, h("p", { class: "note" }, t("explore.loading")));
  page.asker = asker({ worlds: WORLDS, tell: (answer, question, whole) => told(page, answer, question, whole), fail: (error) => failed(page, error) });
  fill(main, h("header", { class: "xp-head" }, h("div", {}, h("h1", {}, t("explore.title")), h("p", { class: "lead" }, t("explore.lead"))), chosen(page)),
    judged({ judged: scenario.name === "us_japan_2025" }), h("div", { class: "xp" }, page.controls, page.results));
  page.keep = quiet(() => { if (page.results.isConnected) history.replaceState(null, "", addressOf(state)); }, 150);
  page.asker.ask(question(page));
  await controls(page);
  return () => page.asker.stop();
}

const baseOf = ({ state }) => ({ scenario: state.scenario, changes: state.baseline.changes, strategies: state.baseline.strategies, seed: state.seed });
const unmoved = ({ state }) => JSON.stringify(state.baseline) === JSON.stringify({ changes: state.changes, strategies: state.strategies });
const question = (page) => ({ scenario: page.state.scenario, changes: page.state.changes, strategies: page.state.strategies, seed: page.state.seed, ...(unmoved(page) ? {} : { baseline: page.state.baseline }) });

/** Which talks. */
function chosen({ all, scenario }) {
  const go = (event) => { location.hash = `#/explore/${event.target.value}`; };
  return h("div", { class: "row xp-which" }, h("label", { for: "xp-scenario" }, t("explore.scenario")),
    h("select", { id: "xp-scenario", onchange: go }, all.scenarios.map((one) => h("option", { value: one.name, selected: one.name === scenario.name }, one.title))));
}

async function controls(page) {
  const { state, table } = page;
  let found;
  try {
    found = await post("/api/explore/dials", { scenario: state.scenario, strategies: state.strategies });
  } catch (error) {
    fill(page.controls, h("p", { class: "alert", role: "alert" }, error.message));
    return;
  }
  page.terms = found.terms;
  page.dials = dials(found.dials, table, {
    changes: () => state.changes,
    onmove: (dial, at) => { state.changes = moved(state.changes, dial, at); changed(page); },
    onnear: (dial, positions) => page.asker.ahead(state, positions.map((at) => ({ changes: moved(state.changes, dial, at), strategies: state.strategies }))),
  });
  const extra = state.changes.filter((one) => !found.dials.some((dial) => one.startsWith(`${dial.path}=`)));
  fill(page.controls, h("section", { class: "card stack", "aria-label": t("explore.sliders") },
    h("h2", {}, t("explore.sliders")), page.dials, h("fieldset", { class: "xp-who" }, h("legend", {}, t("explore.strategies")), table.parties.map((party, at) => strategy(page, party, at))),
    extra.length ? h("div", {}, h("p", { class: "note" }, t("explore.extra")), h("ul", {}, extra.map((one) => h("li", {}, h("code", {}, one))))) : null, buttons(page)));
  if (page.after) told(page, page.after, null, page.whole);
}

function strategy(page, party, at) {
  const { state, all, scenario } = page, id = `xp-strategy-${party.name}`;
  const pick = (event) => {
    state.strategies = { ...state.strategies, [party.name]: event.target.value };
    if (!event.target.value) delete state.strategies[party.name];
    state.changes = without(state.changes, party.name);
    changed(page);
    controls(page).then(() => document.getElementById(id)?.focus());
  };
  return h("div", { class: "field" }, h("label", { for: id, class: `party-${at}` }, h("span", { class: `who party-${at}` }, party.title)),
    h("select", { id, onchange: pick }, h("option", { value: "" }, t("explore.own", { strategy: scenario.own[party.name].replaceAll("_", " ") })),
      all.strategies.map((one) => h("option", { value: one.name, selected: one.name === state.strategies[party.name] }, one.name.replaceAll("_", " ")))));
}

function buttons(page) {
  const { state } = page;
  const rebase = () => { state.baseline = { changes: [...state.changes], strategies: { ...state.strategies } }; page.before = null; changed(page); announce(t("explore.rebased")); };
  const reset = () => { Object.assign(state, { changes: [], strategies: {}, baseline: { changes: [], strategies: {} } }); page.before = null; changed(page); controls(page); };
  const copy = async (event) => {
    const href = new URL(addressOf(state), location.href).href;
    history.replaceState(null, "", addressOf(state));
    try { await navigator.clipboard.writeText(href); event.target.textContent = t("explore.copied"); announce(t("explore.copied")); } catch { announce(href); }
  };
  return h("div", { class: "row" }, h("button", { type: "button", class: "main", onclick: rebase }, t("explore.rebase")), h("button", { type: "button", onclick: reset }, t("explore.reset")), h("button", { type: "button", onclick: copy }, t("explore.copy")));
}

/** Something has been moved. */
function changed(page) {
  page.dials?.refresh();
  page.keep();
  page.results.setAttribute("aria-busy", "true");
  page.asker.ask(question(page));
}

/** Worlds have come: the first hundred, or all. */
async function told(page, answer, asked, whole) {
  page.after = answer;
  page.whole = whole;
  if (!page.before || page.beforeOf !== JSON.stringify(baseOf(page))) {
    if (unmoved(page)) {
      page.before = answer;
      if (whole) page.beforeOf = JSON.stringify(baseOf(page));
    } else {
      const wanted = JSON.stringify(baseOf(page));
      const before = await post("/api/explore", { ...baseOf(page), worlds: WORLDS }).catch(() => null);
      if (page.after !== answer || !before) return;
      page.before = before;
      page.beforeOf = wanted;
    }
  }
  if (!page.terms) return;
  if (!page.drawn || page.drawnOf !== answer.table.scenario) drawn(page, answer.table);
  draw(page);
}

function drawn(page, table) {
  page.drawnOf = table.scenario;
  page.drawn = { cloud: cloud(table), differences: differences(table, page.terms.slice(0, 4)), deals: deals(table), terms: terms(table, page.terms) };
  page.status = h("p", { class: "xp-status" });
  page.one = h("div", {});
  const { cloud: plane, differences: gaps, deals: when, terms: said } = page.drawn;
  fill(page.results, h("section", { class: "card" }, page.status, plane),
    h("section", { class: "card", "aria-label": t("explore.compare") }, gaps, h("p", { class: "note" }, t("explore.luck"))), h("section", { class: "card" }, when),
    h("section", { class: "card" }, h("h2", {}, t("explore.terms")), said), h("section", { class: "card" }, h("h2", {}, t("explore.one")), page.one));
}

function draw(page) {
  const { after, before, whole } = page;
  const same = before && { ...before, points: before.points.slice(0, after.worlds) };
  page.drawn.differences.update(after, before);
  page.drawn.cloud.update(after, same);
  page.drawn.deals.update(after, before);
  page.drawn.terms.update(after, before);
  page.status.textContent = whole ? t("explore.all", { worlds: number(after.worlds, 0) }) : t("explore.first", { worlds: number(after.worlds, 0), all: number(WORLDS, 0) });
  page.status.classList.toggle("first", !whole);
  fill(page.one, single(page));
  page.results.dataset.worlds = after.worlds;
  page.results.dataset.changes = JSON.stringify(page.state.changes);
  if (whole) page.results.setAttribute("aria-busy", "false");
  if (whole) spoken(page);
}

const spoken = quiet((page) => {
  const gap = page.after.differences?.agreed;
  announce(t("explore.said", { share: percent(page.after.measures.agreed.value, 1), gap: gap ? signed(gap.value * 100, 1) : "–" }));
}, 600);

/** From the thousand to one: watch it, or play it. */
function single({ state, after }) {
  const world = Math.max(0, after.points.findIndex((one) => one[2])), seats = Object.fromEntries(Object.entries(state.strategies).map(([party, strategy]) => [party, { strategy }]));
  const field = h("input", { type: "number", id: "xp-world", min: 0, max: WORLDS - 1, value: world, oninput: () => links() });
  const watch = h("a", { class: "button" }, t("explore.watch")), play = h("a", { class: "button" }, t("explore.play"));
  const links = () => {
    const at = Math.min(Math.max(Math.trunc(Number(field.value)) || 0, 0), 999_999);
    watch.setAttribute("href", watchOf({ scenario: state.scenario, seed: state.seed, world: at, changes: state.changes, seats }));
    const query = new URLSearchParams([["seed", state.seed], ["world", at], ...state.changes.map((one) => ["change", one])]);
    play.setAttribute("href", `#/play/${state.scenario}?${query}`);
  };
  links();
  return h("div", { class: "row", lang: language() }, h("label", { for: "xp-world" }, t("explore.world")), field, watch, play);
}

function failed(page, error) {
  page.results.setAttribute("aria-busy", "false");
  const told = h("p", { class: "alert", role: "alert" }, error.message);
  if (page.drawn) fill(page.one, told);
  else fill(page.results, h("section", { class: "card" }, told));
}
