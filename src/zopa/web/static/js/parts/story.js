// The transcript: what happened, in plain words.

import { h } from "zopa/dom.js";
import { filled } from "zopa/parts/filled.js";
import { changes, issueTitle, levelText, same, whole } from "zopa/parts/package.js";
import { titleOf, who } from "zopa/parts/party.js";
import { day, number, signed, t } from "zopa/texts.js";

const FEW = 6;

/**
 * Events as a list, newest last. `table` is `state.table`; `me` the viewer's party or null.
 * `last`: no more than so many entries; `onpick(event)`: the date of an entry becomes a button.
 */
export function story(events, table, me, { last = Infinity, onpick = null } = {}) {
  const told = entries(events, table, me).slice(-last);
  let before = null;
  return h("ol", { class: "story" }, told.map((one) => {
    const when = one.until > one.event.round ? `${label(one.event)} – ${label({ ...one.event, round: one.until, date: one.untilDate })}` : label(one.event);
    const shown = when !== before ? when : "";
    before = when;
    const stamp = onpick ? h("button", { class: "quiet when", type: "button", onclick: () => onpick(one.event), "aria-label": when }, shown || "·") : h("span", { class: "when" }, shown);
    return h("li", { class: `told ${one.event.kind}${one.event.party === me && me ? " mine" : ""}`, data: { index: one.event.index, round: one.event.round } }, stamp, h("div", {}, one.said));
  }));
}

const label = (event) => (event.date ? day(event.date, true) : t("play.round", { round: event.round }));

/** Entries to show: quiet rounds become one, an answer that says nothing but no goes with the offer that follows. */
function entries(events, table, me) {
  const found = [], latest = {};
  events.forEach((event, at) => {
    const next = events[at + 1];
    if (event.kind === "silent") {
      const open = found.at(-1);
      if (open?.quiet) {
        Object.assign(open, { until: event.round, untilDate: event.date });
        open.parties.add(event.party);
        open.said = quietly(open, table);
      } else {
        const entry = { event, quiet: true, parties: new Set([event.party]), until: event.round, untilDate: event.date };
        found.push({ ...entry, said: quietly(entry, table) });
      }
      return;
    }
    if (event.kind === "refuse" && !event.why && next?.kind === "offer" && next.party === event.party && next.round === event.round) return;
    found.push({ event, until: event.round, said: sentence(event, table, me, latest) });
    if (event.kind === "offer") latest[event.party] = event.package;
  });
  return found;
}

function quietly({ parties }, table) {
  return parties.size > 1 ? t("play.told.nobody") : filled("play.told.silent", { who: who(table, [...parties][0]) });
}

/** What happened in one sentence; an offer with what is new in it, and what it is worth to those who may know. */
export function sentence(event, table, me, latest = {}) {
  if (event.kind === "news") return event.text;
  const name = who(table, event.party);
  if (event.kind !== "offer") {
    return [h("p", {}, filled(`play.told.${event.kind}`, { who: name }), event.why ? h("span", { class: "why" }, " ", reason(event, table)) : null)];
  }
  const before = latest[event.party];
  const repeated = same(before, event.package);
  return [
    h("p", {}, filled(repeated ? "play.told.repeats" : before ? "play.told.offers" : "play.told.opens", { who: name }),
      repeated ? null : [" ", spelt(table, before, event.package)], " ", worths(event, table, me)),
    whole(table, event.package),
  ];
}

function spelt(table, before, offer) {
  const found = changes(table, before, offer);
  const shown = before || found.length <= FEW ? found : [];
  if (!shown.length) return t("play.told.issues", { count: found.length });
  return h("span", { class: "changes" }, shown.map(({ issue, before: was, after }, at) => [
    at ? t("play.told.between") : "", issueTitle(issue), " ", h("b", {}, levelText(after)),
    was === undefined ? null : h("small", {}, ` (${t("play.told.was", { level: levelText(was) })})`)]));
}

function worths(event, table, me) {
  const known = Object.entries(event.worth).filter(([, worth]) => worth !== null);
  if (!known.length) return null;
  const gain = (party) => signed(event.worth[party] - event.no_deal[party], table.digits);
  const one = (party) => (party === me ? t("play.told.worth", { worth: number(event.worth[party], table.digits), gain: gain(party) })
    : t("play.told.gain", { who: titleOf(table, party), gain: gain(party) }));
  return h("span", { class: "worth" }, `[${known.map(([party]) => one(party)).join(t("play.told.between"))}]`);
}

/** Why a party answered so, in words; empty where the viewer may not know. */
export function reason(event, table) {
  if (!event.why) return "";
  const no_deal = event.no_deal[event.party], worth = event.worth[event.party];
  const told = [t("play.why.gain", { gain: signed(worth - no_deal, table.digits) })];
  if (event.wants !== null) told.push(t("play.why.wants", { wants: signed(event.wants - no_deal, table.digits) }));
  const homes = event.blocked.map((name) => name.replaceAll("_", " ")).join(t("play.told.between"));
  told.push(t(`play.why.${event.why}`, { homes }));
  return told.join(t("play.why.then")) + t("play.why.end");
}
