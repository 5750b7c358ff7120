// What has happened since one's last move, and the offer that lies on the table.

import { h } from "zopa/dom.js";
import { changes, issueTitle, levelText } from "zopa/parts/package.js";
import { titleOf, who } from "zopa/parts/party.js";
import { sentence } from "zopa/parts/story.js";
import { offersOf } from "zopa/parts/worth.js";
import { number, signed, t } from "zopa/texts.js";

/** The heading to which the focus goes after a move, and what lies below it. */
export function answer(state, worth) {
  const { table, me, turn } = state;
  const since = state.events.findLastIndex((one) => one.party === me && one.kind !== "silent");
  const fresh = state.events.slice(since + 1).filter((one) => one.kind !== "silent" && !(one.kind === "refuse" && one.party === me));
  const bare = (one) => one.kind === "refuse" && !one.why && fresh.some((other) => other.kind === "offer" && other.party === one.party && other.index > one.index);
  const others = fresh.filter((one) => one.kind !== "offer" && !bare(one)).slice(-6);
  const heading = h("h2", { id: "now", tabindex: "-1" }, headline(state));
  return h("section", { class: "answer card", "aria-labelledby": "now" }, heading,
    others.length ? h("ul", { class: "fresh" }, others.map((one) => h("li", { class: one.kind }, sentence(one, table, me)))) : null,
    turn?.offer ? offered(state, worth) : null,
    turn?.sealed ? h("p", { class: "note" }, t("play.sealed")) : null,
    turn?.final ? h("p", { class: "notice" }, t(turn.may_propose ? "play.final.offer" : "play.final.answer")) : null);
}

/** One line that says what they answered. */
export function headline(state) {
  const { turn, table, events, me } = state;
  if (state.status === "over") return t(`play.end.${state.end.how.startsWith("left_") ? "left" : state.end.how}`, { who: titleOf(table, state.end.how.slice(5)) });
  if (state.status === "waiting") return t("play.waiting", { who: titleOf(table, state.waits_for) });
  if (turn.nothing && !turn.offer) return t("play.now.nothing");
  if (!turn.offer) return t(events.some((one) => one.party && one.party !== me) ? "play.now.none" : "play.now.first");
  const made = offersOf(state, turn.offered_by);
  const moved = made.length > 1 ? changes(table, made.at(-2), made.at(-1)).length : null;
  const name = titleOf(table, turn.offered_by);
  return moved === null ? t("play.now.opens", { who: name }) : moved ? t(moved === 1 ? "play.now.moves.one" : "play.now.moves", { who: name, count: moved }) : t("play.now.repeats", { who: name });
}

function offered(state, worth) {
  const { turn, table } = state, digits = table.digits;
  const made = offersOf(state, turn.offered_by), before = made.length > 1 ? made.at(-2) : null;
  const moved = before ? changes(table, before, turn.offer) : [];
  const value = worth.of(turn.offer), gain = value - state.no_deal;
  return h("div", { class: "offered" },
    h("div", { class: "sum" }, h("p", { class: "kicker" }, t("play.offered", { who: titleOf(table, turn.offered_by) })),
      h("p", {}, h("b", { class: "big" }, number(value, digits)), " ", h("small", {}, table.unit)),
      h("p", { class: gain < 0 ? "bad" : "good" }, t("play.over", { gain: signed(gain, digits) }))),
    moved.length ? h("div", {}, h("p", { class: "kicker" }, t("play.what_changed")), h("ul", { class: "moves" }, moved.map(({ issue, before: was, after }) =>
      h("li", {}, issueTitle(issue), " ", h("s", {}, levelText(was)), " → ", h("b", {}, levelText(after)))),
    h("li", { class: "muted" }, t("play.step", { step: signed(value - worth.of(before), digits) })))) : null,
    before && !moved.length ? h("p", { class: "muted" }, who(table, turn.offered_by), " ", t("play.unchanged")) : null);
}
