// What is done in the steps of a lesson: play, watch, vary, sandbox. Each finds its part of the page by itself.

import { get, keepKey, keyOf, post } from "zopa/api.js";
import { fill, h } from "zopa/dom.js";
import { bet } from "zopa/parts/lesson/bet.js";
import { learn, learnt } from "zopa/parts/lesson/learnt.js";
import { t } from "zopa/texts.js";

/** The working part of a step, or null; `ondone()` is called once a question is answered. */
export function work(lesson, step, at, ondone) {
  const made = {
    play: () => playing(lesson, step, at), watch: () => watching(step), vary: () => varying(step), sandbox: () => sandbox(step),
    bet: () => bet(lesson, step.asked, ondone), choice: () => bet(lesson, step.asked, ondone),
  }[step.kind];
  return made ? made() : null;
}

/** Whether a step asks something that has not been answered. */
export const open = (lesson, step) => Boolean(step.asked) && learnt(lesson.name).bets[step.asked.id]?.came === undefined;

function playing(lesson, step, at) {
  const place = h("section", { class: "work play-work" });
  const begin = async () => {
    const opened = await post("/api/games", step.start);
    for (const [party, key] of Object.entries(opened.keys)) if (party === step.side) keepKey(opened.id, key);
    learn(lesson.name, (one) => { one.games[at] = opened.id; });
    await table(opened.id);
  };
  const table = async (id) => {
    const { game } = await import("zopa/views/game.js");
    const again = h("p", { class: "row again" }, h("button", { class: "quiet", type: "button", onclick: tried(place, begin) }, t("lesson.play.again")));
    if (!game) {
      fill(place, h("p", {}, h("a", { class: "button main", href: `#/game/${id}?lesson=${lesson.name}/${at}` }, t("lesson.play.go"))), again);
      return;
    }
    const inside = h("div", { class: "embedded" });
    fill(place, inside, again);
    const leave = await game(inside, id, { lesson: lesson.name });
    place.leave = typeof leave === "function" ? leave : null;
  };
  const known = learnt(lesson.name).games[at];
  const start = () => fill(place, h("button", { class: "main", type: "button", onclick: tried(place, begin) }, t("lesson.play.begin")));
  if (known && keyOf(known)) get(`/api/games/${known}`, keyOf(known)).then(() => table(known)).catch(start);
  else start();
  return place;
}

function watching(step) {
  const place = h("section", { class: "work watch-work" }, h("p", { class: "muted" }, t("lesson.working")));
  Promise.all([post("/api/watch", step.start), import("zopa/parts/watch/player.js")])
    .then(([talk, { player }]) => {
      const made = player(talk, { compact: true, fork: false });
      place.leave = () => made.pause?.();
      fill(place, made);
    })
    .catch((error) => failed(place, error));
  return place;
}

function varying(step) {
  const place = h("section", { class: "work vary-work" }, h("p", { class: "muted" }, t("lesson.working")));
  import("zopa/parts/lesson/vary.js")
    .then(({ explore_part }) => fill(place, explore_part({ start: step.start, slider: step.slid, measures: step.slid.measures, worlds: step.slid.worlds })))
    .catch((error) => failed(place, error));
  return place;
}

function sandbox(step) {
  const asked = step.start.changes.map((one) => `change=${encodeURIComponent(one)}`).join("&");
  const to = (view) => `#/${view}/${step.start.scenario}${asked ? `?${asked}` : ""}`;
  return h("p", { class: "row work" }, ["play", "watch", "explore"].map((view) =>
    h("a", { class: view === "play" ? "button main" : "button", href: to(view) }, t(`lesson.sandbox.${view}`))));
}

function tried(place, action) {
  return () => action().catch((error) => failed(place, error));
}

function failed(place, error) {
  fill(place, h("p", { class: "alert", role: "alert" }, error.status ? error.message : t("lesson.part_missing")));
  if (!error.status) console.info(error.message);
}
