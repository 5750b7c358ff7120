// What this browser remembers of class rooms: the teacher's key, or a member's, by code; they outlive the page.

const PLACE = "zopa.rooms";
const MOST = 50;

/** All rooms, the newest last: {code: {key?, token?, name?, title?, games: [id]}}. */
export const rooms = () => JSON.parse(localStorage.getItem(PLACE) ?? "{}");

export const roomOf = (code) => rooms()[code] ?? {};

/** Remember more of a room. */
export function keepRoom(code, more) {
  const all = rooms();
  const kept = { ...(all[code] ?? {}), ...more };
  delete all[code];
  all[code] = kept;
  localStorage.setItem(PLACE, JSON.stringify(Object.fromEntries(Object.entries(all).slice(-MOST))));
}

/** Forget a member's key. */
export function leaveRoom(code) {
  const all = rooms();
  delete all[code];
  localStorage.setItem(PLACE, JSON.stringify(all));
}

/** The code of the room in which this browser's member plays a game; empty for none. */
export const codeOfGame = (game) => Object.entries(rooms()).find(([, one]) => one.token && one.games?.includes(game))?.[0] ?? "";

/** A code as it is kept, however it was typed. */
export const readCode = (text) => text.toUpperCase().replaceAll(/[\s-]/g, "");
