// All lessons: number, idea, how far one has come; and what a teacher needs for each.

import { get } from "zopa/api.js";
import { fill, h } from "zopa/dom.js";
import { learnt } from "zopa/parts/lesson/learnt.js";
import { language, t } from "zopa/texts.js";

export async function show(main) {
  const { lessons, broken } = await get(`/api/lessons?lang=${language()}`);
  fill(main,
    h("header", { class: "lessons-head" }, h("h1", {}, t("lesson.list")), h("p", { class: "lead" }, t("lesson.list.lead"))),
    h("ol", { class: "lessons" }, lessons.map(row)),
    broken.map((one) => h("p", { class: "notice", role: "alert" }, t("lesson.broken", { name: one.name }), " ", h("code", {}, one.problem))),
    h("p", { class: "note" }, t("lesson.own")));
}

function row(lesson) {
  const known = learnt(lesson.name);
  const begun = known.at > 1 || Object.keys(known.bets).length > 0;
  const state = known.done ? "done" : begun ? "begun" : "new";
  const to = `#/lesson/${lesson.name}/${known.at}`;
  return h("li", { class: `card lesson-row ${state}` },
    h("p", { class: "lesson-number", "aria-hidden": "true" }, lesson.number),
    h("div", { class: "lesson-what" },
      h("h2", {}, h("a", { href: to }, lesson.title)),
      h("p", { class: "idea" }, lesson.idea),
      h("p", { class: "note" }, t("lesson.size", { minutes: lesson.minutes, steps: lesson.steps }),
        state === "new" ? null : h("span", { class: `pill ${state}` }, state === "done" ? `✓ ${t("lesson.done")}` : t("lesson.begun", { at: known.at, of: lesson.steps })))),
    teacher(lesson));
}

function teacher(lesson) {
  const link = (to, text) => h("li", {}, h("a", { href: to }, text));
  return h("details", { class: "teacher" }, h("summary", {}, t("lesson.teacher"), h("span", { class: "hidden" }, `: ${lesson.title}`)),
    h("ul", {},
      lesson.guide ? link(`#/lesson/${lesson.name}/guide`, t("lesson.guide")) : null,
      Object.entries(lesson.roles).map(([party, title]) => link(`#/lesson/${lesson.name}/roles/${party}`, t("lesson.role", { party: title }))),
      lesson.score ? link(`#/lesson/${lesson.name}/score`, t("lesson.score")) : null,
      link(`#/class?lesson=${lesson.name}`, t("lesson.room"))));
}
