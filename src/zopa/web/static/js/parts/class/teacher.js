// The teacher's table: the code on the projector, everybody's game, orders, the debrief, files.

import { get, post } from "zopa/api.js";
import { announce, fill, h } from "zopa/dom.js";
import { classDebrief } from "zopa/parts/class/debrief.js";
import { files } from "zopa/parts/class/files.js";
import { poll } from "zopa/parts/class/poll.js";
import { settings } from "zopa/parts/class/settings.js";
import { Seats } from "zopa/parts/class/table.js";
import { judged } from "zopa/parts/judged.js";
import { t } from "zopa/texts.js";

const EVERY = 2000;

export async function teacher(main, code, key) {
  const room = new Teacher(main, code, key);
  room.answered(await get(room.path("/table"), key));
  const asking = poll(() => room.ask(), EVERY);
  return () => asking.stop();
}

class Teacher {
  constructor(main, code, key) {
    Object.assign(this, { main, code, key, shown: "", hidden: false, sure: null, busy: false });
    this.head = h("header", {});
    this.orders = h("div", { class: "class-orders" });
    this.fault = h("p", { class: "alert", role: "alert" });
    this.seats = new Seats((wanted) => this.order(wanted));
    this.told = h("section", { class: "class-told stack", hidden: true });
    this.rest = h("div", { class: "class-rest" });
    fill(main, this.head, this.orders, this.fault, this.seats.element, this.told, this.rest);
  }

  path(rest) {
    return `/api/rooms/${this.code}${rest}`;
  }

  async ask() {
    if (!this.busy) this.answered(await get(this.path("/table"), this.key));
  }

  async order(wanted) {
    this.busy = true;
    this.fault.textContent = "";
    this.sure = null;
    this.main.setAttribute("aria-busy", "true");
    try {
      this.answered(await post(this.path("/orders"), wanted, this.key));
      if (!this.told.hidden) this.debrief();
    } catch (error) {
      this.fault.textContent = error.message;
    } finally {
      this.busy = false;
      this.main.removeAttribute("aria-busy");
    }
  }

  answered(table) {
    this.table = table;
    const { rows, opening, ...room } = table;
    const text = JSON.stringify([room, rows.length, this.waiting(), this.hidden, this.sure, this.told.hidden]);
    if (text !== this.shown) {
      if (this.shown && rows.length !== this.count) announce(t("class.joined", { count: rows.length }));
      this.shown = text;
      this.count = rows.length;
      fill(this.head, this.heading(), judged(table));
      fill(this.orders, this.buttons());
    }
    this.seats.show(table, this.hidden);
    if (!this.rest.firstChild) fill(this.rest, this.settings(), files(this.code, this.key));
  }

  waiting() {
    return this.table.rows.filter((row) => row.status === "lobby").length;
  }

  /** In the lobby the code fills the projector; later it makes room for the table. */
  heading() {
    const { table } = this, lobby = table.state === "lobby" || !table.games;
    const said = h("span", { role: "status", class: "note" });
    const copy = async () => {
      const link = `${location.origin}${location.pathname}#/class/${this.code}?key=${this.key}`;
      try {
        await navigator.clipboard.writeText(link);
        said.textContent = t("class.link.copied");
      } catch {
        fill(said, h("input", { readonly: true, value: link, "aria-label": t("class.link") }));
      }
    };
    return h("div", { class: lobby ? "card class-board class-lobby" : "card class-board" },
      h("div", { class: "class-what" }, h("p", { class: "kicker" }, t("class.teacher")), h("h1", {}, table.title),
        h("p", { class: "row" }, h("span", { class: "pill" }, t(`class.state.${table.state === "open" && table.games && table.over === table.games ? "over" : table.state}`)),
          table.part > 1 ? h("span", { class: "pill" }, t("class.earlier", { part: table.part })) : null,
          h("strong", { class: "class-joined" }, t("class.joined", { count: table.rows.length })),
          table.games ? h("span", { class: "class-over" }, t("class.count.games", { over: table.over, games: table.games })) : null,
          this.waiting() && table.games ? h("span", {}, t("class.count.waiting", { count: this.waiting() })) : null)),
      h("dl", { class: "class-where" },
        h("div", {}, h("dt", {}, t("class.type")), h("dd", { class: "class-address" }, `${table.address.replace(/^http:\/\//, "")}/#/class/${table.code}`)),
        h("div", {}, h("dt", {}, t("class.code.label")), h("dd", { class: "class-big" }, table.code))),
      table.alone ? h("p", { class: "note class-alone" }, t("class.alone")) : null,
      h("p", { class: "class-link row" }, h("button", { type: "button", class: "quiet", data: { focus: "link" }, onclick: copy }, t("class.link")), said));
  }

