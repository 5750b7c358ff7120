// Files of a room: fetched with the teacher's key, which no address shows.

import { h } from "zopa/dom.js";
import { t } from "zopa/texts.js";

const KINDS = [["CSV", "csv", ""], ["class.files.excel", "csv", "?bom=1"], ["Parquet", "parquet", ""]];

export function files(code, key) {
  const said = h("p", { class: "alert", role: "alert" });
  const save = async (file, more) => {
    said.textContent = "";
    const response = await fetch(`/api/rooms/${code}/files/${file}${more}`, { headers: { "X-Seat": key } });
    if (!response.ok) {
      said.textContent = (await response.json().catch(() => ({}))).title ?? response.statusText;
      return;
    }
    const url = URL.createObjectURL(await response.blob());
    h("a", { href: url, download: `zopa_${code}_${file}` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  };
  const row = (what) => h("div", { class: "row" }, h("strong", {}, t(`class.files.${what}`)),
    KINDS.map(([name, ending, more]) => h("button", { type: "button", onclick: () => save(`${what}.${ending}`, more), "aria-label": `${t(`class.files.${what}`)}: ${label(name)}` }, label(name))));
  return h("details", { class: "card" }, h("summary", {}, t("class.files")), h("div", { class: "stack" }, h("p", { class: "note" }, t("class.files.about")), row("games"), row("moves"), said));
}

const label = (name) => (name.includes(".") ? t(name) : name);
