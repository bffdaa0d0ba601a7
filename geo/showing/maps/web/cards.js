/* Pop-ups. Every text is set as text: nothing of a document is ever read as HTML or as script. */
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

  /* The dashes of a status as a line: they mean the same on flows. */
  K.dashes = function (entry) {
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
  };

  function head(told, direction) {
    const article = K.el("article", "k-card");
    article.dir = direction;
    const title = K.el("h3", "k-title");
    title.appendChild(isolated(told.title));
    article.appendChild(title);
    if (told.subtitle) {
      const under = K.el("p", "k-subtitle");
      under.appendChild(isolated(told.subtitle));
      article.appendChild(under);
    }
    return article;
  }

  function counted(part) {
    const item = K.el("li");
    item.appendChild(K.glyph(part.look, 14));
    if (part.look.dash !== undefined) {
      item.appendChild(K.dashes(part.look));
    }
    item.appendChild(K.el("span", "k-name", part.name));
    item.appendChild(K.el("span", "k-n", part.n.toLocaleString("en")));
    return item;
  }

  /* Of a cell or a bundle: {title, subtitle?, parts: [{name, look, n}], hint}; zoom: what its button does, if any. */
  K.cellCard = function (told, zoom) {
    const article = head(told, told.direction);
    const list = K.el("ul", "k-parts");
    told.parts.forEach((part) => list.appendChild(counted(part)));
    article.appendChild(list);
    article.appendChild(line("k-more", told.hint));
    if (zoom) {
      const button = K.el("button", "k-button", told.zoom);
      button.type = "button";
      button.addEventListener("click", zoom);
      article.appendChild(button);
    }
    return article;
  };

  /* Of a thing of the reader's own layer: its properties as a table, every one as text. */
  K.overlayCard = function (told, direction) {
    const article = head(told, direction);
    if (told.properties.length) {
      const table = K.el("table", "k-properties");
      told.properties.forEach((pair) => {
        const line = table.insertRow();
        const name = K.el("th");
        name.scope = "row";
        name.appendChild(isolated(pair[0]));
        line.append(name);
        line.insertCell().appendChild(isolated(pair[1]));
      });
      article.appendChild(table);
    }
    return article;
  };

  /* Of a place that a name may have meant. */
  K.candidateCard = function (told, direction) {
    const article = head({ title: told.title, subtitle: told.what }, direction);
    const score = line("k-score", told.score_name + " ");
    score.appendChild(K.el("strong", "", told.score));
    article.appendChild(score);
    if (told.reason) {
      const reason = K.el("p", "k-by");
      reason.appendChild(isolated(told.reason));
      article.appendChild(reason);
    }
    return article;
  };
})();
