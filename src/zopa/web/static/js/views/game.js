// A game: the table, the offer in hand, the choices, the story.

import { get, keyOf, post } from "zopa/api.js";
import { announce, fill, h } from "zopa/dom.js";
import { classStrip } from "zopa/parts/class/strip.js";
import { answer, headline } from "zopa/parts/game/answer.js";
import { choices } from "zopa/parts/game/choices.js";
import { composer, firstDraft } from "zopa/parts/game/composer.js";
import { gamebar, goBack } from "zopa/parts/game/gamebar.js";
import { hinted } from "zopa/parts/game/hint.js";
import { offers } from "zopa/parts/game/offers.js";
import { passOn } from "zopa/parts/game/pass_on.js";
import { folded, jump, told } from "zopa/parts/game/places.js";
import { saying } from "zopa/parts/game/saying.js";
import { notices, seats, standing } from "zopa/parts/game/standing.js";
import { judged } from "zopa/parts/judged.js";
import { story } from "zopa/parts/story.js";
import { timeline } from "zopa/parts/timeline.js";
import { Worth, offersOf } from "zopa/parts/worth.js";
import { language, t } from "zopa/texts.js";

const PULSE = 1500;

export async function show(main, [id]) {
  const game = new Game(main, id);
  await game.load();
  const unstrip = classStrip(main, id);
  return () => {
    unstrip();
    game.leave();
  };
}

/** A game in a place of another page, a lesson's; returns how to leave it. */
export async function game(place, id) {
  const one = new Game(place, id, "h2");
  await one.load();
  return () => one.leave();
}

class Game {
  constructor(main, id, heading = "h1") {
    this.heading = heading;
    this.main = main;
    this.id = id;
    this.key = keyOf(id);
    this.draft = { offer: null, open: null };
    this.timer = 0;
    this.gone = false;
    this.busy = false;
  }

  path(rest = "") {
    return `/api/games/${encodeURIComponent(this.id)}${rest}?lang=${language()}`;
  }

  async load() {
    try {
      this.render(await get(this.path(), this.key));
    } catch (error) {
      if (error.status === 403 || error.status === 404) error.message = t(`play.error.${error.status}`);
      throw error;
    }
  }

  leave() {
    this.gone = true;
    clearTimeout(this.timer);
  }

  /** Make a move; the focus then goes to what they answer. */
  move(act) {
    const says = this.saying?.says() ?? [];
    return this.busily(async () => ({ state: await this.sent(this.state, { ...act, ...(says.length ? { says } : {}) }) }));
  }

  /** Let rounds pass in which nothing can be done; the page shows each of them. */
  pass() {
    return this.busily(() => passOn(this.state, async (state) => {
      if (this.gone) return null;
      const next = await this.sent(state, { do: "refuse" });
      if (!this.gone) this.render(next);
      return next;
    }));
  }

  sent(state, act) {
    return post(this.path("/moves"), { at: state.at, act }, this.key);
  }

  /** One piece of work at a time; `work` gives the state it leads to, and what to say of it. */
  async busily(work) {
    if (this.busy) return;
    this.busy = true;
    this.main.setAttribute("aria-busy", "true");
    try {
      const { state, told = "" } = await work();
      this.draft.offer = null;
      this.draft.open = null;
      this.answered(state, told);
    } catch (error) {
      if (error.status === 409) this.answered(await get(this.path(), this.key), error.message);
      else this.fault(error);
    } finally {
      this.busy = false;
      this.main.removeAttribute("aria-busy");
    }
  }

  answered(state, message = "") {
    if (this.gone) return;
    this.render(state);
    const heading = this.main.querySelector("#now");
    heading?.focus({ preventScroll: true });
    heading?.closest("section").scrollIntoView({ block: "nearest" });
    announce([message, headline(state)].filter(Boolean).join(" "));
  }

  fault(error) {
    const place = this.main.querySelector("#fault");
    fill(place, h("p", { class: "alert", role: "alert" }, error.message));
    place.scrollIntoView({ block: "nearest" });
  }

  /** While somebody else thinks: ask now and then, as little as possible. */
  wait() {
    clearTimeout(this.timer);
    if (this.state.status !== "waiting" || this.gone) return;
    this.timer = setTimeout(async () => {
      try {
        const { at } = await get(this.path("/pulse"), this.key);
        if (at !== this.state.at) this.answered(await get(this.path(), this.key));
        else this.wait();
      } catch {
        this.wait();
      }
    }, PULSE);
  }

  render(state) {
    this.state = state;
    const { table, me } = state, worth = new Worth(state);
    const pick = me && ((round) => (round < state.round || state.status === "over" ? goBack(state, round) : null));
    fill(this.main,
      h("a", { class: "skip", href: "#choices", onclick: jump }, t("play.skip")),
      h("header", { class: "gamehead" }, h(this.heading, {}, table.title), seats(state)), state.status === "over" ? null : judged(table),
      timeline({ table, marks: state.marks, round: state.round, onpick: pick }),
      h("div", { class: "board" },
        h("div", { class: "stack" }, answer(state, worth), h("div", { id: "fault" }), this.turn(worth), this.over(), this.compare(worth)),
        h("aside", { class: "stack", "aria-label": t("play.aside") },
          h("section", { class: "card standing-card" }, h("h2", {}, t("play.standing")), standing(state), notices(state)),
          h("section", { class: "card" }, h("h2", {}, t("play.story")), told(story(state.events, table, me)), state.events.length ? null : h("p", { class: "muted" }, t("play.story.none"))),
          h("section", { class: "card" }, h("h2", {}, t("play.game")), gamebar(state)))));
    const scroll = this.main.querySelector(".told-scroll");
    if (scroll) scroll.scrollTop = scroll.scrollHeight;
    this.wait();
  }

  /** What can be done, where it is one's turn. */
  turn(worth) {
    const { state, draft } = this;
    this.saying = null;
    if (!state.turn) return null;
    draft.offer ??= firstDraft(state, worth);
    const place = h("div", { class: "hint-place", "aria-live": "polite" });
    const desk = state.turn.may_propose
      ? composer(state, worth, draft, { onoffer: (offer) => this.move({ do: "offer", package: offer }), onchange: () => this.saying?.update(), locked: Boolean(state.turn.nothing) }) : null;
    this.saying = saying(state, worth, () => draft.offer);
    const hint = async (aim = null) => {
      try {
        const found = await post(this.path("/hints"), aim === null ? {} : { utility: aim }, this.key);
        fill(place, hinted(state, found, draft.offer, { take: (offer) => desk.start(offer), again: hint, aim }));
      } catch (error) {
        this.fault(error);
      }
    };
    return [choices(state, worth, { move: (act) => this.move(act), onhint: () => hint(offersOf(state, state.me).length ? null : 0.8), onwait: () => this.pass() }), place, folded(state, desk?.element), this.saying.element];
  }

  over() {
    if (this.state.status !== "over") return null;
    const place = h("div", { class: "debrief-place" });
    import("zopa/parts/debrief/debrief.js").then(({ debrief }) => fill(place, debrief(this.state, this.key)), (error) => fill(place, h("p", { class: "alert" }, error.message)));
    return place;
  }

  compare(worth) {
    const { state } = this, { turn, me } = state;
    if (!turn) return null;
    const columns = [
      { title: t("play.column.theirs"), package: turn.offer }, { title: t("play.column.mine"), package: offersOf(state, me).at(-1) },
      { title: t("play.column.best"), package: turn.best },
    ];
    return h("details", { class: "compare card" }, h("summary", {}, t("play.compare")), offers(columns, state, worth));
  }
}
