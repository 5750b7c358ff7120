// The page: its frame, its language, its look, and which view stands in it.

import { announce, fill, h } from "zopa/dom.js";
import { language, speak, t } from "zopa/texts.js";

const VIEWS = {
  "": () => import("zopa/views/home.js"),
  play: () => import("zopa/views/play.js"),
  game: () => import("zopa/views/game.js"),
  link: () => import("zopa/views/link.js"),
  watch: () => import("zopa/views/watch.js"),
  explore: () => import("zopa/views/explore.js"),
  lessons: () => import("zopa/views/lessons.js"),
  lesson: () => import("zopa/views/lesson.js"),
  class: () => import("zopa/views/class.js"),
  glossary: () => import("zopa/views/glossary.js"),
};
const NAMED = ["play", "watch", "explore", "lessons", "class"];

let leave = null;
let shown = 0;

async function start() {
  await speak(localStorage.getItem("zopa.language") ?? document.documentElement.lang ?? "en");
  look(localStorage.getItem("zopa.look"));
  frame();
  addEventListener("hashchange", show);
  await show();
  document.documentElement.dataset.ready = "";
}

function frame() {
  const current = tab(location.hash.split("?")[0].split("/")[1] ?? "");
  document.body.replaceChildren(
    h("a", { class: "skip", href: "#main", onclick: skip }, t("skip")),
    h("header", { class: "top" },
      h("a", { class: "brand", href: "#/" }, h("img", { src: "/static/icon.svg", alt: "", width: 26, height: 26 }), "zopa"),
      h("nav", { "aria-label": t("nav") },
        NAMED.map((name) => h("a", { href: `#/${name}`, "aria-current": name === current ? "page" : null }, t(`nav.${name}`)))),
      h("div", { class: "tools" },
        h("button", { class: "quiet", type: "button", onclick: other, lang: language() === "en" ? "ja" : "en" }, t("language.other")),
        h("button", { class: "quiet", type: "button", onclick: turn, "aria-label": t("look.turn"), title: t("look.turn") }, "◐"))),
    h("main", { id: "main", tabindex: "-1" }),
    h("footer", { class: "foot" }, h("p", {}, t("foot")), h("p", {}, h("a", { href: "#/glossary" }, t("nav.glossary")))),
    h("div", { id: "live", class: "hidden", role: "status", "aria-live": "polite" }));
}

/** The part of the page that a view belongs to. */
const tab = (name) => ({ lesson: "lessons", game: "play", link: "play" })[name] ?? name;

function skip(event) {
  event.preventDefault();
  document.getElementById("main").focus();
}

async function show() {
  const [, name = "", ...rest] = (location.hash.split("?")[0] || "#/").split("/");
  const main = document.getElementById("main");
  const turnNumber = ++shown;
  leave?.();
  leave = null;
  for (const link of document.querySelectorAll(".top nav a")) {
    if (link.getAttribute("href") === `#/${tab(name)}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const view = VIEWS[name] ?? VIEWS[""];
  delete main.dataset.shown;
  try {
    const found = await view();
    if (turnNumber !== shown) return;
    const asked = new URLSearchParams(location.hash.split("?")[1] ?? "");
    const left = await found.show(main, rest.map(decodeURIComponent), asked);
    if (turnNumber !== shown) left?.();
    else leave = left ?? null;
  } catch (error) {
    if (turnNumber !== shown) return;
    fill(main, h("section", { class: "card" }, h("h1", {}, t("wrong")), h("p", { role: "alert" }, error.message), h("p", {}, h("a", { href: "#/" }, t("home.back")))));
    if (!error.status) console.error(error);
  }
  main.dataset.shown = name || "home";
  const heading = main.querySelector("h1")?.textContent;
  document.title = heading ? `${heading} · zopa` : "zopa";
  if (turnNumber > 1) {
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
    announce(document.title);
  }
}

async function other() {
  const next = language() === "en" ? "ja" : "en";
  localStorage.setItem("zopa.language", next);
  await speak(next);
  frame();
  await show();
}

function look(wanted) {
  if (wanted) document.documentElement.dataset.look = wanted;
}

function turn() {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = document.documentElement.dataset.look ?? (dark ? "dark" : "light");
  const next = now === "dark" ? "light" : "dark";
  localStorage.setItem("zopa.look", next);
  look(next);
  dispatchEvent(new CustomEvent("zopa-look"));
}

start();
