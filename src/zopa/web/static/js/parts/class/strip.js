// A strip above a game that belongs to a class: what the teacher wants the player to know.

import { get, post } from "zopa/api.js";
import { announce, fill, h } from "zopa/dom.js";
import { poll } from "zopa/parts/class/poll.js";
import { codeOfGame, roomOf } from "zopa/parts/class/store.js";
import { t } from "zopa/texts.js";

const EVERY = 3000;

/**
 * Put the strip above the main part, where this browser's member plays the game in a class.
 * @param {HTMLElement} main  the main part
 * @param {string} game  name of the game
 * @returns {() => void}  takes it away
 */
export function classStrip(main, game) {
  const code = codeOfGame(game);
  if (!code) return () => {};
  const { token } = roomOf(code);
  const place = h("section", { class: "class-strip", "aria-label": t("class.strip") });
  main.before(place);
  let shown = "";
  const ask = async () => {
    const me = await get(`/api/rooms/${code}/me`, token);
    const seat = me.seats.find((one) => one.game === game);
    const text = JSON.stringify([me.state, me.debrief, me.gone, me.part, seat?.bot, seat?.over, me.seats.length]);
    if (text === shown) return;
    const news = told(me, seat, code, token);
    fill(place, h("a", { href: `#/class/${code}` }, t("class.room", { code }), h("span", { class: "hidden" }, ` – ${t("class.strip.back")}`)), h("span", {}, me.name), news);
    if (news && shown) announce(news.textContent);
    shown = text;
  };
  const asking = poll(ask, EVERY);
  asking.now();
  return () => {
    asking.stop();
    place.remove();
  };
}

function told(me, seat, code, token) {
  const [newest] = me.seats;
  if (newest && seat && newest.part > seat.part) return news(t("class.strip.next"), h("a", { class: "button main", href: `#/class/${code}` }, t("class.strip.next.go")));
  if (me.gone) return news(t("class.gone"));
  if (me.debrief) return news(t("class.strip.debrief"), h("a", { class: "button main", href: `#/class/${code}` }, t("class.debrief.see")));
  if (seat?.over) return null;
  if (seat?.bot) return news(t("class.yours.bot"), h("button", { class: "main", type: "button", onclick: () => back(code, token) }, t("class.yours.back")));
  return me.state === "paused" ? news(t("class.paused")) : null;
}

const news = (...children) => h("span", { class: "class-news row" }, children);

async function back(code, token) {
  await post(`/api/rooms/${code}/back`, {}, token).catch(() => null);
  dispatchEvent(new HashChangeEvent("hashchange"));
}
