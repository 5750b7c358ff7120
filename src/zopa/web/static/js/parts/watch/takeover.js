// "Take over here": a game that leaves watched talks at the beginning of a round.

import { begin } from "zopa/api.js";
import { announce, h } from "zopa/dom.js";
import { who } from "zopa/parts/party.js";
import { t } from "zopa/texts.js";

/** The game that a person plays in a seat from the beginning of a round. */
export function forked(talk, party, round) {
  const { moves, zopa, ...start } = talk.start;
  const seats = Object.fromEntries(talk.table.parties.map((one) => {
    const place = { strategy: start.seats[one.name]?.strategy ?? "" };
    return [one.name, one.name === party ? { ...place, person: true, since: round } : place];
  }));
  return { ...start, seats };
}

/** The choice of a side; `at()` gives the round of the selected move. Gives the element and `show(round)`. */
export function takeover(talk, at) {
  const problem = h("p", { class: "alert", role: "alert" });
  const go = async (party) => {
    problem.textContent = "";
    try {
      await begin(forked(talk, party, at()));
    } catch (error) {
      problem.textContent = error.message;
      announce(error.message);
    }
  };
  const about = h("p", { class: "note" });
  const made = h("section", { class: "takeover" },
    h("h3", {}, t("watch.fork")), about,
    h("div", { class: "row" }, talk.table.parties.map((party) =>
      h("button", { type: "button", class: "take", data: { party: party.name }, onclick: () => go(party.name) }, h("span", {}, t("watch.fork.as"), " ", who(talk.table, party.name))))),
    problem);
  return { made, show: (round) => { about.textContent = t("watch.fork.about", { round }); } };
}
