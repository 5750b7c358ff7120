// A game: the table, the offer in hand, the choices, the story.

import { get, keyOf, post } from "zopa/api.js";
import { fill, h } from "zopa/dom.js";
import { number, t } from "zopa/texts.js";

export async function show(main, [id]) {
  const state = await get(`/api/games/${id}`, keyOf(id));
  render(main, state);
}

function render(main, state) {
  const move = async (act) => render(main, await post(`/api/games/${state.id}/moves`, { at: state.at, act }, keyOf(state.id)));
  fill(main,
    h("h1", {}, state.table.title),
    h("p", {}, `${state.round}/${state.table.rounds} ${state.date ?? ""}`),
    state.notices.map((one) => h("p", {}, one)),
    state.turn ? h("div", { class: "row" },
      state.turn.may_accept ? h("button", { onclick: () => move({ do: "accept" }) }, t("game.accept")) : null,
      state.turn.may_propose ? h("button", { onclick: () => move({ do: "offer", package: state.turn.best }) }, t("game.offer")) : null,
      h("button", { onclick: () => move({ do: "leave" }) }, t("game.leave"))) : null,
    state.end ? h("p", { class: "big" }, `${state.end.how} ${Object.values(state.end.annual).map((one) => number(one)).join(" / ")}`) : null,
    h("ol", {}, state.events.map((one) => h("li", {}, `${one.round} ${one.date ?? ""} ${one.party ?? ""} ${one.kind} ${one.text} ${Object.values(one.worth).map((x) => number(x)).join(" / ")}`))));
}
