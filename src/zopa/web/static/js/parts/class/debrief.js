// What the class made of it: every game on one plane, the middle and the best, game by game.

import { get } from "zopa/api.js";
import { figure } from "zopa/charts.js";
import { fill, h } from "zopa/dom.js";
import { judged } from "zopa/parts/judged.js";
import { language, number, signed, t } from "zopa/texts.js";

/**
 * Ask for the debrief and put it into a place.
 * @param {HTMLElement} place  where it stands
 * @param {string} code  the room
 * @param {string} key  the teacher's key or a member's
 * @param {{names: boolean, warned?: boolean}} options  whether people are named, where the key may see names; whether
 *     the page says already whose judgement the weights are
 */
export async function classDebrief(place, code, key, { names, warned = false }) {
  const narrow = place.clientWidth > 0 ? place.clientWidth < 560 : innerWidth < 620;
  try {
    const told = await get(`/api/rooms/${code}/debrief?lang=${language()}&names=${names}&narrow=${narrow}`, key);
    fill(place, told.games.length ? whole(told, warned) : h("p", {}, t("class.none")));
    place.dataset.shown = "";
  } catch (error) {
    fill(place, h("p", { class: "alert", role: "alert" }, error.message));
  }
}

function whole(told, warned) {
  return [
    told.parts > 1 ? h("p", { class: "kicker" }, t("class.part", { part: told.part, parts: told.parts })) : null,
    told.going ? h("p", { class: "note" }, t("class.going", { count: told.going })) : null,
    h("div", { class: "class-debrief" },
      h("div", { class: "card" }, figure(told.figure)),
      h("div", { class: "stack" }, middle(told), bets(told))),
    pairs(told), warned ? null : judged(told),
  ];
}

function middle(told) {
  const rows = [["class", told.together], ["bots", told.bots]].filter(([, one]) => one);
  const lines = [
    [t("class.sum.agreed"), (one) => `${one.agreed}/${one.games}`],
    ...told.sides.flatMap((side) => [
      [t("class.sum.median", { party: side.title, unit: told.unit }), (one) => signed(one.median[side.name], 1)],
      [t("class.sum.best", { party: side.title, unit: told.unit }), (one) => signed(one.best[side.name], 1)],
    ]),
    [t("class.sum.round"), (one) => number(one.round, one.round % 1 ? 1 : 0)],
  ];
  return h("section", { class: "card" }, h("h3", {}, t("class.sum.title")),
    h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, h("span", { class: "hidden" }, t("class.sum.who"))), rows.map(([name, one]) => h("th", { scope: "col", class: "number" }, h("span", { class: "class-wrap" }, t(`class.sum.${name}`, { games: one.games })))))),
      h("tbody", {}, lines.map(([name, of]) => h("tr", {}, h("th", { scope: "row" }, name), rows.map(([, one]) => h("td", { class: "number" }, of(one))))))));
}

function pairs(told) {
  const title = Object.fromEntries(told.sides.map((one) => [one.name, one.title]));
  const flag = (game) => game.bots.map((party) => t("class.pairs.bot", { party: title[party] })).join(", ");
  const some = told.games.some((game) => game.bots.length);
  return h("section", { class: "card class-pairs" }, h("h3", {}, t("class.pairs")),
    h("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": t("class.pairs") }, h("table", {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("class.pairs.game")), h("th", { scope: "col" }, t("class.pairs.end")),
        told.sides.map((side) => h("th", { scope: "col", class: "number" }, t("class.pairs.gain", { party: side.title, unit: told.unit }))), some ? h("th", { scope: "col" }, t("class.pairs.flag")) : null)),
      h("tbody", {}, told.games.map((game) => h("tr", {},
        h("th", { scope: "row" }, h("bdi", {}, game.label)), h("td", {}, game.agreed ? t("class.pairs.deal", { round: game.round }) : t("class.pairs.nodeal")),
        told.sides.map((side) => h("td", { class: "number" }, signed(game.gain[side.name], 1), game.strategies[side.name] ? h("small", { class: "class-flag" }, game.strategies[side.name].replaceAll("_", " ")) : null)),
        some ? h("td", {}, flag(game)) : null))))));
}

function bets(told) {
  if (!told.bets.length) return null;
  const range = (one) => (one.median === null ? Object.entries(one.words).map(([word, count]) => `${word}: ${count}`).join(", ")
    : t("class.bets.numbers", { median: number(one.median), low: number(one.low), high: number(one.high) }));
  return h("section", { class: "card" }, h("h3", {}, t("class.bets")),
    h("ul", {}, told.bets.map((one) => h("li", {}, t("class.bets.line", { question: one.question.replaceAll("_", " "), count: one.answers }), " – ", range(one)))));
}
