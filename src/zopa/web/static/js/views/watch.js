// Watch and replay: two strategies live, or a world of a stored run; the address itself is the link.

import { get, post } from "zopa/api.js";
import { announce, fill, h, quiet } from "zopa/dom.js";
import { judged } from "zopa/parts/judged.js";
import { who } from "zopa/parts/party.js";
import { addressOf, startOf } from "zopa/parts/watch/address.js";
import { player } from "zopa/parts/watch/player.js";
import { setup } from "zopa/parts/watch/setup.js";
import { t } from "zopa/texts.js";

export async function show(main, _, query) {
  const asked = startOf(query);
  const [all, stored] = await Promise.all([get("/api/catalogue"), get("/api/runs")]);
  if (!asked.scenario && !asked.stored) asked.scenario = all.scenarios[0].name;
  const place = h("div", { class: "watching", "aria-live": "off" }, h("p", { class: "note" }, t("watch.loading")));
  fill(main,
    h("h1", {}, t("watch.title")), h("p", { class: "lead" }, t("watch.lead")),
    await setup(all, stored, asked, !query.size), place);
  let talk;
  try {
    talk = await post("/api/watch", asked);
  } catch (error) {
    fill(place, h("section", { class: "card" }, h("h2", {}, t("watch.cannot")), h("p", { role: "alert", class: "alert" }, error.message),
      asked.stored ? h("p", { class: "note" }, t("watch.elsewhere")) : null));
    return null;
  }
  const given = Number(query.get("step") ?? 0);
  let step = Number.isInteger(given) ? given : 0;
  const address = () => addressOf(asked, step, talk.start.zopa);
  const keep = quiet(() => { if (made.isConnected) history.replaceState(null, "", address()); }, 250);
  const made = player(talk, { step, onstep: (now) => { step = now; keep(); } });
  fill(place, heading(talk), notes(talk, query), made, links(() => new URL(address(), location.href).href, talk), judged(talk.table));
  const keys = (pressed) => {
    if (!made.contains(pressed.target) && (pressed.target === document.body || pressed.target === main)) made.keys(pressed);
  };
  document.addEventListener("keydown", keys);
  return () => {
    made.pause();
    document.removeEventListener("keydown", keys);
  };
}

function heading({ table, start, seed, point }) {
  const what = [point, t("watch.world_of", { world: start.world, seed })].filter(Boolean).join(" · ");
  const seats = table.parties.map((one, at) => [at ? " – " : "", who(table, one.name), ` ${(one.strategy ?? "").replaceAll("_", " ")}`]);
  return h("header", { class: "watch-heading" }, h("h2", {}, table.title), h("p", {}, seats, h("span", { class: "muted" }, ` · ${what}`)));
}

/** What one should know of these talks: another version, or a run that plays otherwise now. */
function notes(talk, query) {
  const made = query.get("zopa");
  return [
    talk.as_stored === false ? h("p", { class: "notice" }, t("watch.differs")) : null,
    made && made !== talk.start.zopa ? h("p", { class: "notice" }, t("watch.version", { made, now: talk.start.zopa })) : null,
    Object.keys(talk.start.seats).length && talk.start.stored ? h("p", { class: "note" }, t("watch.otherwise")) : null,
  ];
}

function links(href, talk) {
  const field = h("input", { type: "text", readonly: true, class: "link", "aria-label": t("watch.link"), value: "", hidden: true });
  const copy = async (event) => {
    try {
      await navigator.clipboard.writeText(href());
      event.target.textContent = t("watch.copied");
      announce(t("watch.copied"));
    } catch {
      field.hidden = false;
      field.value = href();
      field.select();
    }
  };
  return h("p", { class: "row links" }, h("button", { type: "button", class: "copy", onclick: copy }, t("watch.copy")), field,
    h("span", { class: "note" }, t(talk.start.stored ? "watch.copy.stored" : "watch.copy.about")));
}
