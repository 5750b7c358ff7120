// The selected move: who moved, what was done, and why.

import { h } from "zopa/dom.js";
import { filled } from "zopa/parts/filled.js";
import { titleOf, who } from "zopa/parts/party.js";
import { why } from "zopa/parts/watch/why.js";
import { day, number, signed, t } from "zopa/texts.js";

/** The card at a step: 0 is the beginning; at the end it says how the talks ended. */
export function moveCard(talk, step) {
  const { table, events } = talk;
  const event = events[step - 1] ?? null;
  const place = event ? table.parties.findIndex((one) => one.name === event.party) : -1;
  const when = event ? [t("watch.card.round", { round: event.round }), day(event.date)].filter(Boolean).join(" · ") : t("watch.bar.begin");
  return [
    h("p", { class: "kicker" }, when),
    h("h2", { class: `headline${place >= 0 ? ` party-${place}` : ""}` }, headline(talk, event)),
    step === events.length ? ended(talk) : null,
    h("h3", {}, t("watch.why")), why(talk, event),
  ];
}

function headline({ table }, event) {
  if (!event) return seats(table);
  if (event.kind === "news") return event.text;
  return filled(`watch.card.${event.kind}`, { who: who(table, event.party) });
}

/** Who plays each seat. */
function seats(table) {
  return table.parties.map((one, at) => [at ? " – " : "", who(table, one.name), one.strategy ? ` (${one.strategy.replaceAll("_", " ")})` : ""]);
}

function ended({ table, end }) {
  if (!end.agreed) return h("p", { class: "ended" }, t("watch.ended.none", { how: how(table, end.how) }));
  const when = end.date ? day(end.date) : t("watch.card.round", { round: end.round });
  return h("div", { class: "ended" }, h("p", {}, `★ ${t("watch.ended.deal", { when })}`),
    h("dl", { class: "got" }, table.parties.map((party) => h("div", {},
      h("dt", {}, who(table, party.name)),
      h("dd", {}, h("span", { class: "big" }, number(end.annual[party.name], table.digits)), ` ${table.unit}`,
        h("small", {}, ` ${gain(table, end, party.name)}`))))));
}

function how(table, word) {
  const left = word.startsWith("left_") ? titleOf(table, word.slice(5)) : null;
  return left ? t("watch.how.left", { party: left }) : t(`watch.how.${word}`);
}

function gain(table, end, party) {
  return t(table.dates.length ? "watch.ended.present" : "watch.ended.gain", { gain: signed(end.payoff[party] - end.no_deal[party], table.digits) });
}
