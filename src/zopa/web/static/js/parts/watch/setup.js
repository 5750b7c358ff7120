// What to watch: a scenario with a strategy for each seat, or a world of a stored run.

import { get } from "zopa/api.js";
import { fill, h } from "zopa/dom.js";
import { addressOf } from "zopa/parts/watch/address.js";
import { number, percent, t } from "zopa/texts.js";

const words = (name) => name.replaceAll("_", " ");
const field = (id, label, input, note = null) => h("div", { class: "field" }, h("label", { for: id }, label), input, note);

/** The form; `asked`: what is watched now; `open`: whether it lies open. Choosing goes to another address. */
export async function setup(all, stored, asked, open) {
  const panel = h("div", { class: "panel-of" });
  const tab = (name, open) => h("button", { type: "button", class: "tab", "aria-pressed": "false", onclick: () => open(), data: { focus: `tab-${name}` } }, t(`watch.from.${name}`));
  const tabs = { live: tab("live", () => choose("live")), run: tab("run", () => choose("run")) };
  const choose = async (name) => {
    for (const [one, button] of Object.entries(tabs)) button.setAttribute("aria-pressed", String(one === name));
    fill(panel, name === "live" ? live(all, asked) : await runs(all, stored, asked));
  };
  await choose(asked.stored ? "run" : "live");
  return h("details", { class: "card watch-setup", open }, h("summary", {}, t("watch.choose")),
    h("div", { class: "row tabs" }, Object.values(tabs)), panel);
}

const go = (start) => {
  const address = addressOf(start);
  if (location.hash === address) dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = address;
};

/** A strategy for each seat. `own`: names of the strategies that play where none is chosen, by party. */
function seats(all, parties, own, chosen) {
  const about = (name) => all.strategies.find((one) => one.name === name)?.about ?? "";
  return h("fieldset", { class: "watch-seats" }, h("legend", {}, t("watch.seats")), Object.entries(parties).map(([party, title], at) => {
    const told = (name) => (name ? about(name) : own[party] ? t("watch.own.is", { strategy: words(own[party]), about: about(own[party]) }) : t("watch.own.run"));
    const note = h("small", { class: "about" }, told(chosen[party]?.strategy ?? ""));
    return field(`seat-${party}`, h("span", { class: `who party-${at}` }, title),
      h("select", { id: `seat-${party}`, name: `seat.${party}`, onchange: (event) => { note.textContent = told(event.target.value); } },
        h("option", { value: "" }, t("watch.own")),
        all.strategies.map((one) => h("option", { value: one.name, selected: one.name === chosen[party]?.strategy }, words(one.name)))), note);
  }));
}

function chosenSeats(given, parties) {
  const found = Object.keys(parties).map((party) => [party, given.get(`seat.${party}`)]).filter(([, strategy]) => strategy);
  return Object.fromEntries(found.map(([party, strategy]) => [party, { strategy }]));
}

const changesOf = (given) => (given.get("changes") ?? "").split("\n").map((one) => one.trim()).filter(Boolean);

const more = (asked) => h("details", { class: "watch-changes", open: Boolean(asked.changes?.length) }, h("summary", {}, t("watch.changes")),
  field("changes", t("watch.changes.label"), h("textarea", { id: "changes", name: "changes", rows: 3, spellcheck: "false", value: (asked.changes ?? []).join("\n") }), h("small", {}, t("watch.changes.about"))));

