// The words of the page, from the one catalogue; numbers and dates as the language writes them.

let words = {};
let code = "en";

/** Load a language. In an exported file the texts are there already. */
export async function speak(language, given = null) {
  words = given ?? (await (await fetch(`/texts/${language}.json`)).json());
  code = language;
  document.documentElement.lang = language;
}

export const language = () => code;

/** A text by key (without `web.`), values in braces put in. A missing text shows its key, so that tests find it. */
export function t(key, values = {}) {
  const text = words[`web.${key}`];
  if (text === undefined) return `⟦${key}⟧`;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Whether there is such a text. */
export const has = (key) => `web.${key}` in words;

/** A number with a fixed number of digits and a proper minus sign; an en dash where there is none. */
export function number(value, digits = 2) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const rounded = Number(value.toFixed(digits)) + 0;
  return rounded.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .replace("-", "−");
}

/** The same with its sign, for differences. */
export function signed(value, digits = 2) {
  if (value === null || value === undefined) return "–";
  const text = number(value, digits);
  return Number(value.toFixed(digits)) > 0 ? `+${text}` : text;
}

export const percent = (share, digits = 0) => (share === null ? "–" : `${number(100 * share, digits)} %`);

/** A date as people write it: 7 Jul 2025, 2025年7月7日. */
export function day(iso, short = false) {
  if (!iso) return "";
  const options = short ? { day: "numeric", month: "short" } : { day: "numeric", month: "short", year: "numeric" };
  return new Date(`${iso}T00:00:00Z`).toLocaleDateString(code === "ja" ? "ja-JP" : "en-GB", { ...options, timeZone: "UTC" });
}

/** Names of all texts that begin so (without `web.`): `under("glossary.")`. */
export const under = (ahead) => Object.keys(words).filter((key) => key.startsWith(`web.${ahead}`)).map((key) => key.slice(4));
