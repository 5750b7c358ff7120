// What the offer in hand means: worth, home, what is closed, what changed; and the button that sends it.

import { h } from "zopa/dom.js";
import { changes, issueTitle, same } from "zopa/parts/package.js";
import { titleOf } from "zopa/parts/party.js";
import { number, percent, signed, t } from "zopa/texts.js";

/** The bar below the composer. Gives its element, `update(offer)`, and `said()`: its message in a sentence. */
export function verdict(state, worth, { mine, theirs, onoffer, locked }) {
  const { table } = state, digits = table.digits;
  const unit = table.unit, asked = state.homes.some((home) => home.least !== null);
  const big = h("b", { class: "big" }), gain = h("span", {}), compared = h("span", { class: "muted" }), other = h("p", { class: "note" });
  const home = h("div", { class: "home", id: "home" }), small = h("small", {});
  const send = h("button", { class: "main", type: "button", data: { focus: "offer" }, "aria-describedby": "home", onclick: onoffer }, t("game.offer"), small);
  const element = h("div", { class: "sendbar" },
    h("div", { class: "sum" }, h("p", { class: "kicker" }, t("play.worth")), h("p", {}, big, " ", h("small", {}, unit)), h("p", {}, gain, " ", compared), other),
    home, send);
  let sentence = "";
  const update = (offer) => {
    const value = worth.of(offer), over = value - state.no_deal;
    big.textContent = number(value, digits);
    gain.textContent = t("play.over", { gain: signed(over, digits) });
    gain.className = over < 0 ? "bad" : "good";
    compared.textContent = compare(table, worth, offer, value, mine, theirs);
    const known = Object.entries(worth.theirs(offer));
    other.textContent = known.map(([party, sum]) => t("play.for_them", { who: titleOf(table, party), worth: number(sum, digits), gain: signed(sum - state.theirs[party], digits) })).join(" ");
    const faults = reasons(state, worth, offer);
    home.replaceChildren(...(faults.length ? faults.map((text) => h("p", { class: "no" }, text)) : [h("p", { class: "yes" }, asked ? t("play.passes") : t("play.free"))]), mooded(state, worth, offer));
    const again = same(offer, theirs);
    send.disabled = locked || !state.turn?.may_propose || faults.length > 0;
    small.textContent = over < 0 ? t("play.send.low") : again ? t("play.send.theirs") : t("play.send", { worth: number(value, digits), gain: signed(over, digits) });
    sentence = [t("play.said", { worth: number(value, digits), unit, gain: signed(over, digits) }), ...(faults.length ? faults : asked ? [t("play.passes")] : [])].join(" ");
  };
  return { element, update, said: () => sentence };
}

/** Who at home is pleased, who is not, and where that takes support. */
function mooded(state, worth, offer) {
  const { own, towards } = worth.mood(offer);
  if (!own.length) return "";
  const names = (chosen) => own.filter(({ gain }) => chosen(gain)).map(({ home }) => home.title).join(", ");
  const pleased = names((gain) => gain > 1e-9), cross = names((gain) => gain < -1e-9);
  return h("p", { class: "mood" }, pleased ? h("span", { class: "up" }, t("play.mood.up", { who: pleased }), " ") : null,
    cross ? h("span", { class: "down" }, t("play.mood.down", { who: cross }), " ") : null,
    towards === null || state.approval === null ? null : h("span", { class: "muted" }, t("play.mood.towards", { towards: percent(towards), now: percent(state.approval) })));
}

function compare(table, worth, offer, value, mine, theirs) {
  const parts = [];
  if (mine) {
    const count = changes(table, mine, offer).length;
    parts.push(count ? t("play.against.mine", { count, step: signed(value - worth.of(mine), table.digits) }) : t("play.against.same"));
  }
  if (theirs) parts.push(t("play.against.theirs", { step: signed(value - worth.of(theirs), table.digits) }));
  return parts.join(" ");
}

/** Why an offer cannot be made: closed levels first, then who must ratify. */
export function reasons(state, worth, offer) {
  if (state.turn?.nothing) return [`${state.turn.nothing.charAt(0).toUpperCase()}${state.turn.nothing.slice(1)}.`];
  const objectors = worth.objectors(offer);
  const shut = worth.shut(offer).filter((one) => one.who.length || !objectors.length).map(({ issues, who }) => {
    const what = issues.map(issueTitle).join(", ");
    return who.length ? t("play.shut.by", { what, who: who.join(", ") }) : t("play.shut", { what });
  });
  return [...shut, ...objectors.map(({ home }) => {
    const what = worth.counts(home).slice(0, 4).map(issueTitle).join(", ");
    return t(home.kind === "formula" ? "play.object.formula" : "play.object", { home: home.title, who: titleOf(state.table, home.party), what });
  })];
}
