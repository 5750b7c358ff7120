// A lesson in one file: the page's own views, with recorded answers in place of the server.

import { answerFrom, Problem } from "zopa/api.js";
import { announce, fill, h } from "zopa/dom.js";
import { gameAnswer } from "zopa/exported_game.js";
import { language, speak, t } from "zopa/texts.js";
import * as glossary from "zopa/views/glossary.js";
import * as lesson from "zopa/views/lesson.js";

const held = JSON.parse(document.getElementById("held").textContent);
let leave = null;

/** JSON with keys in order: the name under which an answer is recorded. */
function plain(value) {
  if (Array.isArray(value)) return `[${value.map(plain).join(",")}]`;
  if (value && typeof value === "object") {
    return `{${Object.keys(value).sort().filter((key) => value[key] !== undefined).map((key) => `${JSON.stringify(key)}:${plain(value[key])}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

async function answer(method, path, body) {
  const key = `${method} ${path}${body === undefined ? "" : ` ${plain(body)}`}`;
  if (key in held.answers) return structuredClone(held.answers[key]);
  const played = gameAnswer(held, method, path, body, key);
  if (played !== undefined) return played;
  throw new Problem(404, { title: t("export.not_recorded"), detail: t("export.not_recorded.about"), asked: key });
}

function frame() {
  document.body.replaceChildren(
    h("header", { class: "top" },
      h("a", { class: "brand", href: `#/lesson/${held.lesson}` }, h("img", { src: held.icon, alt: "", width: 26, height: 26 }), "zopa"),
      h("nav", { "aria-label": t("nav") }, h("a", { href: `#/lesson/${held.lesson}` }, t("nav.lesson")), h("a", { href: "#/glossary" }, t("nav.glossary"))),
      h("div", { class: "tools" }, h("button", { class: "quiet", type: "button", onclick: other, lang: language() === "en" ? "ja" : "en" }, t("language.other")))),
    h("main", { id: "main", tabindex: "-1" }),
    h("footer", { class: "foot" }, h("p", {}, t("export.foot", { version: held.version }))),
    h("div", { id: "live", class: "hidden", role: "status", "aria-live": "polite" }));
}

async function show() {
  const [, name = "lesson", ...rest] = (location.hash.split("?")[0] || `#/lesson/${held.lesson}`).split("/");
  const main = document.getElementById("main");
  leave?.();
  leave = null;
  delete main.dataset.shown;
  try {
    const view = name === "glossary" ? glossary : lesson;
    const args = name === "lesson" && rest[0] === held.lesson ? rest : [held.lesson];
    leave = (await view.show(main, args.map(decodeURIComponent), new URLSearchParams(location.hash.split("?")[1] ?? ""))) ?? null;
  } catch (error) {
    fill(main, h("section", { class: "card" }, h("h1", {}, t("wrong")), h("p", { role: "alert" }, error.message)));
    if (!error.status) console.error(error);
  }
  main.dataset.shown = name;
  const heading = main.querySelector("h1")?.textContent;
  if (heading) document.title = heading;
  announce(document.title);
}

async function other() {
  const next = language() === "en" ? "ja" : "en";
  await speak(next, held.texts[next]);
  frame();
  await show();
}

answerFrom(answer);
await speak(held.language, held.texts[held.language]);
frame();
addEventListener("hashchange", show);
await show();
document.documentElement.dataset.ready = "";
