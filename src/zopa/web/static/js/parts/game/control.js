// A control for one issue: a few levels as buttons in a row, many numbers as a slider with a number, words as a list.

import { h } from "zopa/dom.js";
import { issueTitle, levelText } from "zopa/parts/package.js";
import { number, t } from "zopa/texts.js";

const FEW = 7;
let made = 0;

/**
 * A control. `levels()`: what `Worth.levels` says now; `chosen()`: the level now; `onchoose(level)`.
 * Returns the element and `update()`, which shows what has changed elsewhere.
 */
export function control({ issue, levels, chosen, onchoose, digits }) {
  const numeric = issue.levels.every((level) => typeof level === "number");
  if (issue.levels.length <= FEW) return segments(issue, levels, chosen, onchoose, digits);
  return numeric ? slider(issue, levels, chosen, onchoose, digits) : list(issue, levels, chosen, onchoose, digits);
}

const said = (one, digits) => t(one.possible ? "play.level" : "play.level.closed", { level: levelText(one.level), worth: number(one.worth, digits) });

function segments(issue, levels, chosen, onchoose, digits) {
  const name = `issue-${++made}`;
  const boxes = issue.levels.map((level) => {
    const worth = h("small", { class: "number" });
    const input = h("input", { type: "radio", name, "data-focus": `${issue.name}:${level}`, onchange: () => onchoose(level) });
    return { level, input, worth, box: h("label", { class: "segment" }, input, h("span", { class: "level" }, levelText(level)), worth) };
  });
  const element = h("div", { class: "segments", role: "radiogroup", "aria-label": issueTitle(issue) }, boxes.map((one) => one.box));
  const update = () => levels().forEach((one, at) => {
    const { input, worth, box } = boxes[at];
    input.checked = one.level === chosen();
    input.disabled = !one.open && !input.checked;
    box.classList.toggle("closed", !one.possible);
    box.classList.toggle("picked", input.checked);
    box.title = one.possible ? "" : [t("play.closed"), ...one.who].join(": ");
    worth.textContent = one.possible ? number(one.worth, digits) : t("play.closed");
    input.setAttribute("aria-label", said(one, digits));
  });
  return { element, update };
}

function slider(issue, levels, chosen, onchoose, digits) {
  const order = issue.levels.map((level, at) => ({ level, at })).sort((one, other) => one.level - other.level);
  const place = (level) => order.findIndex((one) => one.level === level);
  const nearest = (wanted) => order.reduce((best, one) => (Math.abs(one.level - wanted) < Math.abs(best.level - wanted) ? one : best)).level;
  const range = h("input", { type: "range", min: 0, max: order.length - 1, step: 1, "aria-label": issueTitle(issue), oninput: () => onchoose(order[range.value].level) });
  const typed = h("input", { type: "number", step: "any", class: "typed", min: order[0].level, max: order.at(-1).level, "aria-label": t("play.type", { issue: issueTitle(issue) }), onchange: () => onchoose(nearest(Number(typed.value))) });
  const bars = order.map(({ level }) => h("span", { class: "height", onclick: () => onchoose(level) }));
  const ends = [h("span", {}), h("span", {})];
  const element = h("div", { class: "issue-slider" },
    h("div", { class: "heights", "aria-hidden": "true" }, bars),
    h("div", { class: "row pair" }, range, typed),
    h("div", { class: "extremes", "aria-hidden": "true" }, ends));
  const update = () => {
    const all = levels(), now = chosen();
    const worths = all.map((one) => one.worth), low = Math.min(...worths), span = Math.max(...worths) - low || 1;
    order.forEach(({ at, level }, number_) => {
      const one = all[at], bar = bars[number_];
      bar.style.setProperty("--tall", `${8 + (92 * (one.worth - low)) / span}%`);
      bar.className = `height${one.possible ? "" : " closed"}${level === now ? " picked" : ""}`;
      bar.title = said(one, digits);
    });
    range.value = place(now);
    range.setAttribute("aria-valuetext", said(all[order[place(now)].at], digits));
    typed.value = now;
    [order[0], order.at(-1)].forEach(({ at, level }, side) => { ends[side].textContent = t("play.end_worth", { level: levelText(level), worth: number(all[at].worth, digits) }); });
  };
  return { element, update };
}

function list(issue, levels, chosen, onchoose, digits) {
  const select = h("select", { "aria-label": issueTitle(issue), onchange: () => onchoose(issue.levels[select.selectedIndex]) });
  const update = () => {
    select.replaceChildren(...levels().map((one) => h("option", { disabled: !one.open, selected: one.level === chosen() }, said(one, digits))));
  };
  return { element: select, update };
}
