// The front of the class: a code to type, and a room to open.

import { get, post } from "zopa/api.js";
import { fill, h } from "zopa/dom.js";
import { settings } from "zopa/parts/class/settings.js";
import { keepRoom, readCode, rooms } from "zopa/parts/class/store.js";
import { t } from "zopa/texts.js";

export async function front(main, query) {
  const all = await get("/api/catalogue");
  const lesson = query.get("lesson") ?? "", wanted = query.get("scenario") ?? "";
  fill(main,
    h("h1", {}, t("class.title")), h("p", { class: "lead" }, t("class.lead")),
    h("div", { class: "class-front" }, joining(), opening(all, lesson || wanted ? { lesson, scenario: wanted } : {})), mine());
}

/** The field for a code; the room says itself whether there is one. */
function joining() {
  const said = h("p", { class: "alert", role: "alert" });
  const go = async (event) => {
    event.preventDefault();
    const code = readCode(event.target.code.value);
    said.textContent = "";
    try {
      if (!/^[A-Z0-9]{3,12}$/.test(code)) throw Object.assign(new Error(), { status: 404 });
      await get(`/api/rooms/${code}`);
      location.hash = `#/class/${code}`;
    } catch (error) {
      said.textContent = error.status === 404 ? t("class.code.wrong") : error.message;
      event.target.code.focus();
    }
  };
  return h("form", { class: "card stack", onsubmit: go },
    h("h2", {}, t("class.join")), h("p", {}, t("class.join.about")),
    h("div", { class: "field" }, h("label", { for: "code" }, t("class.code")),
      h("input", { id: "code", name: "code", class: "class-code", required: true, maxlength: 16, autocomplete: "off", autocapitalize: "characters", spellcheck: "false" })),
    said, h("button", { class: "main" }, t("class.code.go")));
}

function opening(all, begin) {
  const said = h("p", { class: "alert", role: "alert" });
  const form = settings(all, begin);
  const go = async (event) => {
    event.preventDefault();
    said.textContent = "";
    try {
      const { code, key } = await post("/api/rooms", form.value());
      keepRoom(code, { key });
      location.hash = `#/class/${code}`;
    } catch (error) {
      said.textContent = error.message;
    }
  };
  return h("form", { class: "card stack", onsubmit: go },
    h("h2", {}, t("class.open")), h("p", {}, t("class.open.about")), form.element, said, h("button", { class: "main" }, t("class.open.go")));
}

/** Rooms that this browser knows. */
function mine() {
  const known = Object.entries(rooms()).reverse().slice(0, 8);
  if (!known.length) return null;
  return h("section", { class: "stack class-mine" }, h("h2", {}, t("class.mine")),
    h("ul", { class: "row" }, known.map(([code, one]) => h("li", {},
      h("a", { class: "button", href: `#/class/${code}` }, h("span", { class: "class-short" }, code),
        h("small", {}, one.key ? t("class.mine.teacher") : one.name ?? t("class.mine.student")))))));
}
