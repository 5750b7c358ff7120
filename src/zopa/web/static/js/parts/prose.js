// Texts of lessons: the server has rendered them from Markdown, without any HTML of their own.

import { h } from "zopa/dom.js";
import { enliven } from "zopa/parts/term.js";
import { t } from "zopa/texts.js";

// what scrolls must be reached by keyboard; what does not is no stop on the way
const reachable = new ResizeObserver((seen) => {
  for (const { target } of seen) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

/** A rendered text as an element, its terms alive, wide tables scrolling by themselves. */
export function prose(html, more = "") {
  const made = h("div", { class: `prose ${more}`.trim() });
  made.innerHTML = html; // from our own server's Markdown alone
  for (const table of made.querySelectorAll("table")) {
    const box = h("div", { class: "scroll", role: "group", "aria-label": t("lesson.table") });
    table.replaceWith(box);
    box.append(table);
    reachable.observe(box);
  }
  return enliven(made);
}
