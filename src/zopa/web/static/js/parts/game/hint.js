// A hint: the package best for them among those worth a target to the player.

import { h } from "zopa/dom.js";
import { changes, issueTitle, levelText } from "zopa/parts/package.js";
import { titleOf } from "zopa/parts/party.js";
import { number, percent, signed, t } from "zopa/texts.js";

const SHARES = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1];

/**
 * What the server advises, against the offer in hand; `take(offer)` puts it there, `again(utility)` asks for another
 * target; `aim` is the one asked for, null for the last offer's.
 */
export function hinted(state, hint, draft, { take, again, aim }) {
  const { table } = state, digits = table.digits;
  const target = h("div", { class: "row" }, h("label", { for: "aim" }, t("play.hint.aim")),
    h("select", { id: "aim", onchange: (event) => again(event.target.value === "" ? null : Number(event.target.value)) },
      h("option", { value: "", selected: aim === null }, t("play.hint.aim.last")),
      SHARES.map((share) => h("option", { value: share, selected: share === aim }, t("play.hint.aim.share", { share: percent(share) })))));
  if (!hint.package) return h("section", { class: "hint card stack" }, h("h3", {}, t("play.hint")), h("p", {}, `${hint.text}.`), target);
  const moved = changes(table, draft, hint.package);
  const theirs = Object.entries(hint.theirs).map(([party, value]) =>
    t(hint.exact ? "play.hint.theirs" : "play.hint.believed", { who: titleOf(table, party), worth: number(value, digits), gain: signed(value - hint.no_deal[party], digits) }));
  return h("section", { class: "hint card stack" },
    h("h3", {}, t("play.hint")),
    h("p", {}, t("play.hint.text", { target: number(hint.target, digits), worth: number(hint.worth, digits), unit: table.unit })),
    h("p", {}, theirs.length ? theirs.join(" ") : t("play.hint.unknown")),
    moved.length ? h("ul", { class: "moves" }, moved.map(({ issue, before, after }) => h("li", {}, issueTitle(issue), " ", h("s", {}, levelText(before)), " → ", h("b", {}, levelText(after)))))
      : h("p", { class: "muted" }, t("play.hint.same")),
    target, h("button", { type: "button", data: { focus: "take" }, onclick: () => take(hint.package) }, t("play.hint.take")));
}
