// The player: talks that are told whole (`Talk` of POST /api/watch), move by move, with the reasons.

import { announce, fill, h } from "zopa/dom.js";
import { story } from "zopa/parts/story.js";
import { timeline } from "zopa/parts/timeline.js";
import { aim, legend, spread } from "zopa/parts/watch/aims.js";
import { nextNew, stepOfRound, stopAt, stopsOf } from "zopa/parts/watch/course.js";
import { moveCard } from "zopa/parts/watch/move_card.js";
import { bounds, key, paths } from "zopa/parts/watch/paths.js";
import { bar } from "zopa/parts/watch/player_bar.js";
import { sides } from "zopa/parts/watch/sides.js";
import { takeover } from "zopa/parts/watch/takeover.js";
import { t } from "zopa/texts.js";

const SHORT = 8;

/**
 * A player for a talk. The element has `to(step)`, `by(moves)` and `pause()`; a step is the number of events seen.
 * `compact`: without calendar and transcript, for lessons; `fork`: whether one can take over; `step`: where it stands
 * first; `onstep(step, event)`: it stands elsewhere now.
 */
export function player(talk, { compact = false, fork = true, step = 0, onstep = null } = {}) {
  const stops = stopsOf(talk.events);
  const limits = bounds(talk);
  const spreads = talk.table.parties.map((one) => spread(talk, one.name));
  const state = { step: -1, timer: 0 };
  const event = () => talk.events[state.step - 1] ?? null;
  const round = () => event()?.round ?? 1;
  const to = (wanted, quietly = false) => {
    const at = stops[stopAt(stops, Math.min(Math.max(0, wanted), talk.events.length))];
    if (at === state.step) return;
    state.step = at;
    show();
    if (!quietly) onstep?.(at, event());
  };
  const pause = () => {
    clearInterval(state.timer);
    state.timer = 0;
    controls.show(state.step, false);
  };
  const by = (moves) => to(stops[Math.min(stops.length - 1, Math.max(0, stopAt(stops, state.step) + moves))]);
  const held = (work) => (...given) => { pause(); work(...given); };
  const tick = () => {
    if (!made.isConnected) return pause();
    by(1);
    if (state.step >= talk.events.length) return pause();
    state.timer = setTimeout(tick, controls.pace());
  };
  const play = () => {
    if (state.timer) return pause();
    if (state.step >= talk.events.length) to(0);
    state.timer = setTimeout(tick, 120);
    controls.show(state.step, true);
  };
  const pick = held((found) => to(stepOfRound(talk.events, found)));
  const controls = bar(talk, stops, {
    by: held(by), to: held(to), play, round: pick, next: held(() => to(nextNew(talk.events, stops, state.step))),
  }, compact);
  const parts = frame(talk, { compact, fork, round, controls, pick: held(to) });
  const made = h("div", { class: `player${compact ? " compact" : ""}`, role: "group", "aria-label": t("watch.player"), onkeydown: keys }, parts.all);

  function keys(pressed) {
    const field = pressed.target.closest("input, select, textarea, [contenteditable]");
    const work = { ArrowRight: () => held(by)(1), ArrowLeft: () => held(by)(-1), Home: () => held(to)(0), End: () => held(to)(talk.events.length) }[pressed.key];
    if (!work || field || pressed.altKey || pressed.ctrlKey || pressed.metaKey) return;
    pressed.preventDefault();
    work();
  }

  function show() {
    controls.show(state.step, Boolean(state.timer));
    fill(parts.card, moveCard(talk, state.step));
    fill(parts.sides, sides(talk, state.step));
    opened(parts.plane, () => [...paths(talk, state.step, limits), key(talk.table)]);
    opened(parts.aims, () => [...talk.table.parties.map((one, at) => aim(talk, one.name, state.step, spreads[at])), legend(talk.table)]);
    parts.fork?.show(round());
    if (parts.calendar) fill(parts.calendar, timeline({ table: talk.table, marks: talk.marks, round: round(), onpick: pick }));
    parts.follow?.(state.step);
    if (!state.timer) announce(parts.card.querySelector(".headline")?.textContent ?? "");
  }

  Object.assign(made, { to, by, pause, keys });
  to(step, true);
  return made;
}

/** Draw again, and leave open the tables of numbers that are open. */
function opened(place, draw) {
  const open = [...place.querySelectorAll("details")].map((one) => one.open);
  const focused = [...place.querySelectorAll("summary")].indexOf(document.activeElement);
  fill(place, draw());
  place.querySelectorAll("details").forEach((one, at) => { one.open = open[at] ?? false; });
  if (focused >= 0) place.querySelectorAll("summary")[focused]?.focus({ preventScroll: true });
}

function frame(talk, { compact, fork, round, controls, pick }) {
  const part = (name, ...more) => h("section", { class: `card ${name}` }, ...more);
  const [card, offers, plane, both] = ["move", "offers-now", "plane-now", "aims-now"].map((name) => h("div", { class: name }));
  const taking = fork ? takeover(talk, round) : null;
  const calendar = compact ? null : h("div", { class: "calendar" });
  const told = compact ? null : transcript(talk, pick);
  const short = talk.table.issues.length <= SHORT; // then there is room for the transcript below the offers
  const all = [
    controls.made, calendar,
    h("div", { class: "player-grid" },
      h("div", { class: "stack" }, part("now-card", card, taking?.made), part("offers-card", h("h3", {}, t("watch.sides")), offers), short ? told?.made : null),
      h("div", { class: "stack" }, part("plane-card", h("h3", {}, t("watch.paths")), plane), part("aims-card", h("h3", {}, t("watch.aims")), both))),
    short ? null : told?.made,
  ];
  return { all, card, sides: offers, plane, aims: both, fork: taking, calendar, follow: told?.follow };
}

/** The transcript, whole, with the entry of the selected move marked and in sight. */
function transcript(talk, pick) {
  const list = story(talk.events, talk.table, null, { onpick: (one) => pick(one.index + 1) });
  const box = h("div", { class: "transcript scroll", tabindex: "0", role: "group", "aria-label": t("watch.transcript") }, list);
  const made = h("section", { class: "card transcript-card" }, h("h3", {}, t("watch.transcript")), box);
  const entries = [...list.children];
  const scroll = (entry) => { box.scrollTop = entry ? entry.offsetTop - box.clientHeight / 3 : 0; };
  let marked = null;
  const follow = (step) => {
    for (const one of entries) {
      const later = Number(one.dataset.index) >= step;
      if (one.classList.contains("later") !== later) one.classList.toggle("later");
    }
    const now = entries.findLast((one) => Number(one.dataset.index) < step) ?? null;
    if (now === marked) return;
    marked?.removeAttribute("aria-current");
    now?.setAttribute("aria-current", "step");
    marked = now;
    requestAnimationFrame(() => { if (marked === now) scroll(now); }); // once the page is laid out anyway
  };
  return { made, follow };
}
