// The end of a game, as a good teacher sums it up: what came of it, against what could have, and what to try next.

import { get, offline } from "zopa/api.js";
import { figure } from "zopa/charts.js";
import { fill, h } from "zopa/dom.js";
import { table as botsTable } from "zopa/parts/debrief/bots.js";
import { left } from "zopa/parts/debrief/left.js";
import { next } from "zopa/parts/debrief/next.js";
import { bets, people, refusals } from "zopa/parts/debrief/people.js";
import { plain } from "zopa/parts/debrief/plain.js";
import { account, real } from "zopa/parts/debrief/real.js";
import { filled } from "zopa/parts/filled.js";
import { judged } from "zopa/parts/judged.js";
import { language, number, percent, signed, t } from "zopa/texts.js";

const PHONE = 560;
const OTHERS = ["boulware", "conceder", "nice_tit_for_tat"];

/** `state`: the game as the server sends it, over; `key`: the seat's key. */
export function debrief(state, key) {
  const place = h("section", { class: "debrief", "aria-label": t("debrief.title") });
  const lead = h("div", { class: "debrief-lead", "aria-live": "polite" });
  fill(place, h("h2", {}, t("debrief.title")), lead, judged(state.table));
  if (!state.me || !state.end) return place;
  if (offline()) {
    fill(lead, plain(state));
    return place;
  }
  const view = new View(state, key, place, lead);
  view.load().catch((error) => fill(lead, h("p", { class: "alert", role: "alert" }, error.message)));
  return place;
}

class View {
  constructor(state, key, place, lead) {
    Object.assign(this, { state, key, place, lead });
    this.plane = h("div", { class: "debrief-plane card" });
    this.bots = h("div", {});
    this.narrow = innerWidth < PHONE;
    this.rows = [];
  }

  ask(what, more = "") {
    return get(`/api/games/${encodeURIComponent(this.state.id)}/${what}?lang=${language()}&narrow=${this.narrow}${more}`, this.key);
  }

  async load() {
    const { state } = this;
    fill(this.lead, h("p", { class: "muted" }, t("debrief.loading")));
    const found = this.found = await this.ask("debrief");
    fill(this.lead, this.summary(null));
    fill(this.plane, figure(found.plane));
    this.place.append(this.plane, left(state, found), account(state, found));
    for (const part of [real(state, found), people(state, found), refusals(state), bets(state, found)]) if (part) this.place.append(part);
    this.place.append(h("section", { class: "card" }, h("h3", {}, t("debrief.bots")), this.bots), next(state, found));
    fill(this.bots, h("p", { class: "muted", role: "status" }, t("debrief.bots.playing")));
    this.play().catch((error) => { if (this.place.isConnected) fill(this.bots, h("p", { class: "note" }, `${t("debrief.bots.failed")} ${error.message}`)); });
  }

  /** The thousand games: first with the scenario's own strategy, which the plane shows too; then with a few others. */
  async play() {
    const own = await this.ask("bots");
    if (!this.place.isConnected) return;
    fill(this.lead, this.summary(own));
    fill(this.plane, figure(own.plane));
    const others = OTHERS.filter((name) => name !== own.row.strategy);
    this.show(own, others.length);
    for (const [at, name] of others.entries()) {
      const one = await this.ask("bots", `&strategy=${name}`);
      if (!this.place.isConnected) return;
      this.show(one, others.length - at - 1);
    }
  }

  show(one, waiting) {
    this.rows.push(one);
    fill(this.bots, botsTable(this.state, this.found, this.rows, waiting));
  }

  /** What came of it in two or three sentences. */
  summary(own) {
    const { state: { table, me }, found } = this;
    const amount = (value, how = number) => h("b", {}, `${how(value, table.digits)} ${table.unit}`.trim());
    const gaps = { no_deal: amount(found.no_deal[me]), came: amount(found.annual[me]), round: found.round ?? "" };
    const told = found.agreed
      ? filled("debrief.lead.deal", { ...gaps, worth: amount(found.worth[me]), gain: amount(found.worth[me] - found.no_deal[me], signed) })
      : filled("debrief.lead.none", gaps);
    const away = found.agreed && Math.abs(found.annual[me] - found.worth[me]) > 0.5 * 10 ** -table.digits;
    return [h("p", { class: "lead" }, told, away ? [" ", filled("debrief.lead.came", gaps)] : null), own ? h("p", { class: "lead" }, this.rank(own)) : null];
  }

  rank({ better, same, games }) {
    const gaps = { better: h("b", {}, percent(better)), same: h("b", {}, percent(same)), games: games.toLocaleString("en-US") };
    if (same > 0.995) return filled("debrief.rank.same", gaps);
    return filled(same >= 0.005 ? "debrief.rank.ties" : "debrief.rank", gaps);
  }
}
