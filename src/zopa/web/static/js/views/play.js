// Setting up a game: side, opponent, scenario, hints.

import { begin, get } from "zopa/api.js";
import { fill, h } from "zopa/dom.js";
import { t } from "zopa/texts.js";

export async function show(main, [name]) {
  const all = await get("/api/catalogue");
  const scenario = all.scenarios.find((one) => one.name === name) ?? all.scenarios[0];
  const [first] = Object.keys(scenario.parties);
  const go = async (event) => {
    event.preventDefault();
    const given = new FormData(event.target);
    const other = Object.keys(scenario.parties).filter((party) => party !== given.get("side"));
    const seats = Object.fromEntries(other.map((party) => [party, { strategy: given.get("opponent") }]));
    await begin({ scenario: scenario.name, seed: Number(given.get("seed")), seats: { [given.get("side")]: { person: true }, ...seats }, hints: given.has("hints") });
  };
  fill(main,
    h("h1", {}, t("play.title")),
    h("form", { class: "card stack", onsubmit: go },
      h("div", { class: "field" }, h("label", { for: "scenario" }, t("play.scenario")),
        h("select", { id: "scenario", onchange: (event) => { location.hash = `#/play/${event.target.value}`; } },
          all.scenarios.map((one) => h("option", { value: one.name, selected: one === scenario }, one.title)))),
      h("fieldset", {}, h("legend", {}, t("play.side")), Object.entries(scenario.parties).map(([party, title]) =>
        h("label", {}, h("input", { type: "radio", name: "side", value: party, checked: party === first }), " ", title, " "))),
      h("div", { class: "field" }, h("label", { for: "opponent" }, t("play.opponent")),
        h("select", { id: "opponent", name: "opponent" }, h("option", { value: "hidden" }, t("play.hidden")), h("option", { value: "" }, t("play.own")),
          all.strategies.map((one) => h("option", { value: one.name }, one.name.replaceAll("_", " "))))),
      h("label", {}, h("input", { type: "checkbox", name: "hints", checked: true }), " ", t("play.hints")),
      h("input", { type: "hidden", name: "seed", value: Math.floor(Math.random() * 2 ** 31) }),
      h("button", { class: "main" }, t("play.begin"))));
}
