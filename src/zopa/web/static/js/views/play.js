// Setting up a game: side, opponent, scenario, hints, seed.

import { begin, get } from "zopa/api.js";
import { fill, h } from "zopa/dom.js";
import { judged } from "zopa/parts/judged.js";
import { t } from "zopa/texts.js";

/** `#/play/<scenario>?side=&opponent=&seed=&world=&hints=0&shown=1&change=path=value` sets what the form begins with. */
export async function show(main, [name], query) {
  const all = await get("/api/catalogue");
  const scenario = all.scenarios.find((one) => one.name === name) ?? all.scenarios[0];
  const asked = wanted(query, scenario, all);
  const fault = h("div", { role: "alert" });
  const go = async (event) => {
    event.preventDefault();
    try {
      await begin(startOf(new FormData(event.target), scenario, asked.changes));
    } catch (error) {
      fill(fault, h("p", { class: "alert" }, error.message));
    }
  };
  fill(main,
    h("h1", {}, t("play.title")), h("p", { class: "lead" }, t("play.lead")),
    h("form", { class: "setup", onsubmit: go },
      talks(all, scenario),
      h("div", { class: "stack" },
        h("section", { class: "card stack" }, h("h2", {}, scenario.title), h("p", {}, scenario.about),
          h("p", { class: "muted" }, size(scenario)),
          judged({ judged: scenario.name === "us_japan_2025" })),
        side(scenario, asked.side), opponents(scenario, all, asked.opponent), more(asked), fault,
        h("button", { class: "main", id: "begin" }, t("play.begin")))));
}

const size = (one) => t(one.issues === 1 ? "play.size.one" : "play.size", { issues: one.issues, parties: Object.keys(one.parties).length });

function wanted(query, scenario, all) {
  const parties = Object.keys(scenario.parties), side = query.get("side"), opponent = query.get("opponent");
  const number = (key, otherwise) => (/^\d{1,9}$/.test(query.get(key) ?? "") ? Number(query.get(key)) : otherwise);
  return {
    side: parties.includes(side) ? side : parties.at(scenario.name === "us_japan_2025" ? -1 : 0),
    opponent: opponent === "own" || all.strategies.some((one) => one.name === opponent) ? opponent : "hidden",
    seed: number("seed", Math.floor(Math.random() * 1_000_000)), world: number("world", 0),
    hints: query.get("hints") !== "0", changes: query.getAll("change"),
  };
}

function startOf(given, scenario, changes) {
  const side = given.get("side"), how = given.get("how");
  const strategy = how === "hidden" ? "hidden" : how === "own" ? "" : given.get("strategy");
  const others = Object.keys(scenario.parties).filter((party) => party !== side);
  return {
    scenario: scenario.name, changes, seed: Number(given.get("seed")), world: Number(given.get("world")),
    seats: { [side]: { person: true }, ...Object.fromEntries(others.map((party) => [party, { strategy }])) },
    shown: how !== "hidden", hints: given.has("hints"),
  };
}

function talks(all, scenario) {
  const link = (one) => h("a", { href: `#/play/${one.name}`, class: "talk", "aria-current": one === scenario ? "true" : null }, h("b", {}, one.title), h("small", {}, size(one)));
  return h("nav", { class: "talks", "aria-label": t("play.scenario") }, h("h2", {}, t("play.scenario")), all.scenarios.map(link));
}

function side(scenario, chosen) {
  return h("fieldset", { class: "card sides" }, h("legend", {}, t("play.side")), h("div", { class: "segments" },
    Object.entries(scenario.parties).map(([party, title], at) => h("label", { class: "segment" },
      h("input", { type: "radio", name: "side", value: party, checked: party === chosen }), h("span", { class: `who party-${at}` }, title)))));
}

function opponents(scenario, all, chosen) {
  const named = !["hidden", "own"].includes(chosen);
  const about = h("small", { id: "about" });
  const tell = () => { about.textContent = all.strategies.find((one) => one.name === select.value)?.about ?? ""; };
  const select = h("select", { name: "strategy", id: "strategy", "aria-label": t("play.opponent.which"), "aria-describedby": "about", onchange: () => { chosenOne.checked = true; tell(); } },
    all.strategies.map((one) => h("option", { value: one.name, selected: one.name === chosen }, one.name.replaceAll("_", " "))));
  const radio = (value, checked) => h("input", { type: "radio", name: "how", value, checked });
  const chosenOne = radio("named", named);
  tell();
  return h("fieldset", { class: "card stack" }, h("legend", {}, t("play.opponent")),
    h("label", {}, radio("hidden", chosen === "hidden"), " ", t("play.hidden"), h("small", {}, t("play.hidden.about"))),
    h("label", {}, radio("own", chosen === "own"), " ", t("play.own"), h("small", {}, [...new Set(Object.values(scenario.own))].join(", ").replaceAll("_", " "))),
    h("div", { class: "row" }, h("label", {}, chosenOne, " ", t("play.opponent.named")), select), about);
}

function more(asked) {
  return h("div", { class: "card stack" },
    h("label", {}, h("input", { type: "checkbox", name: "hints", checked: asked.hints }), " ", t("play.hints"), h("small", {}, t("play.hints.about"))),
    h("details", {}, h("summary", {}, t("play.luck")), h("p", { class: "note" }, t("play.luck.about")),
      h("div", { class: "row" },
        h("div", { class: "field" }, h("label", { for: "seed" }, t("play.seed")), h("input", { type: "number", id: "seed", name: "seed", min: 0, max: 999999999, step: 1, required: true, value: asked.seed })),
        h("div", { class: "field" }, h("label", { for: "world" }, t("play.world")), h("input", { type: "number", id: "world", name: "world", min: 0, max: 999999, step: 1, required: true, value: asked.world }))),
      asked.changes.length ? h("div", {}, t("play.changes"), h("ul", {}, asked.changes.map((one) => h("li", {}, h("code", {}, one))))) : null));
}
