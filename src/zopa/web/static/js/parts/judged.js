// What every page with a result of the flagship says.

import { h } from "zopa/dom.js";
import { t } from "zopa/texts.js";

/** The warning, where the table's weights were judged by people who knew the outcome; else nothing. */
export const judged = (table) => (table?.judged ? h("p", { class: "notice judged", role: "note" }, t("judged")) : null);
