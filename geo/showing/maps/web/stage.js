/* The stage of a map: what the layers put on it, arranged at every zoom and painted for what is in view. */
(function () {
  "use strict";
  const K = (window.kharita = window.kharita || {});
  const FONT = '"Source Sans 3", "Source Sans Pro", system-ui, "Segoe UI", "Noto Sans Arabic", Tahoma, sans-serif';
  const ARABIC = /[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]/;
  const LOOKS = {
    place: { weight: 600, size: 12, arabic: 14, pad: 2 },
    minor: { weight: 400, size: 11.5, arabic: 13.5, pad: 2 },
    area: { weight: 600, size: 12, arabic: 14, pad: 6 },
    named: { weight: 500, size: 11.5, arabic: 13.5, pad: 3 },
    own: { weight: 500, size: 11.5, arabic: 13.5, pad: 2 },
    chip: { weight: 600, size: 11, arabic: 12.5, pad: 5 },
    country: { weight: 500, size: 11, arabic: 13, pad: 3, spacing: 1.6 },
  };
  const ORDER = { place: 0, area: 1, minor: 2, named: 3, own: 4, chip: 5, country: 6 };
  const GLYPH = 15;
  const LONGEST_NAME = 32;

  function short(name) {
    return name.length <= LONGEST_NAME ? name : name.slice(0, LONGEST_NAME - 1) + "…";
  }

  K.Stage = class {
    constructor(map, config) {
      this.map = map;
      this.config = config;
      this.layers = new Map();
      this.countries = [];
      this.leaders = null;
      this.pane = map.getPane("kharita-labels");
      map.on("zoomend viewreset", this.later, this);
      map.on("moveend resize", this.paint, this);
    }

    put(name, items) {
      this.layers.set(name, items);
      this.later();
    }

    take(name) {
      this.layers.delete(name);
      this.later();
    }

    setCountries(countries) {
      this.countries = countries;
      this.later();
    }

    /* Several layers come and go at once: arrange when the last has. */
    later() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.arrange(), 0);
    }

    items(name) {
      return this.layers.get(name) || [];
    }

    project(latlng) {
      return this.map.project(latlng, this.zoom);
    }

    unproject(point) {
      return this.map.unproject(point, this.zoom);
    }

    arrange() {
      clearTimeout(this.timer);
      if (!this.map._loaded) {
        return;
      }
      this.zoom = this.map.getZoom();
      const grid = new K.placing.Grid();
      this.map.kharita.view.covered().forEach((box) => grid.take(box));
      this.items("places").forEach((dot) => {
        dot.at = this.project(dot.latlng);
        grid.take(K.placing.around(dot.at.x, dot.at.y, dot.radius_px + 1));
      });
      const flows = this.items("flows");
      flows.filter((flow) => !flow.stub).forEach((flow) => K.bendFlow(this, flow, grid));
      const leaders = this._arrangeSymbols(grid);
      flows.filter((flow) => flow.stub).forEach((flow) => K.bendFlow(this, flow, grid));
      this.labels = this._labels();
      this.labels.forEach((label) => this._measure(label));
      this.labels = this.labels.filter((label) => !label.cramped);
      leaders.push(...K.placing.placeLabels(grid, this.labels, this.map.kharita.view.edges()));
      this._drawLeaders(leaders);
      this.drawHalo();
      this.paint();
    }

    drawHalo() {
      this.halo = K.drawHalo(this.map, this.selected, this.halo);
    }

    _arrangeSymbols(grid) {
      const symbols = this.items("events").concat(this.items("candidates"));
      symbols.forEach((symbol) => {
        symbol.at = this.project(symbol.latlng);
      });
      // Cells and candidates stand where they are; the symbols of a place stand around it.
      symbols.filter((symbol) => symbol.fixed).forEach((symbol) => {
        symbol.placed = symbol.box ? this._within(symbol) : symbol.at;
        if (symbol.box) {
          symbol.path.setLatLng(this.unproject(L.point(symbol.placed.x, symbol.placed.y)));
        }
        grid.take(K.placing.around(symbol.at.x, symbol.at.y, symbol.radius_px + 2));
      });
      const moved = symbols.filter((symbol) => !symbol.fixed);
      const leaders = K.placing.placeSymbols(grid, moved);
      moved.forEach((symbol) => symbol.path.setLatLng(this.unproject(L.point(symbol.placed.x, symbol.placed.y))));
      return leaders;
    }

    /* Where a cell's symbol stands: at its events, but wholly in its cell, so that it covers no neighbour's. */
    _within(symbol) {
      const [west, south, east, north] = symbol.box;
      const corner = this.project(L.latLng(north, west));
      const other = this.project(L.latLng(south, east));
      const held = (value, least, most) => (least > most ? (least + most) / 2 : Math.max(least, Math.min(most, value)));
      const r = symbol.radius_px + 1;
      return L.point(held(symbol.at.x, corner.x + r, other.x - r), held(symbol.at.y, corner.y + r, other.y - r));
    }

    _drawLeaders(leaders) {
      if (this.leaders) {
        this.leaders.remove();
      }
      const lines = leaders.map((pair) => pair.map((point) => this.unproject(L.point(point.x, point.y))));
      this.leaders = L.polyline(lines, {
        pane: "kharita-flows", interactive: false, color: "#2f3b4c", weight: 0.9, opacity: 0.7,
      }).addTo(this.map);
    }

    /* Everything that wants a name on the map, the most important first. */
    _labels() {
      const labels = [];
      const covered = new Set(this.items("areas").map((area) => area.key));
      this.items("places").forEach((dot) => labels.push({
        look: dot.n_records ? "place" : "minor", text: dot.name, latlng: dot.latlng, rank: dot.n_mentions,
        radius: dot.radius_px, path: dot.path,
      }));
      this.items("areas").forEach((area) => labels.push({
        look: area.n_records ? "area" : "named", text: area.name, latlng: area.latlng, glyphs: area.glyphs,
        rank: area.n_records * 1000 + area.n_mentions, area: area, path: area.path,
      }));
      this.items("candidates").forEach((one) => labels.push({
        look: one.won ? "place" : "minor", text: `${short(one.name)} ${one.score}`, latlng: one.latlng, rank: one.won ? 2 : Number(one.score),
        radius: one.radius_px, path: one.path,
      }));
      this.items("overlays").filter((one) => one.name && one.point).forEach((one) => labels.push({
        look: "own", text: short(one.name), latlng: one.latlng, rank: 0, radius: 6, path: one.path,
      }));
      this.items("flows").filter((flow) => flow.chip && flow.middle).forEach((flow) => labels.push({
        look: "chip", text: flow.chip, latlng: flow.middle, rank: flow.width, fixed: true, colour: flow.colour,
        path: flow.path,
      }));
      this.countries.filter((country) => !covered.has(country.key)).forEach((country) => labels.push({
        look: "country", text: country.name, latlng: country.latlng, rank: country.size, fixed: true, room: country.width,
      }));
      return labels.sort((a, b) => ORDER[a.look] - ORDER[b.look] || b.rank - a.rank);
    }

    _measure(label) {
      const look = LOOKS[label.look];
      const size = ARABIC.test(label.text) ? look.arabic : look.size;
      const text = label.look === "country" && !ARABIC.test(label.text) ? label.text.toUpperCase() : label.text;
      const spacing = ARABIC.test(text) ? 0 : look.spacing || 0;
      const glyphs = label.glyphs || [];
      const extra = glyphs.reduce((sum, glyph) => sum + GLYPH + 3 + (glyph.n > 1 ? 9 : 0), glyphs.length ? 4 : 0);
      label.at = this.project(label.latlng);
      label.shown = text;
      label.size = size;
      label.width = K.placing.widthOf(text, `${look.weight} ${size}px ${FONT}`) + spacing * text.length;
      label.width += extra + 2 * look.pad;
      label.height = Math.max(size * 1.35, glyphs.length ? GLYPH + 4 : 0) + (look.pad > 3 ? 4 : 0);
      if (label.area) {
        label.extent = this._extent(label);
      }
      if (label.room !== undefined) {
        const west = this.project(L.latLng(label.latlng.lat, label.latlng.lng - label.room / 2));
        label.cramped = 2 * Math.abs(label.at.x - west.x) < label.width;
      }
    }

    /* Extent of an area in pixels: [west, north, east, south]; of its label alone where it has no shape. */
    _extent(label) {
      if (!label.area.filled) {
        return [label.at.x - 60, label.at.y - 40, label.at.x + 60, label.at.y + 40];
      }
      const bounds = label.area.path.getBounds();
      const corner = this.project(bounds.getNorthWest());
      const other = this.project(bounds.getSouthEast());
      return [corner.x, corner.y, other.x, other.y];
    }

    /* Set the elements of the names in view. */
    paint() {
      if (!this.labels || this.map.getZoom() !== this.zoom) {
        return;
      }
      const bounds = this.map.getPixelBounds();
      const reach = this.map.getSize().multiplyBy(0.5);
      const seen = [bounds.min.x - reach.x, bounds.min.y - reach.y, bounds.max.x + reach.x, bounds.max.y + reach.y];
      const origin = this.map.getPixelOrigin();
      const elements = this.labels
        .filter((label) => label.box && label.box[0] < seen[2] && label.box[2] > seen[0]
          && label.box[1] < seen[3] && label.box[3] > seen[1])
        .map((label) => this._element(label, origin));
      this.items("events").filter((symbol) => symbol.n > 1 && !symbol.ring).forEach((symbol) => {
        elements.push(this._badge(symbol, origin));
      });
      this.items("flows").filter((flow) => flow.question).forEach((flow) => elements.push(this._question(flow, origin)));
      this.pane.replaceChildren(...elements);
    }

    _element(label, origin) {
      const element = K.el("div", "k-label k-label-" + label.look, "");
      const name = K.el("bdi", "", label.shown);
      name.dir = "auto";
      element.appendChild(name);
      element.style.fontSize = label.size + "px";
      element.style.width = label.width + "px";
      element.style.height = label.height + "px";
      if (label.colour) {
        element.style.color = label.colour;
      }
      (label.glyphs || []).forEach((glyph) => {
        element.appendChild(K.glyph(glyph.look, GLYPH));
        if (glyph.n > 1) {
          element.appendChild(K.el("span", "k-glyph-n", glyph.n));
        }
      });
      this._forward(element, label);
      L.DomUtil.setPosition(element, L.point(label.box[0], label.box[1]).subtract(origin).round());
      return element;
    }

    /* A click on a name is a click on what it names. */
    _forward(element, label) {
      if (!label.path) {
        return;
      }
      element.classList.add("leaflet-interactive");
      L.DomEvent.disableClickPropagation(element);
      element.addEventListener("click", () => label.path.fire("click", { latlng: label.latlng }, true));
    }

    /* The end of a flow that nobody tells. */
    _question(flow, origin) {
      const element = K.el("span", "k-question", "?");
      element.style.color = flow.colour;
      L.DomUtil.setPosition(element, flow.question.subtract(origin).subtract([4, 7]).round());
      return element;
    }

    _badge(symbol, origin) {
      const element = K.el("span", "k-badge", symbol.sum || symbol.n);
      const corner = L.point(symbol.placed.x + symbol.radius_px * 0.55, symbol.placed.y + symbol.radius_px * 0.4);
      L.DomUtil.setPosition(element, corner.subtract(origin).round());
      return element;
    }
  };
})();
