// Elements without markup in strings: text that people write is always text.

/**
 * An element. Attributes: `class`, `on<event>` functions, `data`/`style` objects, booleans, anything else as text.
 * Children: elements, text, numbers, lists; null, false and undefined are nothing.
 */
export function h(name, attributes = {}, ...children) {
  const svg = SVG.has(name);
  const made = svg ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "class") made.setAttribute("class", value);
    else if (key === "data") Object.assign(made.dataset, value);
    else if (key === "style") for (const [one, text] of Object.entries(value)) made.style.setProperty(one, text);
    else if (key === "value" || key === "checked") made[key] = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...flat(children));
  return made;
}

const SVG = new Set(["svg", "g", "path", "circle", "rect", "line", "text", "title", "polyline", "defs", "marker"]);

function flat(children) {
  return children.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== false)
    .map((one) => (one instanceof Node ? one : String(one)));
}

/** Put other children into an element; keeps the focus on the element with the same id or `data-focus`. */
export function fill(target, ...children) {
  const active = document.activeElement;
  const mark = target.contains(active) ? active.id || active.dataset?.focus : null;
  target.replaceChildren(...flat(children));
  if (mark) {
    const again = document.getElementById(mark) ?? target.querySelector(`[data-focus="${CSS.escape(mark)}"]`);
    again?.focus({ preventScroll: true });
  }
  return target;
}

/** Say something to people who listen: polite, and once. */
export function announce(text) {
  const place = document.getElementById("live");
  if (place) place.textContent = place.textContent === text ? `${text}\u00a0` : text;
}

/** A function that runs once things have been quiet for a while. */
export function quiet(work, milliseconds) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), milliseconds);
  };
}

/** Whether people want things to stand still. */
export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
