// What to try next: from an earlier round, against somebody else, or somebody else with this very game.

import { begin, get } from "zopa/api.js";
import { fill, h } from "zopa/dom.js";
import { goBack, linkOf } from "zopa/parts/game/gamebar.js";
import { day, t } from "zopa/texts.js";

/** A card. */
export function next(state, found) {
  const { table } = state;
  const when = (round) => [t("play.round", { round }), day(table.dates[round - 1], true)].filter(Boolean).join(" · ");
  const rounds = h("select", { id: "debrief-round" }, Array.from({ length: found.spoken }, (_, at) => h("option", { value: at + 1, selected: at + 1 === Math.max(1, Math.ceil(found.spoken / 2)) }, when(at + 1))));
  const link = linkOf(state);
  return h("section", { class: "card debrief-next stack" }, h("h3", {}, t("debrief.next")),
    h("div", { class: "row" }, h("label", { for: "debrief-round" }, t("debrief.next.from")), rounds,
      h("button", { type: "button", onclick: () => goBack(state, Number(rounds.value)) }, t("debrief.next.go"))),
    again(state, found),
    h("div", { class: "field" }, h("label", { for: "debrief-link" }, t("debrief.next.link")), h("input", { id: "debrief-link", type: "text", readonly: true, value: link, onfocus: (event) => event.target.select() })));
}

/** The same game again, with another strategy in the others' seats. */
function again(state, found) {
  const own = h("option", { value: "" }, t("debrief.next.own"));
  const choice = h("select", { id: "debrief-against" }, h("option", { value: "same" }, t("debrief.next.same")), own, h("option", { value: "hidden" }, t("debrief.next.hidden")));
  get("/api/catalogue").then(({ strategies }) => choice.append(...strategies.map((one) => h("option", { value: one.name }, one.name.replaceAll("_", " ")))), () => {});
  const fault = h("p", { class: "alert", role: "alert", hidden: true });
  const go = async (event) => {
    event.target.disabled = true;
    try {
      await begin(start(state, found, choice.value));
    } catch (error) {
      fill(fault, error.message).hidden = false;
      event.target.disabled = false;
    }
  };
  return h("div", {}, h("div", { class: "row" }, h("label", { for: "debrief-against" }, t("debrief.next.against")), choice, h("button", { type: "button", onclick: go }, t("debrief.next.again"))), fault);
}

/** What fixes the new game: all as before, the viewer alone a person. */
function start({ me }, { again: old, people }, wanted) {
  const seats = { [me]: { ...old.seats[me], person: true, since: 1 } };
  for (const one of people) seats[one.party] = { strategy: wanted === "same" ? one.strategy : wanted };
  const seed = wanted === "hidden" ? Math.floor(Math.random() * 2 ** 31) : old.seed;
  return { ...old, seed, seats, shown: wanted !== "hidden", moves: [] };
}
