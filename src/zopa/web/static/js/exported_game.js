// Games in an exported lesson: the other side's moves are recorded, where they do not depend on ours.

import { Problem } from "zopa/api.js";
import { language, t } from "zopa/texts.js";

const SAME = 1e-9;
const games = new Map();

/** The answer to a request about a game; undefined where it is about something else, or was not recorded. */
export function gameAnswer(held, method, path, body, key) {
  if (method === "POST" && path.split("?")[0] === "/api/games") {
    const script = held.games[key.replace(/\?[^ ]*/, "")];
    return script ? begun(new Recorded(script)) : undefined;
  }
  if (path.startsWith("/api/bets") || /^\/api\/games\/[^/]+\/bets/.test(path)) return null;
  const found = /^\/api\/games\/([^/?]+)(\/moves|\/pulse)?(?:\?.*)?$/.exec(path);
  const game = found && games.get(found[1]);
  if (!game) return undefined;
  if (found[2] === "/pulse") return { at: game.moves };
  return found[2] === "/moves" ? game.move(body.act) : game.state();
}

function begun(game) {
  const id = `recorded${games.size + 1}`;
  game.id = id;
  games.set(id, game);
  return { id, keys: { [game.script.side]: "recorded" }, state: game.state() };
}

class Recorded {
  constructor(script) {
    this.script = script;
    this.turn = 0;
    this.moves = 0;
    this.told = [...this.at(0).events];
    this.end = null;
  }

  /** The recorded state at one of our turns; the first is whole, the others say what differs. */
  at(turn) {
    const states = this.script.states[language()];
    return { ...states[0], ...states[turn] };
  }

  get other() {
    return this.at(0).table.parties.find((one) => one.name !== this.script.side).name;
  }

  state() {
    const base = this.end ? { ...this.at(0), ...this.end.states[language()], end: this.end.end } : this.at(this.turn);
    const events = this.told.map((one, index) => ({ ...one, index }));
    return { ...base, id: this.id, at: this.moves, events };
  }

  worth(name, offer) {
    const { clusters, table } = this.at(0);
    return clusters.reduce((sum, cluster, k) => {
      const levels = cluster.issues.map((issue) => table.issues[issue].levels.indexOf(offer[table.issues[issue].name]));
      const cell = cluster.cells.findIndex((one) => one.every((level, at) => level === levels[at]));
      if (cell < 0) throw new Problem(422, { title: t("export.no_level") });
      return sum + this.script.worths[name][k][cell];
    }, 0);
  }

  event(kind, party, offer, about) {
    const { round, exchange } = this.at(this.turn);
    const worth = offer ? { [this.script.side]: this.worth(this.script.side, offer) } : {};
    return { round, exchange, date: null, kind, party, package: offer, worth, no_deal: {}, wants: null, blocked: [], why: "", text: "", ...about };
  }

  move(act) {
    const turn = this.script.turns[this.turn];
    if (this.end || !turn) throw new Problem(409, { title: t("export.over") });
    this.moves += 1;
    if (act.do === "accept" && turn.accepted) return this.deal(turn.accepted, turn.offer, this.event("accept", this.script.side, turn.offer));
    if (act.do === "offer" && turn.may_offer) return this.offer(turn, act.package);
    if (act.do === "leave") return this.left();
    return this.next(turn.offer ? [this.event("refuse", this.script.side, turn.offer)] : []);
  }

  offer(turn, offer) {
    const worth = this.worth(this.other, offer);
    const refused = turn.offer ? [this.event("refuse", this.script.side, turn.offer)] : [];
    const mine = [...refused, this.event("offer", this.script.side, offer)];
    if (turn.least !== null && worth >= turn.least - SAME) return this.deal(turn.struck, offer, ...mine, this.event("accept", this.other, offer));
    return this.next([...mine, this.event("refuse", this.other, offer)]);
  }

  /** The talks go on as they were recorded, with our moves among theirs. */
  next(mine) {
    const before = this.at(this.turn).events.length;
    const after = this.at(this.turn + 1);
    const theirs = after.events.slice(before).filter((one) => one.party !== this.script.side && !(one.kind === "silent"));
    this.told.push(...mine, ...theirs);
    this.turn += 1;
    if (after.end) this.end = { states: pick(this.script.states, this.turn), end: after.end };
    return this.state();
  }

  deal(recorded, offer, ...events) {
    const known = recorded.states[language()].end ?? this.at(0).end;
    const payoff = {};
    for (const name of Object.keys(recorded.years)) payoff[name] = recorded.past[name] + recorded.years[name] * this.worth(name, offer);
    this.told.push(...events);
    this.end = { states: recorded.states, end: { ...known, package: offer, payoff, annual: payoff } };
    this.end.end.round ??= this.at(this.turn).round;
    return this.state();
  }

  left() {
    const last = this.script.turns.length;
    this.told.push(this.event("news", null, null, { text: t("export.left") }));
    this.end = { states: pick(this.script.states, last), end: { ...this.at(last).end, how: `left_${this.script.side}` } };
    return this.state();
  }
}

const pick = (states, turn) => Object.fromEntries(Object.entries(states).map(([code, all]) => [code, all[turn]]));
