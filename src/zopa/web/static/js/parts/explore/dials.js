// Sliders on the numbers of a scenario. One that has not been moved leaves its number to the scenario, drawn in each world.

import { h } from "zopa/dom.js";
import { around, positionOf } from "zopa/parts/explore/state.js";
import { day, has, language, number, t } from "zopa/texts.js";

/** What a slider is called. */
export function nameOf(dial) {
  if (dial.label[language()]) return dial.label[language()];
  return has(`explore.dial.${dial.name}`) ? t(`explore.dial.${dial.name}`) : dial.name.replaceAll("_", " ");
}

const digitsOf = (dial) => Math.max(0, Math.min(6, -Math.floor(Math.log10(dial.step) + 1e-9), 6));

/** A position in words. */
export function said(dial, at) {
  if (dial.kind === "date") return day(dial.values[at]);
  if (dial.kind === "level") return `${dial.values[at]}`.replace("-", "−");
  const exact = digitsOf(dial);
  return number(at, Number.isInteger(at * 10 ** exact) || !dial.drawn ? exact : exact + 1);
}

const short = (value) => number(value, Number.isInteger(value * 10) ? 1 : Math.abs(value) < 0.1 ? 3 : 2);

/** The text beside a slider: the number set in all worlds, or what the scenario has. */
function state(dial, at) {
  if (at !== null) return t("explore.dial.fixed", { value: said(dial, at) });
  if (!dial.drawn) return t("explore.dial.own", { value: said(dial, dial.start) });
  return t("explore.dial.drawn", { value: said(dial, dial.start), low: short(dial.reach[0]), high: short(dial.reach[1]) });
}

/**
 * The sliders. `changes()` gives the changes now; `onmove(dial, at)` is called while one is dragged (`at` null puts it
 * back), `onnear(dial, positions)` when somebody is about to.
 */
export function dials(all, table, { changes, onmove, onnear }) {
  const places = all.map((dial) => slider(dial, table, { changes, onmove, onnear }));
  const main = places.filter((_, at) => !all[at].more);
  const more = places.filter((_, at) => all[at].more);
  const moved = all.some((dial) => dial.more && positionOf(dial, changes()) !== null);
  const made = h("div", { class: "dials" }, main, more.length
    ? h("details", { open: moved }, h("summary", {}, t("explore.more", { count: more.length })), more) : null);
  made.refresh = () => places.forEach((one) => one.refresh());
  return made;
}

function slider(dial, table, { changes, onmove, onnear }) {
  const id = `dial-${dial.path.replaceAll(".", "-")}`;
  const party = table.parties.findIndex((one) => one.name === dial.party);
  const value = h("output", { class: "dial-value", for: id, id: `${id}-value` });
  const back = h("button", { class: "quiet dial-back", type: "button", "aria-label": t("explore.back", { name: nameOf(dial) }), title: t("explore.back", { name: nameOf(dial) }), onclick: () => { onmove(dial, null); input.focus(); } }, "↺");
  const input = h("input", {
    type: "range", id, min: dial.low, max: dial.high, step: dial.step, "aria-describedby": dial.about.en || dial.unit ? `${id}-about` : null,
    oninput: () => onmove(dial, Number(input.value)),
    onfocus: () => near(), onpointerenter: () => near(),
  });
  const near = () => onnear(dial, around(dial, positionOf(dial, changes()), 12));
  const about = dial.about[language()] || dial.about.en || "";
  const made = h("div", { class: party < 0 ? "dial" : `dial party-${party}` },
    h("label", { for: id }, party < 0 ? null : h("span", { class: `who party-${party}` }, table.parties[party].title), " ", nameOf(dial)),
    h("div", { class: "dial-line" }, input, back), value,
    !about && !dial.unit && !dial.source ? null : h("details", { class: "note" }, h("summary", {}, t("explore.about"), h("span", { class: "hidden" }, ` ${nameOf(dial)}`)),
      h("p", { id: `${id}-about` }, about, dial.unit ? ` ${t("explore.unit", { unit: dial.unit })}` : ""), dial.source ? h("p", {}, t("explore.source", { source: dial.source })) : null));
  made.refresh = () => {
    const at = positionOf(dial, changes());
    input.value = String(at ?? dial.start);
    input.setAttribute("aria-valuetext", state(dial, at));
    value.textContent = state(dial, at);
    made.classList.toggle("moved", at !== null);
    back.disabled = at === null;
  };
  made.refresh();
  return made;
}
