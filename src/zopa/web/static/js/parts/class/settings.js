// How a room is played: the fields of an opening.

import { h } from "zopa/dom.js";
import { t } from "zopa/texts.js";

/**
 * The fields.
 * @param {object} all  the catalogue
 * @param {object} now  an opening to begin with
 * @returns {{element: HTMLElement, value: () => object}}
 */
export function settings(all, now) {
  const element = h("div", { class: "class-settings stack" });
  const given = { scenario: all.scenarios[0].name, mode: "solo", side: "choose", opponent: "hidden", world: "same", starts: "teacher", idle: 0, hints: true, changes: [], ...now };
  if (!given.lesson) given.scenario ||= all.scenarios[0].name;
  const value = () => read(element, given);
  const draw = () => element.replaceChildren(...fields(all, given, () => {
    Object.assign(given, value());
    draw();
    element.querySelector(`#${given.focus ?? "room-scenario"}`)?.focus();
  }));
  draw();
  return { element, value };
}

function fields(all, given, again) {
  const scenario = all.scenarios.find((one) => one.name === given.scenario) ?? all.scenarios[0];
  const sides = given.scenario ? Object.entries(scenario.parties) : [], solo = given.mode === "solo";
  if (!["choose", "drawn"].includes(given.side) && (!solo || !scenario.parties[given.side])) given.side = "choose";
  const changed = (id) => () => { given.focus = id; again(); };
  return [
    choice("scenario", t("class.scenario"), [...(given.lesson ? [["", t("class.lesson", { name: given.lesson.replaceAll("_", " ") })]] : []), ...all.scenarios.map((one) => [one.name, one.title])], given.scenario && scenario.name, changed("room-scenario")),
    h("fieldset", { class: "stack" }, h("legend", {}, t("class.mode")),
      ["solo", "pairs"].map((mode) => h("label", { class: "class-radio" },
        h("input", { type: "radio", name: "room-mode", id: `room-mode-${mode}`, value: mode, checked: mode === given.mode, onchange: changed(`room-mode-${mode}`) }), " ", t(`class.mode.${mode}`),
        mode === "pairs" ? h("small", {}, t("class.mode.pairs.note")) : null))),
    h("div", { class: "class-two" },
      choice("side", t("class.side"), [["choose", t("class.side.choose")], ["drawn", t("class.side.drawn")], ...(solo ? sides.map(([name, title]) => [name, t("class.side.all", { party: title })]) : [])], given.side),
      choice("opponent", t(solo ? "class.opponent" : "class.opponent.bot"), [["hidden", t("class.opponent.hidden")], ["", t("class.opponent.own")], ...all.strategies.map((one) => [one.name, one.name.replaceAll("_", " ")])], given.opponent)),
    choice("starts", t("class.starts"), [["teacher", t("class.starts.teacher")], ["arrival", t("class.starts.arrival")]], given.starts),
    h("details", { id: "room-more", open: given.more ?? false }, h("summary", {}, t("class.more")), h("div", { class: "stack" },
      choice("world", t("class.world"), [["same", t("class.world.same")], ["own", t("class.world.own")]], given.world),
      h("div", { class: "field" }, h("label", { for: "room-idle" }, t("class.idle")),
        h("div", { class: "row" }, h("input", { id: "room-idle", type: "number", min: 0, max: 600, step: "any", value: String(given.idle), "aria-describedby": "room-idle-unit" }), h("span", { id: "room-idle-unit", class: "note" }, t("class.idle.unit")))),
      ["each", "shown", "hints"].map((name) => h("label", { class: "class-radio" }, h("input", { type: "checkbox", id: `room-${name}`, checked: Boolean(given[name]) }), " ", t(`class.${name}`))),
      h("div", { class: "field" }, h("label", { for: "room-changes" }, t("class.changes"), h("small", {}, t("class.changes.note"))),
        h("textarea", { id: "room-changes", rows: 3, spellcheck: "false", value: given.changes.join("\n") })))),
  ];
}

function choice(name, label, options, now, onchange) {
  return h("div", { class: "field" }, h("label", { for: `room-${name}` }, label),
    h("select", { id: `room-${name}`, onchange: onchange ?? null }, options.map(([value, text]) => h("option", { value, selected: value === now }, text))));
}

function read(element, given) {
  const of = (name) => element.querySelector(`#room-${name}`);
  given.more = of("more").open;
  return {
    scenario: of("scenario").value, lesson: of("scenario").value ? "" : given.lesson ?? "", mode: of("mode-pairs").checked ? "pairs" : "solo", side: of("side").value,
    opponent: of("opponent").value, starts: of("starts").value, world: of("world").value, idle: Number(of("idle").value) || 0,
    each: of("each").checked, shown: of("shown").checked, hints: of("hints").checked,
    changes: of("changes").value.split("\n").map((line) => line.trim()).filter(Boolean),
  };
}
