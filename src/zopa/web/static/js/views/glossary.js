// The glossary: every term with its meaning and an example; #/glossary/zopa goes to one of them.

import { announce, fill, h, quiet } from "zopa/dom.js";
import { language, t, under } from "zopa/texts.js";

export function show(main, [wanted]) {
  const names = under("glossary.").filter((key) => key.endsWith(".about")).map((key) => key.slice("glossary.".length, -".about".length));
  const sorted = names.sort((one, other) => t(`glossary.${one}`).localeCompare(t(`glossary.${other}`), language()));
  const list = h("dl", { class: "glossary" });
  const draw = (text) => {
    const sought = text.trim().toLocaleLowerCase();
    const found = sorted.filter((one) => `${t(`glossary.${one}`)} ${t(`glossary.${one}.about`)}`.toLocaleLowerCase().includes(sought));
    fill(list, found.map((one) => h("div", { class: one === wanted ? "entry wanted" : "entry", id: `term-of-${one}` }, h("dt", {}, t(`glossary.${one}`)), h("dd", {}, t(`glossary.${one}.about`)))));
    if (sought) announce(t("lesson.glossary.found", { count: found.length }));
    none.hidden = found.length > 0;
  };
  const none = h("p", { class: "note", hidden: true }, t("lesson.glossary.none"));
  const change = quiet((text) => draw(text), 120);
  fill(main, h("h1", {}, t("nav.glossary")), h("p", { class: "lead" }, t("lesson.glossary.lead")),
    h("div", { class: "field seek" }, h("label", { for: "seek" }, t("lesson.glossary.seek")), h("input", { id: "seek", type: "search", oninput: (event) => change(event.target.value) })),
    none, list);
  draw("");
  if (wanted) requestAnimationFrame(() => document.getElementById(`term-of-${wanted}`)?.scrollIntoView({ block: "center" }));
}
