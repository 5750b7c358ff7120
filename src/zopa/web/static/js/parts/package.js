// Packages: levels as people write them, and what differs between two.

import { h } from "zopa/dom.js";
import { t } from "zopa/texts.js";

/** A level: a number as it is written, a word without its underscores. */
export const levelText = (level) =>
  (typeof level === "number" ? (Math.abs(level) >= 10000 ? level.toLocaleString("en-US") : String(level)) : String(level).replaceAll("_", " ")).replace("-", "−");

/** An issue's title with a capital. */
export const issueTitle = (issue) => issue.title.charAt(0).toUpperCase() + issue.title.slice(1);

/** Whether two packages are the same. */
export const same = (one, other) => Boolean(one && other) && Object.keys(one).every((name) => one[name] === other[name]);

/** Issues on which two packages differ: the issue, its level before and after. */
export const changes = (table, before, after) =>
  table.issues.filter((issue) => before?.[issue.name] !== after[issue.name])
    .map((issue) => ({ issue, before: before?.[issue.name], after: after[issue.name] }));

/** The whole package, on demand. */
export function whole(table, offer, open = false) {
  return h("details", { class: "whole", open },
    h("summary", {}, t("play.told.whole")),
    h("dl", { class: "levels" }, table.issues.map((issue) => h("div", {},
      h("dt", {}, issueTitle(issue)), h("dd", {}, levelText(offer[issue.name]), issue.unit ? h("small", {}, ` ${issue.unit}`) : null)))));
}
