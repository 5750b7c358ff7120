// Everybody's seat, one row each. Rows are changed only where something in them has: a button under the mouse stays.

import { fill, h } from "zopa/dom.js";
import { number, signed, t } from "zopa/texts.js";

const AWAY = 20;

export class Seats {
  /** @param {(order: object) => void} onorder  has something done */
  constructor(onorder) {
    this.onorder = onorder;
    this.rows = new Map();
    this.heads = "";
    this.body = h("tbody", {});
    this.top = h("thead", {});
    this.caption = h("caption", { class: "hidden" });
    this.none = h("p", { class: "lead class-nobody" });
    this.place = h("div", { class: "scroll class-seats", tabindex: "0", role: "group" }, h("table", {}, this.caption, this.top, this.body));
    this.element = h("div", {}, this.none, this.place);
  }

  show(table, hidden) {
    this.none.textContent = table.rows.length ? "" : t("class.nobody");
    this.place.hidden = !table.rows.length;
    this.place.setAttribute("aria-label", t("class.teacher"));
    this.caption.textContent = t("class.teacher");
    const played = table.games > 0;
    const names = played ? ["name", "side", "against", "round", "status", "since", "offers", "last", "gain", "do"] : ["name", "status", "do"];
    if (this.heads !== names.join()) {
      this.heads = names.join();
      this.rows.clear();
      fill(this.top, h("tr", {}, names.map((name) => h("th", { scope: "col", class: ["round", "offers", "last", "gain", "since"].includes(name) ? "number" : null }, t(`class.col.${name}`, { unit: table.unit })))));
      this.body.replaceChildren();
    }
    for (const row of table.rows) this.update(row, table, hidden, played);
  }

  update(row, table, hidden, played) {
    const { seen, since, ...rest } = row, away = seen === null || seen > AWAY;
    const text = JSON.stringify([rest, hidden, away && row.status !== "over", table.part]);
    let kept = this.rows.get(row.number);
    if (!kept) {
      kept = { line: h("tr", {}), text: "" };
      this.rows.set(row.number, kept);
      this.body.append(kept.line);
    }
    if (kept.text !== text) {
      kept.text = text;
      kept.line.className = `is-${row.status}`;
      fill(kept.line, this.cells(row, table, hidden, played, away));
    }
    const clock = kept.line.querySelector(".class-since");
    if (clock) clock.textContent = row.status === "over" || since === null ? "" : ago(since);
  }

  cells(row, table, hidden, played, away) {
    const name = hidden ? t("class.student", { number: row.number }) : row.name;
    const at = (party) => table.sides.findIndex((one) => one.name === party);
    const who = (party) => h("span", { class: `who party-${at(party)}` }, table.sides[at(party)]?.title ?? party);
    const first = h("th", { scope: "row" }, h("bdi", {}, name), away && row.status !== "over" && row.status !== "left" ? h("small", { class: "class-away" }, t("class.away")) : null);
    if (!played) return [first, h("td", {}, this.status(row, table)), h("td", {}, this.orders(row, name))];
    const others = row.against.length ? (hidden ? row.against.map((one) => t("class.student", { number: table.rows.find((other) => other.name === one)?.number ?? "" })) : row.against).join(", ")
      : hush(row, table) ? t("class.hidden") : row.strategy.replaceAll("_", " ");
    return [
      first, h("td", {}, row.party ? who(row.party) : ""), h("td", { class: row.against.length ? null : "muted" }, h("bdi", {}, others)),
      h("td", { class: "number" }, row.round ? `${row.round}/${table.rounds}` : ""), h("td", {}, this.status(row, table), flags(row)),
      h("td", { class: "number class-since" }), h("td", { class: "number" }, row.party ? String(row.offers) : ""),
      h("td", { class: "number" }, row.last === null ? "" : number(row.last, 1)), h("td", { class: "number" }, row.gain === null ? "" : h("strong", {}, signed(row.gain, 1))),
      h("td", {}, this.orders(row, name)),
    ];
  }

  status(row, table) {
    const party = table.sides.find((one) => one.name === row.turn)?.title ?? "";
    const key = row.status === "over" ? (row.agreed ? "deal" : "nodeal") : row.status;
    return h("span", { class: `pill status-${key}` }, t(`class.status.${key}`, { party }));
  }

  orders(row, name) {
    const playing = row.party && row.status !== "over";
    const button = (what, wanted) => h("button", { type: "button", class: "quiet", "aria-label": t("class.do.of", { what: t(`class.do.${what}`), name }), data: { focus: `${what}-${row.number}` }, onclick: () => this.onorder({ do: wanted, member: row.number }) }, t(`class.do.${what}`));
    return h("div", { class: "class-do" },
      row.status === "turn" ? button("stand", "stand_in") : null,
      playing && ["turn", "waits"].includes(row.status) ? button("hand", "hand_over") : null,
      row.status === "bot" ? button("back", "back") : null,
      row.status !== "left" && row.status !== "over" ? button("remove", "remove") : null);
  }
}

/** Whether the opponent's name is not for the projector yet. */
const hush = ({ status, strategy }, { opening }) => strategy && opening.opponent === "hidden" && !opening.shown && status !== "over";

function flags(row) {
  const told = [];
  if (row.back_since !== null) told.push(t("class.flag.back", { from: row.bot_since, to: row.back_since }));
  else if (row.bot_since !== null) told.push(t("class.flag.bot", { round: row.bot_since }));
  if (row.stand_ins) told.push(t("class.flag.stand", { count: row.stand_ins }));
  return told.map((one) => h("small", { class: "class-flag" }, one));
}

const ago = (seconds) => (seconds < 90 ? t("class.ago.seconds", { count: Math.round(seconds) }) : t("class.ago.minutes", { count: Math.round(seconds / 60) }));
