// The beginning: one game to play at once, one lesson to begin with, and the five ways in.

import { begin } from "zopa/api.js";
import { fill, h } from "zopa/dom.js";
import { homeFigure } from "zopa/parts/homefigure.js";
import { t } from "zopa/texts.js";

const WAYS = ["play", "lessons", "watch", "explore", "class"];
const SEEDS = 1_000_000;

export function show(main) {
  const fault = h("div", { role: "alert" });
  const start = async (event) => {
    const pressed = event.currentTarget;
    pressed.disabled = true;
    try {
      await begin(firstGame());
    } catch (error) {
      fill(fault, h("p", { class: "alert" }, error.message));
      pressed.disabled = false;
    }
  };
  fill(main, h("div", { class: "home" },
    h("section", { class: "home-start" },
      h("div", {},
        h("h1", {}, t("home.title")), h("p", { class: "lead" }, t("home.lead")),
        h("div", { class: "home-acts" },
          h("button", { type: "button", class: "main", data: { do: "start" }, onclick: start }, t("home.start"), h("small", {}, t("home.start.about"))),
          h("a", { class: "button", href: "#/lesson/one_offer" }, t("home.first"), h("small", {}, t("home.first.about")))),
        fault),
      homeFigure()),
    h("h2", {}, t("home.ways")),
    h("div", { class: "home-ways" }, WAYS.map((name) =>
      h("section", { class: "card" }, h("h3", {}, h("a", { href: `#/${name}` }, t(`home.${name}`))), h("p", {}, t(`home.${name}.about`)))))));
}

/** Japan in the flagship, against a strategy that luck draws and hides. */
const firstGame = () => ({
  scenario: "us_japan_2025", changes: [], seed: Math.floor(Math.random() * SEEDS), world: 0,
  seats: { japan: { person: true }, us: { strategy: "hidden" } }, shown: false, hints: true,
});
