// A member's place in a room: waiting, the game, what the class made of it.

import { get, keepKey, post } from "zopa/api.js";
import { announce, fill, h } from "zopa/dom.js";
import { classDebrief } from "zopa/parts/class/debrief.js";
import { poll } from "zopa/parts/class/poll.js";
import { keepRoom, leaveRoom, roomOf } from "zopa/parts/class/store.js";
import { t } from "zopa/texts.js";

const EVERY = 2000;

/** Show the view of the address again. */
export const again = () => dispatchEvent(new HashChangeEvent("hashchange"));

/** Remember a member's games and the keys of their seats. */
export function remember(code, me) {
  for (const seat of me.seats) keepKey(seat.game, seat.key);
  keepRoom(code, { name: me.name, title: me.title, games: me.seats.map((seat) => seat.game) });
}

/** Go to a game that has just begun, once: who comes back to this page stays here. */
function follow(code, seat) {
  const { went } = roomOf(code);
  if (!seat || seat.over || went === seat.game) return false;
  keepRoom(code, { went: seat.game });
  location.hash = `#/game/${seat.game}`;
  return true;
}

export async function member(main, code, token) {
  let shown = "", debrief = null;
  const ask = async () => {
    const me = await get(`/api/rooms/${code}/me`, token);
    remember(code, me);
    const [seat] = me.seats;
    if (!me.gone && seat?.part === me.part && follow(code, seat)) return;
    const text = JSON.stringify({ ...me, joined: 0 });
    const count = main.querySelector(".class-joined");
    if (count) count.textContent = t("class.joined", { count: me.joined });
    if (text === shown) return;
    const first = !shown;
    shown = text;
    if (me.debrief && !debrief) debrief = h("div", {});
    if (me.debrief) classDebrief(debrief, code, token, { names: false });
    fill(main, page(code, token, me, debrief));
    if (!first) announce(main.querySelector(".class-now")?.textContent ?? "");
  };
  try {
    await ask();
  } catch (error) {
    if (error.status !== 403) throw error;
    leaveRoom(code); // the room is another one by now
    return (await import("zopa/parts/class/join.js")).join(main, code);
  }
  const asking = poll(ask, EVERY);
  return () => asking.stop();
}

function page(code, token, me, debrief) {
  const [seat, ...earlier] = me.seats;
  const now = seat?.part === me.part ? seat : null;
  return [
    h("header", { class: "class-head" },
      h("p", { class: "kicker" }, t("class.room", { code }), " · ", me.title), h("h1", {}, t("class.welcome", { name: me.name })),
      h("p", { class: "note class-joined" }, t("class.joined", { count: me.joined }))),
    me.gone ? gone(code) : now ? game(code, token, me, now) : h("section", { class: "card class-wait" }, h("p", { class: "lead class-now" }, t(waits(me)))),
    me.debrief ? h("section", { class: "stack class-see" }, h("h2", {}, t("class.debrief.see")), debrief)
      : now?.over ? h("p", { class: "note" }, t("class.debrief.closed")) : null,
    [...(now ? [] : seat ? [seat] : []), ...earlier].length ? h("ul", { class: "row class-mine" }, [...(now ? [] : seat ? [seat] : []), ...earlier].map((one) =>
      h("li", {}, h("a", { class: "button", href: `#/game/${one.game}` }, t("class.earlier", { part: one.part }))))) : null,
  ];
}

const waits = (me) => `class.wait.${me.state === "ended" ? "ended" : me.state === "lobby" ? "lobby" : "partner"}`;

function gone(code) {
  const back = () => {
    leaveRoom(code);
    again();
  };
  return h("section", { class: "card stack" }, h("p", { class: "lead class-now" }, t("class.gone")), h("button", { type: "button", onclick: back }, t("class.gone.again")));
}

function game(code, token, me, seat) {
  const title = me.sides.find((one) => one.name === seat.party)?.title ?? seat.party;
  const at = me.sides.findIndex((one) => one.name === seat.party);
  const state = seat.over ? "over" : seat.bot ? "bot" : seat.your_turn ? "turn" : "waits";
  const back = async () => {
    await post(`/api/rooms/${code}/back`, {}, token).catch(() => null);
    location.hash = `#/game/${seat.game}`;
  };
  return h("section", { class: `card stack party-${at}` }, h("h2", {}, t("class.yours")),
    h("p", { class: "lead" }, h("span", { class: `who party-${at}` }, t("class.yours.plays", { party: title })), " ", h("span", { class: "class-now" }, t(me.state === "paused" && !seat.over ? "class.paused" : `class.yours.${state}`))),
    seat.over && seat.against.length ? h("p", {}, t("class.yours.against", { names: seat.against.join(", ") })) : null,
    h("div", { class: "row" },
      h("a", { class: seat.bot && !seat.over ? "button" : "button main", href: `#/game/${seat.game}` }, t(seat.over ? "class.yours.look" : "class.yours.go")),
      seat.bot && !seat.over ? h("button", { class: "main", type: "button", onclick: back }, t("class.yours.back")) : null));
}
