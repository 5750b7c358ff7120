// Terms explained where they stand: on hover, on focus, by tap; Escape closes (WCAG 1.4.13).

import { h } from "zopa/dom.js";
import { has, t } from "zopa/texts.js";

let tip = null;
let owner = null;
let timer = 0;
let made = 0;

/** A term of the glossary; its meaning appears on hover, focus and tap. */
export function term(name, text = t(`glossary.${name}`)) {
  return live(h("span", { class: "term", data: { term: name } }, text));
}

/** Bring the terms in a text that the server rendered to life. */
export function enliven(root) {
  for (const one of root.querySelectorAll(".term[data-term]:not([tabindex])")) live(one);
  return root;
}

function live(element) {
  const key = `glossary.${element.dataset.term}.about`;
  if (!has(key)) return element;
  const id = `term-${++made}`;
  element.setAttribute("tabindex", "0");
  element.setAttribute("role", "button");
  element.setAttribute("aria-expanded", "false");
  element.setAttribute("aria-describedby", id);
  element.append(h("span", { id, hidden: true }, t(key)));
  element.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse") show(element); });
  element.addEventListener("pointerleave", later);
  element.addEventListener("focus", () => show(element));
  element.addEventListener("blur", hide);
  element.addEventListener("click", () => show(element));
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    if (owner === element) hide();
    else show(element);
  });
  return element;
}

function show(element) {
  clearTimeout(timer);
  if (owner === element) return;
  hide();
  owner = element;
  element.setAttribute("aria-expanded", "true");
  const name = element.dataset.term;
  tip = h("div", { class: "tip", role: "tooltip" }, h("strong", {}, t(`glossary.${name}`)), h("span", {}, t(`glossary.${name}.about`)));
  tip.addEventListener("pointerenter", () => clearTimeout(timer));
  tip.addEventListener("pointerleave", later);
  (element.closest("dialog[open]") ?? document.body).append(tip);
  place();
  addEventListener("scroll", place, true);
  addEventListener("resize", place);
  addEventListener("keydown", escape, true);
  addEventListener("pointerdown", outside, true);
  addEventListener("hashchange", hide);
}

/** Below the term, or above it where there is more room; never over the edge of the screen. */
function place() {
  if (!owner?.isConnected) return hide();
  const [line] = owner.getClientRects();
  const gap = 8;
  const width = document.documentElement.clientWidth;
  const height = document.documentElement.clientHeight;
  if (!line || line.bottom < 0 || line.top > height) return hide();
  const left = Math.min(Math.max(gap, line.left), Math.max(gap, width - tip.offsetWidth - gap));
  const below = line.bottom + gap;
  const top = below + tip.offsetHeight > height && line.top > height - line.bottom ? line.top - tip.offsetHeight - gap : below;
  tip.style.setProperty("left", `${Math.round(left)}px`);
  tip.style.setProperty("top", `${Math.round(Math.max(gap, top))}px`);
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => { if (document.activeElement !== owner) hide(); }, 250);
}

function escape(event) {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  hide();
}

function outside(event) {
  if (!tip?.contains(event.target) && !owner?.contains(event.target)) hide();
}

function hide() {
  clearTimeout(timer);
  owner?.setAttribute("aria-expanded", "false");
  tip?.remove();
  tip = owner = null;
  removeEventListener("scroll", place, true);
  removeEventListener("resize", place);
  removeEventListener("keydown", escape, true);
  removeEventListener("pointerdown", outside, true);
  removeEventListener("hashchange", hide);
}
