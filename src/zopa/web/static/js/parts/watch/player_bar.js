// The player's controls: step, play, pause, scrub, jump.

import { h, still } from "zopa/dom.js";
import { day, t } from "zopa/texts.js";

const ICONS = {
  first: "M3 4h2.6v16H3zM20 4v16L7 12z", back: "M19 4v16L5 12z", on: "M5 4v16l14-8z",
  next: "M4 4v16l9-8zM12 4v16l9-8z", last: "M18.4 4H21v16h-2.6zM4 4v16l13-8z",
};
const icon = (name) => h("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, h("path", { d: ICONS[name] }));

export const SPEEDS = { slow: 1800, normal: 800, fast: 250 };

/**
 * Controls. `act`: { by(moves), to(step), next(), play() }; `stops`: steps at which there is something to see.
 * Gives the element and `show(state)`, which brings it up to date.
 */
export function bar(talk, stops, act, compact) {
  const id = `scrub-${Math.random().toString(36).slice(2, 8)}`;
  const button = (name, work) =>
    h("button", { type: "button", class: `player-${name}`, "aria-label": t(`watch.bar.${name}`), title: t(`watch.bar.${name}`), onclick: work }, icon(name));
  const scrub = h("input", { type: "range", id, min: 0, max: stops.length - 1, step: 1, class: "scrub", oninput: (event) => act.to(stops[Number(event.target.value)]) });
  const play = still() ? null : h("button", { type: "button", class: "player-play main", "aria-pressed": "false", onclick: act.play }, t("watch.bar.play"));
  const speed = h("select", { class: "speed", "aria-label": t("watch.bar.speed") },
    Object.keys(SPEEDS).map((name) => h("option", { value: name, selected: name === "normal" }, t(`watch.bar.${name}`))));
  const rounds = Math.max(1, talk.events.at(-1)?.round ?? 1);
  const jump = h("input", { type: "number", min: 1, max: rounds, class: "jump", "aria-label": t("watch.bar.round", { rounds }), onchange: (event) => act.round(Number(event.target.value)) });
  const where = h("output", { class: "where", for: id });
  const back = button("back", () => act.by(-1));
  const on = button("on", () => act.by(1));
  const made = h("div", { class: "player-bar", role: "group", "aria-label": t("watch.bar") },
    h("div", { class: "row" },
      button("first", () => act.to(0)), back, play, on,
      button("next", act.next),
      button("last", () => act.to(talk.events.length)),
      play ? speed : null,
      compact ? null : h("label", { class: "to-round" }, t("watch.bar.to_round"), " ", jump)),
    h("div", { class: "scrubbing" }, h("label", { for: id, class: "hidden" }, t("watch.bar.scrub")), scrub, where));
  const show = (step, playing) => {
    const at = stops.findLastIndex((one) => one <= step);
    const event = talk.events[step - 1];
    scrub.value = at;
    const text = event ? t("watch.bar.where", { round: event.round, rounds: talk.table.rounds, day: day(event.date) }).replace(/ · $/, "") : t("watch.bar.begin");
    scrub.setAttribute("aria-valuetext", text);
    where.textContent = text;
    if (event && document.activeElement !== jump) jump.value = event.round;
    back.disabled = at <= 0;
    on.disabled = at >= stops.length - 1;
    if (play) {
      play.textContent = t(playing ? "watch.bar.pause" : "watch.bar.play");
      play.setAttribute("aria-pressed", String(playing));
    }
  };
  return { made, show, pace: () => SPEEDS[speed.value] };
}