  buttons() {
    const { table } = this, going = table.games - table.over, waiting = this.waiting();
    const button = (name, wanted, look = "", note = "") => h("button", { type: "button", class: look, data: { focus: name }, onclick: () => this.order(wanted) },
      t(`class.${name}`, { round: table.slowest ?? "" }), note ? h("small", {}, note) : null);
    const careful = (name) => this.sure === name && going ? h("span", { class: "row notice", role: "alert" }, t(`class.${name}.sure`, { count: going }),
      h("button", { type: "button", class: "danger", data: { focus: `yes-${name}` }, onclick: () => this.order({ do: name }) }, t("class.yes")),
      h("button", { type: "button", onclick: () => this.doubt(null) }, t("class.no")))
      : h("button", { type: "button", data: { focus: name }, onclick: () => (going ? this.doubt(name) : this.order({ do: name })) }, t(`class.${name}`));
    const ended = table.state === "ended";
    return [
      !ended && waiting ? button(table.games ? "start.late" : "start", { do: "start" }, "main") : null,
      table.state === "open" && going ? button("pause", { do: "pause" }) : null,
      table.state === "paused" ? button("resume", { do: "resume" }, "main") : null,
      going ? button("close", { do: "close" }, "", t("class.close.note", { count: table.slow })) : null,
      going ? careful("finish") : null,
      !ended && table.games && !going ? [button("swap", { do: "again", swap: true }), button("again", { do: "again" })] : null,
      table.over ? h("button", { type: "button", class: going || !this.told.hidden ? "" : "main", data: { focus: "debrief" }, onclick: () => this.debrief() }, t(this.told.hidden ? "class.show" : "class.again.load")) : null,
      table.over ? h("button", { type: "button", "aria-pressed": String(table.debrief), data: { focus: "class" }, onclick: () => this.order({ do: "debrief", open: !table.debrief }) }, t(table.debrief ? "class.close.class" : "class.open.class")) : null,
      table.debrief ? h("button", { type: "button", "aria-pressed": String(table.names), data: { focus: "names" }, onclick: () => this.order({ do: "debrief", names: !table.names }) }, t("class.names")) : null,
      h("button", { type: "button", "aria-pressed": String(this.hidden), data: { focus: "hide" }, onclick: () => this.hide() }, t("class.hide")),
      !ended && table.games ? careful("end") : null,
    ];
  }

  doubt(name) {
    this.sure = name;
    this.answered(this.table);
    this.orders.querySelector(name ? ".danger" : "[data-focus]")?.focus();
  }

  hide() {
    this.hidden = !this.hidden;
    this.answered(this.table);
    if (!this.told.hidden) this.debrief();
  }

  async debrief() {
    this.told.hidden = false;
    const place = this.told.querySelector(".class-figures") ?? h("div", { class: "class-figures" });
    if (!place.isConnected) fill(this.told, h("h2", { tabindex: "-1" }, t("class.debrief")), place);
    await classDebrief(place, this.code, this.key, { names: !this.hidden, warned: true });
    this.answered(this.table);
  }

  settings() {
    const place = h("div", { class: "stack" }), said = h("p", { role: "status", class: "note" });
    const load = async () => {
      if (place.firstChild) return;
      const form = settings(await get("/api/catalogue"), this.table.opening);
      const keep = async (event) => {
        event.preventDefault();
        said.textContent = "";
        await this.order({ do: "set", opening: form.value() });
        if (!this.fault.textContent) said.textContent = t("class.settings.saved");
      };
      fill(place, h("form", { class: "stack", onsubmit: keep }, form.element, h("button", {}, t("class.settings.save")), said));
    };
    return h("details", { class: "card", ontoggle: load }, h("summary", {}, t("class.settings")), place);
  }
}
