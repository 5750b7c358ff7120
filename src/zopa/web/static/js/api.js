// Asking the server. In an exported file `answerFrom` puts recorded answers in its place.

let recorded = null;

/** Take answers from a function of (method, path, body) instead of the server. */
export function answerFrom(source) {
  recorded = source;
}

/** Whether this is an exported file, without a server behind it. */
export const offline = () => recorded !== null;

/** What the server says is wrong: title, detail, status. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ? `${body.title}: ${body.detail}` : body.title ?? `status ${status}`);
    this.status = status;
    this.body = body;
  }
}

async function ask(method, path, body, key, signal) {
  if (recorded) return recorded(method, path, body);
  const headers = { "Accept": "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key) headers["X-Seat"] = key;
  const response = await fetch(path, { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body) });
  if (response.status === 204) return null;
  const data = await response.json().catch(() => ({ title: response.statusText }));
  if (!response.ok) throw new Problem(response.status, data);
  return data;
}

export const get = (path, key, signal) => ask("GET", path, undefined, key, signal);
export const post = (path, body, key, signal) => ask("POST", path, body, key, signal);

/** Keys of the seats that this browser holds, by game; they outlive the page. */
export function keyOf(game) {
  return JSON.parse(localStorage.getItem("zopa.keys") ?? "{}")[game] ?? "";
}

export function keepKey(game, key) {
  const keys = JSON.parse(localStorage.getItem("zopa.keys") ?? "{}");
  keys[game] = key;
  const newest = Object.entries(keys).slice(-200);
  localStorage.setItem("zopa.keys", JSON.stringify(Object.fromEntries(newest)));
}

/** Begin a game, and go to it. */
export async function begin(start) {
  const opened = await post("/api/games", start);
  const [party] = Object.keys(opened.keys);
  if (party) keepKey(opened.id, opened.keys[party]);
  location.hash = `#/game/${opened.id}`;
  return opened;
}

/** Open what a permalink holds, and go to it. */
export async function openLink(link) {
  const opened = await post("/api/links", { link });
  const [party] = Object.keys(opened.keys);
  if (party) keepKey(opened.id, opened.keys[party]);
  location.replace(`#/game/${opened.id}`);
  return opened;
}
