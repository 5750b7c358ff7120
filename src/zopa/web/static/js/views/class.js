// Class: joining a room, opening one, a member's place in it, the teacher's table.

import { keepRoom, readCode, roomOf } from "zopa/parts/class/store.js";

export async function show(main, [typed], query) {
  if (!typed) return (await import("zopa/parts/class/front.js")).front(main, query);
  const code = readCode(typed);
  if (query.has("key")) { // the key does not stay in the address: a projector would show it
    keepRoom(code, { key: query.get("key") });
    history.replaceState(null, "", `#/class/${code}`);
  }
  const kept = roomOf(code);
  if (kept.key && !query.has("student")) return (await import("zopa/parts/class/teacher.js")).teacher(main, code, kept.key);
  if (kept.token) return (await import("zopa/parts/class/member.js")).member(main, code, kept.token);
  return (await import("zopa/parts/class/join.js")).join(main, code);
}
