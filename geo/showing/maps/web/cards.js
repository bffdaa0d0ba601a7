/* Pop-ups and the legend. Every text is set as text: nothing of a document is ever read as HTML or as script. */
(function () {
  "use strict";
  const K = (window.kharita = window.kharita || {});
  const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur", "ckb"]);

  K.el = function (tag, className, text) {
    const element = document.createElement(tag);
    if (className) {
      element.className = className;
    }
    if (text !== undefined && text !== null && text !== "") {
      element.textContent = text;
    }
    return element;
  };

  function isolated(text) {
    const element = K.el("bdi", "", text);
    element.dir = "auto";
    return element;
  }

  function sentence(telling) {
    const quote = K.el("blockquote", "k-quote");
    const words = K.el("bdi");
    words.dir = RIGHT_TO_LEFT.has(telling.language) ? "rtl" : "auto";
    if (telling.language) {
      words.lang = telling.language;
    }
    telling.pieces.forEach((piece) => {
      words.appendChild(piece[1] ? K.el("mark", "", piece[0]) : document.createTextNode(piece[0]));
    });
    quote.dir = words.dir;
    quote.appendChild(words);
    return quote;
  }

  /* A line of our own words, in the reader's direction; names of another script within it are isolated already. */
  function line(className, text) {
    return K.el("p", className, text);
  }

  function section(telling) {
    const part = K.el("section", "k-telling");
    if (telling.status) {
      const head = K.el("p", "k-head");
      head.appendChild(K.el("span", "k-status k-status-" + telling.status, telling.status_words));
      head.appendChild(K.el("span", "k-when", telling.when));
      part.appendChild(head);
    }
    if (telling.heading) {
      part.appendChild(line("k-heading", telling.heading));
    }
    part.appendChild(sentence(telling));
    if (telling.by_whom) {
      part.appendChild(line("k-by", telling.by_whom));
    }
    part.appendChild(line("k-source", telling.source));
    return part;
  }

  /* The content of a pop-up. */
  K.card = function (card, words, direction) {
    const article = K.el("article", "k-card");
    article.dir = direction;
    const title = K.el("h3", "k-title");
    title.appendChild(isolated(card.title));
    article.appendChild(title);
    if (card.subtitle) {
      article.appendChild(line("k-subtitle", card.subtitle));
    }
    card.tellings.forEach((telling) => article.appendChild(section(telling)));
    if (card.more > 0) {
      article.appendChild(K.el("p", "k-more", words.more.replace("{n}", card.more)));
    }
    return article;
  };

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
    if (entry.layer === "areas") {
      const patch = K.el("span", "k-patch");
      patch.style.background = entry.colour;
      return patch;
    }
    return K.glyph(entry, entry.layer === "places" ? 11 : 15);
  }

  /* The dashes of a status as a line: they mean the same on flows. */
  function dashes(entry) {
    const ns = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(ns, "svg");
    svg.setAttribute("class", "k-dashes");
    svg.setAttribute("viewBox", "0 0 30 10");
    svg.setAttribute("aria-hidden", "true");
    const line = document.createElementNS(ns, "path");
    line.setAttribute("d", entry.struck ? "M0 5H30M12 1L18 9M18 1L12 9" : "M0 5H30");
    line.setAttribute("stroke", entry.colour);
    line.setAttribute("stroke-width", "2");
    line.setAttribute("fill", "none");
    if (entry.dash && !entry.struck) {
      line.setAttribute("stroke-dasharray", entry.dash);
    }
    svg.appendChild(line);
    return svg;
  }

  function row(entry) {
    const item = K.el("li");
    item.appendChild(sample(entry));
    if (entry.layer === "status") {
      item.appendChild(dashes(entry));
    }
    item.appendChild(K.el("span", "k-name", entry.name));
    item.appendChild(K.el("span", "k-n", entry.count));
    return item;
  }

  /* The legend: groups of entries, and what is not on the map. */
  K.Legend = L.Control.extend({
    options: { position: "topright" },

    onAdd: function () {
      const spec = this.options.spec;
      const box = K.el("details", "k-legend leaflet-bar");
      box.open = K.legendOpen === undefined ? window.innerWidth > 640 : K.legendOpen;
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
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    },
  });
})();
