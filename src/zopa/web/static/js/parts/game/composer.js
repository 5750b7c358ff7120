// Composing an offer, issue by issue; what it means is worked out here, without asking the server.

import { announce, h, quiet } from "zopa/dom.js";
import { control } from "zopa/parts/game/control.js";
import { verdict } from "zopa/parts/game/verdict.js";
import { changes, issueTitle, levelText } from "zopa/parts/package.js";
import { who } from "zopa/parts/party.js";
import { offersOf } from "zopa/parts/worth.js";
import { number, t } from "zopa/texts.js";

const SHOWN = 4;

/**
 * The composer. `draft`: {offer, open: Set of issues or null}, kept by the caller between two moves;
 * `onoffer(offer)`: send it; `onchange(offer)`: it has changed. Gives its element and `start(offer)`.
 */
export function composer(state, worth, draft, { onoffer, onchange = null, locked = false }) {
  const { table, turn, me } = state;
  const mine = offersOf(state, me).at(-1) ?? null;
  const heard = state.events.filter((one) => one.kind === "offer" && one.party !== me);
  const theirs = turn?.offer ?? heard.at(-1)?.package ?? null;
  const by = turn?.offered_by || heard.at(-1)?.party;
  const earlier = by ? offersOf(state, by).at(-2) : null;
  const moved = new Set(earlier && theirs ? changes(table, earlier, theirs).map((one) => one.issue.name) : []);
  draft.open ??= opening(state, worth, moved);
  const bar = verdict(state, worth, { mine, theirs, onoffer: () => onoffer({ ...draft.offer }), locked });
  const told = quiet(() => announce(bar.said()), 700);
  const rows = new Map();
  const choose = (name, level) => { draft.offer = { ...draft.offer, [name]: level }; update(); told(); };
  const groups = worth.clusters.map((cluster) => {
    const made = cluster.issues.map((issue) => {
      const one = row({ issue: table.issues[issue], at: issue, table, worth, draft, choose, theirs, by, moved, mine });
      rows.set(table.issues[issue].name, one);
      return one.element;
    });
    return made.length === 1 ? h("li", {}, made) : h("li", { class: "linked" }, h("p", { class: "kicker" }, t("play.linked")), made);
  });
  const update = () => {
    for (const one of rows.values()) one.update();
    bar.update(draft.offer);
    onchange?.(draft.offer);
  };
  const start = (offer) => { draft.offer = { ...offer }; update(); announce(bar.said()); };
  const all = h("button", { class: "quiet", type: "button", onclick: () => unfold(rows, all) }, t("play.unfold"));
  const element = h("section", { class: "composer card", "aria-labelledby": "composer" },
    h("div", { class: "row spread" }, h("h2", { id: "composer" }, t("play.compose")), table.issues.length > SHOWN ? all : null),
    h("div", { class: "row starts", role: "group", "aria-label": t("play.start") }, h("span", { class: "muted" }, t("play.start")),
      starts({ theirs, mine, best: turn?.best }).map(([name, offer]) => h("button", { class: "quiet", type: "button", data: { focus: `start-${name}` }, onclick: () => start(offer) }, t(`play.start.${name}`)))),
    h("div", {}, h("ol", { class: "issues" }, groups), bar.element));
  update();
  return { element, start };
}

const starts = (known) => Object.entries(known).filter(([, offer]) => offer);

/** Issues that are open at first: few issues all, else those on which they moved and those with most at stake. */
function opening({ table }, worth, moved) {
  if (table.issues.length <= SHOWN) return new Set(table.issues.map((issue) => issue.name));
  const stakes = worth.clusters.map((cluster, k) => ({ cluster, stake: worth.stake(k) })).sort((one, other) => other.stake - one.stake);
  return new Set([...moved, ...stakes.slice(0, 3).filter((one) => one.stake > 0).flatMap((one) => one.cluster.issues.map((issue) => table.issues[issue].name))]);
}

function unfold(rows, button) {
  const all = [...rows.values()], open = all.some((one) => !one.element.open);
  for (const one of all) one.element.open = open;
  button.textContent = t(open ? "play.fold" : "play.unfold");
}

function row({ issue, at, table, worth, draft, choose, theirs, by, moved, mine }) {
  const chosen = () => draft.offer[issue.name];
  const knob = control({ issue, levels: () => worth.levels(at, draft.offer), chosen, onchoose: (level) => choose(issue.name, level), digits: table.digits });
  const level = h("b", { class: "level" }), value = h("span", { class: "number" }), flag = h("span", {});
  const first = worth.clusters[worth.at[at].k].issues[0] === at;
  const element = h("details", {
    class: `issue${moved.has(issue.name) ? " moved" : ""}`, open: draft.open.has(issue.name), data: { issue: issue.name },
    ontoggle: () => (element.open ? draft.open.add(issue.name) : draft.open.delete(issue.name)),
  },
  h("summary", {},
    h("span", { class: "name" }, issueTitle(issue), issue.unit ? h("small", {}, ` ${issue.unit}`) : null),
    h("span", { class: "at" }, theirs ? h("span", { class: "theirs" }, h("span", { class: "hidden" }, by ? who(table, by) : "", " "), h("small", {}, t("play.they")), " ", levelText(theirs[issue.name]), moved.has(issue.name) ? h("span", { class: "pill" }, t("play.moved")) : null) : null,
      h("span", { class: "yours" }, h("small", {}, t("play.you")), " ", level, " ", flag), value)),
  h("div", { class: "control" }, knob.element));
  const update = () => {
    const now = worth.levels(at, draft.offer).find((one) => one.level === chosen());
    level.textContent = levelText(chosen());
    value.textContent = first ? number(now.worth, table.digits) : "";
    element.classList.toggle("altered", Boolean(mine) && mine[issue.name] !== chosen());
    element.classList.toggle("shut", !now.possible);
    flag.replaceChildren(now.possible ? (mine && mine[issue.name] !== chosen() ? h("span", { class: "pill" }, t("play.changed", { level: levelText(mine[issue.name]) })) : "") : h("span", { class: "pill alert" }, t("play.closed")));
    knob.update();
  };
  return { element, update };
}

/** What an offer starts from: the last one where it may still be made, else the best one. */
export function firstDraft(state, worth) {
  const mine = offersOf(state, state.me).at(-1);
  return { ...(mine && !worth.shut(mine).length ? mine : state.turn.best) };
}

