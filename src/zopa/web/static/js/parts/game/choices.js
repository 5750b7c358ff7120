// What can be done now, with the consequences on each button.

import { h } from "zopa/dom.js";
import { confirmed } from "zopa/parts/confirm.js";
import { consequence, idle, latest } from "zopa/parts/game/pass_on.js";
import { reasons } from "zopa/parts/game/verdict.js";
import { titleOf } from "zopa/parts/party.js";
import { offersOf } from "zopa/parts/worth.js";
import { number, signed, t } from "zopa/texts.js";

/** Buttons other than the offer in hand. `move(act)` makes a move; `onhint()` shows a hint; `onwait()` lets rounds pass. */
export function choices(state, worth, { move, onhint, onwait }) {
  const { turn, table, me } = state, digits = table.digits;
  const money = (value) => `${number(value, digits)} ${table.unit}`.trim();
  const mine = offersOf(state, me).at(-1);
  const button = (name, label, small, onclick, more = {}) =>
    h("button", { type: "button", data: { focus: name, do: name }, onclick, ...more }, label, h("small", {}, small));
  const found = [];
  if (turn.may_accept) {
    const value = worth.of(turn.offer), gain = value - state.no_deal;
    const accept = async () => {
      const text = t("play.sure.accept.text", { worth: money(value), no_deal: money(state.no_deal) });
      if (gain >= 0 || await confirmed(t("play.sure.accept"), text, t("game.accept"))) await move({ do: "accept" });
    };
    const small = turn.barred ? turn.barred : t("play.accept.worth", { worth: money(value), gain: signed(gain, digits) });
    found.push(button("accept", t("game.accept"), small, accept, { class: turn.barred ? "" : gain >= 0 ? "main" : "", disabled: Boolean(turn.barred) }));
  }
  if (turn.may_propose && mine && !reasons(state, worth, mine).length) {
    found.push(button("repeat", t("play.repeat"), t("play.repeat.worth", { worth: money(worth.of(mine)), gain: signed(worth.gain(mine), digits) }), () => move({ do: "offer", package: mine })));
  }
  if (state.hints && turn.may_propose && !turn.nothing) found.push(button("hint", t("play.hint"), t("play.hint.about"), onhint));
  if (idle(state) && latest(state) > state.round) found.push(button("wait", t("play.wait"), consequence(state), onwait, { class: "main wide" }));
  const ends = turn.final ? t("play.refuse.ends", { no_deal: money(state.no_deal) }) : t("play.refuse.on");
  found.push(button("refuse", t(turn.may_accept ? "play.refuse" : "play.pass"), ends, () => move({ do: "refuse" })));
  const leave = async () => {
    if (await confirmed(t("play.sure.leave"), t("play.sure.leave.text", { leaving: money(state.leaving ?? state.no_deal) }), t("game.leave"))) await move({ do: "leave" });
  };
  found.push(button("leave", t("game.leave"), t("play.leave.worth", { leaving: money(state.leaving ?? state.no_deal) }), leave, { class: "danger" }));
  const whose = turn.offered_by && table.parties.length > 2 ? t("play.offer_of", { who: titleOf(table, turn.offered_by) }) : "";
  return h("div", { class: "choices", id: "choices", role: "group", tabindex: "-1", "aria-label": `${t("play.choices")} ${whose}`.trim() }, found);
}
