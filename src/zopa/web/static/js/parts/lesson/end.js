// The end of a lesson: its idea once more, every bet beside what came, and where to go next.

import { h } from "zopa/dom.js";
import { learnt } from "zopa/parts/lesson/learnt.js";
import { number, t } from "zopa/texts.js";

/** What stands below the last step. `next` is the lesson that follows, or null. */
export function lessonEnd(lesson, next) {
  const known = learnt(lesson.name).bets;
  const asked = lesson.each.filter((one) => one.asked && known[one.asked.id]).map((one) => one.asked);
  return [
    h("p", { class: "idea" }, lesson.idea),
    asked.length ? h("div", { class: "scroll" }, h("table", {}, h("caption", {}, t("lesson.end.bets")),
      h("thead", {}, h("tr", {}, ["question", "bet", "came"].map((one) => h("th", { scope: "col" }, t(`lesson.end.${one}`))))),
      h("tbody", {}, asked.map((one) => h("tr", {}, h("th", { scope: "row" }, one.ask), h("td", {}, told(one, known[one.id].answer)), h("td", {}, told(one, known[one.id].came))))))) : null,
    h("p", { class: "row" },
      next ? h("a", { class: "button main", href: `#/lesson/${next.name}/1` }, t("lesson.end.next", { title: next.title })) : null,
      h("a", { class: "button", href: "#/lessons" }, t("lesson.end.all"))),
  ];
}

function told(asked, value) {
  if (value === null || value === undefined) return t("lesson.bet.none");
  return asked.of === "choice" ? asked.options[value] : `${number(value, asked.digits)} ${asked.unit}`;
}
