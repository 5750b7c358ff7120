// What can be said in public with a move: what it brings about, and who listens.

import { h } from "zopa/dom.js";
import { issueTitle, levelText } from "zopa/parts/package.js";
import { t } from "zopa/texts.js";

/** Statements. `draft()`: the offer in hand. Gives the element, `says()` for a move, and `update()`. */
export function saying(state, worth, draft) {
  const kinds = state.turn.says;
  if (!kinds.length) return { element: null, says: () => [], update: () => {} };
  const chosen = new Map(), lined = new Set();
  const update = () => { if (lines) fillLines(); };
  const keeps = () => Object.fromEntries([...lined].map((at) => [state.table.issues[at].name, worth.asGood(at, draft())]));
  let lines = null;
  const fillLines = () => lines.forEach(({ at, text }) => { text.textContent = lined.has(at) ? t("play.say.keeps", { levels: worth.asGood(at, draft()).map(levelText).join(", ") }) : ""; });
  const says = () => [...chosen].filter(([kind]) => kind !== "red_line" || lined.size)
    .map(([kind, amount]) => ({ kind, amount, ...(kind === "red_line" ? { keeps: keeps() } : {}) })).slice(0, 3);
  const line = () => {
    lines = state.table.issues.map((issue, at) => ({ issue, at, text: h("small", {}) }));
    return h("fieldset", { class: "lines" }, h("legend", {}, t("play.say.lines")), lines.map(({ issue, at, text }) =>
      h("label", {}, h("input", { type: "checkbox", onchange: (event) => { if (event.target.checked) lined.add(at); else lined.delete(at); fillLines(); } }), " ", issueTitle(issue), " ", text)));
  };
  const one = (kind) => {
    const amount = kind.unit ? h("input", { type: "number", min: 0, max: kind.most, step: 0.1, value: kind.amount, "aria-label": `${t(`play.say.${kind.kind}.name`)} (${kind.unit})`, oninput: () => chosen.has(kind.kind) && chosen.set(kind.kind, bounded(amount.value, kind.most)) }) : null;
    const more = h("div", { class: "more", hidden: true }, amount ? h("label", {}, t("play.say.amount"), " ", amount, ` ${kind.unit}`) : null, kind.kind === "red_line" ? line() : null);
    const box = h("input", { type: "checkbox", data: { focus: `say-${kind.kind}` }, onchange: () => {
      if (box.checked) chosen.set(kind.kind, amount ? bounded(amount.value, kind.most) : kind.amount);
      else chosen.delete(kind.kind);
      more.hidden = !box.checked;
    } });
    return h("li", {}, h("label", {}, box, " ", t(`play.say.${kind.kind}.name`), kind.about.map((text) => h("small", {}, text))), more);
  };
  return { element: h("details", { class: "saying card" }, h("summary", {}, t("play.say.title")), h("p", { class: "note" }, t("play.say.how")), h("ul", {}, kinds.map(one))), says, update };
}

const bounded = (typed, most) => Math.min(most, Math.max(0, Number(typed) || 0));
