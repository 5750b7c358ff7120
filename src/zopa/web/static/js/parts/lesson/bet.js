// A bet: first the answer, then what came, with the bet marked beside it.

import { get, keyOf } from "zopa/api.js";
import { announce, fill, h } from "zopa/dom.js";
import { betChart } from "zopa/parts/lesson/bet_chart.js";
import { learn, learnt, tellBet } from "zopa/parts/lesson/learnt.js";
import { prose } from "zopa/parts/prose.js";
import { language, number, t } from "zopa/texts.js";

/** A question of a lesson; `ondone()` is called once the answer is there. */
export function bet(lesson, asked, ondone) {
  const place = h("section", { class: "card bet" });
  const known = () => learnt(lesson.name).bets[asked.id];
  const reveal = async () => {
    const came = await get(`/api/lessons/${lesson.name}/truths/${asked.id}?lang=${language()}`);
    learn(lesson.name, (one) => { one.bets[asked.id].came = asked.of === "choice" ? came.right : came.value; });
    fill(place, asked.of === "choice" ? chosen(asked, known().answer, came) : revealed(asked, known().answer, came));
    ondone();
    return came;
  };
  const say = async (answer) => {
    const game = gameBefore(lesson, asked);
    learn(lesson.name, (one) => { one.bets[asked.id] = { answer }; });
    fill(place, h("p", { class: "muted" }, t("lesson.bet.playing", { worlds: number(asked.worlds, 0) })));
    tellBet(lesson.name, asked.id, answer, game, game && keyOf(game));
    try {
      await reveal();
    } catch (error) {
      failed(error);
      return;
    }
    place.querySelector("h3")?.focus();
    announce(place.querySelector(".bet-verdict")?.textContent ?? "");
  };
  const failed = (error) => {
    fill(place, h("p", { class: "alert", role: "alert" }, error.message), h("button", { type: "button", onclick: () => reveal().catch(failed) }, t("lesson.again")));
  };
  if (known()) reveal().catch(failed);
  else fill(place, asked.of === "choice" ? choosing(asked, say) : guessing(asked, say));
  return place;
}

/** The game that was played last before a question, by the order of the steps. */
function gameBefore(lesson, asked) {
  const here = lesson.each.findIndex((step) => step.asked === asked) + 1;
  const { games } = learnt(lesson.name);
  return games[Math.max(...Object.keys(games).map(Number).filter((at) => at < here))];
}

/** A slider and a field for one number. The field is empty at first, so that nobody is told where to begin. */
function guessing(asked, say) {
  const digits = Math.max(0, -Math.floor(Math.log10(asked.step) + 1e-9));
  const shared = { min: asked.low, max: asked.high, step: asked.step };
  const slider = h("input", { type: "range", id: `bet-${asked.id}`, ...shared, value: asked.low, "aria-valuetext": t("lesson.bet.empty"), oninput: () => match(slider, field) });
  const field = h("input", { type: "number", ...shared, inputmode: "decimal", required: true, "aria-label": t("lesson.bet.number"), oninput: () => match(field, slider) });
  const match = (changed, other) => {
    if (changed.value === "" || !changed.checkValidity()) return;
    other.value = changed.value;
    slider.setAttribute("aria-valuetext", `${changed.value} ${asked.unit}`);
  };
  const place = (event) => {
    event.preventDefault();
    say(Number(field.value));
  };
  const ends = h("p", { class: "ends note", "aria-hidden": "true" }, h("span", {}, number(asked.low, digits)), h("span", {}, number(asked.high, digits)));
  return h("form", { class: "stack", onsubmit: place },
    h("h3", {}, h("label", { for: slider.id }, asked.ask)),
    h("div", { class: "guess" }, h("div", {}, slider, ends), h("span", { class: "guess-number" }, field, h("span", {}, asked.unit))),
    h("button", { class: "main" }, t("lesson.bet.place")));
}

function choosing(asked, say) {
  const place = (event) => {
    event.preventDefault();
    say(String(new FormData(event.target).get("answer")));
  };
  return h("form", { class: "stack", onsubmit: place },
    h("fieldset", { class: "options" }, h("legend", {}, asked.ask),
      Object.entries(asked.options).map(([name, text]) => h("label", {}, h("input", { type: "radio", name: "answer", value: name, required: true }), h("span", {}, text)))),
    h("button", { class: "main" }, t("lesson.bet.place")));
}

function chosen(asked, answer, came) {
  const right = answer === came.right;
  const mark = (name) => (name === came.right ? t("lesson.bet.right_one") : name === answer ? t("lesson.bet.yours") : "");
  return [
    h("h3", { tabindex: "-1" }, asked.ask),
    h("p", { class: "bet-verdict" }, t(right ? "lesson.bet.right" : "lesson.bet.wrong", { answer: asked.options[came.right] })),
    h("ul", { class: "chosen" }, Object.entries(asked.options).map(([name, text]) =>
      h("li", { class: name === came.right ? "right" : name === answer ? "mine" : "" }, h("span", {}, text), mark(name) ? h("span", { class: "pill" }, name === answer && right ? t("lesson.bet.yours_right") : mark(name)) : null))),
    came.because ? prose(came.because) : null,
  ];
}

function revealed(asked, answer, came) {
  const value = came.value === null ? t("lesson.bet.none") : `${number(came.value, asked.digits)} ${asked.unit}`;
  return [
    h("h3", { tabindex: "-1" }, asked.ask),
    h("div", { class: "came" },
      h("p", {}, h("span", { class: "kicker" }, t("lesson.bet.yours")), h("span", { class: "big bet-mark" }, `${number(answer, asked.digits)} ${asked.unit}`)),
      h("p", {}, h("span", { class: "kicker" }, t(`lesson.bet.came.${asked.of}`, { worlds: number(came.worlds, 0) })), h("span", { class: "big came-mark" }, value))),
    h("p", { class: "bet-verdict" }, verdict(asked, answer, came.value)),
    came.value === null ? null : betChart(asked, answer, came),
    came.because ? prose(came.because) : null,
  ];
}

function verdict(asked, answer, value) {
  if (value === null) return t("lesson.bet.no_deal");
  const off = Math.abs(answer - value);
  if (off <= asked.step / 2 + 1e-9) return t("lesson.bet.hit");
  return t(answer < value ? "lesson.bet.low" : "lesson.bet.high", { off: `${number(off, asked.digits)} ${asked.unit}` });
}
