// A lesson, step by step: #/lesson/one_offer/3; its sheets: #/lesson/one_offer/guide, …/score, …/roles/proposer.

import { get } from "zopa/api.js";
import { fill, h } from "zopa/dom.js";
import { judged } from "zopa/parts/judged.js";
import { lessonEnd } from "zopa/parts/lesson/end.js";
import { learn, learnt, unlearn } from "zopa/parts/lesson/learnt.js";
import { open, work } from "zopa/parts/lesson/steps.js";
import { prose } from "zopa/parts/prose.js";
import { language, t } from "zopa/texts.js";

export async function show(main, [name, where = "", party = ""]) {
  if (where === "guide" || where === "score" || where === "roles") return sheet(main, name, where === "roles" ? party : where);
  const lesson = await get(`/api/lessons/${name}?lang=${language()}`);
  if (where === "end") return ended(main, lesson);
  const at = Math.min(Math.max(1, Number.parseInt(where, 10) || learnt(name).at), lesson.each.length);
  if (String(at) !== where) history.replaceState(null, "", `#/lesson/${name}/${at}`);
  return stepped(main, lesson, at);
}

function stepped(main, lesson, at) {
  const step = lesson.each[at - 1];
  learn(lesson.name, (one) => { one.at = at; });
  const way = h("nav", { class: "steps-nav", "aria-label": t("lesson.nav") });
  const more = h("div", { class: "lesson-next" });
  const ready = () => {
    fill(way, progress(lesson, at));
    fill(more, buttons(lesson, at));
  };
  const doing = work(lesson, step, at, ready);
  fill(main, h("div", { class: `lesson step-${step.kind}`, data: { step: at } },
    head(lesson),
    way,
    lesson.judged ? judged(lesson) : null,
    h("article", { class: "step", "aria-labelledby": "step-kind" },
      h("p", { class: "kicker", id: "step-kind" }, t("lesson.step", { at, of: lesson.each.length }), " · ", t(`lesson.kind.${step.kind}`)),
      prose(step.html), doing),
    more));
  ready();
  return () => doing?.leave?.();
}

const head = (lesson) => h("header", { class: "lesson-head" }, h("p", { class: "kicker" }, h("a", { href: "#/lessons" }, t("lesson.number", { number: lesson.number }))), h("h1", {}, lesson.title));

/** The steps as marks on a line; those behind an open question are not links. */
function progress(lesson, at) {
  const first = lesson.each.findIndex((step) => open(lesson, step)) + 1 || Infinity;
  return h("ol", { class: "marks" }, lesson.each.map((step, number) => {
    const name = `${number + 1}. ${t(`lesson.kind.${step.kind}`)}`;
    const here = number + 1 === at;
    const mark = { class: `mark${number + 1 < at ? " behind" : ""}`, title: name, "aria-current": here ? "step" : null };
    const inside = [h("span", { class: "hidden" }, name)];
    return h("li", {}, number + 1 <= Math.max(first, at)
      ? h("a", { ...mark, href: `#/lesson/${lesson.name}/${number + 1}` }, inside)
      : h("span", { ...mark, class: "mark later" }, inside));
  }));
}

function buttons(lesson, at) {
  const last = at === lesson.each.length;
  const waits = open(lesson, lesson.each[at - 1]);
  const next = `#/lesson/${lesson.name}/${last ? "end" : at + 1}`;
  return [
    at > 1 ? h("a", { class: "button", href: `#/lesson/${lesson.name}/${at - 1}` }, t("lesson.back")) : h("span", {}),
    waits ? h("p", { class: "note" }, t("lesson.bet.first")) : h("a", { class: "button main next", href: next }, t(last ? "lesson.finish" : "lesson.next")),
  ];
}

async function ended(main, lesson) {
  const { lessons } = await get(`/api/lessons?lang=${language()}`);
  learn(lesson.name, (one) => { one.done = true; one.at = 1; });
  const next = lessons.find((one) => one.number > lesson.number) ?? null;
  const again = () => {
    unlearn(lesson.name);
    location.hash = `#/lesson/${lesson.name}/1`;
  };
  fill(main, h("div", { class: "lesson lesson-end" }, head(lesson), lesson.judged ? judged(lesson) : null,
    h("article", { class: "step" }, h("p", { class: "kicker" }, t("lesson.end")), lessonEnd(lesson, next)),
    h("p", {}, h("button", { class: "quiet", type: "button", onclick: again }, t("lesson.end.again")))));
}

async function sheet(main, name, which) {
  const [lesson, found] = await Promise.all([get(`/api/lessons/${name}?lang=${language()}`), get(`/api/lessons/${name}/sheets/${which}?lang=${language()}`)]);
  fill(main, h("article", { class: "sheet" },
    h("header", {},
      h("p", { class: "kicker" }, `${t("lesson.number", { number: lesson.number })} · ${found.lesson}`),
      found.party ? h("p", { class: "confidential" }, t("lesson.sheet.confidential", { party: found.party })) : null),
    prose(found.html),
    lesson.judged ? judged(lesson) : null,
    h("p", { class: "row screen" }, h("button", { class: "main", type: "button", onclick: () => print() }, t("lesson.sheet.print")), h("a", { class: "button", href: "#/lessons" }, t("lesson.end.all")))));
}
