/* The legend: what is shown, how it looks, how many; and what is not on the map. Every text is set as text. */
(function () {
  "use strict";
  const K = (window.kharita = window.kharita || {});

  function sample(entry) {
    if (entry.layer === "flows") {
      const stroke = K.el("span", "k-line");
      stroke.style.background = entry.colour;
      return stroke;
    }
    if (entry.layer === "stub") {
      const stub = K.el("span", "k-stub", "?→");
      stub.style.color = entry.colour;
      return stub;
    }
    if (entry.layer === "heat") {
      const shade = K.el("span", "k-shade");
      shade.style.background = entry.colour;
      shade.style.opacity = entry.opacity;
      return shade;
    }
    if (entry.layer === "overlay") {
      const square = K.el("span", "k-square");
      square.style.background = entry.colour;
      return square;
    }
    if (entry.layer === "areas") {
      const patch = K.el("span", "k-patch");
      patch.style.background = entry.colour;
      return patch;
    }
    return K.glyph(entry, entry.layer === "places" ? 11 : 15);
  }

  function row(entry) {
    const item = K.el("li");
    item.appendChild(sample(entry));
    if (entry.layer === "status") {
      item.appendChild(K.dashes(entry));
    }
    const name = K.el("span", "k-name");
    const words = K.el("bdi", "", entry.name);
    words.dir = "auto";
    name.appendChild(words);
    if (entry.source) {
      const source = K.el("bdi", "k-from", entry.source);
      source.dir = "auto";
      name.appendChild(source);
    }
    item.appendChild(name);
    if (entry.count !== null && entry.count !== undefined) {
      item.appendChild(K.el("span", "k-n", entry.count.toLocaleString("en")));
    }
    return item;
  }

  /* The legend: groups of entries, and what is not on the map. */
  K.Legend = L.Control.extend({
    options: { position: "topright" },

    onAdd: function () {
      const spec = this.options.spec;
      const box = K.el("details", "k-legend leaflet-bar");
      box.open = K.legendOpen === undefined ? window.innerWidth > 1000 : K.legendOpen;
      box.addEventListener("toggle", () => (K.legendOpen = box.open));
      box.dir = spec.direction;
      box.appendChild(K.el("summary", "", spec.title));
      spec.groups.forEach((group) => {
        const part = K.el("section");
        part.appendChild(K.el("h4", "", group.title));
        const list = K.el("ul");
        group.entries.forEach((entry) => list.appendChild(row(entry)));
        part.appendChild(list);
        if (group.note) {
          part.appendChild(K.el("p", "k-note", group.note));
        }
        box.appendChild(part);
      });
      if (spec.missing.length) {
        const part = K.el("section", "k-missing");
        part.appendChild(K.el("h4", "", spec.missing_title));
        spec.missing.forEach((text) => part.appendChild(K.el("p", "k-note", text)));
        box.appendChild(part);
      }
      if (spec.notes.length) {
        const part = K.el("section", "k-missing");
        spec.notes.forEach((text) => part.appendChild(K.el("p", "k-note", text)));
        box.appendChild(part);
      }
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    },
  });
})();
