// Who sat opposite, why they said no, and what one had bet.

import { h } from "zopa/dom.js";
import { filled } from "zopa/parts/filled.js";
import { goBack } from "zopa/parts/game/gamebar.js";
import { who } from "zopa/parts/party.js";
import { reason } from "zopa/parts/story.js";
import { day, has, number, t } from "zopa/texts.js";

const FIRST = 4;

/** Who it was. */
export function people(state, found) {
  const { table } = state;
  if (!found.people.length) return null;
  return h("section", { class: "card debrief-people" }, h("h3", {}, t("debrief.who")), found.people.map((one) => (one.person
    ? h("p", {}, filled("debrief.who.person", { who: who(table, one.party) }))
    : h("div", {},
      h("p", {}, filled("debrief.who.was", { who: who(table, one.party), name: h("b", {}, one.strategy.replaceAll("_", " ")) })),
      one.about ? h("p", { lang: "en" }, one.about) : null,
      one.told ? h("details", {}, h("summary", {}, t("debrief.who.how")), h("p", { lang: "en" }, one.told)) : null,
      Object.keys(one.settings).length ? h("p", { class: "note" }, `${t("debrief.who.settings")} ${Object.entries(one.settings).map(([key, value]) => `${key} ${value}`).join(" · ")}`) : null,
      h("p", { class: "note" }, `${t("debrief.source")} `, h("cite", { lang: "en" }, one.source || t("debrief.who.own")), ". ", filled("debrief.who.read", { command: h("code", {}, `zopa show ${one.strategy}`) }))))));
}

/** Why the others refused: one line for each reason that is new, and the way back. */
export function refusals(state) {
  const { table, me, events } = state;
  const said = events.filter((one) => ["refuse", "sent_home"].includes(one.kind) && one.party !== me && one.why);
  if (!said.length) return null;
  const runs = [];
  for (const one of said) {
    const last = runs.at(-1);
    if (last && last.at(-1).why === one.why && last.at(-1).party === one.party && String(last.at(-1).blocked) === String(one.blocked)) last.push(one);
    else runs.push([one]);
  }
  const item = (run) => {
    const [first] = run, last = run.at(-1);
    const when = run.length > 1 ? `${label(first)} – ${label(last)}` : label(first);
    return h("li", {}, h("span", { class: "when muted" }, when), h("div", {}, h("p", {}, who(table, last.party), run.length > 1 ? ` ${t("debrief.why.times", { times: run.length })}` : "", t("debrief.why.colon"), reason(last, table)),
      h("button", { class: "quiet", type: "button", onclick: () => goBack(state, first.round) }, t("debrief.back", { round: first.round }))));
  };
  const shown = runs.slice(-FIRST), rest = runs.slice(0, -FIRST);
  return h("section", { class: "card debrief-why" }, h("h3", {}, t("debrief.why")),
    rest.length ? h("details", {}, h("summary", {}, t("debrief.why.before", { count: rest.length })), h("ol", { class: "reasons" }, rest.map(item))) : null,
    h("ol", { class: "reasons" }, shown.map(item)));
}

const label = (event) => (event.date ? day(event.date, true) : t("debrief.round", { round: event.round }));

/** Bets against what came. */
export function bets(state, found) {
  const known = found.bets.filter((one) => one.came !== null);
  if (!known.length) return null;
  const { digits } = state.table;
  const shown = (value) => (typeof value === "number" ? number(value, Number.isInteger(value) ? 0 : digits) : has(`debrief.bet.${value}`) ? t(`debrief.bet.${value}`) : value);
  const named = (question) => {
    const [key, of] = question.split(".").at(-1).split(":");
    const issue = state.table.issues.find((one) => one.name === of), party = state.table.parties.find((one) => one.name === of);
    return has(`debrief.bet.on.${key}`) ? t(`debrief.bet.on.${key}`, { of: issue?.title ?? party?.title ?? t("debrief.you") }) : question;
  };
  return h("section", { class: "card debrief-bets" }, h("h3", {}, t("debrief.bets")), h("table", {},
    h("thead", {}, h("tr", {}, [["what", null], ["bet", "number"], ["came", "number"]].map(([key, kind]) => h("th", { scope: "col", class: kind }, t(`debrief.bets.${key}`))))),
    h("tbody", {}, known.map((one) => h("tr", {}, h("th", { scope: "row" }, named(one.question)), h("td", { class: "number" }, shown(one.answer)), h("td", { class: "number" }, h("b", {}, shown(one.came))))))));
}
