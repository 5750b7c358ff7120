// At the door: a name, a side where it may be chosen, and in.

import { get, post } from "zopa/api.js";
import { fill, h } from "zopa/dom.js";
import { keepRoom } from "zopa/parts/class/store.js";
import { t } from "zopa/texts.js";

export async function join(main, code) {
  let door;
  try {
    door = await get(`/api/rooms/${code}`);
  } catch (error) {
    if (error.status === 404) error.message = t("class.code.wrong");
    throw error;
  }
  const said = h("p", { class: "alert", role: "alert" });
  const enter = async (event) => {
    event.preventDefault();
    const given = new FormData(event.target);
    said.textContent = "";
    try {
      const { token, name } = await post(`/api/rooms/${code}/members`, { name: given.get("name"), side: given.get("side") ?? "" });
      keepRoom(code, { token, name });
      (await import("zopa/parts/class/member.js")).again();
    } catch (error) {
      said.textContent = error.message;
      event.target.name.focus();
    }
  };
  fill(main, h("form", { class: "card stack class-door", onsubmit: enter },
    h("p", { class: "kicker" }, t("class.room", { code })), h("h1", {}, door.title),
    h("p", {}, t(`class.mode.${door.mode}`), " · ", t("class.joined", { count: door.joined })),
    h("div", { class: "field" }, h("label", { for: "name" }, t("class.name"), h("small", {}, t("class.name.note"))),
      h("input", { id: "name", name: "name", required: true, maxlength: 60, autocomplete: "nickname" })),
    door.sides.length ? h("fieldset", { class: "stack" }, h("legend", {}, t("class.wish")),
      [{ name: "", title: t("class.wish.any") }, ...door.sides].map((one) => h("label", { class: "class-radio" },
        h("input", { type: "radio", name: "side", value: one.name, checked: one.name === "" }), " ", one.title))) : null,
    said, h("button", { class: "main" }, t("class.enter"))));
}
