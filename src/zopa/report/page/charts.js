"use strict";
// Draws each chart from the specification beside it; nothing is loaded, and no text is run as code (`ast`).
(() => {
  const options = { mode: "vega-lite", renderer: "svg", actions: false, ast: true, tooltip: { theme: "zopa" } };
  const draw = (place) => {
    const spec = JSON.parse(document.getElementById(place.dataset.spec).textContent);
    return vegaEmbed(place, spec, options).catch((error) => {
      place.textContent = String(error);
      console.error(error);
    });
  };
  const all = Array.from(document.querySelectorAll("[data-spec]"), draw);
  Promise.all(all).then(() => document.documentElement.setAttribute("data-drawn", String(all.length)));
})();
