// A question before something that cannot be taken back.

import { h } from "zopa/dom.js";
import { t } from "zopa/texts.js";

let asked = 0;

/** Ask; true where the answer is yes. Esc and the other button say no; the focus goes back to where it was. */
export function confirmed(title, text, yes, danger = true) {
  const name = `asked-${++asked}`;
  return new Promise((done) => {
    const close = (answer) => { place.close(); place.remove(); done(answer); };
    const place = h("dialog", { class: "card", "aria-labelledby": name, oncancel: (event) => { event.preventDefault(); close(false); } },
      h("h2", { id: name }, title), h("p", {}, text),
      h("div", { class: "row" },
        h("button", { type: "button", class: danger ? "danger" : "main", onclick: () => close(true) }, yes),
        h("button", { type: "button", autofocus: true, onclick: () => close(false) }, t("play.no"))));
    document.body.append(place);
    place.showModal();
  });
}