function live(all, asked) {
  const scenario = all.scenarios.find((one) => one.name === asked.scenario) ?? all.scenarios[0];
  const watch = (event) => {
    event.preventDefault();
    const given = new FormData(event.target);
    go({ scenario: scenario.name, seed: Number(given.get("seed")), world: Number(given.get("world")), seats: chosenSeats(given, scenario.parties), changes: changesOf(given) });
  };
  return h("form", { class: "stack", onsubmit: watch },
    field("scenario", t("watch.scenario"), h("select", { id: "scenario", onchange: (event) => go({ scenario: event.target.value }) },
      all.scenarios.map((one) => h("option", { value: one.name, selected: one === scenario }, one.title))), h("small", {}, scenario.about)),
    seats(all, scenario.parties, scenario.own, asked.seats ?? {}),
    h("div", { class: "row watch-luck" },
      field("world", t("watch.world"), h("input", { type: "number", id: "world", name: "world", min: 0, max: 2 ** 31 - 1, value: asked.world ?? 0, required: true })),
      field("seed", t("watch.seed"), h("input", { type: "number", id: "seed", name: "seed", min: 0, max: Number.MAX_SAFE_INTEGER, value: asked.seed ?? 0, required: true })),
      h("p", { class: "note" }, t("watch.luck"))),
    more(asked),
    h("div", { class: "row" }, h("button", { class: "main" }, t("watch.go")),
      h("button", { type: "button", class: "another", onclick: (event) => { const form = event.target.form; form.elements.world.value = Number(form.elements.world.value) + 1; form.requestSubmit(); } }, t("watch.another"))));
}

async function runs(all, stored, asked) {
  const older = stored.older ? h("p", { class: "note" }, t("watch.runs.older", { count: stored.older })) : null;
  if (!stored.runs.length) return [h("p", {}, t("watch.runs.none")), h("p", { class: "note" }, h("code", {}, "zopa run us_japan_2025")), older];
  const named = stored.runs.find((one) => one.name === asked.stored?.run) ?? stored.runs[0];
  const { factors, points } = await get(`/api/runs/${named.name.split("/").map(encodeURIComponent).join("/")}`);
  const point = points.find((one) => one.number === asked.stored?.point) ?? points[0];
  const mine = asked.stored?.run === named.name ? asked : { world: null, seats: {} };
  const to = (run, number, world, given = {}) => go({ stored: { run, point: number }, world, ...given });
  const parties = all.scenarios.find((one) => one.name === named.scenario)?.parties ?? {};
  const watch = (event) => {
    event.preventDefault();
    const given = new FormData(event.target);
    to(named.name, point.number, Number(given.get("world")), { seats: chosenSeats(given, parties), changes: changesOf(given) });
  };
  const best = point.samples.typical ?? point.samples.failed ?? 0;
  return h("form", { class: "stack", onsubmit: watch },
    field("run", t("watch.run"), h("select", { id: "run", onchange: (event) => to(event.target.value, 0, 0) },
      stored.runs.map((one) => h("option", { value: one.name, selected: one === named }, runLine(one))))),
    points.length > 1 ? field("point", t("watch.point", { factors: factors.join(", ") }), h("select", { id: "point", onchange: (event) => {
      const next = points[Number(event.target.selectedIndex)];
      to(named.name, next.number, next.samples.typical ?? next.samples.failed ?? 0);
    } }, points.map((one) => h("option", { value: one.number, selected: one === point }, pointLine(one))))) : null,
    h("div", { class: "row watch-samples" }, Object.entries(point.samples).map(([kind, world]) =>
      h("button", { type: "button", "aria-pressed": String(mine.world === world), onclick: () => to(named.name, point.number, world) }, t(`watch.sample.${kind}`, { world })))),
    field("world", t("watch.world.of", { last: point.worlds - 1 }), h("input", { type: "number", id: "world", name: "world", min: 0, max: Math.max(0, point.worlds - 1), value: mine.world ?? best, required: true })),
    Object.keys(parties).length ? h("details", { open: Object.keys(mine.seats).length > 0 }, h("summary", {}, t("watch.run.seats")), seats(all, parties, {}, mine.seats)) : null,
    older, h("div", { class: "row" }, h("button", { class: "main" }, t("watch.go"))));
}

function runLine(one) {
  const share = one.agreed === null ? t("watch.run.open") : t("watch.run.agreed", { share: percent(one.agreed) });
  return `${one.title} · ${one.name} · ${t("watch.run.size", { points: number(one.points, 0), worlds: number(one.worlds, 0) })} · ${share}`;
}

function pointLine(one) {
  const share = one.agreed === null ? "" : ` · ${t("watch.run.agreed", { share: percent(one.agreed) })}`;
  return `${one.number}: ${one.labels.map(words).join(", ")}${share}`;
}
